"""Checks drafts under the schema and beside the published record, and sorts what is wrong.

Three tiers: a row that cannot be kept, a cell that is left out so that its row can be kept, and
what is kept but worth a look.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple

from data.desk.contradicting import brought_in
from data.desk.doubts import doubts
from data.desk.translations import doubtful, older, without_emptied
from data.faults import Fault
from data.intake.layout import Draft
from data.record.cell_rules import cell_faults
from data.record.row_rules import RowRules, linked, rings, unknown
from data.record.rows import Row, Rows
from data.schema import TABLES, Field, Table

STALE = "stale"  # the kind of fault of a translation older than its original


class Tier(StrEnum):
    """What becomes of what a fault is about."""

    REFUSED = "refused"  # the row is not kept
    DROPPED = "dropped"  # the row is kept, the cell as published or empty
    WARNED = "warned"  # the cell is kept as it is


@dataclass(frozen=True)
class Finding:
    """A fault, the table it is in, and what becomes of it."""

    tier: Tier
    table: str
    sheet: str
    fault: Fault


@dataclass(frozen=True)
class Checked:
    """What a check found and what it would keep.

    ``rows`` are complete: columns that a file does not have are as published, or empty in a new
    row. ``read`` and ``refused`` count rows by table.
    """

    rows: dict[str, Rows] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def of(self, tier: Tier) -> list[Finding]:
        """Findings of one tier."""
        return [finding for finding in self.findings if finding.tier == tier]

    @property
    def dropped(self) -> list[Finding]:
        """Cells that would be left out."""
        return self.of(Tier.DROPPED)

    @property
    def accepted(self) -> bool:
        """Whether no row is refused and at least one was read."""
        return not self.of(Tier.REFUSED) and bool(self.read)


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
    refused: list[_Refused] = []
    for draft in drafts:
        before = published.get(draft.table, {})
        refused += _rows(draft, before, checked, places, rules[draft.table])
    _references(checked, published, places)
    _circles(checked, published, places)
    _references_of_refused(refused, checked, published)
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
    places: Mapping[tuple[str, str], tuple[Draft, int]],
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


class _Refused(NamedTuple):
    """A row that is not kept, and where it stands."""

    draft: Draft
    number: int
    key: str
    row: Row


def _rows(
    draft: Draft,
    published: Rows,
    checked: Checked,
    places: dict[tuple[str, str], tuple[Draft, int]],
    rules: RowRules,
) -> Iterator[_Refused]:
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
    for number, key, given in zip(draft.numbers, keys, lines, strict=True):
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
            yield _Refused(draft, number, key, row)
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


def _references(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Mapping[tuple[str, str], tuple[Draft, int]],
) -> None:
    """Leave out ids that name no row; a row that cannot do without one is refused, and so on."""
    again = True
    while again:
        again = False
        known = _known(checked, published)
        for table, rows in checked.rows.items():
            doubtful = _doubtful(TABLES[table], rows, known)
            for key in list(rows) if doubtful else ():
                draft, number = places[table, key]
                row, is_kept = rows[key], True
                for fault, left in list(_unknown(doubtful, row, known, draft.file, number)):
                    column = str(fault.column)
                    tier = _tier(table, column, left)
                    checked.findings.append(Finding(tier, table, draft.sheet, fault))
                    is_kept = is_kept and tier != Tier.REFUSED
                    row[column] = left or _still(published, table, key, column, known)
                _leave_out_repeated(TABLES[table], row)
                if not is_kept:
                    del rows[key]
                    checked.refused[table] += 1
                    again = True


def _leave_out_repeated(table: Table, row: dict[str, str]) -> None:
    """Leave out ids that a column repeats from another one, which has lost them."""
    for described in (one for one in table.fields.values() if one.ids_of and row[one.name]):
        there = linked(described, row)
        row[described.name] = ";".join(
            one for one in row[described.name].split(";") if one in there
        )


def _circles(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Mapping[tuple[str, str], tuple[Draft, int]],
) -> None:
    """Leave out references that lead back to where they started."""
    for name, rows in checked.rows.items():
        table, before = TABLES[name], published.get(name, {})
        while found := next(rings(table, {**before, **rows}), None):
            cells = [(key, one) for one in found.columns for key in found.keys if key in rows]
            cell = next(((key, column) for key, column in cells if rows[key][column]), None)
            if cell is None:  # published before this rule; the record says it
                break
            key, column = cell
            draft, number = places[name, key]
            fault = Fault("circle", draft.file, number, column, str(found))
            checked.findings.append(Finding(Tier.DROPPED, name, draft.sheet, fault))
            rows[key][column] = ""


def _translations(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Mapping[tuple[str, str], tuple[Draft, int]],
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


def _references_of_refused(
    refused: Sequence[_Refused], checked: Checked, published: Mapping[str, Rows]
) -> None:
    """Say which ids of rows that are not kept name no row, so that all can be mended at once."""
    known = {name: set(keys) for name, keys in _known(checked, published).items()}
    for line in refused:  # who is only refused is there all the same
        known[line.draft.table].add(line.key)
    for draft, number, _key, row in refused:
        for fault, left in _unknown(TABLES[draft.table].referring, row, known, draft.file, number):
            tier = _tier(draft.table, str(fault.column), left)
            checked.findings.append(Finding(tier, draft.table, draft.sheet, fault))


def _known(checked: Checked, published: Mapping[str, Rows]) -> dict[str, Collection[str]]:
    """The ids that there would be of each table."""
    return {
        name: published.get(name, {}).keys() | checked.rows.get(name, {}).keys() for name in TABLES
    }


def _tier(table: str, column: str, left: str) -> Tier:
    """What becomes of a cell of which only so many ids are left."""
    return Tier.REFUSED if TABLES[table].fields[column].required and not left else Tier.DROPPED


def _still(
    published: Mapping[str, Rows],
    table: str,
    key: str,
    column: str,
    known: Mapping[str, Collection[str]],
) -> str:
    """The ids that are published in a cell, if each still names a row."""
    row = published.get(table, {}).get(key)
    if row is None or any(_unknown([TABLES[table].fields[column]], row, known, "", 0)):
        return ""
    return row[column]


def _doubtful(table: Table, rows: Rows, known: Mapping[str, Collection[str]]) -> list[Field]:
    """Columns with an id that names no row, each distinct cell looked at only once."""
    doubtful = []
    for described in table.referring:
        columns = [name for name in (described.name, described.references_in) if name]
        texts = zip(*(map(itemgetter(name), rows.values()) for name in columns), strict=True)
        cells = (dict(zip(columns, distinct, strict=True)) for distinct in set(texts))
        if any(next(_unknown([described], cell, known, "", 0), None) for cell in cells):
            doubtful.append(described)
    return doubtful


def _unknown(
    fields: Iterable[Field],
    row: Row,
    known: Mapping[str, Collection[str]],
    file: str,
    number: int,
) -> Iterator[tuple[Fault, str]]:
    """Cells with ids that name no row, and what of the cell is left without them."""
    for described in fields:
        name = described.name
        if not row[name]:
            continue
        given = row[name].split(";") if described.is_list else [row[name]]
        subject = row[described.references_in] if described.references_in else None
        if wrong := unknown(described, given, subject, known):
            fault = Fault("reference", file, number, name, ";".join(wrong.lost), wrong.expected)
            yield fault, ";".join(wrong.left)
