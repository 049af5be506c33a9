"""Findings as they are shown in a copy of the reader's own file: where, how, in which words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.desk.checking import Finding, Tier
from data.faults import Fault
from data.intake.layout import Draft
from data.language import Language
from data.schema import TABLES
from data.sheets.grid import Cell, Sheet
from data.values import spreadsheets
from data.values.columns import shown, tidy

COLOURS: Mapping[Tier, str] = {
    Tier.REFUSED: "F6B0A6",
    Tier.DROPPED: "FFCF87",
    Tier.WARNED: "FFF2A8",
}
WIDTHS = (10, 22, 8, 30, 70, 40, 40, 22)  # of the list's columns, in characters
MOST_MARKED = 50_000  # findings, the gravest of them; more help nobody, and fill the memory
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


@dataclass(frozen=True)
class Marks:
    """The findings of a file, gravest first, then as they stand; and how many more there are."""

    shown: Sequence[Mark]
    left_out: int


Place = tuple[str, int, int]  # sheet, row from 1, column from 0


def marks(
    sheets: Sequence[Sheet],
    drafts: Sequence[Draft],
    findings: Iterable[Finding],
    language: Language,
) -> Marks:
    """The findings of one file in the words of a language; those of other files are left out."""
    files = {sheet.file for sheet in sheets}
    order = {sheet.name: place for place, sheet in enumerate(sheets)}
    drafted = {(draft.file, draft.sheet): draft for draft in drafts}
    tiers = list(Tier)
    found = sorted(
        (finding for finding in findings if finding.fault.file in files),
        key=lambda one: (tiers.index(one.tier), order.get(one.sheet, -1), one.fault.row or 0),
    )
    shown = []
    for finding in found[:MOST_MARKED]:
        draft = drafted.get((finding.fault.file, finding.sheet))
        sheet = sheets[order[finding.sheet]] if draft else None
        shown.append(_mark(finding, draft, sheet, language))
    return Marks(shown, max(0, len(found) - MOST_MARKED))


def _mark(finding: Finding, draft: Draft | None, sheet: Sheet | None, language: Language) -> Mark:
    fault = finding.fault
    column = _column(draft, sheet, fault) if draft and sheet else None
    return Mark(
        finding.tier,
        finding.sheet,
        None if column is None else fault.row,
        column,
        _label(finding, language),
        fault,
        fault.sentence(language),
    )


def by_cell(found: Marks) -> dict[Place, list[Mark]]:
    """The marks of each cell, gravest first."""
    cells: dict[Place, list[Mark]] = {}
    for mark in found.shown:
        if mark.row is not None and mark.column is not None:
            cells.setdefault((mark.sheet, mark.row, mark.column), []).append(mark)
    return cells


def note(found: Sequence[Mark], language: Language) -> str:
    """What a cell's comment says: each sentence and what becomes of it."""
    kept = {
        f"{mark.sentence[:_LONGEST]} ({consequence(mark.tier, language)})": None for mark in found
    }
    return "\n\n".join(kept)


def consequence(tier: Tier, language: Language) -> str:
    """What becomes of what a finding is about."""
    _ = language.text
    return {
        Tier.REFUSED: _("row not kept"),
        Tier.DROPPED: _("cell left out"),
        Tier.WARNED: _("kept, worth a look"),
    }[tier]


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


def lines(
    found: Marks, language: Language, titles: Mapping[str, str]
) -> Iterator[tuple[Mark, tuple[str, ...]]]:
    """Rows of the list of findings, their first cell "" where there is no cell to go to."""
    for mark in found.shown:
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
                fault.expected[:_LONGEST],
                consequence(mark.tier, language),
            ),
        )


def left_out(found: Marks, language: Language) -> str:
    """How many findings have no mark; empty where all have."""
    if not found.left_out:
        return ""
    return language.plural(
        "{count} more is not listed.", "{count} more are not listed.", found.left_out
    )


def address(row: int | None, column: int | None) -> str:
    """A cell as spreadsheets call it: row 7 of column 1 is B7."""
    return "" if row is None or column is None else f"{spreadsheets.letters(column)}{row}"


def _label(finding: Finding, language: Language) -> str:
    table, column = TABLES.get(finding.table), finding.fault.column or ""
    field = table.fields.get(column) if table else None
    return field.labels[language.code] if field else column


def _column(draft: Draft, sheet: Sheet, fault: Fault) -> int | None:
    """The physical column that a fault is about.

    Cells under no heading, and second headings of one column, are found by their text; of a
    column that the file does not have, the row's id is marked.
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
