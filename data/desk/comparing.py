"""Compares an upload with the record: what changes cell by cell, and what the record becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.faults import Fault
from data.record import loading as records
from data.record.canonical import canonical
from data.record.rows import Rows
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


def compare(published: Rows, rows: Rows, mode: Mode = Mode.UPDATE) -> Changes:
    """What would change in one table; rows and cells in the order of the upload."""
    changed = {}
    for key, row in rows.items():
        before = published.get(key)
        if before is not None and before != row:
            changed[key] = {
                column: (before[column], text)
                for column, text in row.items()
                if before[column] != text
            }
    removed = [key for key in published if key not in rows] if mode == Mode.REPLACE else []
    added = tuple(key for key in rows if key not in published)
    return Changes(added, changed, tuple(removed), len(rows) - len(added) - len(changed))


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


def broken(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[Fault, ...]:
    """New faults of the record, mostly references to rows that were removed.

    ``after`` holds only the tables that change. With any such fault nothing is published.
    """
    old = records.record_of(before)
    new = records.record_of({**before, **after})
    known = {fault for faults in old.faults.values() for fault in faults}
    return tuple(fault for faults in new.faults.values() for fault in faults if fault not in known)
