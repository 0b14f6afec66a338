"""Opens databases for tests: a SQLite file, or a database of its own on a real PostgreSQL."""

import atexit
import glob
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, Engine, NullPool, QueuePool, create_engine, make_url, text

from db.engine import open_engine
from db.models import Base
from db.schema import upgrade

DIALECTS = ("sqlite", "postgresql")
SYSTEM_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
START_SECONDS = 60
LOCK_SECONDS = 15  # a test that waits for a lock any longer fails instead of hanging

_numbers = itertools.count(1)
_free: list[str] = []  # addresses of upgraded databases without rows


class PostgresqlMissingError(Exception):
    """No PostgreSQL can be reached or started here; the message says what was tried."""


@contextmanager
def open_database(dialect: str, folder: Path, *, empty: bool = False) -> Iterator[Engine]:
    """A database without any rows, at the newest schema or (`empty`) without any table.

    A test that changes the schema needs one that was `empty`: the others are used again.
    Skips the test where there is no PostgreSQL.
    """
    if dialect == "postgresql" and isinstance(missing := postgresql_server(), Exception):
        pytest.skip(f"NO POSTGRESQL HERE, half of the storage contract is untested: {missing}")
    is_file = dialect == "sqlite"
    opened = open_sqlite(folder, empty=empty) if is_file else open_postgresql(empty=empty)
    with opened as engine:
        yield engine


@contextmanager
def open_sqlite(folder: Path, *, empty: bool = False) -> Iterator[Engine]:
    """A SQLite file in `folder`."""
    path = folder / "hieukhach.db"
    if not empty:
        path.touch(mode=0o600)
        path.write_bytes(_upgraded_sqlite_file())
    with _opened(f"sqlite:///{path}") as engine:
        yield engine


@contextmanager
def open_postgresql(*, empty: bool = False) -> Iterator[Engine]:
    """A database on the PostgreSQL of this run; PostgresqlMissingError without one."""
    with _new_database() if empty else _upgraded_database() as name, _opened(name) as engine:
        yield engine


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
        assert isinstance(engine.pool, QueuePool)
        assert engine.pool.checkedout() == 0, "a connection was not given back"
    finally:
        engine.dispose()


@cache
def _upgraded_sqlite_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        with open_sqlite(Path(folder), empty=True) as engine:
            upgrade(engine)
        return (Path(folder) / "hieukhach.db").read_bytes()


@contextmanager
def _upgraded_database() -> Iterator[str]:
    """The address of a database without rows: one that a test before has used, if there is one."""
    url = _free.pop() if _free else _keep_until_exit(_new_database())
    yield url
    with _administering(make_url(url)) as connection:  # after a failure it is not used again
        connection.execute(text(f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY"))
    _free.append(url)


def _keep_until_exit(database: AbstractContextManager[str]) -> str:
    url = database.__enter__()
    atexit.register(database.__exit__, None, None, None)
    with _opened(url) as engine:
        upgrade(engine)
    return url


@contextmanager
def _new_database() -> Iterator[str]:
    """The address of a database without tables, which is gone afterwards."""
    server = _running_server()
    name = f"hieukhach_test_{os.getpid()}_{next(_numbers)}"
    with _administering(server) as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER DATABASE {name} SET lock_timeout = '{LOCK_SECONDS}s'"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with _administering(server) as connection:  # fails when it is still open somewhere
            connection.execute(text(f"DROP DATABASE {name}"))


@contextmanager
def _administering(url: URL) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def _running_server() -> URL:
    server = postgresql_server()
    if isinstance(server, PostgresqlMissingError):
        raise server
    return server


@cache
def postgresql_server() -> URL | PostgresqlMissingError:
    """The address of the PostgreSQL of this run, started once and stopped at exit, or why not."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        # A given address must work: nothing else is tried, a mistake in it fails every test.
        return _with_known_driver(make_url(given))
    reasons = ["TEST_DATABASE_URL: not set"]
    for name, start in (("pgserver", _start_pgserver), ("installed", _start_installed)):
        with ExitStack() as undo:
            try:
                url = make_url(start(undo))
                _make_fast(url)
            except Exception as error:
                reasons.append(f"{name}: {error}")
                continue
            atexit.register(undo.pop_all().close)
            return url
    return PostgresqlMissingError("; ".join(reasons))


def _with_known_driver(url: URL) -> URL:
    return url.set(drivername="postgresql") if url.drivername == "postgres" else url


def _make_fast(url: URL) -> None:
    """A crash of the machine may lose what tests have written: nobody would mind."""
    with _administering(url) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))


def _start_pgserver(undo: ExitStack) -> str:
    """The address of the PostgreSQL that comes as a wheel."""
    runtime = undo.enter_context(_temporary_folder())
    # It asks platformdirs for a runtime folder, which warns unless there is a private one.
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pgserver.postgres_server import get_server  # noqa: PLC0415 (not on every platform)
    server = get_server(undo.enter_context(_temporary_folder()) / "data", cleanup_mode="delete")
    undo.callback(server.cleanup)
    return str(server.get_uri())


def _start_installed(undo: ExitStack) -> str:
    """The address of a server made with the initdb and pg_ctl that are installed here."""
    programs = _installed_programs()
    folder = undo.enter_context(_temporary_folder())
    run = _runner(folder)
    data = folder / "data"
    run(programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses='' -k {folder}"
    run(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    undo.callback(run, programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
    return f"postgresql://postgres:@/postgres?host={folder}"


def _installed_programs() -> Path:
    packaged = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    newest = max(packaged, key=lambda path: float(Path(path).parts[-3]), default=None)
    found = shutil.which("initdb") or newest
    if found is None:
        raise FileNotFoundError("no initdb in PATH or /usr/lib/postgresql")
    return Path(found).parent


def _runner(folder: Path) -> Callable[..., None]:
    """Runs a program in `folder`, as root on behalf of a user who owns the folder."""
    user = _system_user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def run(*command: str | Path) -> None:
        # Not through pipes: the server inherits them, and reading them would wait for its end.
        with (folder / "output").open("w+") as output:
            subprocess.run(
                command,
                cwd=folder,
                user=user,
                stdout=output,
                stderr=output,
                check=True,
                timeout=START_SECONDS,
            )

    return run


def _system_user() -> str:
    import pwd  # noqa: PLC0415 (not on Windows)

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in SYSTEM_USERS if user in known)


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A private folder with a short name: the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="hieukhach-", ignore_cleanup_errors=True) as name:
        yield Path(name)
