"""The reader's own file back, with the bad cells coloured and explained."""

import io
import warnings
from collections.abc import Sequence
from typing import cast
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data.desk.checked import Finding
from data.desk.marks import (
    COLOURS,
    MOST_NOTED,
    WIDTHS,
    Marks,
    by_cell,
    headings,
    left_out,
    lines,
    marks,
    note,
)
from data.desk.rebuilt_copy import rebuilt
from data.intake.layout import Draft
from data.language import Language
from data.sheets.grid import Sheet, column_letters
from data.values import spreadsheets

MOST_KEPT = 500_000  # cells; openpyxl takes about a kilobyte for each
_AUTHOR = "Nhịp Cầu"
_FILLS = {tier: PatternFill("solid", fgColor=colour) for tier, colour in COLOURS.items()}
# What openpyxl raises on files that are no XLSX, or that only other programs can read.
_UNKEPT = (
    *(ArithmeticError, AttributeError, BadZipFile, EOFError, InvalidFileException, LookupError),
    *(OSError, SyntaxError, TypeError, ValueError),
)


def marked(
    content: bytes,
    sheets: Sequence[Sheet],
    drafts: Sequence[Draft],
    findings: Sequence[Finding],
    language: Language,
) -> bytes:
    """A copy of one uploaded file as XLSX, with its faults marked.

    A cell with a fault is red (its row is refused), amber (the cell is left out) or yellow (worth
    a look), and a comment says why. The first sheet lists every finding with links. A workbook
    is copied as far as openpyxl can; a very large one, or any other file, is written anew.
    ``sheets`` and ``drafts`` are those of this file; findings of other files are left out.
    """
    all_marks = marks(sheets, drafts, findings, language)
    if sum(len(row) for sheet in sheets for row in sheet.rows) <= MOST_KEPT:
        book = _opened(content)
        if book and {sheet.name for sheet in sheets} <= {sheet.title for sheet in book.worksheets}:
            return _kept(book, all_marks, language)
    return rebuilt(sheets, drafts, all_marks, language)


def _opened(content: bytes) -> Workbook | None:
    try:
        with warnings.catch_warnings():
            # It warns about what it cannot keep. The page says this once to the reader.
            warnings.filterwarnings("ignore", module="openpyxl")
            return openpyxl.load_workbook(io.BytesIO(content))
    except _UNKEPT:
        return None


def _kept(book: Workbook, all_marks: Marks, language: Language) -> bytes:
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
        _keep_digits(sheet)
    cells = by_cell(all_marks)
    for count, ((name, row, column), cell_marks) in enumerate(cells.items()):
        cell = _cell(book[name], row, column + 1)
        cell.fill = _FILLS[cell_marks[0].tier]
        if count < MOST_NOTED:
            _explain(cell, note(cell_marks, language))
    _list(book, all_marks, language)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _keep_digits(sheet: Worksheet) -> None:
    """Write numbers of 17 digits as they are; openpyxl would round them to 16."""
    for row in sheet.iter_rows():
        for cell in row:
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
    comment = Comment(_printable(before + words), _AUTHOR)
    comment.width = 360
    comment.height = 20 + spreadsheets.height([(comment.text, 50)], most=30) * 4 // 3
    cell.comment = comment


def _list(book: Workbook, all_marks: Marks, language: Language) -> None:
    """The first sheet: every finding, with a link to its cell."""
    title = spreadsheets.titles([language.text("What was found")], book.sheetnames)[0]
    sheet = book.create_sheet(title, 0)
    book.active = 0
    sheet.sheet_view.tabSelected = True
    _write(sheet, 1, 1, spreadsheets.OURS).font = Font(size=8, color=spreadsheets.SMALL[1:])
    for place, (heading, width) in enumerate(zip(headings(language), WIDTHS, strict=True), 1):
        _write(sheet, 2, place, heading).font = Font(bold=True)
        sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width = width
    names = {name: name for name in book.sheetnames}
    row = 2
    for row, (mark, line) in enumerate(lines(all_marks, language, names), 3):
        for place, text in enumerate(line, 1):
            _write(sheet, row, place, text)
        sheet.row_dimensions[row].height = spreadsheets.height(zip(line, WIDTHS, strict=True))
        sheet.cell(row, len(line)).fill = _FILLS[mark.tier]
        if line[0]:
            _link(sheet, row, f"{quote_sheetname(mark.sheet)}!{line[0]}")
    if more := left_out(all_marks, language):
        _write(sheet, row + 1, 5, more)
    sheet.freeze_panes = "A3"
    sheet.auto_filter.ref = f"A2:{column_letters(len(WIDTHS) - 1)}{max(row, 3)}"


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
