"""The schema's history: from nothing to today, back again, and twice at the same moment."""

import os
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, String, event, inspect, select
from sqlalchemy.orm import Session

from db.customers import Customer, add_customer
from db.engine import foreign_keys_relaxed, refuse_orphans
from db.errors import DatabaseUnusableError
from db.evidence import latest_interview, start_interview
from db.models import Base, RefusedAttemptRow
from db.people import Person, add_person, note_refused_attempt
from db.schema import MIGRATIONS, alembic_config, upgrade
from tests.db.together import twice_at_once

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PROJECT = Path(__file__).parents[2]
WAIT_SECONDS = 30
OUR_TABLES = set(Base.metadata.tables)
ALEMBICS_TABLE = "alembic_version"
UPGRADE_WHEN_TOLD = """
import os, sys
from db.engine import open_engine
from db.schema import upgrade
from tests.db.together import twice_at_once
engine = open_engine(os.environ["DATABASE_URL"])
print("ready", flush=True)
sys.stdin.readline()
upgrade(engine)
engine.dispose()
"""


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def downgrade(engine: Engine, to: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), to)


def differences(engine: Engine) -> list[Any]:
    """What Alembic would write into a new revision."""
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))


class TestUpgrade:
    """From nothing, or from anywhere, to the newest schema."""

    def test_the_history_has_one_newest_revision(self) -> None:
        assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1

    def test_an_empty_database_gets_all_tables(self, empty_database: Engine) -> None:
        upgrade(empty_database)
        assert tables(empty_database) == OUR_TABLES | {ALEMBICS_TABLE}

    def test_an_upgraded_database_is_at_the_newest_revision(self, empty_database: Engine) -> None:
        upgrade(empty_database)
        assert revision(empty_database) == newest_revision()

    def test_an_upgraded_database_has_exactly_the_tables_of_the_models(
        self, empty_database: Engine
    ) -> None:
        upgrade(empty_database)
        assert differences(empty_database) == []

    def test_a_column_the_models_do_not_know_would_be_noticed(self, empty_database: Engine) -> None:
        upgrade(empty_database)
        with empty_database.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE people ADD COLUMN surplus INTEGER")
        assert len(differences(empty_database)) == 1

    def test_an_upgrade_of_an_upgraded_database_does_nothing(self, database: Engine) -> None:
        statements: list[str] = []

        @event.listens_for(database, "before_cursor_execute")
        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        upgrade(database)
        changing = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
        assert [one for one in statements if one.lstrip().upper().startswith(changing)] == []

    def test_an_upgrade_keeps_what_was_written_before(self, database: Engine) -> None:
        with Session(database) as session, session.begin():
            note_refused_attempt(session, NOW)
        upgrade(database)
        with Session(database) as session:
            assert session.scalars(select(RefusedAttemptRow.at)).all() == [NOW]

    def test_an_upgrade_that_fails_leaves_nothing_behind(self, empty_database: Engine) -> None:
        with empty_database.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE confirmations (id INTEGER)")
        with pytest.raises(DatabaseUnusableError, match="already exists"):
            upgrade(empty_database)
        assert tables(empty_database) == {"confirmations"}


class TestDowngrade:
    """Every revision can be taken back."""

    def test_taking_back_every_revision_leaves_no_table_of_ours(
        self, empty_database: Engine
    ) -> None:
        upgrade(empty_database)
        downgrade(empty_database)
        assert tables(empty_database) == {ALEMBICS_TABLE}

    def test_a_database_taken_back_is_at_no_revision(self, empty_database: Engine) -> None:
        upgrade(empty_database)
        downgrade(empty_database)
        assert revision(empty_database) is None

    def test_a_database_taken_back_can_be_upgraded_again(self, empty_database: Engine) -> None:
        upgrade(empty_database)
        downgrade(empty_database)
        upgrade(empty_database)
        assert differences(empty_database) == []

    def test_every_revision_can_be_taken_back_and_applied_again_one_by_one(
        self, empty_database: Engine
    ) -> None:
        history = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
        for one in reversed(history):
            upgrade(empty_database, one)
            downgrade(empty_database, "-1")
            upgrade(empty_database, one)
        assert differences(empty_database) == []


class TestTwoAtOnce:
    """Two processes that start at the same moment."""

    @pytest.fixture
    def touched_database(self, empty_database: Engine) -> Engine:
        """A database without tables that somebody has connected to once.

        The very first connection to a SQLite file also sets its journal mode: another matter.
        """
        with empty_database.connect():
            return empty_database

    def test_two_threads_upgrading_an_empty_database_both_succeed(
        self, touched_database: Engine
    ) -> None:
        twice_at_once(lambda _number: upgrade(touched_database))
        assert differences(touched_database) == []

    def test_two_processes_upgrading_an_empty_database_both_succeed(
        self, touched_database: Engine
    ) -> None:
        touched_database.dispose()
        assert _upgrade_in_two_processes(touched_database) == ["", ""]
        assert differences(touched_database) == []


def _upgrade_in_two_processes(engine: Engine) -> list[str]:
    """What each of them complains about."""
    address = engine.url.render_as_string(hide_password=False)
    with ExitStack() as processes:
        both = [
            processes.enter_context(
                subprocess.Popen(
                    [sys.executable, "-W", "error", "-c", UPGRADE_WHEN_TOLD],
                    cwd=PROJECT,
                    env={**os.environ, "DATABASE_URL": address},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for _number in range(2)
        ]
        for process in both:
            assert process.stdout is not None
            process.stdout.readline()  # ready
        for process in both:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [process.communicate(timeout=WAIT_SECONDS)[1] for process in both]


class TestRebuilding:
    """A revision may replace a table that others point at: SQLite changes columns so."""

    def test_a_table_with_rows_that_others_point_at_can_be_rebuilt(
        self, empty_database: Engine
    ) -> None:
        upgrade(empty_database)
        now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
        with Session(empty_database) as session, session.begin():
            lan = Person(id="lan", role="rep", language="vi")
            add_person(session, lan, transport="telegram", external_id="1", now=now)
            add_customer(session, Customer(id="hung", name="Hùng"), owner_id="lan", now=now)
            start_interview(session, "i", customer_id="hung", person_id="lan", now=now)
        with (
            empty_database.connect() as connection,
            foreign_keys_relaxed(connection),
            connection.begin(),
        ):
            operations = Operations(MigrationContext.configure(connection))
            with operations.batch_alter_table("customers", recreate="auto") as table:
                table.alter_column("name", type_=String(400), existing_type=String(200))
        with Session(empty_database) as session, session.begin():
            assert latest_interview(session, "hung", "lan") == "i"

    def test_a_rebuilding_that_leaves_orphans_is_refused(self, sqlite: Engine) -> None:
        with sqlite.connect() as connection, foreign_keys_relaxed(connection), connection.begin():
            connection.exec_driver_sql("INSERT INTO identities VALUES ('test', '1', 'nobody')")
            with pytest.raises(DatabaseUnusableError, match="orphans"):
                refuse_orphans(connection)
