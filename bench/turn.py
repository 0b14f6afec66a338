"""Measures one whole turn of the conversation, from the tap to the remembered progress."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from bench import databases, lookup
from bench.filling import (
    REP,
    TRANSPORT,
    admit_rep,
    ids_of,
    invented_names,
    invented_profiles,
    store,
)
from bench.other_shells import InMemory, JsonFile
from bench.plain_sql import by_hand
from bench.rep import Handle, Rep
from bench.table import Table
from bench.timing import COLUMNS, Timing, rows, time_calls
from bot.assembly import make_learner, random_id, utc_now
from bot.config import Config, Secrets, Settings
from bot.conversation import Conversation, Identity
from bot.dialogue.profile import Profile
from bot.dialogue.world import Knowledge
from bot.learner import Learner
from bot.speeches import load_speeches

SEED = 20260304
MANY = 2000
ANSWERS_EACH = 6
INTERVIEWED = 120  # customers without an answer, who are asked while the clock runs
TAPS = 520  # the first 20 only warm up


def tables() -> Iterator[Table]:
    """A tap of an answer, then typed names, on each database there is."""
    learner = _learner()
    names = invented_names(MANY, SEED)
    crowd = invented_profiles(names, learner.shipped.bank, answers=ANSWERS_EACH, seed=SEED)
    with ExitStack() as stack:
        opened = databases.available().items()
        engines = {name: stack.enter_context(database()) for name, database in opened}
        yield _taps(Scene(learner=learner, crowd=crowd), engines)
        for name, engine in engines.items():
            yield from lookup.tables(name, engine, conversation(engine, learner), names)
        if "PostgreSQL" not in engines:
            yield Table(title="turn: no PostgreSQL (TEST_DATABASE_URL)", columns=("",), rows=())


def _learner() -> Learner:
    config = Config(settings=Settings(), secrets=Secrets(), home=Path())
    return make_learner(config, load_speeches())


def conversation(engine: Engine, learner: Learner) -> Handle:
    """The product's shell in a chat of its own, called as the Telegram transport calls it."""
    shell = Conversation(
        engine=engine, learner=learner, clock=utc_now, new_id=random_id, first_language="vi"
    )
    chat = random_id()
    identity = Identity(transport=TRANSPORT, external_id=REP, chat_id=chat, language="vi")
    updates = count(int(chat[:8], 16) * 1000)
    return lambda event: shell.handle(identity, event, next(updates)).replies


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The content, and the customers whom the rep already has."""

    learner: Learner
    crowd: list[Profile]

    @property
    def knowledge(self) -> Knowledge:
        """The content as shipped."""
        return self.learner.shipped

    def fresh(self, seed: int) -> list[Profile]:
        """New customers without any answer."""
        names = [f"Khách {seed} {number}" for number in range(INTERVIEWED)]
        return invented_profiles(names, self.knowledge.bank, answers=0, seed=seed)

    def tap(self, label: str, engine: Engine, handle: Handle, seed: int) -> Timing:
        """How long taps on answers take in interviews with new customers."""
        profiles = self.fresh(seed)
        store(engine, profiles)
        return time_calls(label, Rep(handle, SEED).answers(ids_of(profiles), TAPS))


def _taps(scene: Scene, engines: Mapping[str, Engine]) -> Table:
    timings = []
    for name, engine in engines.items():
        admit_rep(engine)
        handle = conversation(engine, scene.learner)
        timings.append(scene.tap(f"{name}, no other customers", engine, handle, 1))
        store(engine, scene.crowd)
        timings.append(scene.tap(f"{name}, {MANY} customers", engine, handle, 2))
    return Table(
        title="turn: one tap of an answer (recall, step, write, remember)",
        columns=COLUMNS,
        rows=rows([*timings, *_other_ways(scene, engines["SQLite"])]),
    )


def _other_ways(scene: Scene, engine: Engine) -> Iterator[Timing]:
    """What else a bot with as many customers could do."""
    with by_hand(str(engine.url.database), scene.knowledge) as shell:
        yield scene.tap("SQLite, SQL by hand, the same", engine, shell.handle, 3)
    profiles = scene.fresh(4)
    with tempfile.TemporaryDirectory() as folder:
        file = JsonFile(scene.knowledge, [*scene.crowd, *profiles], Path(folder) / "all.json")
        calls = Rep(file.handle, SEED).answers(ids_of(profiles), TAPS // 4)
        yield time_calls("one JSON file for all, the same", calls)
    memory = InMemory(scene.knowledge, profiles)
    calls = Rep(memory.handle, SEED).answers(ids_of(profiles), TAPS)
    yield time_calls("the step alone, nothing stored", calls)
