"""Runs whole conversations over a real database, with a clock and ids that repeat."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from bot.assembly import make_learner
from bot.config import Config, Secrets, Settings
from bot.conversation import Conversation, Identity
from bot.dialogue.slash import heard as heard_as
from bot.inviting import store_invite
from bot.learner import Learner
from bot.speeches import load_speeches
from bot.transports.terminal import LOCAL, Terminal
from db.engine import open_engine
from db.schema import upgrade

SPEECHES = load_speeches()
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def learner() -> Learner:
    """The shipped content under the default settings, taught nothing yet."""
    config = Config(settings=Settings(), secrets=Secrets(), home=Path())
    return make_learner(config, SPEECHES)


LEARNER = learner()
KNOWLEDGE = LEARNER.shipped


def ids() -> Iterator[str]:
    """Ids that repeat from run to run."""
    return (f"{number:016x}" for number in count(1))


@dataclass
class Clock:
    """A clock that moves one second with every look."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def database(folder: Path, name: str = "test.db") -> Engine:
    """A fresh SQLite file at the newest schema."""
    engine = open_engine(f"sqlite:///{folder / name}")
    upgrade(engine)
    return engine


def conversation(engine: Engine, clock: Clock | None = None) -> Conversation:
    """The shell over an engine."""
    new_ids = ids()
    return Conversation(
        engine=engine,
        learner=replace(LEARNER),
        clock=clock or Clock(),
        new_id=lambda: next(new_ids),
        first_language="vi",
    )


def person(name: str, language: str = "vi") -> Identity:
    """Someone on a transport of the tests."""
    return Identity(transport="test", external_id=name, chat_id=name, language=language)


class Play:
    """Plays a transcript: lines after "> " are typed, lines after "@" change the scene.

    @restart          the process ends and begins again with the same data
    @person NAME XX   somebody else types from now on, with a client in language XX
    @invite ROLE CODE the owner makes an invite
    @local            the terminal's owner types again
    """

    def __init__(self, folder: Path) -> None:
        self._engine = database(folder)
        self._clock = Clock()
        self._conversation = conversation(self._engine, self._clock)
        self._ids = count(1)
        self._who = LOCAL
        self._conversation.admit(LOCAL, "owner")

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def enter(self, line: str) -> str:
        """What the scene answers to one line."""
        if line.startswith("@"):
            self._change(line[1:].split())
            return ""
        output = io.StringIO()
        heard = self._conversation.handle(self._who, heard_as(line.removeprefix("> ")))
        Terminal(output, SPEECHES).show(heard)
        return "\n".join(one.rstrip() for one in output.getvalue().splitlines()) + "\n"

    def _change(self, words: list[str]) -> None:
        match words:
            case ["restart"]:
                new_ids = (f"{number:016x}" for number in self._ids)
                start = next(self._ids) * 1_000_000
                again = (f"{start + int(one, 16):016x}" for one in new_ids)
                self._conversation = replace(self._conversation, new_id=lambda: next(again))
            case ["person", name, language]:
                self._who = person(name, language)
            case ["local"]:
                self._who = LOCAL
            case ["invite", role, code]:
                lifetime = timedelta(hours=72)
                store_invite(self._engine, code, role=role, now=self._clock(), lifetime=lifetime)
            case _:
                raise ValueError(f"unknown scene {words}")
