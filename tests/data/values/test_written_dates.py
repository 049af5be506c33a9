"""Dates as people and spreadsheets write them become EDTF, or are told with what they could be."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values.columns import read_column
from data.values.written_dates import FORMS
from tests.data.values.valuing import DATE, read_value, unread


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-22",
        "2023-11",
        "2023",
        "2023-11-22?",
        "2024~",
        "2024-03/2024-05",
        "../2024-11-06",
        "2025-10/..",
        "2023/2024",
        "2021-21",
        "202X",
        "2023-XX",
        "2024-02-29",
    ],
)
def test_edtf_is_kept_as_it_is(text):
    assert read_value(DATE, text) == text


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("22/11/2023", "2023-11-22"),
        ("2/1/2023", "2023-01-02"),
        ("22-11-2023", "2023-11-22"),
        ("22.11.2023", "2023-11-22"),
        ("22 / 11 / 2023", "2023-11-22"),
        ("11/2023", "2023-11"),
        ("2023/11/22", "2023-11-22"),
        ("2023-1-5", "2023-01-05"),
        ("2023/11", "2023-11"),
        ("22/11/2023?", "2023-11-22?"),
        ("2024 (?)", "2024?"),
        ("22/11/2023 00:00:00", "2023-11-22"),
        ("2023-11-22T00:00:00", "2023-11-22"),
        ("ngày 22/11/2023", "2023-11-22"),
        ("Ngày 22 tháng 11 năm 2023", "2023-11-22"),
        ("22 tháng 11 năm 2023", "2023-11-22"),
        ("22 Tháng Mười Một 2023", "2023-11-22"),
        ("tháng 11/2023", "2023-11"),
        ("Tháng 05 năm 2023", "2023-05"),
        ("tháng năm năm 2023", "2023-05"),
        ("T11/2023", "2023-11"),
        ("năm 2024", "2024"),
        ("22 novembre 2023", "2023-11-22"),
        ("le 1er août 2023", "2023-08-01"),
        ("déc. 2023", "2023-12"),
        ("22 Nov 2023", "2023-11-22"),
        ("22nd November 2023", "2023-11-22"),
        ("November 22, 2023", "2023-11-22"),
        ("Sept 2023", "2023-09"),
    ],
)
def test_a_date_written_by_people_becomes_edtf(text, edtf):
    assert read_value(DATE, text) == edtf


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        (datetime.datetime.fromisoformat("2023-11-22"), "2023-11-22"),
        (datetime.date(2023, 11, 22), "2023-11-22"),
        (45252, "2023-11-22"),
        (45252.0, "2023-11-22"),
        ("45252", "2023-11-22"),
    ],
)
def test_a_date_kept_by_a_spreadsheet_becomes_edtf(cell, edtf):
    assert read_value(DATE, cell) == edtf


@pytest.mark.parametrize("cell", [2024, 2024.0, "2024"])
def test_a_year_is_a_year_and_no_serial_number(cell):
    assert read_value(DATE, cell) == "2024"


@pytest.mark.parametrize(
    "cell",
    [
        "31/11/2023",
        "13/13/2023",
        "2023-02-30",
        "2023-13",
        "0000",
        "22/11/23",
        "22–25/11/2023",
        "tháng 13/2023",
        "tháng 12023",
        "soon",
        "/",
        "../..",
        "12023",
        "45252.5",
        "２０２３",
        45252.5,
        99999999,
        -1,
        True,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date_is_said_with_the_forms_that_are(cell):
    assert unread(DATE, cell) == ("date", FORMS)


@pytest.mark.parametrize(
    "cell", ["22/11/2023 14:56", datetime.datetime.fromisoformat("2023-11-22 14:56")]
)
def test_a_time_of_day_is_not_dropped_in_silence(cell):
    assert unread(DATE, cell) == ("date", "2023-11-22")


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["02/01/2023", "03/04/2023"], ["2023-01-02", "2023-04-03"]),
        (["02-01-2023", "03-03-2023"], ["2023-01-02", "2023-03-03"]),
        (["02/01/2023?", ""], ["2023-01-02?", ""]),
    ],
)
def test_dates_that_could_be_month_first_are_read_day_first_and_reported(texts, cells):
    column = read_column(DATE, texts)

    assert (column.cells, column.faults) == (cells, {})
    assert (column.read_as, column.other) == ("day-first", ("month-first",))


@pytest.mark.parametrize(
    "texts",
    [
        ["02/01/2023", "22/11/2023"],
        ["02.01.2023"],
        ["ngày 02/01/2023"],
        ["03/03/2023", "11/2023", "2023-02-01"],
        [],
    ],
)
def test_dates_that_can_only_be_day_first_are_not_reported(texts):
    assert read_column(DATE, texts).other == ()


def test_dates_that_can_only_be_month_first_are_read_so_and_reported():
    column = read_column(DATE, ["02/01/2023", "11/22/2023"])

    assert column.cells == ["2023-02-01", "2023-11-22"]
    assert (column.read_as, column.other) == ("month-first", ("day-first",))


def test_dates_that_contradict_each_other_are_read_day_first_and_the_odd_ones_are_at_fault():
    column = read_column(DATE, ["22/11/2023", "11/22/2023", "02/01/2023"])

    assert column.cells == ["2023-11-22", "11/22/2023", "2023-01-02"]
    assert list(column.faults) == [1]
    assert (column.read_as, column.other) == ("day-first", ("month-first",))


def test_a_chosen_order_of_day_and_month_is_followed():
    column = read_column(DATE, ["02/01/2023", "03/04/2023"], choice="month-first")

    assert column.cells == ["2023-02-01", "2023-03-04"]
    assert (column.read_as, column.other) == ("month-first", ("day-first",))


def test_a_choice_that_is_none_changes_nothing():
    assert read_column(DATE, ["02/01/2023"], choice="decimal-comma").cells == ["2023-01-02"]


@given(st.dates(datetime.date(1000, 1, 1)), st.sampled_from("/-. "))
def test_a_day_before_its_month_is_read_back_whatever_stands_between(day, between):
    text = f"{day.day}{between}{day.month}{between}{day.year}"

    if between == " ":
        assert unread(DATE, text) == ("date", FORMS)
    else:
        assert read_value(DATE, text) == day.isoformat()
