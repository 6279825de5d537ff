"""The database: engine habits for SQLite and PostgreSQL, and the base of all row classes.

SQLite: write-ahead log, foreign keys on, full durability; a unit of work that will write takes the
write lock at once. PostgreSQL: every transaction SERIALIZABLE; the caller retries.
"""

import sqlite3
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MILLISECONDS = 15_000


class Base(DeclarativeBase):
    """Base of all row classes."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def engine_options(url: str) -> dict[str, Any]:
    """Options for ``create_engine`` by kind of database."""
    if url.startswith("sqlite"):
        return {}
    return {"isolation_level": "SERIALIZABLE", "pool_pre_ping": True}


def prepare_engine(engine: Engine) -> None:
    """Attach the connection habits to an engine (once)."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's begin event decides
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
