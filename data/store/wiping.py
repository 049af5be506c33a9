"""Leaves no byte of what was struck in the files of the database."""

import logging
import sqlite3
from contextlib import closing

import psycopg
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import DBAPIError

from data.store.hanging import Impatient
from data.store.tables import METADATA, strikes

_REWRITING = 3600.0  # seconds in which PostgreSQL may say nothing
PATIENCE = 30_000  # milliseconds to wait for a moment in which nobody reads
_LOG = logging.getLogger("nhip-cau")


def is_due(connection: Connection) -> bool:
    """Whether somebody was struck, and the files of the database may still hold traces."""
    waiting = select(strikes.c.number).where(strikes.c.wiped == 0).limit(1)
    return connection.execute(waiting).first() is not None


def wiped(engine: Engine) -> bool:
    """Write the files of the database anew, without what was deleted; False if that must wait.

    SQLite: the file is rebuilt and the write-ahead log emptied, which needs a moment in which
    nobody reads. PostgreSQL: every table is rewritten, and what it knows of their values; its own
    log, its replicas and its backups are left to its administrator (docs/running.md).
    """
    try:
        with closing(engine.raw_connection()) as raw:
            own = raw.driver_connection
            if isinstance(own, sqlite3.Connection):
                return _sqlite(own)
            if isinstance(own, Impatient):
                own.silence = _REWRITING
                raw.detach()  # it is not to come back to the others without transactions
                _postgresql(own)
    except (DBAPIError, sqlite3.Error, psycopg.Error) as cause:
        _LOG.warning("the database could not be wiped yet: %s", type(cause).__name__)
        return False
    return True


def _sqlite(connection: sqlite3.Connection) -> bool:
    """Rebuild the file; in its write-ahead log nothing may be left."""
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}").close()
    connection.execute("VACUUM").close()
    busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _postgresql(connection: psycopg.Connection[object]) -> None:
    with connection:
        connection.rollback()
        connection.autocommit = True
        for table in METADATA.sorted_tables:
            connection.execute(f'VACUUM (FULL, ANALYZE) "{table.name}"'.encode())
        # Its statistics hold some of the values of each column. Only who owns the database may
        # rewrite them; for anybody else this is a warning, and the administrator's to do.
        connection.execute(b"VACUUM FULL pg_catalog.pg_statistic")
