"""The Telegram bot, as a table of contents: read, handle, send."""

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.conversation import Conversation
from bot.dialogue.commands import COMMANDS
from bot.dialogue.events import Commanded, Tapped
from bot.language import FIRST_LANGUAGE, Speech
from bot.transports.telegram.failures import Failures
from bot.transports.telegram.ordering import InOrder
from bot.transports.telegram.reading import identify, is_private, read
from bot.transports.telegram.sending import Sender
from bot.transports.telegram.watching import Watch

logger = logging.getLogger(__name__)
UPDATES = ["message", "callback_query"]
Bot: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE


class WrongTokenError(Exception):
    """Telegram refused the token: the person who set TELEGRAM_BOT_TOKEN can mend it."""


@dataclass(frozen=True, kw_only=True)
class Wire:
    """How Telegram is reached; without a `proxy` directly."""

    token: str
    base_url: str
    proxy: str = ""
    chats_at_once: int = 16


@dataclass(frozen=True, kw_only=True)
class Front:
    """The bot's front: every update goes through `receive`."""

    conversation: Conversation
    speeches: Mapping[str, Speech]
    working: asyncio.Semaphore

    async def receive(self, update: Update, context: Context) -> None:
        """Reads an update, lets the dialogue handle it, sends what it says."""
        identity, event = identify(update), read(update)
        if identity is None or event is None:
            return
        sender = Sender(bot=context.bot, update=update, chat_id=identity.chat_id)
        if not is_private(update):
            if isinstance(event, Commanded | Tapped):  # the group's own talk is none of ours
                await sender.refuse_group(self.speeches[self.conversation.first_language])
            return
        async with self.working:
            heard = await asyncio.to_thread(
                self.conversation.handle, identity, event, update.update_id
            )
        await sender.deliver(heard.replies, self.speeches[heard.language])


def build(conversation: Conversation, speeches: Mapping[str, Speech], wire: Wire) -> Bot:
    """The application, ready to be run; its error handler is always registered."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as timedelta, the coming default
    builder = ApplicationBuilder().token(wire.token).base_url(wire.base_url)
    builder = builder.concurrent_updates(InOrder())
    if wire.proxy:  # both, or commands stay dead while messages go out
        builder = builder.proxy(wire.proxy).get_updates_proxy(wire.proxy)
    application: Bot = builder.build()
    application.post_init = _greet(speeches, conversation.first_language)
    working = asyncio.Semaphore(wire.chats_at_once)
    front = Front(conversation=conversation, speeches=speeches, working=working)
    application.add_handler(TypeHandler(Update, front.receive))
    failures = Failures(conversation=conversation, speeches=speeches)
    application.add_error_handler(failures.apologise)
    return application


def run(conversation: Conversation, speeches: Mapping[str, Speech], wire: Wire) -> None:
    """Polls until it is stopped; waits out a network that is not there.

    Raises WrongTokenError when Telegram refuses the token, at the start or later.
    """
    application, watch = build(conversation, speeches, wire), Watch()
    greet = application.post_init

    async def begin(started: Bot) -> None:
        if greet is not None:
            await greet(started)
        watch.start(started)

    async def end(_stopped: Bot) -> None:
        await watch.stop()

    application.post_init, application.post_stop = begin, end
    logger.info("connecting to Telegram")
    try:
        application.run_polling(allowed_updates=UPDATES, bootstrap_retries=-1)
    except InvalidToken:
        raise WrongTokenError from None
    if watch.token_refused:
        raise WrongTokenError


def _greet(
    speeches: Mapping[str, Speech], first_language: str = FIRST_LANGUAGE
) -> Callable[[Bot], Coroutine[Any, Any, None]]:
    async def set_menus(application: Bot) -> None:
        """Telegram's menu in every language, made from the command table."""
        logger.info("connected to Telegram as @%s", application.bot.username)
        try:
            for code, speech in speeches.items():
                menu = [BotCommand(name, speech.sentences[f"command.{name}"]) for name in COMMANDS]
                await application.bot.set_my_commands(menu, language_code=code)
                if code == first_language:
                    await application.bot.set_my_commands(menu)
        except TelegramError as error:  # no menu is no disaster
            logger.warning("menu not set: %s", type(error).__name__)

    return set_menus
