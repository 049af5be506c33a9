"""The whole record: what names a version, what notices a change, how rows are reached."""

import os
from datetime import date

import pytest

from data.faults import Fault
from data.record.loading import CURATED, fingerprint, load, record_of
from data.schema import TABLES


@pytest.fixture
def folder(tmp_path):
    """Two small files under the names of tables; a version is of their bytes, right or wrong."""
    (tmp_path / "visits.csv").write_text("visit_id\n2023-11\n", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("source_id\nembassy\n", encoding="utf-8")
    return tmp_path


def test_an_untouched_copy_has_the_version_of_what_was_shipped(edited, record):
    assert load(edited()).version == record.version


def test_a_version_does_not_depend_on_when_files_were_written(folder):
    before = load(folder).version

    os.utime(folder / "visits.csv", (0, 0))

    assert load(folder).version == before


def test_one_changed_byte_makes_another_version(folder):
    before = load(folder).version

    (folder / "visits.csv").write_text("visit_id\n2023-12\n", encoding="utf-8")

    assert load(folder).version != before


def test_a_removed_file_makes_another_version(folder):
    before = load(folder).version

    (folder / "sources.csv").unlink()

    assert load(folder).version != before


def test_rows_moved_to_another_file_make_another_version(folder):
    before = load(folder).version

    (folder / "visits.csv").rename(folder / "meetings.csv")

    assert load(folder).version != before


def test_a_file_beside_the_tables_makes_no_other_version(folder):
    before = load(folder).version

    (folder / "notes.txt").write_text("not ours", encoding="utf-8")

    assert load(folder).version == before


def test_a_record_of_bytes_is_that_of_the_same_files(folder):
    contents = {path.stem: path.read_bytes() for path in folder.iterdir()}

    assert record_of(contents).version == load(folder).version


def test_a_record_of_bytes_tells_the_same_faults_as_the_files(folder):
    contents = {path.stem: path.read_bytes() for path in folder.iterdir()}

    assert record_of(contents).faults == load(folder).faults


def test_a_table_without_bytes_is_missing_whatever_lies_in_the_working_folder(monkeypatch):
    monkeypatch.chdir(CURATED)

    assert record_of({}).faults["visits"] == (Fault("no-file", "visits.csv"),)


def test_the_fingerprint_stays_while_nothing_is_written(folder):
    assert fingerprint(folder) == fingerprint(folder)


def test_the_fingerprint_changes_when_a_file_is_rewritten_with_the_same_bytes(folder):
    path = folder / "visits.csv"
    os.utime(path, (0, 0))
    before = fingerprint(folder)

    path.write_bytes(path.read_bytes())

    assert fingerprint(folder) != before


def test_the_fingerprint_changes_when_a_file_grows_within_one_tick_of_the_clock(folder):
    path = folder / "visits.csv"
    os.utime(path, (0, 0))
    before = fingerprint(folder)

    path.write_bytes(path.read_bytes() + b"\n")
    os.utime(path, (0, 0))

    assert fingerprint(folder) != before


def test_the_fingerprint_changes_when_a_file_comes_or_goes(folder):
    before = fingerprint(folder)

    (folder / "visits.csv").unlink()

    assert fingerprint(folder) != before


def test_every_table_of_the_schema_is_read(record):
    assert set(record.readings) == set(TABLES)


def test_a_table_is_indexed_by_its_key(record):
    assert record.table("projects").index.name == "project_id"


def test_rows_come_in_the_order_of_the_file(made):
    lens = made(people=[{"person_id": "b"}, {"person_id": "a"}, {"person_id": "c"}])

    assert [row["person_id"] for row in lens.record.rows("people")] == ["b", "a", "c"]


def test_an_absent_text_is_none(made):
    lens = made(visits=[{"visit_id": "v"}])

    assert lens.record.by_key("visits")["v"]["start_date"] is None


def test_an_absent_list_is_empty(made):
    lens = made(visits=[{"visit_id": "v"}])

    assert lens.record.by_key("visits")["v"]["place_ids"] == ()


def test_a_table_without_rows_is_no_fault(made):
    assert made().record.rows("visits") == []


def test_the_record_is_as_new_as_its_newest_source(made):
    lens = made(
        sources=[
            {"published": "2024-05-07"},
            {"published": "2025-03"},
            {"published": "2025-03-19?"},
        ]
    )

    assert lens.record.updated == date(2025, 3, 19)


def test_a_source_without_a_date_makes_the_record_no_newer(made):
    lens = made(sources=[{"published": "2024-05-07"}, {"published": ""}])

    assert lens.record.updated == date(2024, 5, 7)


def test_the_time_zones_of_the_machine_are_looked_up_only_once(monkeypatch):
    load()  # which looks them up, unless another test already did

    def again(*_folder):
        pytest.fail("looked up again")

    monkeypatch.setattr("os.walk", again)

    assert not any(load().faults.values())
