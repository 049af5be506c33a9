"""Writes a marked copy anew, for a file that is no workbook or is too large to edit as one."""

import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import quote_sheetname

from data.desk.checked import Tier
from data.desk.marks import (
    COLOURS,
    MOST_NOTED,
    WIDTHS,
    Marks,
    by_cell,
    headings,
    left_out,
    lines,
    note,
)
from data.intake.layout import Draft
from data.language import Language
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet
from data.values import spreadsheets
from data.values.columns import shown

_FIRST_DAY = datetime.date(1900, 3, 1)  # Excel has a 29 February 1900, which did not exist
_CUT = " […]"
MOST_WHOLE = 1_000_000  # cells; more take minutes to write


class _Look(NamedTuple):
    """How a cell is drawn: the tier of its mark, and what it holds."""

    tier: Tier | None = None
    kind: str = "text"


_KINDS: Mapping[str, dict[str, object]] = {
    "text": {"num_format": "@"},
    "quoted": {"num_format": "@", "quote_prefix": True},
    "number": {},
    "date": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "heading": {"num_format": "@", "bold": True, "bottom": 1},
}
_Formats = Mapping[_Look, Any]


def rebuilt(
    sheets: Sequence[Sheet], drafts: Sequence[Draft], all_marks: Marks, language: Language
) -> bytes:
    """The sheets as XLSX with marks and comments, after a first sheet that lists the findings.

    Numbers and doubtful values stand as we read them: a text "1.234" could be read as another
    number when the copy is uploaded. A text too long for a workbook is cut, and a comment says
    so. Of a very large file only rows with faults are written, in their old places.
    """
    large = sum(len(row) for sheet in sheets for row in sheet.rows) > MOST_WHOLE
    listed, *names = spreadsheets.titles(
        [language.text("What was found"), *(s.name or PurePath(s.file).stem for s in sheets)]
    )
    titles = {sheet.name: title for sheet, title in zip(sheets, names, strict=True)}
    drafted = {(draft.file, draft.sheet): draft for draft in drafts}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as workbook:
        formats = {
            _Look(tier, kind): workbook.add_format(
                {"valign": "top", **look, **({"bg_color": f"#{COLOURS[tier]}"} if tier else {})}
            )
            for tier in (None, *Tier)
            for kind, look in _KINDS.items()
        }
        first = workbook.add_worksheet(listed)
        _list(first, all_marks, language, titles, formats)
        if large:
            first.write_string(1, len(WIDTHS) + 1, _large(language))
        comments = _comments(all_marks)
        for sheet in sheets:
            page = _Page(workbook.add_worksheet(titles[sheet.name]), formats, language, large=large)
            draft = drafted.get((sheet.file, sheet.name))
            page.write(sheet, draft, comments.get(sheet.name, {}))
    return content.getvalue()


class _Comment(NamedTuple):
    """What is wrong with a cell: the worst tier of its faults, and the words of its comment."""

    tier: Tier
    note: str


_Rows = Mapping[int, Mapping[int, _Comment]]  # by row from 1, then column from 0


def _comments(all_marks: Marks) -> Mapping[str, _Rows]:
    """The comment of each cell, by sheet; after ``MOST_NOTED`` cells its words are ""."""
    comments: dict[str, dict[int, dict[int, _Comment]]] = {}
    for count, ((sheet, row, column), of_cell) in enumerate(by_cell(all_marks).items()):
        words = note(of_cell) if count < MOST_NOTED else ""
        comments.setdefault(sheet, {}).setdefault(row, {})[column] = _Comment(
            of_cell[0].tier, words
        )
    return comments


