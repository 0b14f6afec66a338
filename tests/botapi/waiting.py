"""Waiting for what the bot does, without sleeping."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .chats import Chat
from .model import CallbackAnswer, Message
from .world import Callback, World

Found = TypeVar("Found")
TIMEOUT_SECONDS = 5.0


class NothingHappenedError(AssertionError):
    """The bot did not do in time what a test waits for."""


def wait_for(
    world: World, find: Callable[[], Found | None], timeout: float, failure: Callable[[], str]
) -> Found:
    """What `find` gives as soon as it is something; it is asked again after every change."""
    refuse_inside_event_loop()
    with world.changed:
        found = world.changed.wait_for(find, timeout)
        if not found:
            raise NothingHappenedError(failure())
        return found


def refuse_inside_event_loop() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError(
        "waiting here would stop the event loop, and a bot that runs in it: call it in a thread "
        "with asyncio.to_thread"
    )


class Reader:
    """Reads one chat: each wait goes on where the last one stopped."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._read = 0
        self.chat = chat

    def wait_for_message(self, timeout: float = TIMEOUT_SECONDS) -> Message:
        """The bot's next new message; earlier edits count as read."""
        return self._next({"sent"}, timeout)

    def wait_for_edit(self, timeout: float = TIMEOUT_SECONDS) -> Message:
        """The next state of a message that the bot edited; earlier messages count as read."""
        return self._next({"edited"}, timeout)

    def wait_for_change(self, timeout: float = TIMEOUT_SECONDS) -> Message:
        """Whatever the bot sends or edits next."""
        return self._next({"sent", "edited"}, timeout)

    def wait_until(
        self, predicate: Callable[[Chat], bool], timeout: float = TIMEOUT_SECONDS
    ) -> None:
        """Returns when the chat fulfils the predicate; nothing counts as read by it."""
        wait_for(self._world, lambda: predicate(self.chat), timeout, self._failure)

    def skip(self) -> None:
        """Counts everything up to now as read."""
        self._read = len(self.chat.log)

    def _next(self, actions: set[str], timeout: float) -> Message:
        return wait_for(self._world, lambda: self._unread(actions), timeout, self._failure)

    def _unread(self, actions: set[str]) -> Message | None:
        log = self.chat.log
        for position in range(self._read, len(log)):
            entry = log[position]
            if entry.action in actions and entry.message.from_bot:
                self._read = position + 1
                return entry.message
        return None

    def _failure(self) -> str:
        return f"nothing more from the bot; the chat is:\n{self.chat.transcript()}"


class Tap:
    """A tapped button; the person sees a spinner until the bot answers."""

    def __init__(self, world: World, callback: Callback) -> None:
        self._world = world
        self._callback = callback

    @property
    def id(self) -> str:
        return self._callback.id

    @property
    def answer(self) -> CallbackAnswer | None:
        with self._world.changed:
            return self._callback.answer

    def expire(self) -> None:
        """From now on the bot's answer comes too late."""
        with self._world.changed:
            self._callback.expired = True

    def wait_answer(self, timeout: float = TIMEOUT_SECONDS) -> CallbackAnswer:
        failure = "the tapped button still shows its spinner"
        return wait_for(self._world, lambda: self.answer, timeout, lambda: failure)
