"""The first version is what is shipped, until somebody publishes."""

import shutil

import pytest

from data.schema import DATA, TABLES
from data.store import is_seed, seed

CURATED = DATA / "curated"


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

    assert (version.number, version.author, version.note) == (1, "nhip-cau", "seed")
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
