"""Checks drafts under the schema and beside the published record, and sorts what is wrong.

Three tiers: a row that cannot be kept, a cell that is left out so that its row can be kept, and
what is kept but worth a look.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from data.faults import Fault
from data.intake.layout import Draft
from data.record.reading import cell_faults
from data.record.rows import Row, Rows
from data.schema import TABLES, Field, Table
from data.values import dates
from data.values.folding import fold


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


def check(drafts: Sequence[Draft], published: Mapping[str, Rows], today: date) -> Checked:
    """Check every draft at once: rows of one may refer to rows of another."""
    checked = Checked()
    places: dict[tuple[str, str], tuple[Draft, int]] = {}
    for draft in drafts:
        _rows(draft, published.get(draft.table, {}), checked, places)
    _references(checked, published, places)
    for table, rows in checked.rows.items():
        late = _late(TABLES[table], rows, today)
        for key, row in rows.items() if late or table == "places" else ():
            draft, number = places[table, key]
            doubts = _doubts(TABLES[table], row, draft.file, number, late=late, today=today)
            for fault in doubts:
                checked.findings.append(Finding(Tier.WARNED, table, draft.sheet, fault))
        _lookalikes(table, rows, published.get(table, {}), checked, places)
    return checked


def _rows(
    draft: Draft,
    published: Rows,
    checked: Checked,
    places: dict[tuple[str, str], tuple[Draft, int]],
) -> None:
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
        line = _Line(table, key, row, draft.file, number, broken, needed)
        told = [*broken.values(), *_row_faults(line, kept)]
        if not told:
            kept[key], places[draft.table, key] = row, (draft, number)
            continue
        fatal = [fault for fault in told if _is_fatal(table, fault)]
        for fault in told:
            tier = Tier.REFUSED if fault in fatal else Tier.DROPPED
            checked.findings.append(Finding(tier, draft.table, draft.sheet, fault))
        if fatal:
            checked.refused[draft.table] += 1
            continue
        for fault in told:
            # what is published stays rather than being emptied by a slip
            row[str(fault.column)] = published.get(key, {}).get(str(fault.column), "")
        kept[key], places[draft.table, key] = row, (draft, number)


def _cell_faults(draft: Draft, table: Table) -> dict[int, dict[str, Fault]]:
    """Faults of single cells by row number and column: unreadable ones, and those of the schema."""
    found: dict[int, dict[str, Fault]] = {}
    for fault in draft.faults:
        if fault.row is not None and fault.column is not None:
            found.setdefault(fault.row, {}).setdefault(fault.column, fault)
    for name, texts in draft.cells.items():
        told = cell_faults(table.fields[name], dict.fromkeys(texts))
        if not any(told.values()):
            continue
        for number, text, original in zip(draft.numbers, texts, draft.original[name], strict=True):
            if known := told[text]:
                fault = Fault(known[0], draft.file, number, name, original or None, known[1])
                found.setdefault(number, {}).setdefault(name, fault)
    return found


_FATAL = ("required", "duplicate", "order")


def _is_fatal(table: Table, fault: Fault) -> bool:
    described = table.fields.get(str(fault.column))
    return fault.kind in _FATAL or described is None or described.required


class _Line(NamedTuple):
    """One row of an upload on its way through the check."""

    table: Table
    key: str
    row: Row
    file: str
    number: int
    broken: Mapping[str, Fault]
    needed: Sequence[str]  # columns that must be filled, and are not in every row


def _row_faults(line: _Line, kept: Rows) -> Iterator[Fault]:
    """Faults between cells, and of cells that the file does not have but the table needs."""
    table, row = line.table, line.row
    if line.key and line.key in kept:
        yield Fault("duplicate", line.file, line.number, table.key, line.key)
    for name in line.needed:
        if not row[name] and name not in line.broken:
            yield Fault("required", line.file, line.number, name)
    if table.name == "places" and bool(row["latitude"]) != bool(row["longitude"]):
        column = "longitude" if row["longitude"] else "latitude"
        if not {"latitude", "longitude"} & set(line.broken):
            yield Fault("half-coordinate", line.file, line.number, column, row[column])
    for start, end in table.periods:
        is_sound = not line.broken or not {start, end} & set(line.broken)
        if is_sound and _reversed(row[start], row[end]):
            yield Fault("order", line.file, line.number, end, row[end], f"≥ {row[start]}")


@lru_cache(maxsize=10_000)
def _reversed(start: str, end: str) -> bool:
    if not start or not end:
        return False
    first, last = dates.parse(start).first, dates.parse(end).last
    return bool(first and last and last < first)


def _references(
    checked: Checked,
    published: Mapping[str, Rows],
    places: Mapping[tuple[str, str], tuple[Draft, int]],
) -> None:
    """Leave out ids that name no row; a row that cannot do without one is refused, and so on."""
    again = True
    while again:
        again = False
        known = {
            name: published.get(name, {}).keys() | checked.rows.get(name, {}).keys()
            for name in TABLES
        }
        for table, rows in checked.rows.items():
            doubtful = _doubtful(TABLES[table], rows, known)
            for key in list(rows) if doubtful else ():
                draft, number = places[table, key]
                for fault, left in _unknown(doubtful, rows[key], known, draft.file, number):
                    column = str(fault.column)
                    fatal = TABLES[table].fields[column].required and not left
                    tier = Tier.REFUSED if fatal else Tier.DROPPED
                    checked.findings.append(Finding(tier, table, draft.sheet, fault))
                    if fatal:
                        del rows[key]
                        checked.refused[table] += 1
                        again = True
                        break
                    rows[key][column] = left or _still(published, table, key, column, known)


def _still(
    published: Mapping[str, Rows],
    table: str,
    key: str,
    column: str,
    known: Mapping[str, Iterable[str]],
) -> str:
    """The ids that are published in a cell, if each still names a row."""
    row = published.get(table, {}).get(key)
    if row is None or any(_unknown([TABLES[table].fields[column]], row, known, "", 0)):
        return ""
    return row[column]


def _doubtful(table: Table, rows: Rows, known: Mapping[str, Iterable[str]]) -> list[Field]:
    """Columns with an id that names no row, each distinct cell looked at only once."""
    found = []
    for described in table.referring:
        columns = [name for name in (described.name, described.references_in) if name]
        texts = zip(*(map(itemgetter(name), rows.values()) for name in columns), strict=True)
        cells = (dict(zip(columns, distinct, strict=True)) for distinct in set(texts))
        if any(next(_unknown([described], cell, known, "", 0), None) for cell in cells):
            found.append(described)
    return found


def _unknown(
    fields: Iterable[Field],
    row: Row,
    known: Mapping[str, Iterable[str]],
    file: str,
    number: int,
) -> Iterator[tuple[Fault, str]]:
    """Cells with ids that name no row, and what of the cell is left without them."""
    for described in fields:
        name = described.name
        target = described.references or row[str(described.references_in)]
        if not row[name] or target not in known:
            continue
        given = row[name].split(";") if described.is_list else [row[name]]
        left = [one for one in given if one in known[target]]
        if len(left) < len(given):
            lost = ";".join(one for one in given if one not in known[target])
            expected = f"{target}.{TABLES[target].key}"
            yield Fault("reference", file, number, name, lost, expected), ";".join(left)


_NOT_YET = ("actual_start", "actual_end", "signing_date", "approval_date", "published")
_BOXES = {"VN": (6, 24, 102, 118), "FR": (41, 52, -6, 10), "LA": (13, 23, 100, 108)}


def _late(table: Table, rows: Rows, today: date) -> dict[str, set[str]]:
    """Dates after today by the columns that tell what has happened, where there are any."""
    late = {}
    for name in _NOT_YET:
        told = set(map(itemgetter(name), rows.values())) if name in table.fields else set()
        firsts = ((text, dates.parse(text).first) for text in told if text)
        if after := {text for text, first in firsts if first and first > today}:
            late[name] = after
    return late


def _doubts(
    table: Table,
    row: Row,
    file: str,
    number: int,
    *,
    late: Mapping[str, set[str]],
    today: date,
) -> Iterator[Fault]:
    """What is kept but worth a look."""
    for name, texts in late.items():
        if row[name] in texts:
            yield Fault("future", file, number, name, row[name], f"≤ {today.isoformat()}")
    if table.name == "places" and row["latitude"] and row["country"] in _BOXES:
        south, north, west, east = _BOXES[row["country"]]
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
        if south <= longitude <= north and west <= latitude <= east:
            yield Fault("swapped", file, number, "latitude", f"{latitude}, {longitude}")
        elif not (south <= latitude <= north and west <= longitude <= east):
            expected = f"{south}…{north}, {west}…{east}"
            yield Fault("elsewhere", file, number, "latitude", f"{latitude}, {longitude}", expected)


def _lookalikes(
    table: str,
    rows: Rows,
    published: Rows,
    checked: Checked,
    places: Mapping[tuple[str, str], tuple[Draft, int]],
) -> None:
    """Organisations and people whose name another row has already, but for case and accents."""
    name = {"organisations": "name_vi", "people": "name"}.get(table)
    if name is None:
        return
    first: dict[str, str] = {}
    for key, row in {**published, **rows}.items():
        other = first.setdefault(fold(row[name]), key)
        newer = key if key in rows else other
        if other != key and newer in rows:
            draft, number = places[table, newer]
            fault = Fault("lookalike", draft.file, number, name, row[name], f"{other} | {key}")
            checked.findings.append(Finding(Tier.WARNED, table, draft.sheet, fault))
