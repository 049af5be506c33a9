"""Killed at any moment while it publishes, a server leaves every version whole or absent."""

import random
import signal
import sqlite3
import time
from contextlib import closing, suppress
from multiprocessing.connection import Connection

import pytest
from sqlalchemy import Engine, Table, select

from data.store import Store
from data.store.contents import Packed
from data.store.database import opened, transaction
from data.store.tables import blobs, originals
from data.store.versions import Version, fingerprint
from tests.data.store.stores import newest, publish_until_killed
from tests.forks import PROCESSES

pytestmark = pytest.mark.slow
KILLS = 40


def killed(address: str, luck: int) -> list[str]:
    """What a writer told before it was killed: at any time, or mostly amid its publishing."""
    chance = random.Random(luck)
    mine, theirs = PROCESSES.Pipe(duplex=False)
    writer = PROCESSES.Process(target=publish_until_killed, args=(address, luck, theirs))
    writer.start()
    theirs.close()  # so that a writer that fails is an end of file here, not an endless wait
    messages: list[str] = []
    if chance.random() < 0.8:
        begun = chance.randint(1, 4)
        while messages.count("begins") < begun:
            messages.append(mine.recv())
        time.sleep(chance.uniform(0, 0.03))
    else:
        time.sleep(chance.uniform(0, 0.15))
    writer.kill()
    writer.join()
    assert writer.exitcode == -signal.SIGKILL
    messages += rest(mine)
    mine.close()
    writer.close()
    if address.startswith("postgresql"):
        settle(address)
    return messages


def settle(address: str) -> None:
    """Wait until the server, too, has noticed that its client is dead: its last word may stand."""
    engine = opened(address)
    with transaction(engine, writing=True):
        pass
    engine.dispose()


def rest(pipe: Connection) -> list[str]:
    messages = []
    with suppress(EOFError):
        while True:
            messages.append(pipe.recv())
    return messages


def whole(engine: Engine, table: Table) -> set[str]:
    """Hashes of a table of contents, each of them proved."""
    with transaction(engine) as connection:
        contents = [Packed(*row) for row in connection.execute(select(table))]
    assert all(packed.unpacked() is not None for packed in contents)
    return {packed.hash for packed in contents}


def history(address: str) -> list[Version]:
    """Every version, oldest first, each of them proved: as published, with all it consists of."""
    store = Store(address)
    versions = store.history()[::-1]
    store.close()
    engine = opened(address)
    tables, uploads = whole(engine, blobs), whole(engine, originals)
    engine.dispose()
    for number, version in enumerate(versions, start=1):
        assert version.id == fingerprint(version)
        assert version.number == number
        assert set(version.tables.values()) <= tables
        assert version.source_hash in uploads
    # nothing is left of what was not published
    assert tables == {hash_ for version in versions for hash_ in version.tables.values()}
    assert uploads == {version.source_hash for version in versions}
    return versions


def test_a_killed_writer_leaves_each_version_whole_or_absent(address):
    before: list[Version] = []
    amid = 0
    for luck in range(KILLS):
        messages = killed(address, luck)

        after = history(address)

        assert after[: len(before)] == before
        new = [version.id for version in after[len(before) :]]
        acknowledged = [one for one in messages if one != "begins"]
        assert new[: len(acknowledged)] == acknowledged
        assert len(new) - len(acknowledged) <= (messages[-1:] == ["begins"])
        before = after
        amid += messages[-1:] == ["begins"]
    assert amid > KILLS // 4  # or nothing was shown


def test_after_a_killed_writer_the_next_one_publishes(address):
    killed(address, 0)
    store = Store(address)

    version = store.publish({"a": b"a\n"}, parent=newest(store), author="next", note="goes on")

    assert store.tables(version.id)["a"] == b"a\n"
    store.close()


def test_a_killed_writer_leaves_a_sound_sqlite_file(tmp_path):
    path = tmp_path / "store.sqlite"
    for luck in range(5):
        killed(f"sqlite:///{path}", luck)

    with closing(sqlite3.connect(path)) as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchall()
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()

    assert (integrity, broken) == ([("ok",)], [])
