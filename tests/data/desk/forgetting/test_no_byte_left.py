"""After a strike no byte of the name is left in the database's files; killed, all or nothing is."""

import re
import sqlite3
from pathlib import Path

import pytest

from data.store import Store, wiping
from tests.data.desk.forgetting.striking import (
    CONTACT,
    NAME,
    POST,
    bytes_of,
    filled,
    forms,
    killed_while_striking,
    struck,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "store.sqlite"


@pytest.fixture
def url(path) -> str:
    address = f"sqlite:///{path}"
    store = Store(address)
    filled(store)
    store.close()
    return address


def left(path: Path) -> list[bytes]:
    held = bytes_of(path)
    return [one for text in (NAME, POST, CONTACT) for one in forms(text) if one in held]


def test_no_byte_of_the_name_is_left_in_any_file_of_the_database(url, path):
    assert left(path)  # or nothing would be shown
    store = Store(url)

    done = struck(store, everything=True)

    assert done.wiped
    assert left(path) == []
    assert b"tinh" not in re.sub(rb"[^a-z]", b"", bytes_of(path).lower())
    store.close()
    assert left(path) == []


def test_a_reader_in_the_middle_keeps_the_traces_and_the_next_start_removes_them(
    url, path, monkeypatch
):
    store = Store(url)
    reader = sqlite3.connect(path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM versions").fetchall()
    monkeypatch.setattr(wiping, "PATIENCE", 100)

    done = struck(store)

    assert not done.wiped
    assert NAME not in str(store.history())
    reader.close()
    store.close()
    Store(url).close()
    assert left(path) == []


@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.6, 1.0, 1.5])
def test_killed_on_the_way_everything_is_as_before_or_the_person_is_gone(url, path, seconds):
    killed_while_striking(url, seconds)

    store = Store(url)
    states = set()
    for version in store.history():
        held = NAME.encode() in b"".join(store.tables(version.id).values())
        states.add((held, version.seal is None))
    assert states in ({(True, True)}, {(False, False)})
    if states == {(False, False)}:
        assert left(path) == []
    store.close()
