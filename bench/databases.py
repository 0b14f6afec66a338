"""Opens fresh databases for measurements, with the durability of a real one."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url, text

from db.engine import open_engine
from db.schema import upgrade


@contextmanager
def sqlite() -> Iterator[Engine]:
    """A SQLite file that disappears again."""
    with _folder() as folder, _upgraded(f"sqlite:///{(folder / 'bench.db').as_posix()}") as engine:
        yield engine


@contextmanager
def postgresql() -> Iterator[Engine]:
    """A database of its own on the server of TEST_DATABASE_URL, else of the pgserver package."""
    name = f"hieukhach_bench_{os.getpid()}"
    with _server() as url:
        administer = create_engine(url, isolation_level="AUTOCOMMIT")
        try:
            with administer.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name}"))
            with _upgraded(url.set(database=name).render_as_string(hide_password=False)) as engine:
                yield engine
        finally:
            with administer.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            administer.dispose()


def available() -> Mapping[str, Callable[[], AbstractContextManager[Engine]]]:
    """What can be opened here, by name."""
    if os.environ.get("TEST_DATABASE_URL") or _pgserver_is_installed():
        return {"SQLite": sqlite, "PostgreSQL": postgresql}
    return {"SQLite": sqlite}


@contextmanager
def _upgraded(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        upgrade(engine)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _server() -> Iterator[URL]:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with _folder() as runtime, _folder() as folder:
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # pgserver asks for it when it is imported
        from pgserver.postgres_server import get_server  # noqa: PLC0415 (not on every platform)

        server = get_server(folder / "data", cleanup_mode="delete")
        try:
            yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        finally:
            server.cleanup()


def _pgserver_is_installed() -> bool:
    return find_spec("pgserver") is not None


@contextmanager
def _folder() -> Iterator[Path]:
    """A private folder with a short name: the path of a socket has at most 107 bytes."""
    with tempfile.TemporaryDirectory(prefix="hk-", ignore_cleanup_errors=True) as name:
        yield Path(name)
