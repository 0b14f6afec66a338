"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine

from db.engine import lock_for_migration

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection) -> Config:
    """The configuration for Alembic's commands on an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Applies every migration up to `revision` in one transaction; does nothing when current."""
    with engine.begin() as connection:
        lock_for_migration(connection)
        command.upgrade(alembic_config(connection), revision)
