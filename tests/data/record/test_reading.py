"""What a file means: rows, numbers and texts as they are read, however it was saved."""

import csv
import unicodedata

import pytest

from data.faults import Fault
from data.record.loading import DataError, load
from data.schema import TABLES
from tests.data.record.mistakes import read


def test_a_blank_line_is_no_row_but_keeps_its_number(edited):
    def blank_third_row(text):
        head, second, rest = text.split("\n", 2)
        return "\n".join([head, second, "", rest.replace("2018-11-03", "soon", 1)])

    reading = read(edited("visits", rewrite=blank_third_row), "visits")

    assert [(fault.row, fault.found) for fault in reading.faults] == [(4, "soon")]


def test_a_line_break_within_a_cell_starts_no_new_row(edited):
    # a spreadsheet shows the text on two lines of one row, so row 3 stays row 3
    cells = {(2, "title_vi"): "Thăm Pháp\nvà Lyon", (3, "start_date"): "soon"}

    reading = read(edited("visits", cells=cells), "visits")

    assert [(fault.row, fault.found) for fault in reading.faults] == [(3, "soon")]


@pytest.mark.parametrize("title", ["Thăm Pháp\nvà Lyon", 'Thăm "Pháp", Lyon', "Thăm; Pháp"])
def test_line_breaks_quotes_commas_and_semicolons_of_a_text_are_kept(edited, title):
    reading = read(edited("visits", cells={(2, "title_vi"): title}), "visits")

    assert reading.rows.at[2, "title_vi"] == title


def test_rows_of_empty_cells_at_the_end_are_ignored(edited):
    reading = read(edited("visits", rewrite=lambda text: text + "," * 22 + "\n\n"), "visits")

    assert len(reading.rows) == 41


@pytest.mark.parametrize(
    "save",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.rstrip("\n"),
    ],
    ids=["byte order mark", "Windows line ends", "decomposed letters", "no last line end"],
)
def test_however_an_editor_saves_the_file_its_rows_are_the_same(edited, record, save):
    reading = read(edited("places", rewrite=save), "places")

    assert reading.faults == ()
    assert reading.rows.equals(record.readings["places"].rows)


def test_decomposed_vietnamese_becomes_composed(edited):
    cells = {(2, "name_vi"): unicodedata.normalize("NFD", "Tỉnh Điện Biên")}

    reading = read(edited("places", cells=cells), "places")

    assert reading.rows.at[2, "name_vi"] == unicodedata.normalize("NFC", "Tỉnh Điện Biên")


def test_the_order_of_columns_does_not_matter(edited, record):
    folder = edited("people")
    path = folder / "people.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        reordered = [row[::-1] for row in csv.reader(lines)]
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows(reordered)

    assert read(folder, "people").rows.equals(record.readings["people"].rows)


@pytest.mark.parametrize("word", ["NA", "null", "None", "nan", "N/A", "0", "true", "1e5"])
def test_words_that_look_like_gaps_or_numbers_stay_text(edited, word):
    reading = read(edited("visits", cells={(2, "title_vi"): word}), "visits")

    assert reading.rows.at[2, "title_vi"] == word


def test_namibia_is_a_country_not_a_gap(edited):
    reading = read(edited("visits", cells={(2, "partner_country"): "NA"}), "visits")

    assert reading.rows.at[2, "partner_country"] == "NA"


@pytest.mark.parametrize("code", ["ZZ", "QO", "XA"])
def test_a_code_that_iso_3166_assigns_to_no_country_is_refused(edited, code):
    reading = read(edited("visits", cells={(2, "partner_country"): code}), "visits")

    assert [fault.kind for fault in reading.faults] == ["code"]


@pytest.mark.parametrize("number", ["24 650 000", "24.650.000", "1e6", "0x10", "+5", ".5", "5."])
def test_a_number_is_written_in_digits_and_one_point(edited, number):
    reading = read(edited("project_amounts", cells={(2, "amount"): number}), "project_amounts")

    assert [fault.kind for fault in reading.faults] == ["number"]


def test_a_number_too_large_to_hold_is_refused(edited):
    reading = read(edited("project_amounts", cells={(2, "amount"): "9" * 400}), "project_amounts")

    assert [(fault.row, fault.column) for fault in reading.faults] == [(2, "amount")]


def test_an_empty_number_is_unknown_not_zero(edited):
    reading = read(edited("project_progress", cells={(8, "value"): ""}), "project_progress")

    assert reading.rows.at[8, "value"] is None


def test_zero_is_a_number(edited):
    reading = read(edited("project_progress", cells={(8, "value"): "0"}), "project_progress")

    assert reading.rows.at[8, "value"] == 0


def test_spaces_around_a_cell_are_not_part_of_it(edited):
    reading = read(edited("visits", cells={(2, "start_date"): "  2023-11-21 "}), "visits")

    assert reading.rows.at[2, "start_date"] == "2023-11-21"


def test_a_list_is_split_at_its_semicolons(edited):
    reading = read(edited("visits", cells={(2, "place_ids"): "paris; lyon ;"}), "visits")

    assert reading.rows.at[2, "place_ids"] == ("paris", "lyon")


def test_a_latitude_that_is_no_number_is_told_once(edited):
    reading = read(edited("places", cells={(3, "latitude"): "north"}), "places")

    assert [fault.kind for fault in reading.faults] == ["number"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023-11-21", "2023-11-21"),
        ("2023-11", "2023-11-05"),
        ("2023-11-21?", "2023"),
        ("2023-11-21", ""),
        ("", "2023-11-21"),
        ("2023-11-21", "../2024"),
        ("2024/..", "2023/.."),
    ],
)
def test_an_end_that_may_follow_its_start_is_accepted(edited, start, end):
    folder = edited("visits", cells={(2, "start_date"): start, (2, "end_date"): end})

    assert read(folder, "visits").faults == ()


@pytest.mark.parametrize("cell", ["9999-12", "Y17000000000"])
def test_an_odd_date_never_stops_the_reading(edited, cell):
    folder = edited("visits", cells={(2, "start_date"): cell, (2, "end_date"): ""})

    assert len(read(folder, "visits").rows) == 41


def test_a_fault_in_one_table_leaves_the_others_usable(edited, record):
    faulty = load(edited("visits", cells={(2, "start_date"): "soon"}))

    assert [name for name in TABLES if faulty.faults[name]] == ["visits"]
    assert faulty.rows("meetings") == record.rows("meetings")


def test_tables_that_cannot_be_read_break_no_table_that_refers_to_them(broken):
    assert {name for name in TABLES if broken.faults[name]} == {"visits", "people", "discrepancies"}


def test_asking_for_a_broken_table_raises_its_faults(broken):
    with pytest.raises(DataError) as caught:
        broken.table("visits")

    assert caught.value.faults == (Fault("unreadable", "visits.csv"),)


def test_asking_for_the_rows_of_a_broken_table_raises_too(broken):
    with pytest.raises(DataError):
        broken.rows("visits")


def test_a_broken_table_has_no_row_by_key(broken):
    assert broken.by_key("visits") == {}
