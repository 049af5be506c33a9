"""After a strike no byte of the name is left in the database's files; killed, all or nothing is."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
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

ROOT = Path(__file__).parents[4]


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


# PostgreSQL


@pytest.fixture
def filled_database(own_postgresql) -> Iterator[tuple[Store, psycopg.Connection]]:
    """A store in a PostgreSQL that has looked at its values, and its administrator's connection."""
    address = own_postgresql()
    store = Store(address)
    filled(store)
    with psycopg.connect(address, autocommit=True) as administrator:
        administrator.execute("ANALYZE")
        administrator.execute("CHECKPOINT")
        yield store, administrator
    store.close()


def named_in(administrator: psycopg.Connection) -> set[str]:
    """Where the files of this PostgreSQL hold the person."""
    row = administrator.execute("SELECT current_setting('data_directory')").fetchone()
    folder = Path(row[0]) if row else Path()
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).parts[0] for file in files if held_by(file)}


def held_by(file: Path) -> bool:
    held = file.read_bytes()
    return any(one in held for text in (NAME, POST, CONTACT) for one in forms(text))


# What docs/running.md tells the administrator to do.
EMPTY_THE_LOG = (
    "ALTER SYSTEM SET wal_recycle = off",
    "SELECT pg_reload_conf()",
    (
        "DO $$ BEGIN FOR n IN 0..(SELECT count(*) FROM pg_ls_waldir())"
        " LOOP PERFORM pg_switch_wal(); CHECKPOINT; END LOOP; END $$"
    ),
    "ALTER SYSTEM RESET wal_recycle",
    "SELECT pg_reload_conf()",
)


@pytest.mark.slow
def test_no_byte_of_the_name_is_left_in_the_files_of_postgresql(filled_database):
    store, administrator = filled_database
    assert named_in(administrator) == {"base", "pg_wal"}  # or nothing would be shown

    done = struck(store, everything=True)

    assert done.wiped
    administrator.execute("CHECKPOINT")
    assert named_in(administrator) <= {"pg_wal"}
    for statement in EMPTY_THE_LOG:
        administrator.execute(statement)
    assert named_in(administrator) == set()


def test_what_the_administrator_is_to_do_is_what_was_tried():
    for guide in ("running.md", "running.vi.md"):
        told = (ROOT / "docs" / guide).read_text("utf-8")

        assert "".join(f"  {one};\n" for one in EMPTY_THE_LOG) in told
