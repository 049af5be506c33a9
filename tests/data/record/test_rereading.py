"""A table read version after version is what it is when read anew, and only new lines are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data.record import rereading
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rereading import Rereading
from data.record.rows import Rows, rows_of
from data.schema import TABLES

SHIPPED = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
PEOPLE = TABLES["people"]
CELL = some.text(some.sampled_from('ab",;\n\r \u202eế'), max_size=6)
TABLE = some.dictionaries(some.sampled_from("abcdef"), CELL, max_size=6)


@pytest.mark.parametrize("table", TABLES)
def test_the_shipped_tables_are_read_as_ever(table):
    again, content = Rereading(table), SHIPPED[table]

    for _time in range(2):
        read = again.rows(content)
        assert read == rows_of(table, content)
        assert list(read) == list(rows_of(table, content))


@given(some.lists(TABLE, min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_of_each_version(versions):
    again = Rereading("people")
    for version in versions:
        rows = [{"person_id": key, "note_en": cell} for key, cell in version.items()]
        content = canonical(PEOPLE, rows)

        assert list(again.rows(content).items()) == list(rows_of("people", content).items())


HEAD = b"person_id,name\n"


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\n" + HEAD + b"a,one\n",
        b"\xff",
        HEAD + b"a,one\na,two\n",
        HEAD + b",without an id\nb,two\n",
        HEAD + b'a,"never closed\nb,two\n',
        HEAD + b'a,in "the middle\nb,and" here\n',
        HEAD.replace(b"\n", b"\r\n") + b"a,one\r\n\r\nb,two\r\n",
        b"\xef\xbb\xbf" + HEAD + b"a,one\rb,two\n",
    ],
)
def test_what_is_no_table_of_ours_is_read_as_ever_and_so_is_the_one_after_it(broken):
    again, sound = Rereading("people"), SHIPPED["people"]

    for content in (sound, broken, broken, sound, broken):
        assert again.rows(content) == rows_of("people", content)


def test_only_lines_that_changed_are_read(monkeypatch):
    read: list[int] = []

    def counted(table: str, content: bytes) -> Rows:
        rows = rows_of(table, content)
        read.append(len(rows))
        return rows

    monkeypatch.setattr(rereading, "rows_of", counted)
    again, rows = Rereading("projects"), rows_of("projects", SHIPPED["projects"])
    first = again.rows(SHIPPED["projects"])
    for number in range(50):
        key = list(rows)[number % len(rows)]
        rows[key] = {**rows[key], "name_en": f"Called {number}\nand more"}
        last = again.rows(canonical(TABLES["projects"], rows.values()))

    assert last == rows
    assert read == [len(rows)] + [1] * 50
    assert all(again.rows(SHIPPED["projects"])[key] == row for key, row in first.items())
