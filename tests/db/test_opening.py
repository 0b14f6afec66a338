"""Opening a database: which addresses are accepted, and how two writers get along."""

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, delete, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from db.chats import Remembered, recall, remember
from db.engine import open_engine
from db.errors import DatabaseUnusableError
from db.models import IdentityRow, PersonRow, RefusedAttemptRow
from db.people import Person, note_refused_attempt
from db.schema import upgrade
from tests.db.together import twice_at_once

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CHAT = ("telegram", "42")
TURNS = 15
OWNER_ALONE = 0o600


@contextmanager
def opened(address: str) -> Iterator[Engine]:
    engine = open_engine(address)
    try:
        yield engine
    finally:
        engine.dispose()


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def open_umask() -> Iterator[None]:
    """Files are readable by everybody unless somebody takes care."""
    before = os.umask(0)
    yield
    os.umask(before)


class TestSqliteFile:
    """The file that holds everything of a small team."""

    def test_the_file_is_created(self, tmp_path: Path) -> None:
        with opened(f"sqlite:///{tmp_path}/new.db"):
            assert (tmp_path / "new.db").exists()

    def test_its_folders_are_created(self, tmp_path: Path) -> None:
        with opened(f"sqlite:///{tmp_path}/a/b/new.db"):
            assert (tmp_path / "a" / "b" / "new.db").exists()

    def test_only_its_owner_reads_it(self, tmp_path: Path, open_umask: None) -> None:
        with opened(f"sqlite:///{tmp_path}/new.db"):
            assert permissions(tmp_path / "new.db") == OWNER_ALONE

    @pytest.mark.parametrize("suffix", ["-wal", "-shm"])
    def test_only_its_owner_reads_what_sqlite_puts_beside_it(
        self, tmp_path: Path, open_umask: None, suffix: str
    ) -> None:
        with opened(f"sqlite:///{tmp_path}/new.db") as engine:
            upgrade(engine)
            assert permissions(tmp_path / f"new.db{suffix}") == OWNER_ALONE

    def test_opening_it_again_keeps_what_is_in_it(self, sqlite: Engine) -> None:
        with Session(sqlite) as session, session.begin():
            note_refused_attempt(session, NOW)
        with opened(str(sqlite.url)) as again, Session(again) as session:
            assert session.scalars(select(RefusedAttemptRow.at)).all() == [NOW]

    def test_a_folder_is_not_a_file(self, tmp_path: Path) -> None:
        with pytest.raises(DatabaseUnusableError, match="directory"):
            open_engine(f"sqlite:///{tmp_path}")

    def test_a_file_is_not_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "taken").touch()
        with pytest.raises(DatabaseUnusableError, match="taken"):
            open_engine(f"sqlite:///{tmp_path}/taken/new.db")

    @pytest.mark.parametrize(
        "address",
        ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite:///:memory:"],
    )
    def test_a_database_in_memory_is_refused(self, address: str) -> None:
        with pytest.raises(DatabaseUnusableError, match="needs a file"):
            open_engine(address)


