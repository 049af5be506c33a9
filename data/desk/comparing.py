"""Compares an upload with the record: what changes cell by cell, and what the record becomes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from data.desk.checked import Places
from data.faults import Fault
from data.intake.layout import Draft
from data.record import loading as records
from data.record.canonical import canonical
from data.record.loading import Record
from data.record.reading import Reading
from data.record.rows import Rows, rows_of
from data.record.wording import in_each_language
from data.schema import TABLES


class Mode(StrEnum):
    """What happens to published rows that are not in the upload."""

    UPDATE = "update"  # they stay
    REPLACE = "replace"  # they go


@dataclass(frozen=True)
class Changes:
    """Ids of one table's rows by what happens to them; ``changed`` has (old, new) by column."""

    added: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[str, str]]]
    removed: tuple[str, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(
    published: Rows, rows: Rows, mode: Mode = Mode.UPDATE, removed: Collection[str] = ()
) -> Changes:
    """What would change in one table; rows and cells in the order of the upload.

    ``removed`` are rows that go whatever the mode is.
    """
    changed = {}
    for key, row in rows.items():
        before = published.get(key)
        if before is not None and before != row:
            changed[key] = {
                column: (before[column], text)
                for column, text in row.items()
                if before[column] != text
            }
    gone = [
        key for key in published if key in removed or (mode == Mode.REPLACE and key not in rows)
    ]
    added = tuple(key for key in rows if key not in published)
    return Changes(added, changed, tuple(gone), len(rows) - len(added) - len(changed))


def undone(theirs: Mapping[str, Changes], ours: Mapping[str, Changes]) -> set[tuple[str, str, str]]:
    """Cells (table, row, column) that an upload would change, and others changed since."""
    return {
        (table, key, column)
        for table, change in ours.items()
        if table in theirs
        for key, cells in change.changed.items()
        for column in cells
        if column in theirs[table].changed.get(key, {}) or key in theirs[table].added
    }


def merged(published: Rows, rows: Rows, mode: Mode) -> Rows:
    """The table afterwards: published rows in their order, then new rows in the upload's order."""
    kept = {key: rows.get(key, row) for key, row in published.items()}
    if mode == Mode.REPLACE:
        kept = {key: row for key, row in kept.items() if key in rows}
    return {**kept, **rows}


def contents(
    published: Mapping[str, Rows], uploaded: Mapping[str, Rows], mode: Mode
) -> dict[str, bytes]:
    """Canonical bytes of the tables that an upload touches."""
    return {
        table: canonical(TABLES[table], merged(published.get(table, {}), rows, mode).values())
        for table, rows in uploaded.items()
    }


def broken(
    before: Mapping[str, bytes], after: Mapping[str, bytes], drafts: Sequence[Draft] = ()
) -> tuple[Fault, ...]:
    """New faults of the record, mostly references to rows that were removed.

    ``after`` holds only the tables that change. With any such fault nothing is published. A fault
    names the row of the file that the row stands in (``drafts``), or what the row is called: a row
    number of the record says nothing to anybody.
    """
    return newly_broken(records.record_of(before), {**before, **after}, after.keys(), drafts)


def newly_broken(
    old: Record, contents: Mapping[str, bytes], touched: Collection[str], drafts: Sequence[Draft]
) -> tuple[Fault, ...]:
    """The same for a record that has been read, and what all tables would become."""
    same = {name: one for name, one in old.readings.items() if name not in touched}
    new = records.record_of(contents, same)
    known = {_mark(fault, old) for faults in old.faults.values() for fault in faults}
    found = {
        name: [fault for fault in faults if _mark(fault, new) not in known]
        for name, faults in new.faults.items()
    }
    rows = {name: rows_of(name, contents[name]) for name, faults in found.items() if faults}
    places = places_of(drafts) if rows else {}
    return tuple(
        _placed(fault, name, _key(fault, new.readings[name]), rows[name], places)
        for name, faults in found.items()
        for fault in faults
    )


def places_of(drafts: Sequence[Draft]) -> Places:
    """Where the row of each table and id stands first."""
    places: dict[tuple[str, str], tuple[Draft, int]] = {}
    for draft in drafts:
        keys = draft.cells.get(TABLES[draft.table].key, ())
        for key, number in zip(keys, draft.numbers, strict=False):
            places.setdefault((draft.table, key), (draft, number))
    return places


def _key(fault: Fault, reading: Reading) -> str:
    """The id of the row that a fault of the record is about; "" where it is about no row."""
    if fault.row is None or fault.row not in reading.rows.index:
        return ""
    return str(reading.rows.at[fault.row, reading.table.key] or "")


def _mark(fault: Fault, record: Record) -> tuple[Fault, str]:
    """What makes a fault another one: not the row number, which changes when rows are removed."""
    key = _key(fault, record.readings[fault.file.removesuffix(".csv")])
    return (replace(fault, row=None) if key else fault), key


def _placed(fault: Fault, name: str, key: str, rows: Rows, places: Places) -> Fault:
    if not key:
        return fault
    if place := places.get((name, key)):
        draft, number = place
        return replace(fault, file=draft.file, row=number, sheet=draft.sheet)
    return replace(fault, row=None, names=in_each_language(name, key, rows[key]))
