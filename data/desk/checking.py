"""Checks drafts under the schema and beside the published record, and sorts what is wrong.

Three tiers: a row that cannot be kept, a cell that is left out so that its row can be kept, and
what is kept but worth a look.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from data.desk.checked import STALE, Checked, Finding, Places, RefusedRow, Tier
from data.desk.contradicting import brought_in
from data.desk.doubts import doubts
from data.desk.progress import Step, counted
from data.desk.referring import circles, references, references_of_refused
from data.desk.translations import doubtful, older, without_emptied
from data.faults import Fault
from data.intake.layout import Draft
from data.record.cell_rules import cell_faults
from data.record.row_rules import RowRules
from data.record.rows import Row, Rows
from data.schema import TABLES, Table


def check(
    drafts: Sequence[Draft],
    published: Mapping[str, Rows],
    today: date,
    *,
    confirmed: bool = False,
) -> Checked:
    """Check every draft at once: rows of one may refer to rows of another.

    ``confirmed``: translations that may be older than their original still say the same.
    """
    checked = Checked()
    places: dict[tuple[str, str], tuple[Draft, int]] = {}
    rules = {draft.table: RowRules(TABLES[draft.table]) for draft in drafts}
    refused: list[RefusedRow] = []
    for draft in drafts:
        before = published.get(draft.table, {})
        refused += _rows(draft, before, checked, places, rules[draft.table])
        checked.findings.extend(
            Finding(Tier.WARNED, draft.table, draft.sheet, remark) for remark in draft.remarks
        )
        checked.findings.extend(
            Finding(Tier.ASIDE, draft.table, draft.sheet, fault) for fault in draft.asides
        )
    references(checked, published, places)
    circles(checked, published, places)
    references_of_refused(refused, checked, published)
    _translations(checked, published, places, confirmed=confirmed)
    for table, rows in checked.rows.items():
        for doubt in doubts(TABLES[table], rows, published.get(table, {}), today):
            draft, number = places[table, doubt.key]
            fault = Fault(doubt.kind, draft.file, number, doubt.column, doubt.found, doubt.expected)
            checked.findings.append(Finding(Tier.WARNED, table, draft.sheet, fault))
    _contradictions(checked, published, places, today)
    return checked


def _contradictions(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
    today: date,
) -> None:
    """Point out what would not fit together, at its first cell that stands in a file."""
    known = {finding.fault for finding in checked.findings}
    for one in brought_in(published, checked.rows, today):
        cell = next((cell for cell in one.cells if (cell.table, cell.key) in places), None)
        if cell is None:
            continue
        draft, number = places[cell.table, cell.key]
        found = checked.rows[cell.table][cell.key][cell.column]
        fault = Fault(one.kind, draft.file, number, cell.column, found or None, cell.bound)
        if fault not in known:  # a date in the future is a doubt already
            checked.findings.append(Finding(Tier.WARNED, cell.table, draft.sheet, fault))


def _rows(
    draft: Draft,
    published: Rows,
    checked: Checked,
    places: dict[tuple[str, str], tuple[Draft, int]],
    rules: RowRules,
) -> Iterator[RefusedRow]:
    """Keep the rows of a draft, each without its cells at fault; what is refused comes back."""
    table = TABLES[draft.table]
    kept = checked.rows.setdefault(draft.table, {})
    checked.read[draft.table] += len(draft.numbers)
    faults = _cell_faults(draft, table)
    for fault in draft.faults:
        if fault.row is None or fault.column is None or fault.kind == "duplicate-column":
            checked.findings.append(Finding(Tier.REFUSED, draft.table, draft.sheet, fault))
    blank = dict.fromkeys(table.fields, "")
    needed = [name for name in table.required if "" in draft.cells.get(name, ("",))]
    keys = draft.cells.get(table.key, [""] * len(draft.numbers))
    columns, lines = tuple(draft.cells), zip(*draft.cells.values(), strict=True)
    is_complete = columns == tuple(table.fields)
    given_rows = zip(draft.numbers, keys, lines, strict=True)
    for number, key, given in counted(given_rows, Step.CHECKING, len(draft.numbers)):
        broken = faults.get(number, {})
        row = blank.copy() if is_complete else {**published.get(key, blank)}
        row.update(zip(columns, given, strict=True))
        if table.older and row[table.older]:
            row[table.older] = without_emptied(table, row, published.get(key, blank))
        absent = _absent(row, needed, broken, draft.file, number)
        across = rules.faults(row, draft.file, number)
        row_faults = [*broken.values(), *absent, *across]
        if not row_faults:
            kept[key], places[draft.table, key] = row, (draft, number)
            continue
        fatal = [fault for fault in row_faults if _is_fatal(table, fault)]
        for fault in row_faults:
            tier = Tier.REFUSED if fault in fatal else Tier.DROPPED
            checked.findings.append(Finding(tier, draft.table, draft.sheet, fault))
        if fatal:
            checked.refused[draft.table] += 1
            yield RefusedRow(draft, number, key, row)
            continue
        for fault in row_faults:
            for column in _left_out(table, fault):
                # what is published stays rather than being emptied by a slip
                row[column] = published.get(key, {}).get(column, "")
        kept[key], places[draft.table, key] = row, (draft, number)


def _cell_faults(draft: Draft, table: Table) -> dict[int, dict[str, Fault]]:
    """Faults of single cells by row number and column: unreadable ones, and those of the schema."""
    faults: dict[int, dict[str, Fault]] = {}
    for fault in draft.faults:
        if fault.row is not None and fault.column is not None:
            faults.setdefault(fault.row, {}).setdefault(fault.column, fault)
    for name, texts in draft.cells.items():
        problems = cell_faults(table.fields[name], dict.fromkeys(texts))
        if not any(problems.values()):
            continue
        for number, text, original in zip(draft.numbers, texts, draft.original[name], strict=True):
            if known := problems[text]:
                fault = Fault(known[0], draft.file, number, name, original or None, known[1])
                faults.setdefault(number, {}).setdefault(name, fault)
    return faults


_FATAL = ("required", "duplicate", "order")


def _is_fatal(table: Table, fault: Fault) -> bool:
    described = table.fields.get(str(fault.column))
    return fault.kind in _FATAL or described is None or described.required


def _absent(
    row: Row, needed: Sequence[str], broken: Mapping[str, Fault], file: str, number: int
) -> Iterator[Fault]:
    """Cells that the table needs and neither the file nor the published row has."""
    for name in needed:
        if not row[name] and name not in broken:
            yield Fault("required", file, number, name)


def _left_out(table: Table, fault: Fault) -> tuple[str, ...]:
    """Columns that are left out for a fault: a position goes or stays as a whole."""
    if fault.kind == "half-coordinate" and table.position:
        return table.position.latitude, table.position.longitude
    return (str(fault.column),)


def _translations(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Places,
    *,
    confirmed: bool,
) -> None:
    """Mark translations that an upload leaves behind and point them out; unmark those done anew.

    This comes last, when it is known which cells are kept.
    """
    for name, rows in checked.rows.items():
        table = TABLES[name]
        if table.older is None:
            continue
        for key, row in rows.items():
            before = published.get(name, {}).get(key)
            if before is None or before == row:
                continue
            draft, number = places[name, key]
            in_doubt = doubtful(table, row, before, draft.cells)
            row[table.older] = older(table, row, before, in_doubt, confirmed=confirmed)
            for column in () if confirmed else in_doubt:
                fault = Fault(STALE, draft.file, number, column, row[column])
                checked.findings.append(Finding(Tier.WARNED, name, draft.sheet, fault))
