"""Rows and values of a sheet, as they will be checked."""

import datetime
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.faults import Fault
from data.intake.handling import Question
from data.intake.layout import Draft, drafts
from data.schema import LANGUAGES, TABLES
from tests.data.intake.laying import VISIT, faults_of, read, sheet
from tests.data.values.valuing import WORDLESS


def text_file(*rows):
    return sheet(*rows, file="tap-tin.csv", name="", delimiter=",")


# What is published comes back as it is


def headings(table, language):
    """Names of the columns, as the schema calls them (no language) or as a reader does."""
    fields = TABLES[table].fields.values()
    return [field.labels[language] if language else field.name for field in fields]


@pytest.mark.parametrize("table", TABLES)
def test_every_curated_file_comes_back_unchanged(shipped, table):
    rows = shipped(table)

    draft = drafts(text_file(headings(table, None), *(list(row.values()) for row in rows)))

    assert isinstance(draft, Draft)
    assert (draft.table, draft.faults, draft.questions, draft.unknown) == (table, (), (), ())
    assert [
        dict(zip(draft.cells, row, strict=True)) for row in zip(*draft.cells.values(), strict=True)
    ] == rows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_under_the_labels_of_any_language_the_columns_are_the_same(shipped, table, language):
    rows = [list(row.values()) for row in shipped(table)]

    draft = read(headings(table, language), *rows)

    assert (draft.table, draft.faults, draft.unknown) == (table, (), ())
    assert list(zip(*draft.cells.values(), strict=True)) == [tuple(row) for row in rows]


# The rows


def test_rows_keep_their_physical_numbers_past_empty_and_comment_rows():
    draft = read(
        VISIT,
        ["# mã", "# tên", "# ngày"],
        ["a", "A", "2023"],
        [None, "", "  "],
        [],
        [" #b", "B", "2023"],
        ["c", "C", "soon"],
    )

    assert draft.numbers == [3, 7]
    assert [(fault.row, fault.found) for fault in draft.faults] == [(7, "soon")]


def test_a_row_without_a_key_is_still_a_row():
    assert read(VISIT, [None, "A", "2023"]).cells["visit_id"] == [""]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?"])
def test_an_error_of_a_spreadsheet_is_no_comment(error):
    assert read(VISIT, [error, "A", "2023"]).cells["visit_id"] == [error]


def test_zero_is_not_an_empty_row():
    assert read(["progress_id", "value"], [None, 0]).cells["value"] == ["0"]


def test_short_rows_have_empty_cells_at_their_end():
    assert read(VISIT, ["a"]).cells == {"visit_id": ["a"], "title_vi": [""], "start_date": [""]}


def test_a_line_of_a_text_file_longer_than_its_header_is_a_fault():
    draft = drafts(text_file(VISIT[:2], ["a", "Thăm Pháp"], ["b", "Thăm Pháp", "Lyon"]))

    assert isinstance(draft, Draft)
    assert faults_of(draft) == [("ragged", 3, None, "Lyon", "")]


def test_columns_that_the_file_lacks_are_absent():
    assert list(read(VISIT, ["a", "A", "2023"]).cells) == VISIT


# The values


def test_cells_are_in_our_writing_and_the_original_as_found():
    draft = read(
        ["amount_id", "amount", "date", "charted"],
        ["a", 1.2e10, datetime.datetime.fromisoformat("2023-11-22"), True],
        ["b", " 1.234.567,5 ", "22/11/2023", "Không"],
    )

    assert draft.cells["amount"] == ["12000000000", "1234567.5"]
    assert draft.cells["date"] == ["2023-11-22", "2023-11-22"]
    assert draft.cells["charted"] == ["true", "false"]
    assert draft.original["amount"] == ["12000000000", " 1.234.567,5 "]
    assert draft.original["date"] == ["2023-11-22", "22/11/2023"]
    assert draft.original["charted"] == ["TRUE", "Không"]


def test_a_value_that_cannot_be_read_stays_and_is_told_with_its_place():
    draft = read(["amount_id", "amount"], ["a", 5], ["b", "24,65 triệu"])

    assert draft.cells["amount"] == ["5", "24,65 triệu"]
    assert faults_of(draft) == [("amount-words", 3, "amount", "24,65 triệu", "24650000")]


