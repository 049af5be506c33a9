"""Persons who were struck from the record do not come back with an upload; the uploader is told."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.desk.checked import Finding, Tier
from data.faults import Fault
from data.intake.layout import Draft
from data.schema import TABLES
from data.sheets.grid import NoValue, Sheet
from data.store.struck import Rules
from data.values.columns import shown


def without(rules: Rules, drafts: Sequence[Draft]) -> tuple[list[Draft], list[Finding]]:
    """The drafts without struck persons, and a finding for each row that named one."""
    if not rules:
        return list(drafts), []
    cleaned: list[Draft] = []
    findings: list[Finding] = []
    for draft in drafts:
        new = _without(rules, draft)
        cleaned.append(new)
        for place, number in enumerate(draft.numbers):
            changed = [
                name for name in draft.cells if draft.cells[name][place] != new.cells[name][place]
            ]
            if changed:
                fault = Fault("struck", draft.file, number, changed[0])
                findings.append(Finding(Tier.WARNED, draft.table, draft.sheet, fault))
    return cleaned, findings


def _changed(draft: Draft, new: Draft) -> Iterator[tuple[int, str]]:
    """The numbers of the rows that changed, each with its first column that did."""
    for place, number in enumerate(draft.numbers):
        for name, cells in draft.cells.items():
            if cells[place] != new.cells[name][place]:
                yield number, name
                break


def _without(rules: Rules, draft: Draft) -> Draft:
    table, columns = TABLES[draft.table], list(draft.cells)
    cells: dict[str, list[str]] = {name: [] for name in columns}
    for line in zip(*draft.cells.values(), strict=True):
        row = rules.row(table, dict(zip(columns, line, strict=True)))
        for name in columns:
            cells[name].append(row[name])
    return replace(draft, cells=cells)


def are_named(rules: Rules, names: Sequence[str], sheets: Sequence[Sheet]) -> bool:
    """Whether files name a struck person anywhere: in their own names, or in a cell of no table."""
    if not rules:
        return False
    texts = {
        shown(cell)
        for sheet in sheets
        for row in sheet.rows
        for cell in row
        if isinstance(cell, str | NoValue)
    }
    return any(map(rules.hits, {*names, *texts}))
