"""Marks cells in a workbook, in a process of its own: ``python -m data.desk.marked_process``.

openpyxl does not expect hostile files: one merged area over a whole sheet keeps it busy for ever.

Standard input is one line of JSON, ``{"cells", "list"}`` as ``Wanted`` has them, then the
workbook. Standard output is the marked workbook, or nothing where openpyxl cannot keep it.
"""

import io
import json
import re
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import column_index_from_string, quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data.intake.parts import unpacked
from data.processes.confining import confine
from data.processes.ending import end_with
from data.sheets.grid import column_letters
from data.sheets.limits import LIMITS, NoTable
from data.values import spreadsheets

SECONDS = 60
_MEMORY = 3 << 29
_MOST_MERGED = 500_000  # cells in merged areas; openpyxl walks through each of them
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
# What openpyxl raises on files that are no XLSX, or that only other programs can read.
_UNKEPT = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError),
    *(MemoryError, NoTable, OSError, SyntaxError, TypeError, ValueError),
)


@dataclass(frozen=True)
class Wanted:
    """What is to be marked in which sheets.

    ``cells`` are (sheet, row, column, colour, comment), both places from 1; an empty comment is
    none. ``title`` names the new first sheet, with ``headings`` of these ``widths`` above
    ``lines`` of (sheet, colour, texts); the first text is the address of a cell or "". ``more``
    says that findings are not listed, or is "".
    """

    sheets: Sequence[str]
    cells: Sequence[tuple[str, int, int, str, str]]
    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    lines: Sequence[tuple[str, str, Sequence[str]]]
    more: str


def main() -> None:
    """Answer for one workbook, within fixed limits of memory and time."""
    wanted = Wanted(**json.loads(sys.stdin.buffer.readline()))
    confine(memory=_MEMORY, seconds=SECONDS)
    try:
        marked = _marked(sys.stdin.buffer.read(), wanted)
    except _UNKEPT:
        return
    end_with([marked])


def _marked(content: bytes, wanted: Wanted) -> bytes:
    if _merged_cells(content) > _MOST_MERGED:
        return b""
    with warnings.catch_warnings():
        # It warns about what it cannot keep. The page says this once to the reader.
        warnings.filterwarnings("ignore", module="openpyxl")
        book = openpyxl.load_workbook(io.BytesIO(content))
    if not set(wanted.sheets) <= {sheet.title for sheet in book.worksheets}:
        return b""
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
        _keep_digits(sheet)
    for name, row, column, colour, comment in wanted.cells:
        cell = _cell(book[name], row, column)
        cell.fill = _fill(colour)
        if comment:
            _explain(cell, comment)
    _list(book, wanted)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _merged_cells(content: bytes) -> int:
    """How many cells the merged areas of all sheets have."""
    parts = unpacked(content, LIMITS.unpacked, lambda name: name.startswith("xl/worksheets/"))
    count = 0
    for left, top, right, bottom in (
        one for part in parts.values() for one in _MERGED.findall(part)
    ):
        first, last = (column_index_from_string(column.decode()) for column in (left, right))
        count += (last - first + 1) * (int(bottom) - int(top) + 1)
    return count


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _keep_digits(sheet: Worksheet) -> None:
    """Write numbers of 17 digits as they are; openpyxl would round them to 16.

    Only the cells that exist: going through all rows would make those up to the farthest one.
    """
    for cell in sheet._cells.values():
        number = cell.value
        if isinstance(number, float) and float(f"{number:.16g}") != number:
            cell.value = repr(number)
            cell.data_type = "n"


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell; in a merged area its first cell, which holds the value."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(area.min_row, area.min_col)
    return cast("Cell", cell)


def _explain(cell: Cell, words: str) -> None:
    before = f"{cell.comment.text}\n\n" if cell.comment else ""
    comment = Comment(_printable(before + words), spreadsheets.AUTHOR)
    comment.width = 360
    comment.height = 20 + spreadsheets.height([(comment.text, 50)], most=30) * 4 // 3
    cell.comment = comment


def _list(book: Workbook, wanted: Wanted) -> None:
    """The first sheet: every finding, with a link to its cell."""
    title = spreadsheets.titles([wanted.title], book.sheetnames)[0]
    sheet = book.create_sheet(title, 0)
    book.active = 0
    sheet.sheet_view.tabSelected = True
    _write(sheet, 1, 1, spreadsheets.OURS).font = Font(size=8, color=spreadsheets.SMALL[1:])
    for place, (heading, width) in enumerate(zip(wanted.headings, wanted.widths, strict=True), 1):
        _write(sheet, 2, place, heading).font = Font(bold=True)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
    row = 2
    for row, (name, colour, line) in enumerate(wanted.lines, 3):
        for place, text in enumerate(line, 1):
            _write(sheet, row, place, text)
        sheet.row_dimensions[row].height = spreadsheets.height(
            zip(line, wanted.widths, strict=True)
        )
        sheet.cell(row, len(line)).fill = _fill(colour)
        if line[0]:
            _link(sheet, row, f"{quote_sheetname(name)}!{line[0]}")
    if wanted.more:
        _write(sheet, row + 1, 5, wanted.more)
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{column_letters(len(wanted.widths) - 1)}{max(row, 3)}"


def _link(sheet: Worksheet, row: int, target: str) -> None:
    cell = sheet.cell(row, 1)
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
    cell.font = Font(underline="single", color=spreadsheets.ACCENT[1:])


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write a text as text, even if openpyxl would take it for a formula or an error."""
    cell = _cell(sheet, row, column)
    cell.value = _printable(text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _printable(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))


if __name__ == "__main__":
    main()