class TestAddress:
    """What may stand in DATABASE_URL."""

    def test_postgresql_is_accepted(self, postgresql: Engine) -> None:
        address = postgresql.url.set(drivername="postgresql")
        with opened(address.render_as_string(hide_password=False)) as engine:
            assert _answers(engine)

    def test_postgres_is_accepted_as_hosting_services_write_it(self, postgresql: Engine) -> None:
        address = postgresql.url.set(drivername="postgres")
        with opened(address.render_as_string(hide_password=False)) as engine:
            assert _answers(engine)

    def test_postgresql_with_its_driver_is_accepted(self, postgresql: Engine) -> None:
        address = postgresql.url.set(drivername="postgresql+psycopg")
        with opened(address.render_as_string(hide_password=False)) as engine:
            assert _answers(engine)

    @pytest.mark.parametrize("address", ["", "nonsense", "://", "hieukhach.db", "postgresql"])
    def test_nonsense_is_not_an_address(self, address: str) -> None:
        with pytest.raises(DatabaseUnusableError, match="not a database address"):
            open_engine(address)

    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("mysql://u:p@h/d", "mysql"),
            ("postgresql+asyncpg://u:p@h/d", "postgresql[+]asyncpg"),
            ("oracle://u:p@h/d", "oracle"),
            ("mongodb://u:p@h/d", "mongodb"),
        ],
    )
    def test_another_database_is_refused_by_its_name(self, address: str, name: str) -> None:
        with pytest.raises(DatabaseUnusableError, match=f"“{name}” is not supported"):
            open_engine(address)

    @pytest.mark.parametrize("address", ["nonsense", "mysql://u:p@h/d", "sqlite://"])
    def test_a_refusal_names_the_setting_to_mend(self, address: str) -> None:
        with pytest.raises(DatabaseUnusableError, match=r"^DATABASE_URL / database_file: "):
            open_engine(address)

    def test_a_refusal_does_not_tell_the_password(self) -> None:
        with pytest.raises(DatabaseUnusableError) as refusal:
            open_engine("mysql://user:Secret@host/d")
        assert "Secret" not in str(refusal.value)

    def test_a_missing_driver_is_named_with_its_cure(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not installed
        with pytest.raises(DatabaseUnusableError, match=r"psycopg is missing; pip install"):
            open_engine("postgresql://host/d")


class TestIntegrity:
    """What the database itself refuses."""

    def test_a_row_that_points_nowhere_is_refused(self, session: Session) -> None:
        session.add(IdentityRow(transport="telegram", external_id="1", person_id="nobody"))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_a_row_that_is_pointed_at_is_not_deleted(self, session: Session, rep: Person) -> None:
        with pytest.raises(IntegrityError):
            session.execute(delete(PersonRow).where(PersonRow.id == rep.id))

    def test_every_connection_refuses_rows_that_point_nowhere(self, database: Engine) -> None:
        with database.connect(), Session(database) as on_a_second_connection:
            nowhere = IdentityRow(transport="telegram", external_id="1", person_id="nobody")
            on_a_second_connection.add(nowhere)
            with pytest.raises(IntegrityError):
                on_a_second_connection.flush()

    def test_a_failed_transaction_leaves_nothing(self, database: Engine) -> None:
        def fail_half_way() -> None:
            with Session(database) as session, session.begin():
                note_refused_attempt(session, NOW)
                raise RuntimeError("half way")

        with pytest.raises(RuntimeError, match="half way"):
            fail_half_way()
        with Session(database) as session:
            assert session.scalar(select(func.count()).select_from(RefusedAttemptRow)) == 0

    def test_a_committed_transaction_is_seen_by_a_second_engine(self, database: Engine) -> None:
        with Session(database) as session, session.begin():
            note_refused_attempt(session, NOW)
        address = database.url.render_as_string(hide_password=False)
        with opened(address) as second, Session(second) as session:
            assert session.scalar(select(func.count()).select_from(RefusedAttemptRow)) == 1


class TestTwoWritersOfOneFile:
    """SQLite has one writer at a time: the others wait, they do not fail."""

    def test_two_threads_that_read_and_then_write_never_find_it_locked(
        self, sqlite: Engine
    ) -> None:
        def read_then_write(_number: int) -> None:
            for _turn in range(TURNS):
                _count_one_more_in_a_turn(sqlite)

        twice_at_once(read_then_write)
        with Session(sqlite) as session:
            assert recall(session, *CHAT).progress == str(2 * TURNS)

    def test_two_engines_that_read_and_then_write_never_find_it_locked(
        self, sqlite: Engine
    ) -> None:
        def read_then_write(_number: int) -> None:
            with opened(str(sqlite.url)) as engine:
                for _turn in range(TURNS):
                    _count_one_more_in_a_turn(engine)

        twice_at_once(read_then_write)
        with Session(sqlite) as session:
            assert recall(session, *CHAT).progress == str(2 * TURNS)

    def test_who_has_only_read_already_holds_the_right_to_write(self, sqlite: Engine) -> None:
        with Session(sqlite) as session:
            recall(session, *CHAT)
            other = sqlite3.connect(str(sqlite.url.database), timeout=0, isolation_level=None)
            with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")

    def test_a_writer_waits_until_the_other_is_done(self, sqlite: Engine) -> None:
        with Session(sqlite) as session:
            _count_one_more(session)
            with ThreadPoolExecutor(1) as thread:
                waiting = thread.submit(_count_one_more_in_a_turn, sqlite)
                with pytest.raises(TimeoutError):
                    waiting.result(timeout=0.05)
                session.commit()
                waiting.result()
            assert recall(session, *CHAT).progress == "2"


class TestLostConnection:
    """A server that was restarted in between."""

    def test_a_connection_the_server_has_closed_is_replaced(self, postgresql: Engine) -> None:
        with postgresql.connect() as connection:
            lost = connection.scalar(text("SELECT pg_backend_pid()"))
        address = postgresql.url.render_as_string(hide_password=False)
        with opened(address) as other, other.begin() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": lost})
        with Session(postgresql) as session:
            assert recall(session, *CHAT) == Remembered()


def _answers(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT true")))


def _count_one_more(session: Session) -> None:
    memory = recall(session, *CHAT)
    more = Remembered(version=memory.version, progress=str(int(memory.progress or 0) + 1))
    remember(session, *CHAT, more, NOW)


def _count_one_more_in_a_turn(engine: Engine) -> None:
    with Session(engine) as session, session.begin():
        _count_one_more(session)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:p@host:54x/d",
        "postgresql+nonsense://h/d",
        "sqlite+nonsense:///{folder}/x.db",
        "sqlite+aiosqlite:///{folder}/x.db",
        "sqlite:///file::memory:?uri=true",
        "sqlite:///{folder}/x.db?mode=memory&uri=true",
    ],
)
def test_a_wrong_port_driver_or_memory_is_refused_and_leaves_no_file(
    address: str, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseUnusableError):
        open_engine(address.format(folder=tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_first_connection_to_a_new_file_waits_for_another_writer(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db")
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = Timer(0.3, other.rollback)
    release.start()
    try:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
    finally:
        release.join()
        other.close()
        engine.dispose()
