"""Fixtures for the storage tests: every test runs on a SQLite file and on a real PostgreSQL."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.people import Person, add_person
from tests.databases import (
    DIALECTS,
    PostgresqlMissingError,
    open_database,
    postgresql_server,
)

ADMITTED_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Which database a test runs on."""
    return str(request.param)


@pytest.fixture
def database(dialect: str, tmp_path: Path) -> Iterator[Engine]:
    """A database at the newest schema, without rows."""
    with open_database(dialect, tmp_path) as engine:
        yield engine


@pytest.fixture
def empty_database(dialect: str, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    with open_database(dialect, tmp_path, empty=True) as engine:
        yield engine


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """The same as `database`, for what only SQLite does."""
    with open_database("sqlite", tmp_path) as engine:
        yield engine


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[Engine]:
    """The same as `database`, for what only PostgreSQL does."""
    with open_database("postgresql", tmp_path) as engine:
        yield engine


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session whose changes are thrown away; on SQLite it holds the write lock once used."""
    with Session(database) as session:
        yield session


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end, where nobody overlooks it, that half of the contract was not tested."""
    was_asked = postgresql_server.cache_info().currsize
    if was_asked and isinstance(missing := postgresql_server(), PostgresqlMissingError):
        terminalreporter.section("STORAGE TESTS ON POSTGRESQL WERE SKIPPED", red=True, bold=True)
        terminalreporter.line(str(missing), red=True)


@pytest.fixture
def add_user(database: Engine) -> Callable[[str, str], Person]:
    """Admits a person by id and role in a transaction of its own."""

    def add(person_id: str, role: str) -> Person:
        person = Person(id=person_id, role=role, language="vi")
        with Session(database) as session, session.begin():
            add_person(
                session, person, transport="telegram", external_id=person_id, now=ADMITTED_AT
            )
        return person

    return add


@pytest.fixture
def owner(add_user: Callable[[str, str], Person]) -> Person:
    return add_user("chu", "owner")


@pytest.fixture
def manager(add_user: Callable[[str, str], Person]) -> Person:
    return add_user("quan", "manager")


@pytest.fixture
def rep(add_user: Callable[[str, str], Person]) -> Person:
    return add_user("lan", "rep")


@pytest.fixture
def other_rep(add_user: Callable[[str, str], Person]) -> Person:
    return add_user("minh", "rep")
