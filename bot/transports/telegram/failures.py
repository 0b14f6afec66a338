"""What happens when something goes wrong: an apology, and a log without personal data."""

import asyncio
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ContextTypes

from bot.conversation import BusyError, Conversation, Identity
from bot.language import Speech
from bot.transports.telegram.reading import identify, is_private
from bot.transports.telegram.sending import Sender

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Failures:
    """The error handler: without one, python-telegram-bot swallows exceptions."""

    conversation: Conversation
    speeches: Mapping[str, Speech]

    async def apologise(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Logs where it happened, and tells the person that nothing was lost."""
        error = context.error
        identity = identify(update) if isinstance(update, Update) else None
        if identity is None or not isinstance(update, Update):
            logger.warning("Telegram: %s", kind_of(error))  # polling: the library tries again
            return
        logger.error("%s\n%s", kind_of(error), where(error))
        if not is_private(update) or _is_network(error):
            return  # on a dead network the apology would fail the same way; what was saved is saved
        sender = Sender(bot=context.bot, update=update, chat_id=identity.chat_id)
        speech = self.speeches[await asyncio.to_thread(self._language, identity)]
        sentence = "busy" if isinstance(error, BusyError) else "error"
        try:
            await sender.write(speech.sentences[sentence])
        except TelegramError as second:
            logger.error("apology not sent: %s", type(second).__name__)  # noqa: TRY400

    def _language(self, identity: Identity) -> str:
        try:
            return self.conversation.language_of(identity)
        except Exception:
            return self.conversation.first_language


def _is_network(error: BaseException | None) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)


def kind_of(error: BaseException | None) -> str:
    """The class of an error and of its cause: words that never quote anybody."""
    cause = error.__cause__ if error is not None else None
    names = [type(one).__name__ for one in (error, cause) if one is not None]
    return " from ".join(names)


def where(error: BaseException | None) -> str:
    """The places an error went through, without its message: that may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__) if error else []
    places = [(Path(frame.filename).name, frame.lineno, frame.name) for frame in frames]
    return "\n".join(f"  {file}:{line} {function}" for file, line, function in places)


class Redacting(logging.Formatter):
    """A log format in which the token never appears, wherever it came from."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's own name)
        """The kind of a failure alone: its message may quote personal data."""
        return str(ei[0].__name__ if ei[0] else "")

    def format(self, record: logging.LogRecord) -> str:
        """The line without the token."""
        return super().format(record).replace(self._token, "<token>")


def start_logging(token: str) -> None:
    """Logs to standard error; the HTTP client's own lines would name the token's address."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
