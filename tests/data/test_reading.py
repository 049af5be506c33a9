"""Files that break their schema: what is said, where, and what stays usable."""

import ast
import csv
import inspect
import unicodedata
from pathlib import Path

import pytest

from data import faults as faults_module
from data.faults import Fault
from data.language import Language
from data.reading import Reading, read_table
from data.record import DataError, load
from data.schema import TABLES

FRANCE = "2023-11-dien-bien-to-france"  # row 2 of visits.csv


def read(folder: Path, table: str) -> Reading:
    """One table alone, without the others it refers to."""
    return read_table(TABLES[table], folder / f"{table}.csv")


# table, edit of its file, and the fault told: kind, spreadsheet row, column, found, expected
PROVOKED = [
    ("visits", {"dropped": "status"}, ("no-column", 1, "status", None, "")),
    (
        "visits",
        {"rewrite": lambda text: text.replace("\n", ",\n").replace(",\n", ",state\n", 1)},
        ("unknown-column", 1, "state", None, ""),
    ),
    (
        "visits",
        {"rewrite": lambda text: text + "one,two,three\n"},
        ("ragged", 41, None, "3", "23"),
    ),
    ("visits", {"cells": {(2, "title_vi"): ""}}, ("required", 2, "title_vi", "", "")),
    ("visits", {"cells": {(3, "source_ids"): ""}}, ("required", 3, "source_ids", "", "")),
    (
        "visits",
        {"cells": {(5, "visit_id"): FRANCE}},
        ("duplicate", 5, "visit_id", FRANCE, ""),
    ),
    (
        "sources",
        {"cells": {(2, "language"): "Việt"}},
        ("pattern", 2, "language", "Việt", "[a-z]{2}"),
    ),
    (
        "project_amounts",
        {"cells": {(4, "amount"): "24,65 triệu"}},
        ("number", 4, "amount", "24,65 triệu", "1234.5"),
    ),
    (
        "places",
        {"cells": {(3, "latitude"): "91.5"}},
        ("range", 3, "latitude", "91.5", "-90 … 90"),
    ),
    (
        "project_amounts",
        {"cells": {(2, "charted"): "yes"}},
        ("boolean", 2, "charted", "yes", "true | false"),
    ),
    (
        "visits",
        {"cells": {(2, "start_date"): "22/11/2023"}},
        (
            "date",
            2,
            "start_date",
            "22/11/2023",
            "2023-11-22 · 2023-11 · 2023 · 2023-11-22/2023-11-25 · 2023-11-22?",
        ),
    ),
    (
        "visits",
        {"cells": {(2, "direction"): "sideways"}},
        ("code", 2, "direction", "sideways", "outgoing | incoming"),
    ),
    (
        "visits",
        {"cells": {(2, "partner_country"): "France"}},
        ("code", 2, "partner_country", "France", "ISO 3166-1"),
    ),
    (
        "project_amounts",
        {"cells": {(2, "currency"): "EUX"}},
        ("currency", 2, "currency", "EUX", "ISO 4217"),
    ),
    (
        "sources",
        {"cells": {(2, "url"): "ambassade-vietnam.com"}},
        ("url", 2, "url", "ambassade-vietnam.com", "https://…"),
    ),
    (
        "places",
        {"cells": {(3, "timezone"): "Europe/Lyon"}},
        ("timezone", 3, "timezone", "Europe/Lyon", "Europe/Paris"),
    ),
    (
        "places",
        {"cells": {(3, "longitude"): ""}},
        ("half-coordinate", 3, "longitude", None, ""),
    ),
    (
        "visits",
        {"cells": {(2, "end_date"): "2023-11-20"}},
        ("order", 2, "end_date", "2023-11-20", "≥ 2023-11-21"),
    ),
    (
        "projects",
        {"cells": {(2, "planned_end"): "2020"}},
        ("order", 2, "planned_end", "2020", "≥ 2021"),
    ),
]


@pytest.mark.parametrize(
    ("table", "edit", "told"), PROVOKED, ids=[f"{told[0]}-{told[2]}" for _, _, told in PROVOKED]
)
def test_one_wrong_cell_is_one_fault_told_with_where_found_and_expected(edited, table, edit, told):
    kind, row, column, found, expected = told

    faults = read(edited(table, **edit), table).faults

    assert faults == (Fault(kind, f"{table}.csv", row, column, found, expected),)


@pytest.mark.parametrize(
    ("table", "row", "column", "cell", "found", "expected"),
    [
        ("visits", 2, "head_person_id", "nobody", "nobody", "people.person_id"),
        ("meetings", 3, "foreign_org_ids", "afd;nowhere", "nowhere", "organisations.org_id"),
        ("discrepancies", 2, "subject_ids", "no-such", "no-such", "visits.visit_id"),
        ("project_amounts", 6, "restates_amount_id", "amt-0", "amt-0", "project_amounts.amount_id"),
    ],
)
def test_an_id_that_names_no_row_is_told_with_the_table_and_key_it_was_sought_in(
    edited, table, row, column, cell, found, expected
):
    record = load(edited(table, cells={(row, column): cell}))

    fault = Fault("reference", f"{table}.csv", row, column, found, expected)
    assert record.faults[table] == (fault,)


