"""The first version is what is shipped, until somebody publishes."""

import os
import re
import shutil

import pytest

from data.schema import DATA, PACKAGE, TABLES
from data.store import is_seed, seed, seeding

CURATED = DATA / "curated"


OURS = seeding.this_release()
NEWER = seeding.Release((*OURS.number[:-1], OURS.number[-1] + 1), "0a1b2c3d")
OTHER = seeding.Release(OURS.number, "0a1b2c3d")
OLDER = seeding.Release((0, 9, 12), "0a1b2c3d")


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to be changed as a new release would."""
    shutil.copytree(CURATED, tmp_path / "curated")
    return tmp_path / "curated"


def grow(folder) -> None:
    path = folder / "visits.csv"
    first, rest = path.read_bytes().split(b"\n", 1)
    row = b",".join([b"new-visit"] + [b""] * (len(TABLES["visits"].fields) - 1))
    path.write_bytes(first + b"\n" + row + b"\n" + rest)


def test_an_empty_store_gets_the_shipped_files(store):
    version = seed(store, CURATED)

    assert store.tables(version.id) == {
        name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES
    }


def test_a_seed_is_the_first_version_and_nobody_s(store):
    version = seed(store, CURATED)

    assert (version.number, version.author) == (1, "nhip-cau")
    assert re.fullmatch(rf"seed {re.escape(PACKAGE['version'])} [0-9a-f]{{8}}", version.note)
    assert is_seed(version)


def test_the_next_start_makes_no_other_version(store):
    version = seed(store, CURATED)

    assert seed(store, CURATED) == version
    assert store.history() == [version]


def test_a_new_release_s_files_become_the_newest_version(store, folder):
    old = seed(store, folder)
    grow(folder)

    new = seed(store, folder)

    assert (new.parent, is_seed(new)) == (old.id, True)
    assert store.tables(new.id)["visits"] == (folder / "visits.csv").read_bytes()


def shipped_by(monkeypatch, release, store, folder):
    """What a program of another release ships into a store."""
    with monkeypatch.context() as patch:
        patch.setattr(seeding, "this_release", lambda: release)
        return seed(store, folder)


def tables_in(folder) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in TABLES}


def with_colour(folder) -> bytes:
    """A table with a column that this program does not know."""
    first, *rows = (folder / "people.csv").read_bytes().splitlines()
    return b"\n".join([first + b",colour", *(row + b",red" for row in rows), b""])


@pytest.mark.parametrize("release", [NEWER, OTHER, OLDER])
def test_the_same_rows_are_not_shipped_again_for_a_column_not_known_here(store, folder, release):
    new = store.publish(
        {**tables_in(folder), "people": with_colour(folder)},
        parent=None,
        author="nhip-cau",
        note=release.note,
    )

    assert is_seed(new)
    assert seed(store, folder) == new


def test_what_a_newer_release_ships_is_not_replaced_by_an_older_one(store, folder, monkeypatch):
    old = seed(store, CURATED)
    grow(folder)
    new = shipped_by(monkeypatch, NEWER, store, folder)

    assert new.parent == old.id
    assert seed(store, CURATED) == new
    assert shipped_by(monkeypatch, NEWER, store, folder) == new


@pytest.mark.parametrize("release", [OTHER, OLDER])
def test_other_rows_replace_those_of_a_release_that_is_not_newer(
    store, folder, monkeypatch, release
):
    old = shipped_by(monkeypatch, release, store, CURATED)
    grow(folder)

    assert seed(store, folder).parent == old.id


def test_a_seed_that_does_not_say_its_release_is_replaced_as_before(store, folder):
    tables = {**tables_in(folder), "people": with_colour(folder)}
    old = store.publish(tables, parent=None, author="nhip-cau", note="seed")

    assert is_seed(old)
    assert seed(store, folder).parent == old.id


def test_a_stray_column_that_this_release_shipped_is_mended_with_its_file(store, folder):
    shipped = (folder / "people.csv").read_bytes()
    (folder / "people.csv").write_bytes(with_colour(folder))
    broken = seed(store, folder)
    (folder / "people.csv").write_bytes(shipped)

    assert seed(store, folder).parent == broken.id


def test_two_programs_of_one_release_do_not_replace_each_other_s_files_in_turns(store, folder):
    seed(store, CURATED)
    grow(folder)
    newest = seed(store, folder)

    assert [seed(store, one) for one in (CURATED, folder, CURATED)] == [newest] * 3


def test_a_change_of_a_file_that_is_taken_back_becomes_the_newest_version(store, folder):
    shipped = (folder / "visits.csv").read_bytes()
    seed(store, folder)
    grow(folder)
    changed = seed(store, folder)
    (folder / "visits.csv").write_bytes(shipped)
    later = changed.created.timestamp() + 1
    os.utime(folder / "visits.csv", (later, later))

    back = seed(store, folder)

    assert back.parent == changed.id
    assert store.tables(back.id)["visits"] == shipped


@pytest.mark.parametrize("note", ["seed", "seed 1.1.0 0a1b2c3d"])
def test_a_seed_s_note_alone_does_not_make_a_seed(store, note):
    assert not is_seed(store.publish({}, parent=None, author="Lò Thị Ban", note=note))


def test_what_somebody_published_stays_when_a_new_release_comes(store, folder):
    parent = seed(store, folder).id
    theirs = store.publish({"visits": b"theirs\n"}, parent=parent, author="a", note="n")
    grow(folder)

    assert seed(store, folder) == theirs


def test_a_restored_seed_is_somebody_s(store, folder):
    first = seed(store, folder)
    theirs = store.publish({"visits": b"theirs\n"}, parent=first.id, author="a", note="n")
    restored = store.restore(first.id, parent=theirs.id, author="a", note="back")
    grow(folder)

    assert seed(store, folder) == restored


def test_a_file_saved_by_a_spreadsheet_program_is_the_same_table(store, folder):
    path = folder / "people.csv"
    shipped = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + shipped.replace(b"\n", b"\r\n"))

    assert store.tables(seed(store, folder).id)["people"] == shipped


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"person_id\nwithout the other columns\n",
        b"person_id,person_id\na,b\n",
        b'person_id\n"never closed\n',
    ],
    ids=ascii,
)
def test_a_broken_file_is_kept_as_it_is_for_the_check_to_tell(store, folder, content):
    (folder / "people.csv").write_bytes(content)

    assert store.tables(seed(store, folder).id)["people"] == content


def test_a_row_of_another_length_is_kept_as_it_is(store, folder):
    path = folder / "people.csv"
    path.write_bytes(path.read_bytes() + b"one,two\n")

    assert store.tables(seed(store, folder).id)["people"] == path.read_bytes()


def test_a_missing_file_is_no_table(store, folder):
    (folder / "people.csv").unlink()

    assert set(store.tables(seed(store, folder).id)) == set(TABLES) - {"people"}
