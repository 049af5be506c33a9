"""Numbers as people and spreadsheets write them become ours, to the last digit."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.values import written_numbers
from data.values.columns import read_column
from tests.data.values.valuing import AMOUNT, read_value, unread


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("1'234'567.89", "1234567.89"),
        ("24.650.000", "24650000"),
        ("24,650,000", "24650000"),
        ("24,65", "24.65"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1234,567", "1234.567"),
        ("-5", "-5"),
        ("−1.234,5", "-1234.5"),
        ("+5", "5"),
        ("1,50", "1.5"),
        ("-0,0", "0"),
        (",5", "0.5"),
        ("35,1%", "35.1"),
        ("35.1 %", "35.1"),
    ],
)
def test_a_number_written_by_people_becomes_ours(text, number):
    assert read_value(AMOUNT, text) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.0, "12"),
        (1.2e10, "12000000000"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (0.1, "0.1"),
        (35.1, "35.1"),
        (1234.567, "1234.567"),
        (-0.0, "0"),
        (10**20, "1" + "0" * 20),
    ],
)
def test_a_number_of_a_spreadsheet_keeps_all_its_digits(cell, number):
    assert read_value(AMOUNT, cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "1e6",
        "1,2E+10",
        "5.",
        "(5)",
        "1 23",
        "12.34.56",
        "1.234,567,8",
        "%",
        "5 km",
        "１２",
        True,
        datetime.date(2023, 1, 1),
        float("nan"),
        float("-inf"),
    ],
)
def test_what_is_no_number_is_said(cell):
    assert unread(AMOUNT, cell) == ("number", "1234.5")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24,65 triệu", "24650000"),
        ("275,028 tỷ đồng", "275028000000"),
        ("1.500 tỷ", "1500000000000"),
        ("1,5 nghìn tỷ đồng", "1500000000000"),
        ("1.5 million", "1500000"),
        ("€1.5 million", "1500000"),
        ("1.500 billion", "1500000000"),
        ("2 milliards", "2000000000"),
        ("24.650.000 đồng", "24650000"),
        ("USD 1,500", "1.5 | 1500"),
    ],
)
def test_an_amount_in_words_is_never_multiplied_but_its_full_number_is_proposed(text, number):
    assert unread(AMOUNT, text) == ("amount-words", number)


def test_a_number_that_could_be_thousands_is_read_the_vietnamese_way_and_reported():
    column = read_column(AMOUNT, ["1.234", "2,500", "7"])

    assert column.cells == ["1234", "2.5", "7"]
    assert (column.read_as, column.other) == ("decimal-comma", ("decimal-point",))


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["1.234", "1.234.567"], ["1234", "1234567"]),
        (["1.234", "5,5"], ["1234", "5.5"]),
        (["1.234", "5.5"], ["1.234", "5.5"]),
        (["1,234", "1,234,567"], ["1234", "1234567"]),
    ],
)
def test_other_numbers_of_a_column_settle_what_could_be_thousands(texts, cells):
    column = read_column(AMOUNT, texts)

    assert (column.cells, column.other) == (cells, ())


def test_numbers_that_contradict_each_other_leave_the_doubtful_ones_reported():
    column = read_column(AMOUNT, ["1,5", "1.5", "1.234"])

    assert column.cells == ["1.5", "1.5", "1234"]
    assert (column.read_as, column.other) == ("decimal-comma", ("decimal-point",))


def test_a_chosen_decimal_mark_is_followed():
    column = read_column(AMOUNT, ["1.234", "2,500"], choice="decimal-point")

    assert column.cells == ["1.234", "2500"]
    assert (column.read_as, column.other) == ("decimal-point", ("decimal-comma",))


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=2), st.sampled_from([".,", ",."]))
def test_a_number_with_thousands_and_two_decimals_is_read_back(number, marks):
    gap, mark = marks
    text = f"{number:,.2f}".translate(str.maketrans({",": gap, ".": mark}))

    assert float(str(read_value(AMOUNT, text))) == float(number)


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("33.33333333333334", "33.333333333333"),
        ("-0.0000000000004", "0"),
        ("0.999999999999999", "1"),
        ("123456789012345678.123456789012", "123456789012345678.123456789012"),
        ("123456789012345678.1234567890129", "123456789012345678.123456789013"),
    ],
)
def test_no_more_decimals_are_kept_than_the_record_has(number, kept):
    assert written_numbers.rounded(number) == kept
