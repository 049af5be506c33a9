"""Findings as a copy of the reader's file shows them: in which cell, in which colour and words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.desk.checked import Finding, Tier
from data.faults import Fault
from data.intake.layout import Draft
from data.language import Language
from data.record.wording import Known, expected, heading, sentence
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet, column_letters
from data.values.columns import shown, tidy

COLOURS: Mapping[Tier, str] = {
    Tier.REFUSED: "F6B0A6",
    Tier.DROPPED: "FFCF87",
    Tier.WARNED: "FFF2A8",
    Tier.ASIDE: "E3E1DC",
}
WIDTHS = (10, 22, 8, 30, 70, 40, 40, 22)  # of the list's columns, in characters
MOST_MARKED = 50_000  # findings, the worst first; more would help nobody and fill the memory
MOST_NOTED = 5_000  # Excel opens slowly with more comments than that
_LONGEST = 1_000
_DOUBLED = "duplicate-column"


@dataclass(frozen=True)
class Mark:
    """One finding: the sheet by its name in the file, its cell, and its sentence.

    ``row`` is the physical row (1 is the first), ``column`` the physical column (0 is the first);
    both are None where the finding is about the whole sheet.
    """

    tier: Tier
    sheet: str
    row: int | None
    column: int | None
    label: str
    fault: Fault
    sentence: str
    becomes: str
    expected: str


@dataclass(frozen=True)
class Marks:
    """The findings of a file, worst first, then in file order; and how many are not shown."""

    shown: Sequence[Mark]
    left_out: int


Place = tuple[str, int, int]  # sheet, row from 1, column from 0


def marks(
    sheets: Sequence[Sheet],
    drafts: Sequence[Draft],
    findings: Iterable[Finding],
    language: Language,
    known: Known,
) -> Marks:
    """The findings of one file in a language; those of other files are left out.

    ``known`` are the published rows, of which some are named in what was expected.
    """
    files = {sheet.file for sheet in sheets}
    order = {sheet.name: place for place, sheet in enumerate(sheets)}
    drafted = {(draft.file, draft.sheet): draft for draft in drafts}
    tiers = list(Tier)
    ordered = sorted(
        (finding for finding in findings if finding.fault.file in files),
        key=lambda one: (tiers.index(one.tier), order.get(one.sheet, -1), one.fault.row or 0),
    )
    shown = []
    for finding in ordered[:MOST_MARKED]:
        draft = drafted.get((finding.fault.file, finding.sheet))
        sheet = sheets[order[finding.sheet]] if draft else None
        shown.append(_mark(finding, draft, sheet, language, known))
    return Marks(shown, max(0, len(ordered) - MOST_MARKED))


def _mark(
    finding: Finding, draft: Draft | None, sheet: Sheet | None, language: Language, known: Known
) -> Mark:
    fault = finding.fault
    column = _column(draft, sheet, fault) if draft and sheet else None
    return Mark(
        finding.tier,
        finding.sheet,
        None if column is None else fault.row,
        column,
        heading(finding.table, fault, language),
        fault,
        sentence(finding.table, fault, language, known),
        becomes(finding, language),
        _expected(finding, language, known),
    )


def by_cell(all_marks: Marks) -> dict[Place, list[Mark]]:
    """The marks of each cell, worst first; findings about a whole sheet are not in it."""
    cells: dict[Place, list[Mark]] = {}
    for mark in all_marks.shown:
        if mark.row is not None and mark.column is not None:
            cells.setdefault((mark.sheet, mark.row, mark.column), []).append(mark)
    return cells


def note(cell_marks: Sequence[Mark]) -> str:
    """The comment of a cell: each finding, and what happens because of it."""
    kept = {f"{mark.sentence[:_LONGEST]} ({mark.becomes})": None for mark in cell_marks}
    return "\n\n".join(kept)


def consequence(tier: Tier, kind: str, language: Language) -> str:
    """What happens to the row or cell of a finding of this kind."""
    _ = language.text
    if tier == Tier.WARNED and (made := _as_told(kind, language)):
        return made
    return {
        Tier.REFUSED: _("row not kept"),
        Tier.DROPPED: _("cell left out"),
        Tier.WARNED: _("kept, worth a look"),
        Tier.ASIDE: _("left aside"),
    }[tier]


def becomes(finding: Finding, language: Language) -> str:
    """The same of one finding: also what was made of a cell, and the cell that goes with it."""
    table, column = TABLES.get(finding.table), finding.fault.column or ""
    pair = table.together.get(column, ()) if table else ()
    if finding.tier != Tier.DROPPED or table is None or not pair:
        return consequence(finding.tier, finding.fault.kind, language)
    (other,) = (table.fields[name].labels[language.code] for name in pair if name != column)
    return language.text("cell left out, and “{column}” with it").format(column=other)


def _as_told(kind: str, language: Language) -> str:
    """What becomes of what is not kept as it stands, though its row is; "" for any other kind."""
    _ = language.text
    return {
        "says-nothing": _("taken as empty"),
        "rounded": _("kept, rounded"),
        "repeated": _("kept once"),
        "renamed": _("kept under the id in our form"),
        "short-line": _("stays as published"),
        "short-lines": _("stays as published"),
    }.get(kind, "")


def headings(language: Language) -> tuple[str, ...]:
    """Headings of the list of findings."""
    _ = language.text
    return (
        _("Cell"),
        _("Sheet"),
        _("Row"),
        _("Column"),
        _("What is wrong"),
        _("Found"),
        _("Expected"),
        _("What becomes of it"),
    )


def lines(all_marks: Marks, titles: Mapping[str, str]) -> Iterator[tuple[Mark, tuple[str, ...]]]:
    """Rows of the list of findings; the first cell is "" where there is no cell to link to."""
    for mark in all_marks.shown:
        fault = mark.fault
        yield (
            mark,
            (
                address(mark.row, mark.column),
                titles.get(mark.sheet, mark.sheet),
                "" if fault.row is None else str(fault.row),
                mark.label,
                mark.sentence[:_LONGEST],
                (fault.found or "")[:_LONGEST],
                mark.expected[:_LONGEST],
                mark.becomes,
            ),
        )


def left_out(all_marks: Marks, language: Language) -> str:
    """A sentence on how many findings are not listed; "" where all are."""
    if not all_marks.left_out:
        return ""
    return language.plural(
        "{count} more is not listed.", "{count} more are not listed.", all_marks.left_out
    )


def address(row: int | None, column: int | None) -> str:
    """A cell's name in a spreadsheet: row 7 and column 1 give B7; "" without row or column."""
    return "" if row is None or column is None else f"{column_letters(column)}{row}"


def _expected(finding: Finding, language: Language, known: Known) -> str:
    table = TABLES.get(finding.table)
    return expected(table, finding.fault, language, known) if table else ""


def _column(draft: Draft, sheet: Sheet, fault: Fault) -> int | None:
    """The physical column (0 is the first) of a fault; None where it has no row.

    A cell without a heading, or a column given twice, is looked up by its text. Where the file
    does not have the column, the row's id is marked.
    """
    if fault.row is None:
        return None
    if fault.column is None or fault.kind == _DOUBLED:
        row = sheet.rows[fault.row - 1] if fault.row <= len(sheet.rows) else ()
        known = set(draft.columns.values())
        wanted = _plain(fault.found)
        for place, cell in enumerate(row):
            if place not in known and cell is not None and _plain(cell) == wanted:
                return place
    key = draft.columns.get(TABLES[draft.table].key, 0)
    return draft.columns.get(fault.column or "", key)


def _plain(cell: Cell) -> str:
    return " ".join(tidy(shown(cell)).split())