class _Page(NamedTuple):
    """A sheet being written. Rows go in order, because the library keeps one row in memory."""

    sheet: Any
    formats: _Formats
    language: Language
    large: bool

    def write(self, source: Sheet, draft: Draft | None, comments: _Rows) -> None:
        """Write every cell; cells with a fault get a colour and a comment."""
        self.sheet.set_column(0, max(map(len, source.rows), default=1), 22)
        as_read = _as_read(draft)
        places = {number: place for place, number in enumerate(draft.numbers)} if draft else {}
        header = draft.header_row if draft else 0
        if header:
            self.sheet.freeze_panes(header, 0)
        if self.large:
            self.sheet.set_default_row(hide_unused_rows=True)
        for number, row in enumerate(source.rows, 1):
            faults = comments.get(number, {})
            if self.large and number > header and not faults:
                continue
            cells = [*row, *[None] * (max(faults, default=-1) + 1 - len(row))]
            if number in places:
                for column, texts in as_read.items():
                    if column < len(cells):
                        cells[column] = _number_or_text(texts[places[number]])
            self._write_row(number - 1, cells, faults, is_heading=number == header)

    def _write_row(
        self, row: int, cells: Sequence[Cell], faults: Mapping[int, _Comment], *, is_heading: bool
    ) -> None:
        for column, cell in enumerate(cells):
            fault = faults.get(column)
            tier = fault.tier if fault else None
            self._write_cell(row, column, cell, tier, is_heading=is_heading)
            if fault and fault.note:
                self._explain(row, column, fault.note)

    def _explain(self, row: int, column: int, words: str) -> None:
        height = 20 + spreadsheets.height([(words, 50)], most=30) * 4 // 3
        size = {"author": spreadsheets.AUTHOR, "width": 360, "height": height}
        self.sheet.write_comment(row, column, words, size)

    def _write_cell(
        self, row: int, column: int, cell: Cell, tier: Tier | None, *, is_heading: bool
    ) -> None:
        if cell is None or cell == "":
            if tier:
                self.sheet.write_blank(row, column, None, self.formats[_Look(tier)])
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell, self.formats[_Look(tier, "number")])
        elif isinstance(cell, datetime.date) and _day(cell) >= _FIRST_DAY:
            kind = "moment" if isinstance(cell, datetime.datetime) else "date"
            self.sheet.write_datetime(row, column, cell, self.formats[_Look(tier, kind)])
        elif isinstance(cell, int | float) and _is_kept(cell):
            self.sheet.write_number(row, column, cell, self.formats[_Look(tier, "number")])
        else:
            kind = "heading" if is_heading else "text"
            self._write_text(row, column, shown(cell), _Look(tier, kind))

    def _write_text(self, row: int, column: int, text: str, look: _Look) -> None:
        if look.kind == "text" and spreadsheets.is_formula(text):
            look = look._replace(kind="quoted")
        if not spreadsheets.fits(text):
            text = text[: spreadsheets.MOST_CHARACTERS // 2] + _CUT
            sentence = self.language.text("This text is too long for a workbook and is cut here.")
            look = look._replace(tier=look.tier or Tier.WARNED)
            self._explain(row, column, sentence)
        self.sheet.write_string(row, column, text, self.formats[look])


def _as_read(draft: Draft | None) -> dict[int, list[str]]:
    """Texts as we read them, by physical column, for numbers and doubtful columns."""
    if draft is None:
        return {}
    fields = TABLES[draft.table].fields
    doubtful = {question.about for question in draft.questions}
    return {
        draft.columns[name]: texts
        for name, texts in draft.cells.items()
        if (fields[name].type == "number" or name in doubtful) and name in draft.columns
    }


def _number_or_text(text: str) -> Cell:
    number = spreadsheets.number_of(text)
    return text if number is None else number


def _is_kept(number: float) -> bool:
    return abs(number) < float("inf") and spreadsheets.number_of(shown(number)) is not None


def _day(cell: datetime.date) -> datetime.date:
    return cell.date() if isinstance(cell, datetime.datetime) else cell


def _large(language: Language) -> str:
    return language.text(
        "The file is large: only its rows at fault are copied, each in the row where it stands."
    )


def _list(
    sheet: Any,
    all_marks: Marks,
    language: Language,
    titles: Mapping[str, str],
    formats: _Formats,
) -> None:
    """The first sheet: every finding, with a link to its cell."""
    for place, width in enumerate(WIDTHS):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(2, 0)
    sheet.autofilter(1, 0, max(2, len(all_marks.shown) + 1), len(WIDTHS) - 1)
    sheet.write_string(0, 0, spreadsheets.OURS)
    for place, heading in enumerate(headings(language)):
        sheet.write_string(1, place, heading, formats[_Look(None, "heading")])
    row = 1
    for row, (mark, line) in enumerate(lines(all_marks, titles), 2):
        sheet.set_row(row, spreadsheets.height(zip(line, WIDTHS, strict=True)))
        if line[0]:
            target = f"internal:{quote_sheetname(line[1])}!{line[0]}"
            sheet.write_url(row, 0, target, string=line[0])
        for place, text in enumerate(line[1:], 1):
            tier = mark.tier if place == len(line) - 1 else None
            kind = "quoted" if spreadsheets.is_formula(text) else "text"
            sheet.write_string(row, place, text, formats[_Look(tier, kind)])
    if more := left_out(all_marks, language):
        sheet.write_string(row + 1, 4, more)
