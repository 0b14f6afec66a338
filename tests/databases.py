"""Opens databases for tests: a SQLite file, or a database of its own on a real PostgreSQL."""

import atexit
import glob
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, NullPool, QueuePool, create_engine, make_url, text

from db.engine import open_engine
from db.schema import upgrade

DIALECTS = ("sqlite", "postgresql")
SYSTEM_USERS = ("postgres", "nobody")  # PostgreSQL refuses to run as root
START_SECONDS = 60
UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")  # off on our own servers

_numbers = itertools.count(1)


class PostgresqlMissingError(Exception):
    """No PostgreSQL can be reached or started here; the message says what was tried."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running PostgreSQL; `ours` was started for this run alone and disappears with it."""

    url: URL
    ours: bool


@contextmanager
def open_database(dialect: str, folder: Path, *, empty: bool = False) -> Iterator[Engine]:
    """A database without any rows, at the newest schema or (`empty`) without any table."""
    opened = open_sqlite(folder, empty=empty) if dialect == "sqlite" else open_postgresql(empty)
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
def open_postgresql(empty: bool = False) -> Iterator[Engine]:
    """A database of its own on the PostgreSQL of this run; PostgresqlMissingError without one."""
    name = _create_database("" if empty else _upgraded_postgresql_template())
    try:
        with _opened(_address(name)) as engine:
            yield engine
    finally:
        _administer(f"DROP DATABASE {name}")  # fails when a connection was left open


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


@cache
def _upgraded_postgresql_template() -> str:
    name = _create_database("")
    atexit.register(_administer, f"DROP DATABASE {name}")
    with _opened(_address(name)) as engine:
        upgrade(engine)
    return name


def _create_database(template: str) -> str:
    name = f"hieukhach_test_{os.getpid()}_{next(_numbers)}"
    copied = f" TEMPLATE {template}" if template else ""
    # Copying files is three times as fast as writing the copy to the log, unless fsync is on.
    _administer(f"CREATE DATABASE {name}{copied}", or_faster=" STRATEGY file_copy")
    return name


def _address(database: str) -> str:
    return _running_server().url.set(database=database).render_as_string(hide_password=False)


def _administer(statement: str, *, or_faster: str = "") -> None:
    server = _running_server()
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        version = connection.dialect.server_version_info or ()
        fast = or_faster if server.ours and version >= (15,) else ""
        connection.execute(text(statement + fast))


def _running_server() -> Server:
    server = postgresql_server()
    if isinstance(server, PostgresqlMissingError):
        raise server
    return server


@cache
def postgresql_server() -> Server | PostgresqlMissingError:
    """The one PostgreSQL of this run, or why there is none; started once, stopped at exit."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        # A given address must work: nothing else is tried, a mistake in it fails every test.
        return Server(url=_with_known_driver(make_url(given)), ours=False)
    reasons = ["TEST_DATABASE_URL: not set"]
    for name, start in (("pgserver", _start_pgserver), ("installed", _start_installed)):
        with ExitStack() as undo:
            try:
                server = Server(url=make_url(start(undo)), ours=True)
            except Exception as error:
                reasons.append(f"{name}: {error}")
                continue
            atexit.register(undo.pop_all().close)
            _make_fast(server)
            return server
    return PostgresqlMissingError("; ".join(reasons))


def _with_known_driver(url: URL) -> URL:
    return url.set(drivername="postgresql") if url.drivername == "postgres" else url


def _make_fast(server: Server) -> None:
    engine = create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        for setting in UNSAFE_BUT_FAST:
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
                command, cwd=folder, user=user, stdout=output, stderr=output, check=True,
                timeout=START_SECONDS,
            )  # fmt: skip

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
