"""The commands "backup" and "restore" of an installed machine, on an SQLite store."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from data import store as stores
from data.__main__ import main as command
from data.exports import trail
from data.language import Language
from data.store import Store, audit
from data.store.audit import Entry
from tests.data.store.stores import first, newest
from tests.deploy.machines import Machine, copied

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def template(installed, tmp_path_factory):
    """An installed machine with two versions and a backup of the first."""
    machine = copied(installed, tmp_path_factory.mktemp("template") / "machine")
    with closing(Store(f"sqlite:///{machine.store}")) as store:
        first(store)
        assert machine.run("backup").returncode == 0
        store.publish({"a": b"later\n"}, parent=newest(store), author="x", note="later")
    return machine


@pytest.fixture
def machine(template, tmp_path):
    """A copy of it, to be spoilt."""
    return copied(template, tmp_path / "machine")


def backup_of(machine: Machine) -> Path:
    (file,) = machine.backups.glob("nhip-cau-*.sqlite")
    return file


def numbers(file: Path) -> list[int]:
    with closing(sqlite3.connect(file)) as store:
        return [row[0] for row in store.execute("SELECT number FROM versions ORDER BY number")]


@pytest.mark.server
def test_restoring_keeps_the_state_before_it_aside(machine):
    done = machine.run("restore", str(backup_of(machine)))
    (aside,) = machine.backups.glob("before-restore-*.sqlite")

    assert done.returncode == 0, done.stderr
    assert numbers(machine.store) == [1]
    assert numbers(aside) == [1, 2]
    assert str(aside) in done.stdout
    assert machine.store.stat().st_mode & 0o077 == 0


def trail_of(file: Path) -> list[Entry]:
    with (
        closing(Store(f"sqlite:///{file}")) as store,
        store.transaction() as connection,
    ):
        assert audit.first_gap(connection) is None
        return list(audit.entries(connection))


@pytest.mark.server
def test_the_trail_says_that_a_backup_was_put_back_by_whom_and_what_trail_it_replaced(
    machine, monkeypatch, capsys
):
    monkeypatch.setenv("SUDO_USER", "quan.tri")
    file, last = backup_of(machine), trail_of(machine.store)[0]
    done = machine.run("restore", str(file))
    entry = trail_of(machine.store)[0]

    assert done.returncode == 0, done.stderr
    assert (entry.who, entry.act) == ("quan.tri", "backup-restored")
    assert dict(entry.details) == {"file": file.name, "before": last.hash}
    assert trail.act(Language("vi"), entry.act) != entry.act
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{machine.store}")
    stores._opened.cache_clear()
    assert command(["audit", "verify", "--head", last.hash]) == 0
    assert f"entry {entry.number} says which" in capsys.readouterr().out
    stores._opened.cache_clear()


@pytest.mark.server
def test_a_trail_that_cannot_be_told_of_a_restore_says_so_and_the_restore_stands(machine):
    python = machine.current / ".venv/bin/python"
    venv = machine.current / ".venv"
    venv.unlink()
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    done = machine.run("restore", str(backup_of(machine)))

    assert done.returncode == 0, done.stderr
    assert "The audit trail could not be told of it" in done.stdout
    assert numbers(machine.store) == [1]


@pytest.mark.server
def test_without_a_file_restore_lists_what_there_is(machine):
    listed = machine.run("restore").stdout

    assert str(backup_of(machine)) in listed
    assert numbers(machine.store) == [1, 2]


def _truncated(file):
    os.truncate(file, file.stat().st_size // 2)


def _spoilt(file):
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        opened.write(b"\xff" * 64)


def _text(file):
    file.write_text("this is no database")
    file.with_name(f"{file.name}.sha256").unlink()


def _empty(file):
    file.write_bytes(b"")
    file.with_name(f"{file.name}.sha256").unlink()


def _newer(file):
    with closing(sqlite3.connect(file)) as store:
        store.execute("UPDATE store_format SET number = 99")
        store.commit()
    file.with_name(f"{file.name}.sha256").unlink()


def _without_versions(file):
    with closing(sqlite3.connect(file)) as store:
        store.execute("DELETE FROM version_tables")
        store.execute("DELETE FROM versions")
        store.commit()
    file.with_name(f"{file.name}.sha256").unlink()


@pytest.mark.server
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_truncated, "its SHA-256 differs"),
        (_spoilt, "its SHA-256 differs"),
        (_text, "is no store of Nhịp Cầu, or is damaged"),
        (_empty, "is no store of Nhịp Cầu, or is damaged"),
        (_newer, "was made by a newer release (format 99): upgrade first"),
        (_without_versions, "holds no version of the record"),
        (Path.unlink, "There is no file"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(machine, spoil, sentence):
    file = backup_of(machine)
    before = machine.store.read_bytes()
    spoil(file)
    refused = machine.run("restore", str(file))

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert machine.store.read_bytes() == before


@pytest.mark.server
def test_a_damaged_store_is_kept_as_it_is_and_replaced(machine):
    for file in machine.store.parent.iterdir():
        file.unlink()
    machine.store.write_bytes(b"damaged")
    done = machine.run("restore", str(backup_of(machine)))
    (kept,) = machine.store.parent.glob("damaged-*.sqlite")

    assert done.returncode == 0, done.stderr
    assert kept.read_bytes() == b"damaged"
    assert numbers(machine.store) == [1]


@pytest.mark.server
def test_a_full_disk_is_told_and_leaves_no_half_backup(machine):
    folder = machine.root / "small"
    folder.mkdir()
    subprocess.run(("mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)), check=True)
    try:
        full = machine.run("backup", str(folder))
        left = list(folder.iterdir())
    finally:
        subprocess.run(("umount", str(folder)), check=True)

    assert full.returncode == 1
    assert "the disk is full; free some space" in full.stderr
    assert left == []


@pytest.mark.server
def test_the_nightly_backup_removes_old_ones_and_no_other_file(machine):
    old = machine.backups / "nhip-cau-2019-03-03T023000Z.sqlite"
    older = machine.backups / "nhip-cau-2019-03-02T023000Z.sqlite"
    text = machine.settings.read_text()
    machine.settings.write_text(f"{text}NHIP_CAU_BACKUPS_KEPT=1,1,2\n")
    for name in (old, older, machine.backups / "letter.txt"):
        name.write_bytes(b"")
    done = machine.run("backup")

    assert done.returncode == 0, done.stderr
    assert not older.exists()
    assert old.exists()  # the newest of its month, and the second month that has one
    assert (machine.backups / "letter.txt").exists()
