"""Cutting a file into rows by Arrow's reader: never otherwise than the csv module."""

import csv
import io

import pyarrow.csv
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.intake.arrow_rows import Uneven, even_rows

CELLS = ("a", "", '"b"', '"x,y"', '"q""q"', '"l\nm"', '"\r\n"', "ạ", " ", '""', '""""', "NULL")


def by_module(text):
    try:
        return trimmed(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return "refused"


def by_arrow(text, delimiter=",", columns=50):
    content = memoryview(text.encode())
    kept = even_rows(content, delimiter, columns, lambda cell: cell.encode("latin-1").decode())
    return trimmed(kept)


def trimmed(rows):
    """Rows without empty cells at their ends."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and not row[-1]:
            row.pop()
    return kept


@pytest.mark.slow
@settings(max_examples=1500)
@given(
    st.text('a ạ,"\n\r\t;', max_size=24)
    | st.lists(st.lists(st.sampled_from(CELLS), min_size=3, max_size=3).map(",".join)).map(
        "\n".join
    )
)
@example('"a","b",,"c"')
@example('"",""')
@example('a"b",c')
@example('"a"b,c')
@example('"a""b","c\nd",e')
@example(',"a",\n')
@example('"a\n')
@example("a,b\n\nc,d")
def test_what_is_cut_is_cut_as_the_csv_module_cuts_it(text):
    try:
        cut = by_arrow(text)
    except Uneven:
        return
    assert cut == by_module(text)


@pytest.mark.slow
@given(
    st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_the_csv_module_wrote_is_cut(rows, quoting):
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=quoting).writerows(rows)

    assert by_arrow(lines.getvalue()) == trimmed(rows)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_cut_too(delimiter):
    assert by_arrow(delimiter.join(["a", '"b,c"', "d\n"]), delimiter) == [["a", "b,c", "d"]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("a,b\nc\n", id="fewer cells"),
        pytest.param("a,b\nc,d,e\n", id="more cells"),
        pytest.param('a,b"c\n', id="a mark within a cell"),
        pytest.param('a,"b"c\n', id="a cell that goes on after its mark"),
        pytest.param('a,"b\n', id="a mark without its twin"),
        pytest.param("a," * 50 + "a", id="too many columns"),
        pytest.param("a,b\n" * 500_000 + "c", id="an end unlike the beginning"),
        pytest.param("a," + "b" * 2_000_000, id="a cell larger than a block"),
    ],
)
def test_any_other_file_is_left_to_the_csv_module(text):
    with pytest.raises(Uneven):
        by_arrow(text)


@pytest.mark.parametrize(
    "beginning", ["", '"a\nb",'], ids=["at once", "after a line end in a cell"]
)
def test_arrow_is_not_made_ready_for_a_million_columns(monkeypatch, beginning):
    monkeypatch.setattr(pyarrow.csv, "open_csv", None)

    with pytest.raises(Uneven):
        by_arrow(beginning + "," * 900_000 + "a\n")
