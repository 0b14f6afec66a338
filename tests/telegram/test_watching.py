"""A token that is revoked while the bot runs ends it in words; a bad network does not."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from telegram.error import InvalidToken, NetworkError, TelegramError, TimedOut

from bot.conversation import Conversation
from bot.transports.telegram import watching
from bot.transports.telegram.app import WrongTokenError, run
from bot.transports.telegram.watching import Watch
from tests.botapi import BotApiServer
from tests.conversations import SPEECHES
from tests.telegram.running import wire


@pytest.fixture(autouse=True)
def short_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "CHECK_SECONDS", 0.02)


@pytest.fixture
def own_loop() -> Iterator[None]:
    """A loop for the bot, which closes it."""
    asyncio.set_event_loop(asyncio.new_event_loop())
    yield
    asyncio.set_event_loop(None)


def revoke(server: BotApiServer) -> None:
    """From the next call on the token is refused where the bot looks."""
    server.fail_next("getUpdates", 401, "Unauthorized")
    server.fail_next("getMe", 401, "Unauthorized")


def during(act: Callable[[], object]) -> threading.Thread:
    """Does something while the bot runs in the main thread."""
    thread = threading.Thread(target=act)
    thread.start()
    return thread


def test_a_token_revoked_while_running_ends_the_bot(
    server: BotApiServer, shell: Conversation, own_loop: None
) -> None:
    def later() -> None:
        server.wait_for_calls("getUpdates")
        revoke(server)

    driver = during(later)
    with pytest.raises(WrongTokenError):
        run(shell, SPEECHES, wire(server))
    driver.join(5)


def test_a_network_that_fails_does_not_end_the_bot(
    server: BotApiServer, shell: Conversation, own_loop: None
) -> None:
    heard: list[str] = []

    def later() -> None:
        try:
            server.wait_for_calls("getUpdates")
            for _ in range(3):
                server.fail_next("getMe", 502, "Bad Gateway")
            server.wait_for_calls("getMe", 6)
            stranger = server.user(first_name="Lạ", language_code="vi")
            stranger.send("xin chào")
            heard.append(stranger.wait_for_message().text)
        finally:
            revoke(server)

    driver = during(later)
    with pytest.raises(WrongTokenError):
        run(shell, SPEECHES, wire(server))
    driver.join(5)
    assert "được mời" in heard[0]


class FakeBot:
    """Answers getMe with one failure after the other; None is a success."""

    def __init__(self, *answers: TelegramError | None) -> None:
        self.left = list(answers)
        self.asked_all = asyncio.Event()

    async def get_me(self) -> None:
        answer = self.left.pop(0) if self.left else None
        if not self.left:
            self.asked_all.set()
        if answer is not None:
            raise answer


class FakeApplication:
    """As much of an application as watching needs."""

    def __init__(self, *answers: TelegramError | None) -> None:
        self.bot = FakeBot(*answers)
        self.stopped = asyncio.Event()

    def stop_running(self) -> None:
        self.stopped.set()


async def watched(application: FakeApplication) -> Watch:
    """Watches until every answer was asked for."""
    watch = Watch()
    watch.start(application)  # type: ignore[arg-type]
    await asyncio.wait_for(application.bot.asked_all.wait(), 5)
    return watch


async def test_a_refused_token_is_remembered_and_stops_the_application() -> None:
    application = FakeApplication(None, InvalidToken())
    watch = await watched(application)
    await asyncio.wait_for(application.stopped.wait(), 5)
    assert watch.token_refused


@pytest.mark.parametrize("error", [NetworkError("down"), TimedOut(), TelegramError("odd")])
async def test_another_failure_is_not_the_tokens(error: TelegramError) -> None:
    application = FakeApplication(error, None, None)
    watch = await watched(application)
    assert (watch.token_refused, application.stopped.is_set()) == (False, False)
    await watch.stop()


async def test_a_watch_that_never_began_can_be_stopped() -> None:
    await Watch().stop()
