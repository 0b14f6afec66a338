"""The Telegram bot, as a table of contents: read, handle, send."""

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from telegram import BotCommand, Update
from telegram.error import InvalidToken
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.conversation import Conversation
from bot.dialogue.commands import COMMANDS
from bot.language import FIRST_LANGUAGE, Speech
from bot.transports.telegram.failures import Failures
from bot.transports.telegram.ordering import InOrder
from bot.transports.telegram.reading import identify, is_private, read
from bot.transports.telegram.sending import Sender

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

    async def receive(self, update: Update, context: Context) -> None:
        """Reads an update, lets the dialogue handle it, sends what it says."""
        identity, event = identify(update), read(update)
        if identity is None or event is None:
            return
        sender = Sender(bot=context.bot, update=update, chat_id=identity.chat_id)
        if not is_private(update):
            await sender.refuse_group(self.speeches[self.conversation.first_language])
            return
        heard = await asyncio.to_thread(self.conversation.handle, identity, event, update.update_id)
        await sender.deliver(heard.replies, self.speeches[heard.language])


def build(conversation: Conversation, speeches: Mapping[str, Speech], wire: Wire) -> Bot:
    """The application, ready to be run; its error handler is always registered."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # durations as timedelta, the coming default
    builder = ApplicationBuilder().token(wire.token).base_url(wire.base_url)
    builder = builder.concurrent_updates(InOrder(wire.chats_at_once))
    if wire.proxy:  # both, or commands stay dead while messages go out
        builder = builder.proxy(wire.proxy).get_updates_proxy(wire.proxy)
    application: Bot = builder.post_init(_menus(speeches, conversation.first_language)).build()
    front = Front(conversation=conversation, speeches=speeches)
    application.add_handler(TypeHandler(Update, front.receive))
    failures = Failures(conversation=conversation, speeches=speeches)
    application.add_error_handler(failures.apologise)
    return application


def run(conversation: Conversation, speeches: Mapping[str, Speech], wire: Wire) -> None:
    """Polls until it is stopped; waits out a network that is not there."""
    application = build(conversation, speeches, wire)
    try:
        application.run_polling(allowed_updates=UPDATES, bootstrap_retries=-1)
    except InvalidToken:
        raise WrongTokenError from None


def _menus(speeches: Mapping[str, Speech], first_language: str = FIRST_LANGUAGE) -> Any:
    async def set_menus(application: Bot) -> None:
        """Telegram's menu in every language, made from the command table."""
        for code, speech in speeches.items():
            menu = [BotCommand(name, speech.sentences[f"command.{name}"]) for name in COMMANDS]
            await application.bot.set_my_commands(menu, language_code=code)
            if code == first_language:
                await application.bot.set_my_commands(menu)

    return set_menus
