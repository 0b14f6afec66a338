"""Opens the database; the only module that names a dialect."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from db.errors import DatabaseUnusableError

BUSY_SECONDS = 10
MIGRATION_LOCK = 4_823_004  # any number, the same in every process


def open_engine(url: str) -> Engine:
    """An engine for a SQLite file or PostgreSQL; raises DatabaseUnusableError for anything else."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the cause would quote the address, and its password
        raise DatabaseUnusableError("this is not a database address") from None
    if parsed.drivername == "postgres":  # what many hosting services hand out
        parsed = parsed.set(drivername="postgresql")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        return _open_sqlite(parsed)
    if parsed.drivername in {"postgresql", "postgresql+psycopg"}:
        return _open_postgresql(parsed)
    raise DatabaseUnusableError(
        f"“{parsed.drivername}” is not supported; use sqlite:///… or postgresql://…"
    )


def _open_sqlite(url: URL) -> Engine:
    if not url.database or ":memory:" in url.database:
        raise DatabaseUnusableError("SQLite needs a file; a database in memory forgets everything")
    if url.query:
        raise DatabaseUnusableError("a SQLite address takes no settings after “?”")
    _create_private(Path(url.database))
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _create_private(path: Path) -> None:
    """Creates the file readable by its owner alone: it holds personal data."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with contextlib.suppress(OSError):  # somebody else's file, or a system without modes
            path.chmod(0o600)
    except OSError as error:
        raise DatabaseUnusableError(f"{path}: {error.strerror}") from None


def _tune_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_immediately
    _write_ahead(connection)
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: Any) -> None:
    """Turns the write-ahead log on; unlike other statements this one does not wait for a lock."""
    give_up = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_immediately(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once when another writer came
    # between (SQLITE_BUSY_SNAPSHOT, no waiting); taking the write lock first waits its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _open_postgresql(url: URL) -> Engine:
    try:
        connect = {"connect_timeout": BUSY_SECONDS}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=connect)
    except ModuleNotFoundError as error:
        raise DatabaseUnusableError(
            f"the driver {error.name} is missing; pip install 'hieukhach[postgres]'"
        ) from None


@contextmanager
def foreign_keys_relaxed(connection: Connection) -> Iterator[None]:
    """Lets a migration rebuild a table that others point at: SQLite can only do it by replacing it.

    The pragma does nothing inside a transaction, so this stands around it.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_orphans(connection: Connection) -> None:
    """Raises when rows point at nothing, before a migration that did not check them is kept."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise DatabaseUnusableError(f"a migration left orphans in {orphans[0][0]}")


def lock_for_migration(connection: Connection) -> None:
    """Makes a second process that starts at the same moment wait until the schema is ready."""
    if connection.dialect.name == "postgresql":
        statement = text("SELECT pg_advisory_xact_lock(:lock)")
        connection.execute(statement, {"lock": MIGRATION_LOCK})
