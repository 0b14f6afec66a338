"""Keeps updates of one chat in order while different chats are worked on at once."""

import asyncio
from collections.abc import Awaitable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

HELD_AT_ONCE = 100_000  # python-telegram-bot makes a task per update anyway
HELD_PER_CHAT = 100  # of one chat; more is a flood, and the rest of it is dropped


class InOrder(BaseUpdateProcessor):
    """One update at a time per chat; chats do not wait for each other."""

    def __init__(self) -> None:
        super().__init__(HELD_AT_ONCE)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Awaits the coroutine when it is this update's turn; unused locks are dropped."""
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat else 0
        if self._waiting.get(key, 0) >= HELD_PER_CHAT:
            if isinstance(coroutine, Coroutine):
                coroutine.close()
            return
        turn = self._turns.setdefault(key, asyncio.Lock())
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            async with turn:
                await coroutine
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._turns[key]

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is left."""