def test_every_fault_is_told_at_once_row_by_row():
    draft = read(
        ["visit_id", "status", "start_date", "partner_country"],
        ["a", "held", "soon", "France"],
        ["b", "maybe", "2023", "Atlantis"],
        ["c", "held", "later", "FR"],
    )

    assert [(fault.kind, fault.row, fault.column) for fault in draft.faults] == [
        ("date", 2, "start_date"),
        ("code", 3, "status"),
        ("code", 3, "partner_country"),
        ("date", 4, "start_date"),
    ]


def test_what_could_be_read_otherwise_is_reported_by_column():
    draft = read(
        ["amount_id", "amount", "date"], ["a", "1.234", "02/01/2023"], ["b", "7", "03/04/2023"]
    )

    assert draft.questions == (
        Question("reading", "amount", "decimal-comma", ("decimal-point",), ("1.234",)),
        Question("reading", "date", "day-first", ("month-first",), ("02/01/2023", "03/04/2023")),
    )


def test_a_choice_settles_one_column():
    draft = read(
        ["visit_id", "start_date", "end_date"],
        ["a", "02/01/2023", "03/01/2023"],
        answers={"reading:start_date": "month-first", "reading:no such column": "month-first"},
    )

    assert (draft.cells["start_date"], draft.cells["end_date"]) == (["2023-02-01"], ["2023-01-03"])


def test_a_text_file_with_our_headings_has_our_decimal_point():
    draft = drafts(text_file(["progress_id", "value"], ["a", "1.234"]))

    assert isinstance(draft, Draft)
    assert draft.cells["value"] == ["1.234"]
    (question,) = draft.questions
    assert (question.key, question.read_as) == ("reading:value", "decimal-point")
    assert question.ways == ("decimal-comma", "decimal-point")


@pytest.mark.parametrize(("unit", "value"), [("percent", "35.1"), ("%", "35.1")])
def test_a_percentage_is_a_number_where_the_unit_is_percent(unit, value):
    draft = read(["progress_id", "value", "unit"], ["a", "35,1%", unit])

    assert (draft.cells["value"], draft.faults) == ([value], ())


def test_a_percentage_is_a_fault_where_the_unit_is_another():
    draft = read(
        ["progress_id", "value", "unit", "base_value"],
        ["a", "35,1%", "ha", "10 %"],
        ["b", "35,1%", "percent", None],
    )

    assert draft.cells["value"] == ["35,1%", "35.1"]
    assert faults_of(draft) == [
        ("percent", 2, "value", "35,1%", ""),
        ("percent", 2, "base_value", "10 %", ""),
    ]


def test_the_apostrophe_before_a_formula_goes_from_a_text_file_and_stays_in_a_workbook():
    rows = (["visit_id", "title_vi"], ["a", "'=1+1"])

    exported, workbook = drafts(text_file(*rows)), drafts(sheet(*rows))

    assert isinstance(exported, Draft)
    assert isinstance(workbook, Draft)
    assert (exported.cells["title_vi"], workbook.cells["title_vi"]) == (["=1+1"], ["'=1+1"])


# Whatever comes
CELLS = st.one_of(
    WORDLESS,
    st.text(max_size=12),
    st.text(string.digits + "./-% ,", max_size=12),
)
HEADINGS = st.sampled_from(
    ["#", "?", *(name for table in TABLES.values() for name in table.fields)]
    + [
        label
        for table in TABLES.values()
        for f in table.fields.values()
        for label in f.labels.values()
    ]
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_sheet_is_a_draft_or_a_fault(rows):
    assert isinstance(drafts(sheet(*rows)), Draft | Fault)


@given(st.lists(HEADINGS, max_size=12), st.lists(st.lists(CELLS, max_size=14), max_size=6))
def test_any_rows_under_any_headings_are_a_draft_with_as_many_cells_in_each_column(names, rows):
    draft = drafts(sheet(names, *rows))

    if isinstance(draft, Draft):
        columns = [*draft.cells.values(), *draft.original.values()]
        assert {len(column) for column in columns} == {len(draft.numbers)}
        assert set(draft.cells) == set(draft.original) == set(draft.columns)


@given(st.lists(HEADINGS, max_size=12), st.lists(st.lists(CELLS, max_size=14), max_size=6))
def test_every_fault_of_a_cell_names_a_row_and_column_that_hold_what_was_found(names, rows):
    draft = drafts(sheet(names, *rows))

    if isinstance(draft, Draft):
        for fault in draft.faults:
            if fault.kind != "duplicate-column":
                place = draft.numbers.index(fault.row or 0)
                assert draft.cells[str(fault.column)][place] == fault.found
