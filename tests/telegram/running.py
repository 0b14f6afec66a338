"""Runs the real bot in a thread against the test server, so that tests read as plain stories."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.conversation import Conversation
from bot.transports.telegram.app import UPDATES, Bot, Wire, build
from tests.botapi import BotApiServer, Message, User
from tests.conversations import SPEECHES


def wire(server: BotApiServer, proxy: str = "") -> Wire:
    """How the bot reaches the test server."""
    return Wire(token=server.token, base_url=server.base_url, proxy=proxy)


@contextmanager
def running(server: BotApiServer, conversation: Conversation, proxy: str = "") -> Iterator[Bot]:
    """The application polling in a thread of its own until the block ends."""
    application = build(conversation, SPEECHES, wire(server, proxy))
    started, loops = threading.Event(), list[asyncio.AbstractEventLoop]()
    stop = asyncio.Event()

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        async with application:
            assert application.updater is not None
            assert application.post_init is not None
            await application.post_init(application)
            await application.updater.start_polling(
                poll_interval=0, timeout=1, allowed_updates=UPDATES
            )
            await application.start()
            started.set()
            await stop.wait()
            await application.updater.stop()
            await application.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert started.wait(10)
    try:
        yield application
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(20)
        assert not thread.is_alive()


def tap(user: User, message: Message, label: str) -> Message:
    """Taps a button and waits for the screen that takes its place."""
    user.tap(message, label).wait_answer()
    return user.wait_for_change()


def open_question(user: User, name: str) -> Message:
    """Types a new customer's name and creates it: the first question."""
    user.send(name)
    return tap(user, user.wait_for_message(), f"Tạo “{name}”")
