"""Cutting lines into rows: never otherwise than the csv module."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.intake.records import records


def by_module(text: str) -> list[list[str]] | str:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return "refused"


def by_us(text: str) -> list[list[str]] | str:
    try:
        return list(records(io.StringIO(text, newline=""), ","))
    except csv.Error:
        return "refused"


@settings(max_examples=1500)
@given(st.text('a ạ,"\n\r\t;', max_size=24))
@example('"a","b",,"c"')
@example('"",""')
@example('a"b",c')
@example('"a"b,c')
@example('"a""b","c\nd",e')
@example(',"a",\n')
@example('"a\n')
def test_a_text_is_cut_as_the_csv_module_cuts_it(text):
    assert by_us(text) == by_module(text)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=5), max_size=6))
def test_what_the_csv_module_wrote_is_read_back(rows):
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_ALL).writerows(rows)

    assert list(records(io.StringIO(lines.getvalue(), newline=""), ",")) == rows


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_cut_too(delimiter):
    assert list(records(iter([delimiter.join(["a", '"b,c"', ""])]), delimiter)) == [
        ["a", "b,c", ""]
    ]
