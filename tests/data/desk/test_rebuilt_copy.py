"""A file that cannot be kept as it was is written anew from its cells, and means the same."""

from datetime import date

import pytest
from openpyxl.cell import Cell

from data.desk import marked_copy, marks, rebuilt_copy
from data.desk.checked import Tier
from data.desk.door import sheets
from data.desk.marked_copy import marked
from data.desk.marks import COLOURS
from data.intake.layout import Draft, drafts
from data.sheets.grid import Sheet
from tests.data.desk.copies import (
    BAD,
    ENGLISH,
    HEADINGS,
    LISTED,
    cell,
    colour,
    opened,
    returned,
    row_of,
    saved,
    text_file,
    workbook,
)

pytestmark = pytest.mark.slow

FORMULA = (HEADINGS, row_of(person_id="first", country="=1+1"))


@pytest.mark.parametrize("number", [0.1 + 0.2, 21.383333333333333, 1e-7 / 3, 12345678901234567.0])
def test_a_number_keeps_its_last_digit(number):
    book = opened(workbook([["place_id", "latitude"], ["one", repr(number)]]))
    book.worksheets[0]["B2"].data_type = "n"  # openpyxl would round the number itself
    content = saved(book)

    again = sheets("again.xlsx", returned("places.xlsx", content))

    assert again[1].rows[1][1] == number


def test_a_number_of_a_csv_means_the_same_when_the_copy_is_uploaded():
    content = text_file([["place_id", "latitude", "radius_km"], ["one", "21.386", "1.234"]])

    again = drafts(sheets("again.xlsx", returned("places.csv", content))[1])

    assert isinstance(again, Draft)
    assert again.cells["radius_km"] == ["1.234"]


@pytest.mark.parametrize("text", ["=1+1", "+84", "@x", "-5", "0912", "1E5", "NA", "#REF!"])
def test_a_text_of_a_csv_stays_text(text):
    content = text_file([["person_id", "name"], ["one", text]])

    again = sheets("again.xlsx", returned("people.csv", content))

    assert again[1].rows[1][1] == text


def test_a_text_found_that_looks_like_a_formula_is_listed_as_text():
    for file, content in (("p.xlsx", workbook(FORMULA)), ("p.csv", text_file(FORMULA))):
        listed = opened(returned(file, content)).worksheets[0]

        assert (listed["F3"].value, listed["F3"].data_type) == ("=1+1", "s")


def test_a_text_too_long_for_a_workbook_is_cut_and_says_so():
    content = text_file([["person_id", "name"], ["one", "x" * 40_000]])

    one = opened(returned("people.csv", content)).worksheets[1]["B2"]

    assert isinstance(one, Cell)
    assert str(one.value).endswith("[…]")
    assert one.comment
    assert "cut" in one.comment.text


def test_a_workbook_too_large_to_keep_is_written_anew(monkeypatch):
    monkeypatch.setattr(marked_copy, "MOST_KEPT", 10)
    content = workbook(BAD)

    book = opened(returned("people.xlsx", content))

    assert colour(cell(book, 4, "country")) == COLOURS[Tier.DROPPED]


def test_of_a_large_file_only_rows_at_fault_are_copied_and_where_they_stood(monkeypatch):
    monkeypatch.setattr(rebuilt_copy, "MOST_WHOLE", 10)

    book = opened(returned("people.csv", text_file(BAD)))

    ids = [cell(book, row, "person_id").value for row in range(1, 6)]
    assert ids == ["Danh sách nhân vật", "person_id", None, "second", "third"]


def test_only_the_gravest_findings_are_marked_and_the_others_counted(monkeypatch):
    monkeypatch.setattr(marks, "MOST_MARKED", 2)

    book = opened(returned("people.csv", text_file(BAD)))

    assert colour(cell(book, 4, "country")) is None
    assert book.worksheets[0]["E5"].value == "1 more is not listed."


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"", workbook([])[:-30]])
def test_a_file_that_openpyxl_cannot_open_is_written_anew(content):

    book = opened(returned("people.xlsx", workbook(BAD)))

    assert colour(cell(book, 4, "country")) == COLOURS[Tier.DROPPED]


def test_dates_and_truths_of_a_sheet_written_anew_stay_what_they_are():
    day, old = date(2023, 11, 22), date(1850, 1, 1)
    one = Sheet("a.ods", "A", [["person_id", "name"], ["x", day, True, old, 0.1 + 0.2]])

    again = sheets("again.xlsx", marked(b"", [one], [], [], ENGLISH, known={}))[1].rows[1]

    assert again[1:] == [day, True, "1850-01-01", "0.30000000000000004"]


def test_sheets_of_one_name_but_for_case_stay_apart():
    same = [Sheet("a.ods", name, [["x"]]) for name in ("A/b", "a b", LISTED)]

    book = opened(marked(b"", same, [], [], ENGLISH, known={}))

    assert book.sheetnames == [LISTED, "A b", "a b 2", f"{LISTED} 2"]
