"""Sends replies to Telegram: edits the tapped message in place, else writes a new one."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import Any

import httpx
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)
from telegram.constants import CallbackQueryLimit, InlineKeyboardButtonLimit, ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.dialogue.replies import Reply
from bot.language import Line, Speech
from bot.rendering import Key, Rendered, render

PATIENCE = 3  # how often a call is made again
LONGEST_WAIT_SECONDS = 60  # when Telegram asks for more, the person is told instead
# Faults before a request left: the message has certainly not arrived.
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
FIRST_PAUSE_SECONDS = 0.5  # before the first repetition; doubled each time
TOAST = int(CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)
COPY = int(InlineKeyboardButtonLimit.MAX_COPY_TEXT)


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Answers one update in its chat."""

    bot: Bot
    update: Update
    chat_id: str

    async def deliver(self, replies: Sequence[Reply], speech: Speech) -> None:
        """Sends all replies; a tap is answered first, so that its button stops waiting."""
        shown = [render(reply, speech) for reply in replies]
        if self.update.callback_query is not None:
            passing = "\n".join(one.text for one in shown if one.passing)
            await self._answer_tap(passing)
            shown = [one for one in shown if not one.passing]
        else:
            shown = _joined(shown)
        for at, rendered in enumerate(shown):
            await self._show(rendered, in_place=at == 0)

    async def refuse_group(self, speech: Speech) -> None:
        """Says in a group that customers are no matter for a group."""
        if self.update.callback_query is not None:
            await self._answer_tap(speech.sentences["group_chat"])
        else:
            await self.write(speech.sentences["group_chat"])

    async def write(self, sentence: str) -> None:
        """Sends one plain sentence as a new message; a tapped button stops waiting."""
        if self.update.callback_query is not None:
            await self._answer_tap("")
        await patiently(
            lambda: self.bot.send_message(chat_id=self.chat_id, text=sentence), repeatable=False
        )

    async def _answer_tap(self, text: str) -> None:
        query = self.update.callback_query
        assert query is not None  # noqa: S101 (only called for taps)
        # Tried once: the answer may come too late or fail, the screen matters more.
        with contextlib.suppress(TelegramError):
            await query.answer(text=text[:TOAST] or None)

    async def _show(self, rendered: Rendered, *, in_place: bool) -> None:
        query = self.update.callback_query
        text, keyboard = as_html(rendered.lines), _keyboard(rendered.rows)
        message = query.message if in_place and query is not None else None
        if isinstance(message, Message) and str(message.chat.id) == self.chat_id:
            try:
                await patiently(
                    lambda: message.edit_text(text, ParseMode.HTML, reply_markup=keyboard)
                )
            except BadRequest as error:
                if "not modified" in str(error).lower():
                    return
            else:
                return
        await patiently(
            lambda: self.bot.send_message(
                chat_id=self.chat_id, text=text, parse_mode=ParseMode.HTML, reply_markup=keyboard
            ),
            repeatable=False,
        )


async def patiently(call: Callable[[], Awaitable[Any]], *, repeatable: bool = True) -> None:
    """Makes a call, waiting when Telegram asks for it or the network fails.

    A call that may not be repeated is given up where it may have arrived. Who blocked the bot is
    left in peace.
    """
    for attempt in range(PATIENCE):
        try:
            await call()
        except RetryAfter as error:
            if _seconds(error.retry_after) > LONGEST_WAIT_SECONDS:
                raise
            await asyncio.sleep(_seconds(error.retry_after))
        except Forbidden:
            return
        except BadRequest:
            raise
        except NetworkError as error:
            if not repeatable and not isinstance(error.__cause__, NEVER_SENT):
                raise
            await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt)
        else:
            return
    await call()


def _seconds(wait: timedelta | float) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def as_html(lines: Sequence[Line]) -> str:
    """The lines as Telegram's HTML, everything in them escaped."""
    return "\n".join("".join(_span(span.text, span.style) for span in line) for line in lines)


def _span(text: str, style: str) -> str:
    return f"<b>{escape(text)}</b>" if style == "bold" else escape(text)


def _keyboard(rows: Sequence[Sequence[Key]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(key) for key in row] for row in rows])


def _button(key: Key) -> InlineKeyboardButton:
    if key.copy:
        return InlineKeyboardButton(key.label, copy_text=CopyTextButton(key.copy[:COPY]))
    return InlineKeyboardButton(key.label, callback_data=key.data)


def _joined(shown: list[Rendered]) -> list[Rendered]:
    """Sentences in passing stand above the screen that follows them, in one message."""
    joined: list[Rendered] = []
    above: tuple[Line, ...] = ()
    for rendered in shown:
        if rendered.passing:
            above += (*rendered.lines, ())
        else:
            joined.append(replace(rendered, lines=above + rendered.lines))
            above = ()
    if above:
        joined.append(Rendered(lines=above[:-1]))
    return joined
