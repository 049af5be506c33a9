"""Opens the database (an SQLite file or PostgreSQL), and lets one writer work at a time."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, select
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from data.store import hanging
from data.store.finishing import finishing
from data.store.tables import FORMAT, METADATA, STEPS, formats
from data.store.versions import BadAddress, Full, TooNew, Unreachable

_PATIENCE = 30  # seconds that a writer waits for another; publishing takes one or two
_DISK_FULL = "53100"  # a state of SQL, as PostgreSQL reports it
# A machine that is gone without a word is given up after seconds, not after a quarter of an hour.
_LOST = {"keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 20_000}
CONNECTIONS = 8  # of a server at once: twelve servers fit into the hundred that PostgreSQL takes
_OURS = 0x4E4843  # "NHC": the advisory lock of writers on PostgreSQL


def opened(url: str | URL) -> Engine:
    """Connect to the database at ``url``, making file, folder and tables where there are none.

    Tables that an earlier program made are brought to the format of this one.

    Any number of servers may do this at the same time.

    Raises:
        BadAddress: the address is neither SQLite's nor PostgreSQL's.
        TooNew: a newer program made the tables.
        Unreachable: the database does not answer, or is none.

    """
    address = address_of(url)
    engine = _sqlite(address) if address.drivername == "sqlite" else _postgresql(address)
    try:
        _prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def transaction(engine: Engine, *, writing: bool = False) -> Iterator[Connection]:
    """A transaction, which keeps all changes or none. Only one at a time may be writing.

    Raises:
        Full: the database has no room left.
        Unreachable: the database does not answer, or another writer took too long.

    """
    memory = hanging.memory_of(engine.url)
    try:
        with (
            finishing() if writing else nullcontext(),
            memory.asking(),
            engine.execution_options(writing=writing).begin() as connection,
        ):
            memory.answers()
            yield connection
    except (DBAPIError, PoolTimeout, hanging.NoAnswerError) as cause:
        origin = getattr(cause, "orig", cause)
        raise (Full if _is_full(origin) else Unreachable)(str(origin)) from cause


def _is_full(origin: object) -> bool:
    """Whether a database has no room left: SQLite says so by a number, PostgreSQL by a state."""
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind
    return code == sqlite3.SQLITE_FULL or getattr(origin, "sqlstate", "") == _DISK_FULL


def check_format(connection: Connection) -> int | None:
    """Format of the tables, None where there are none; raises TooNew if it is not known."""
    if not inspect(connection).has_table(formats.name):
        return None
    number = connection.scalar(select(formats.c.number))
    if number is not None and number > FORMAT:
        raise TooNew(number, FORMAT)
    return number


def address_of(url: str | URL) -> URL:
    """The address in its parts; raises BadAddress."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as cause:
        raise BadAddress from cause
    kind, file = address.drivername, address.database
    is_host = "[" not in (address.host or "")  # half an IPv6 address
    if kind in ("postgres", "postgresql", "postgresql+psycopg") and is_host:
        return address.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and file and not file.startswith((":memory:", "file:")):
        return address.set(database=str(Path(file).absolute()))
    raise BadAddress


def _prepare(engine: Engine) -> None:
    with transaction(engine) as connection:
        if check_format(connection) == FORMAT:
            return
    with transaction(engine, writing=True) as connection:
        format_now = check_format(connection)  # again, as another server may have been faster
        if format_now is None:
            METADATA.create_all(connection)
            connection.execute(formats.insert().values(number=FORMAT))
            return
        for number in range(format_now, FORMAT):
            STEPS[number](connection)
        connection.execute(formats.update().values(number=FORMAT))


def _postgresql(address: URL) -> Engine:
    engine = create_engine(
        address,
        connect_args={"connect_timeout": hanging.SILENCE, **_LOST},
        hide_parameters=True,  # keeps rows of the record out of the log
        isolation_level="READ COMMITTED",  # after waiting, a writer sees what the other one wrote
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=CONNECTIONS - 4,
        pool_timeout=2 * hanging.SILENCE,
    )
    memory = hanging.memory_of(address)

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, given: Any, parts: Any) -> hanging.Impatient:
        return hanging.connected(memory, *given, **parts)

    @event.listens_for(engine, "checkin")
    def checkin(connection: Any, _record: object) -> None:
        if connection is not None:
            connection.silence = hanging.SILENCE

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            limits = ("lock_timeout", "idle_in_transaction_session_timeout")
            for limit in limits:  # the second limit ends a writer whose machine has failed
                connection.exec_driver_sql(f"SET LOCAL {limit} = '{_PATIENCE}s'")
            # It says nothing while another one writes, nor while it rewrites much.
            hanging.own(connection).silence = _PATIENCE + hanging.SILENCE
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_OURS})")

    return engine


def _sqlite(address: URL) -> Engine:
    _make_file(Path(address.database or ""))
    engine = create_engine(address, connect_args={"timeout": _PATIENCE}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # else the driver itself begins and ends transactions
        connection.execute("PRAGMA synchronous = FULL").close()
        connection.execute("PRAGMA foreign_keys = ON").close()
        connection.execute("PRAGMA secure_delete = ON").close()  # deleted is overwritten

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _make_file(path: Path) -> None:
    """Make the file and its folder, for their owner only, and turn on the write-ahead log.

    The log is a lasting property of the file. To turn it on, SQLite asks for the file alone and,
    unlike with any other lock, gives up at once; so we ask until whoever else opens it is done.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
            last = time.monotonic() + _PATIENCE
            while not _logs_ahead(connection) and time.monotonic() < last:
                time.sleep(0.02)
    except (OSError, sqlite3.Error) as cause:
        raise Unreachable(str(cause)) from cause


def _logs_ahead(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("PRAGMA journal_mode = WAL").close()
    except sqlite3.OperationalError as refused:
        if refused.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # the low byte is the kind
            raise
        return False
    return True
