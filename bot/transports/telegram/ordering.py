"""Keeps updates of one chat in order while different chats are worked on at once."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

HELD_AT_ONCE = 256  # updates taken from Telegram that may wait for their turn


class InOrder(BaseUpdateProcessor):
    """One update at a time per chat, `chats_at_once` chats at the same time."""

    def __init__(self, chats_at_once: int) -> None:
        super().__init__(HELD_AT_ONCE)
        self._working = asyncio.Semaphore(chats_at_once)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: dict[int, int] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Awaits the coroutine when it is this update's turn; unused locks are dropped."""
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat else 0
        turn = self._turns.setdefault(key, asyncio.Lock())
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            async with turn, self._working:
                await coroutine
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._turns[key]

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is left."""
