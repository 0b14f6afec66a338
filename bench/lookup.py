"""Measures how a typed name is found among many."""

import difflib
import gc
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bench.filling import REP
from bench.rep import Handle
from bench.table import Table, percent
from bench.timing import COLUMNS, Timing, rows, time_calls
from bot.dialogue.events import Typed
from db.customers import find_customers
from db.models import CustomerRow
from db.names import plain
from db.people import Person

SEED = 20260305
CALLS = 220
OFFERED = 5  # so many names are shown at once
PERSON = Person(id=REP, role="rep", language="vi")
Find = Callable[[Session, str], Sequence[str]]


def tables(database: str, engine: Engine, handle: Handle, names: Sequence[str]) -> Iterator[Table]:
    """Whole turns, then the search alone beside what one would do without it."""
    chosen = random.Random(SEED).choices(names, k=CALLS)
    timings = [_turns(handle, label, change, chosen) for label, change in TYPED.items()]
    yield Table(
        title=f"turn: a typed name among {len(names)} customers, {database}",
        columns=COLUMNS,
        rows=rows([*timings, _frozen(handle, chosen)]),
    )
    if database == "SQLite":
        yield _searches(engine, chosen)


def _mistyped(name: str) -> str:
    """The name without accents, with two letters in its middle swapped."""
    bare = plain(name)
    at = len(bare) // 2
    return bare[: at - 1] + bare[at] + bare[at - 1] + bare[at + 1 :]


TYPED: dict[str, Callable[[str], str]] = {
    "as stored": str,
    "without accents": plain,
    "without accents, two letters swapped": _mistyped,
    "a name like no other": lambda name: f"Xyz {plain(name)[::-1]}",
}


def _turns(
    handle: Handle, label: str, change: Callable[[str], str], names: Sequence[str]
) -> Timing:
    return time_calls(label, [partial(handle, Typed(text=change(name))) for name in names])


def _frozen(handle: Handle, names: Sequence[str]) -> Timing:
    """As `hieukhach bot` runs: what was loaded before is no longer the collector's work."""
    gc.collect()
    gc.freeze()
    try:
        return _turns(handle, "as stored, loaded objects frozen", str, names)
    finally:
        gc.unfreeze()


def _searches(engine: Engine, names: Sequence[str]) -> Table:
    ways: dict[str, Find] = {
        "find_customers (rapidfuzz)": _ours,
        "difflib on all names": _difflib,
        "SQL LIKE on the folded name": _like,
    }
    with Session(engine) as session:
        timed = [_search(session, label, find, names) for label, find in ways.items()]
    cells = rows([timing for timing, _ in timed])
    return Table(
        title="turn: the search alone, two letters swapped, SQLite",
        columns=(*COLUMNS, "offered"),
        rows=[(*row, percent(share)) for row, (_, share) in zip(cells, timed, strict=True)],
        notes=(f"offered: the name that was meant is among the {OFFERED} shown",),
    )


def _search(session: Session, label: str, find: Find, names: Sequence[str]) -> tuple[Timing, float]:
    found: list[bool] = []

    def search(name: str) -> None:
        found.append(name in find(session, _mistyped(name)))

    timing = time_calls(label, [partial(search, name) for name in names])
    return timing, sum(found) / len(found)


def _ours(session: Session, typed: str) -> Sequence[str]:
    found = find_customers(session, PERSON, typed, limit=OFFERED)
    return [match.customer.name for match in found]


def _difflib(session: Session, typed: str) -> Sequence[str]:
    statement = select(CustomerRow.name_plain, CustomerRow.name).where(CustomerRow.owner_id == REP)
    names = {row.name_plain: row.name for row in session.execute(statement)}
    return [names[one] for one in difflib.get_close_matches(typed, names, OFFERED)]


def _like(session: Session, typed: str) -> Sequence[str]:
    statement = select(CustomerRow.name).where(
        CustomerRow.owner_id == REP, CustomerRow.name_plain.contains(typed)
    )
    return session.scalars(statement.limit(OFFERED)).all()
