"""Notices a token that is revoked while the bot runs: polling then ends without a word."""

import asyncio
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application

CHECK_SECONDS = 300


class Watch:
    """Asks now and then whether the token still holds; stops the application when it does not."""

    def __init__(self) -> None:
        self.token_refused = False
        self._task: asyncio.Task[None] | None = None

    def start(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Begins to watch, inside the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._watch(application))

    async def stop(self) -> None:
        """Ends watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        while not self.token_refused:
            await asyncio.sleep(CHECK_SECONDS)
            try:
                await application.bot.get_me()
            except InvalidToken:
                self.token_refused = True
            except TelegramError:
                continue  # the network's trouble, not the token's
        application.stop_running()
