"""The whole record: what names a version, what notices a change, how rows are reached."""

from datetime import date

import pytest

from data.record import fingerprint, load
from data.schema import TABLES


def test_equal_folders_have_equal_versions(edited, record):
    assert load(edited()).version == record.version


def test_a_version_does_not_depend_on_when_files_were_written(edited):
    folder = edited()
    before = load(folder).version

    (folder / "visits.csv").touch()

    assert load(folder).version == before


@pytest.mark.parametrize("table", ["visits", "sources"])
def test_one_changed_byte_makes_another_version(edited, record, table):
    folder = edited()
    path = folder / f"{table}.csv"
    content = path.read_bytes()

    path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])

    assert load(folder).version != record.version


def test_a_removed_file_makes_another_version(edited, record):
    folder = edited()

    (folder / "discrepancies.csv").unlink()

    assert load(folder).version != record.version


def test_rows_moved_to_another_file_make_another_version(made, tmp_path):
    made()
    folder = tmp_path / "made"
    before = load(folder).version
    visits, meetings = folder / "visits.csv", folder / "meetings.csv"

    content = visits.read_bytes()
    visits.write_bytes(meetings.read_bytes())
    meetings.write_bytes(content)

    assert load(folder).version != before


def test_a_file_beside_the_tables_makes_no_other_version(edited, record):
    folder = edited()

    (folder / "notes.txt").write_text("not ours", encoding="utf-8")

    assert load(folder).version == record.version


def test_the_fingerprint_stays_while_nothing_is_written(edited):
    folder = edited()

    assert fingerprint(folder) == fingerprint(folder)


def test_the_fingerprint_changes_when_a_file_is_rewritten(edited):
    folder = edited()
    before = fingerprint(folder)

    path = folder / "visits.csv"
    path.write_bytes(path.read_bytes() + b"\n")

    assert fingerprint(folder) != before


def test_the_fingerprint_changes_when_a_file_goes(edited):
    folder = edited()
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
