"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db.engine import foreign_keys_relaxed, lock_for_migration, refuse_orphans
from db.errors import DatabaseUnusableError

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection) -> Config:
    """The configuration for Alembic's commands on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Applies every migration up to `revision` in one transaction; does nothing when current.

    Raises DatabaseUnusableError where the database cannot be reached, is none, or is newer than
    this program.
    """
    try:
        with engine.connect() as connection, foreign_keys_relaxed(connection), connection.begin():
            lock_for_migration(connection)
            command.upgrade(alembic_config(connection), revision)
            refuse_orphans(connection)
    except DBAPIError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise DatabaseUnusableError(reason) from None
    except CommandError as error:
        raise DatabaseUnusableError(f"{error}; is this program older than the data?") from None
