"""Files with bad cells, and their marked copies opened again."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

import openpyxl
from openpyxl.cell import Cell

from data.desk.checked import Checked
from data.desk.checking import check
from data.desk.door import sheets
from data.desk.marked_copy import marked
from data.intake.layout import Draft, drafts
from data.language import Language
from data.record import rows
from data.schema import TABLES
from data.sheets.grid import Sheet

SHIPPED = rows.tables_of({name: table.path.read_bytes() for name, table in TABLES.items()})
TODAY = date(2026, 11, 26)
ENGLISH = Language("en")
LISTED = "What was found"


def row_of(**cells: str) -> list[str]:
    """A row of people that holds, but for the cells given."""
    name = f"Người {cells['person_id']}"  # not one that the record has
    held = dict(next(iter(SHIPPED["people"].values()))) | {"name": name} | cells
    return list(held.values())


HEADINGS = list(TABLES["people"].fields)
BAD = (
    ["Danh sách nhân vật"],
    HEADINGS,
    row_of(person_id="first"),
    row_of(person_id="second", country="Atlantis", source_ids="nowhere"),
    row_of(person_id="third", name=""),
)


def workbook(cells: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet, People."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "People"
    for row in cells:
        sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def text_file(cells: Iterable[Sequence[object]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(cells)
    return lines.getvalue().encode()


def examined(file: str, content: bytes) -> tuple[list[Sheet], list[Draft], Checked]:
    """What the desk knows of a file."""
    read = sheets(file, content)
    all_drafts = [one for one in map(drafts, read) if isinstance(one, Draft)]
    return read, all_drafts, check(all_drafts, SHIPPED, TODAY)


def returned(file: str, content: bytes, language: Language = ENGLISH) -> bytes:
    """The copy of a file with all that was found in it."""
    read, all_drafts, checked = examined(file, content)
    return marked(content, read, all_drafts, checked.findings, language, known=SHIPPED)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def cell(book: openpyxl.Workbook, row: int, column: str) -> Cell:
    """A cell of the second sheet, by the name of its column."""
    marked_cell = book.worksheets[1].cell(row, HEADINGS.index(column) + 1)
    assert isinstance(marked_cell, Cell)
    return marked_cell


def colour(of: Cell) -> str | None:
    return str(of.fill.fgColor.rgb)[-6:] if of.fill.fill_type == "solid" else None
