"""The one way in which a table is written."""

import csv
import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.record.canonical import canonical, renewed
from data.schema import TABLES

PEOPLE = TABLES["people"]
HEADER = ",".join(PEOPLE.fields)


def parsed(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_a_shipped_file_is_canonical(name):
    shipped = TABLES[name].path.read_bytes()

    assert canonical(TABLES[name], parsed(shipped)) == shipped


@given(st.lists(st.dictionaries(st.sampled_from(list(PEOPLE.fields)), st.text())))
def test_every_text_comes_back_as_it_was_but_for_nfc_and_line_breaks(rows):
    settled = [
        {
            column: unicodedata.normalize(
                "NFC", row.get(column, "").replace("\r\n", "\n").replace("\r", "\n")
            )
            for column in PEOPLE.fields
        }
        for row in rows
    ]

    assert parsed(canonical(PEOPLE, rows)) == settled


@given(st.lists(st.dictionaries(st.sampled_from(list(PEOPLE.fields)), st.text())))
def test_what_is_canonical_stays_as_it_is(rows):
    once = canonical(PEOPLE, rows)

    assert canonical(PEOPLE, parsed(once)) == once


def test_columns_stand_in_the_order_of_the_schema():
    backwards = dict.fromkeys(reversed(list(PEOPLE.fields)), "x")

    assert canonical(PEOPLE, [backwards]).decode().splitlines()[0] == HEADER


def test_a_table_without_rows_is_its_header():
    assert canonical(PEOPLE, []) == f"{HEADER}\n".encode()


def test_only_a_cell_that_needs_quotes_has_them():
    first, second, third = list(PEOPLE.fields)[:3]

    content = canonical(PEOPLE, [{first: "a b", second: "a,b", third: 'a"b'}]).decode()

    assert content.splitlines()[1].startswith('a b,"a,b","a""b",')


def test_rows_keep_their_order():
    rows = [{PEOPLE.key: "b"}, {PEOPLE.key: "a"}]

    assert [row[PEOPLE.key] for row in parsed(canonical(PEOPLE, rows))] == ["b", "a"]


def test_a_column_of_another_table_is_refused():
    with pytest.raises(ValueError, match="nothing_of_ours"):
        canonical(PEOPLE, [{"nothing_of_ours": "x"}])


def former(**columns):
    """The table of people with columns of earlier versions: the name of today, None if removed."""
    return replace(PEOPLE, former=columns)


@pytest.mark.parametrize("name", TABLES)
def test_a_file_with_the_columns_of_today_stays_as_it_is(name):
    shipped = TABLES[name].path.read_bytes()

    assert renewed(TABLES[name], shipped) == shipped


def test_a_new_column_is_empty_in_every_row():
    written = b"person_id,name\na,An\nb,B\xc3\xacnh\n"

    rows = parsed(renewed(PEOPLE, written))

    assert [list(row) for row in rows] == [list(PEOPLE.fields)] * 2
    assert [{**row} | {"person_id": "", "name": ""} for row in rows] == [
        dict.fromkeys(PEOPLE.fields, "")
    ] * 2
    assert [(row["person_id"], row["name"]) for row in rows] == [("a", "An"), ("b", "Bình")]


def test_a_renamed_column_keeps_its_cells_and_a_removed_one_is_gone():
    written = b"person_id,called,colour\na,An,red\n"

    (row,) = parsed(renewed(former(called="name", colour=None), written))

    assert (row["name"], list(row)) == ("An", list(PEOPLE.fields))


@pytest.mark.parametrize(
    "written",
    [
        b"person_id,colour\na,red\n",
        b"person_id,name\na\n",
        b"person_id,name,name\na,An,B\n",
        b"person_id,name,called\na,An,B\n",
    ],
)
def test_a_file_that_would_lose_a_cell_is_not_written_anew(written):
    with pytest.raises(ValueError, match=r"colour|shorter|given twice: name"):
        renewed(former(called="name"), written)


def test_columns_that_are_not_known_are_left_out_only_where_that_is_asked():
    (row,) = parsed(renewed(PEOPLE, b"person_id,colour\na,red\n", known_only=True))

    assert list(row) == list(PEOPLE.fields)
