"""Fixtures: the test server, the shell over a fresh database, an admitted rep."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.inviting import store_invite
from tests.botapi import BotApiServer, User
from tests.conversations import START, conversation, database
from tests.telegram.running import running


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer(bot_username="hieukhach_bot") as started:
        yield started


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Conversation]:
    engine = database(tmp_path)
    yield conversation(engine)
    engine.dispose()


@pytest.fixture
def bot(server: BotApiServer, shell: Conversation) -> Iterator[None]:
    with running(server, shell):
        yield


@pytest.fixture
def admit(server: BotApiServer, shell: Conversation) -> Callable[..., User]:
    """Lets a new person in by an invite's deep link; the bot must be running."""

    def admitted(name: str, role: str = "rep", language: str = "vi") -> User:
        code = f"invite_{name}"
        store_invite(shell.engine, code, role=role, now=START, lifetime=timedelta(days=1))
        user = server.user(first_name=name, language_code=language)
        user.start(code)
        user.wait_until(lambda chat: len(chat.bot_messages) >= 2)
        user.skip()
        return user

    return admitted


@pytest.fixture
def rep(bot: None, admit: Callable[..., User]) -> User:
    return admit("Hoa")
