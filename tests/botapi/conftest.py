"""Fixtures for the tests of the test server itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .people import User
from .server import BotApiServer


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = 1_750_000_000

    def __call__(self) -> int:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[BotApiServer]:
    with BotApiServer(now=clock) as running:
        yield running


@pytest.fixture
def lan(server: BotApiServer) -> User:
    """A person who has started the bot."""
    user = server.user(first_name="Lan", language_code="vi")
    user.start()
    return user
