"""Whether anything was committed to the database since: asked far more cheaply than what it holds.

What one state said holds as long as the database says that it is in that state.
"""

import sqlite3
import threading
from collections.abc import Hashable
from pathlib import Path

from sqlalchemy import Engine, func, select

from data.store import database
from data.store.versions import Unreachable


class States:
    """Tells states of a database apart, whoever changed it; never the same again after a change."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._own: sqlite3.Connection | None = None
        self._openings = 0

    def now(self) -> Hashable:
        """The state at this moment; raises Unreachable."""
        if self._engine.dialect.name == "sqlite":
            return self._sqlite()
        # Who is writing at this moment, and who comes next: neither was ever so before a commit.
        with database.transaction(self._engine) as connection:
            return str(connection.scalar(select(func.pg_current_snapshot())))

    def close(self) -> None:
        """Close what asks an SQLite file."""
        with self._lock:
            if self._own:
                self._own.close()
            self._own = None

    def _sqlite(self) -> Hashable:
        # SQLite counts what others committed, for each connection: this one never writes.
        try:
            with self._lock:
                if self._own is None:
                    self._own = self._connection()
                    self._openings += 1
                number = self._own.execute("PRAGMA data_version").fetchone()[0]
                return self._openings, number
        except sqlite3.Error as cause:
            raise Unreachable(str(cause)) from cause

    def _connection(self) -> sqlite3.Connection:
        file = Path(self._engine.url.database or "").as_uri()
        return sqlite3.connect(
            f"{file}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
