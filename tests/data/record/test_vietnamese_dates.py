"""Dates in Vietnamese texts of the record are written as the pages write them (Decree 30/2020)."""

import re

import pytest

from data.language import Language
from tests.terms import record_texts

# A full date, a month, or a day after "ngày" without its year; the first of some days is left out.
_DATE = re.compile(
    r"(?<![\d/.,])(?:\d{1,2}[-–])?(?:(\d{1,2})/)?(\d{1,2})/((?:19|20)\d\d)(?![\d/])"
    r"|(?<=ngày )(?:\d{1,2}[-–])?(\d{1,2})/(\d{1,2})(?![\d/])"
)


def as_the_pages_write_it(date):
    day, month, year, *short = date.groups()
    if all(short):
        day, month = short
        return Language("vi").date(f"2000-{month:0>2}-{day:0>2}").removesuffix("/2000")
    return Language("vi").date("-".join([year, month.zfill(2), *([day.zfill(2)] if day else [])]))


def strange(told):
    """Dates in a text that are written another way than on the pages: which, and how they are."""
    return [
        (date[0], right)
        for date in _DATE.finditer(told)
        if (right := as_the_pages_write_it(date)) != re.sub(r"\d+[-–]", "", date[0])
    ]


@pytest.mark.parametrize(
    ("told", "right"),
    [
        ("ngày 16/03/2025", "16/3/2025"),
        ("ngày 5/2/2025", "05/02/2025"),
        ("từ 03-5/11/2021", "05/11/2021"),
        ("ngày 7/6", "07/6"),
        ("ngày 19/06, không nêu năm", "19/6"),
        ("tháng 03/2024", "3/2024"),
        ("tháng 1/2024", "01/2024"),
    ],
)
def test_a_date_written_another_way_is_found(told, right):
    assert [expected for _written, expected in strange(told)] == [right]


@pytest.mark.parametrize(
    "told",
    [
        "16/3/2025",
        "05/02/2025",
        "03-05/11/2021",
        "tháng 3/2024",
        "tháng 01/2024",
        "ngày 31/01",
        "5/7 gói",
    ],
)
def test_a_date_written_by_the_rule_is_not(told):
    assert strange(told) == []


def test_vietnamese_texts_of_the_record_write_dates_as_the_pages_do():
    found = [
        (text.file, text.row, text.column, *date)
        for text in record_texts()
        if text.language == "vi"
        for date in strange(text.told)
    ]
    assert found == []
