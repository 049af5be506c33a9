"""Latitudes and longitudes as people write them become decimal degrees."""

import pytest

from data.values.columns import read_column
from tests.data.values.valuing import LATITUDE, LONGITUDE, read_value, unread


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("21.386", "21.386"),
        ("21,386", "21.386"),
        ("21,386°", "21.386"),
        ("21.386° Bắc", "21.386"),
        ("21°23'10\"N", "21.386111"),
        ("21° 23′ 10,5″ B", "21.38625"),
        ("N 21°23'", "21.383333"),
        ("21°23'10''N", "21.386111"),
        ("21,5 S", "-21.5"),
        ("-21.5", "-21.5"),
    ],
)
def test_a_latitude_becomes_decimal_degrees(text, degrees):
    assert read_value(LATITUDE, text) == degrees


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("103,017", "103.017"), ("103°1'1.2\"E", "103.017"), ("103° Đ", "103"), ("2,35° O", "-2.35")],
)
def test_a_longitude_becomes_decimal_degrees(text, degrees):
    assert read_value(LONGITUDE, text) == degrees


@pytest.mark.parametrize(
    "text",
    [
        "21°23'10\"E",
        "21°60'N",
        "21.5°23'N",
        "-21°N",
        "21.386, 103.017",
        "north",
        "35%",
        "21°23'10\"N 103°1'E",
        "N21°S",
        "1234°",
    ],
)
def test_what_is_no_latitude_is_said(text):
    assert unread(LATITUDE, text)[0] == "coordinate"


def test_the_bounds_of_a_column_settle_what_could_be_thousands():
    column = read_column(LATITUDE, ["21.386", "21,412"])

    assert (column.cells, column.other) == (["21.386", "21.412"], ())
