"""The reader's own file back, with the bad cells coloured and explained."""

import dataclasses
import json
from collections.abc import Sequence

from data.desk.checked import Finding
from data.desk.marked_process import SECONDS, Wanted
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
from data.processes import running
from data.record.wording import Known
from data.sheets.grid import Sheet

MOST_KEPT = 500_000  # cells; openpyxl takes about a kilobyte for each
_ZIP = b"PK"


def marked(
    content: bytes,
    sheets: Sequence[Sheet],
    drafts: Sequence[Draft],
    findings: Sequence[Finding],
    language: Language,
    *,
    known: Known,
) -> bytes:
    """A copy of one uploaded file as XLSX, with its faults marked.

    A cell with a fault is red (its row is refused), amber (the cell is left out) or yellow (worth
    a look), and a comment says why. The first sheet lists every finding with links. A workbook
    is copied as far as openpyxl can; a very large one, or any other file, is written anew.
    ``sheets`` and ``drafts`` are those of this file; findings of other files are left out.
    ``known`` are the published rows.
    """
    all_marks = marks(sheets, drafts, findings, language, known)
    is_small = sum(len(row) for sheet in sheets for row in sheet.rows) <= MOST_KEPT
    kept = _kept(content, sheets, all_marks, language) if is_small else b""
    return kept or rebuilt(sheets, drafts, all_marks, language)


def _kept(content: bytes, sheets: Sequence[Sheet], all_marks: Marks, language: Language) -> bytes:
    """The workbook itself with its marks; nothing where it is none, or takes too long."""
    if not content.startswith(_ZIP):
        return b""
    asked = json.dumps(dataclasses.asdict(_wanted(sheets, all_marks, language)))
    try:
        # Working time is limited in the process; the wait leaves room for a busy machine.
        return running.output(
            "data.desk.marked_process", asked.encode(), b"\n", content, seconds=2 * SECONDS
        )
    except (running.Failed, running.Spent, running.NoTurn):
        return b""


def _wanted(sheets: Sequence[Sheet], all_marks: Marks, language: Language) -> Wanted:
    return Wanted(
        sheets=[sheet.name for sheet in sheets],
        cells=[
            (
                name,
                row,
                column + 1,
                COLOURS[of_cell[0].tier],
                note(of_cell) if count < MOST_NOTED else "",
            )
            for count, ((name, row, column), of_cell) in enumerate(by_cell(all_marks).items())
        ],
        title=language.text("What was found"),
        headings=headings(language),
        widths=WIDTHS,
        lines=[(mark.sheet, COLOURS[mark.tier], line) for mark, line in lines(all_marks, {})],
        more=left_out(all_marks, language),
    )