def test_a_missing_file_is_told(edited):
    folder = edited()
    (folder / "people.csv").unlink()

    assert read(folder, "people").faults == (Fault("no-file", "people.csv"),)


@pytest.mark.parametrize(
    "content",
    [
        "visit_id,title_vi\n1,Điện Biên\n".encode("utf-16"),
        "visit_id,title_vi\n1,Điện Biên\n".encode("cp1258", "replace"),
        b'visit_id,title_vi\n1,"never closed\n',
        b"PK\x03\x04\xff\xfe an Excel workbook",
    ],
    ids=["UTF-16", "Windows-1258", "open quote", "XLSX"],
)
def test_a_file_that_is_no_utf8_csv_is_told(tmp_path, content):
    (tmp_path / "visits.csv").write_bytes(content)

    assert read(tmp_path, "visits").faults == (Fault("unreadable", "visits.csv"),)


def test_an_empty_file_lacks_every_column(tmp_path):
    (tmp_path / "people.csv").write_bytes(b"")

    faults = read(tmp_path, "people").faults

    assert [(fault.kind, fault.column) for fault in faults] == [
        ("no-column", name) for name in TABLES["people"].fields
    ]


def test_every_kind_of_fault_is_provoked_here():
    source = ast.parse(inspect.getsource(faults_module))
    kinds = {
        key.value
        for node in ast.walk(source)
        if isinstance(node, ast.Dict)
        for key in node.keys
        if isinstance(key, ast.Constant)
    }

    assert kinds == {told[0] for _, _, told in PROVOKED} | {
        "no-file",
        "reference",
        "unreadable",
    }


def test_every_fault_of_a_file_is_told_at_once(edited):
    cells = {(2, "start_date"): "soon", (2, "status"): "maybe", (7, "title_vi"): ""}

    faults = read(edited("visits", cells=cells), "visits").faults

    assert sorted((fault.row, fault.column) for fault in faults) == [
        (2, "start_date"),
        (2, "status"),
        (7, "title_vi"),
    ]


def test_one_mistake_made_in_two_rows_is_told_for_both(edited):
    cells = {(2, "start_date"): "soon", (9, "start_date"): "soon"}

    faults = read(edited("visits", cells=cells), "visits").faults

    assert [(fault.row, fault.found) for fault in faults] == [(2, "soon"), (9, "soon")]


def test_a_wrong_reference_is_told_beside_the_other_faults(edited):
    cells = {(2, "start_date"): "soon", (3, "head_person_id"): "nobody"}

    faults = load(edited("visits", cells=cells)).faults["visits"]

    assert {fault.kind for fault in faults} == {"date", "reference"}


def test_every_id_of_a_list_is_checked(edited):
    folder = edited("meetings", cells={(2, "source_ids"): "one-missing;other-missing"})

    faults = load(folder).faults["meetings"]

    assert [fault.found for fault in faults] == ["one-missing", "other-missing"]


def test_a_list_of_nothing_but_separators_is_empty(edited):
    reading = read(edited("visits", cells={(2, "source_ids"): " ; ;"}), "visits")

    assert [(fault.kind, fault.row, fault.column) for fault in reading.faults] == [
        ("required", 2, "source_ids")
    ]


def test_the_id_of_a_missing_row_is_reported_where_it_is_used(edited):
    folder = edited("people", cells={(2, "person_id"): "someone-else"})

    faults = load(folder).faults["visits"]

    assert [(fault.row, fault.column, fault.found, fault.expected) for fault in faults] == [
        (2, "head_person_id", "mua-a-son", "people.person_id")
    ]


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

    assert len(reading.rows) == 39


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

    assert len(read(folder, "visits").rows) == 39


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


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_a_fault_is_one_sentence_that_holds_all_of_it(code):
    fault = Fault("range", "places.csv", 37, "latitude", "91.5", "-90 … 90")

    sentence = fault.sentence(Language(code))

    for part in ("places.csv", "37", "latitude", "91.5", "-90 … 90"):
        assert part in sentence


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
@pytest.mark.parametrize("kind", sorted({told[0] for _, _, told in PROVOKED}))
def test_every_kind_of_fault_has_a_sentence(code, kind):
    sentence = Fault(kind, "visits.csv", 4, "status").sentence(Language(code))

    assert sentence.startswith("visits.csv, ")
    assert sentence.endswith(".")


def test_a_fault_reads_as_english():
    fault = Fault("range", "places.csv", 3, "latitude", "91.5", "-90 … 90")

    assert fault.sentence(Language("en")) == (
        "places.csv, row 3, column “latitude”: the number is out of range. "
        "Found: “91.5”. Expected: -90 … 90."
    )


def test_a_fault_of_the_whole_file_names_no_row():
    fault = Fault("no-file", "people.csv")

    assert fault.sentence(Language("en")) == "people.csv: the file is missing."


def test_a_long_cell_is_cut_in_the_sentence_only():
    fault = Fault("date", "visits.csv", 2, "start_date", "x" * 500)

    sentence = fault.sentence(Language("en"))

    assert "x" * 79 + "…" in sentence
    assert "x" * 80 not in sentence
