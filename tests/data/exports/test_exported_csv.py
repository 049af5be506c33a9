"""What goes out as a CSV comes back as it was, and is harmless in Excel."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.checking import check
from data.desk.comparing import Mode, compare
from data.desk.door import sheets
from data.exports.templates import exported_csv
from data.intake.layout import Draft, drafts
from data.record.rows import Rows
from data.schema import TABLES
from data.values import spreadsheets
from tests.data.exports.templated import SHIPPED, TODAY, rows_of


def _from_csv(table: str, content: bytes) -> Rows:
    """Rows of one of our CSVs, each cell restored as the layout does it."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    header, *cells = ([spreadsheets.restored(cell) for cell in line] for line in lines)
    return {line[0]: dict(zip(header, line, strict=True)) for line in cells}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_comes_back_from_a_csv_unchanged(table):
    assert _from_csv(table, exported_csv(table, SHIPPED[table])) == SHIPPED[table]


@pytest.mark.parametrize("table", TABLES)
def test_the_desk_reads_a_csv_of_ours_as_no_change(table):
    draft = drafts(sheets(f"{table}.csv", exported_csv(table, SHIPPED[table]))[0])
    assert isinstance(draft, Draft)

    checked = check([draft], SHIPPED, TODAY)

    assert checked.findings == []
    assert not compare(SHIPPED[table], checked.rows[table], Mode.REPLACE)


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.from_regex(r"'*[=+@\-\t\r ].*"))
def test_any_text_comes_back_from_a_csv(text):
    table = rows_of("people", "name", [text])["people"]

    assert _from_csv("people", exported_csv("people", table)) == table


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_neutralising_is_undone_exactly(text):
    assert spreadsheets.restored(spreadsheets.neutralised(text)) == text


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@x", "\t=1", " =1", "\r=1", "＝1", "\n=1"])
def test_no_cell_of_a_csv_begins_like_a_formula(text):
    table = rows_of("people", "name", [text])["people"]
    content = exported_csv("people", table).decode("utf-8-sig")

    lines = list(csv.reader(io.StringIO(content, newline="")))

    assert lines[1][lines[0].index("name")] == f"'{text}"


def test_a_negative_number_in_a_csv_is_a_number():
    table = rows_of("places", "longitude", ["-3.5"])["places"]

    assert b",-3.5," in exported_csv("places", table)


def test_a_csv_is_known_to_excel_as_utf_8():
    assert exported_csv("people", {}).startswith(b"\xef\xbb\xbfperson_id,")
