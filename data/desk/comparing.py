"""What an upload would change, cell by cell, and what the record would then be."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from data.faults import Fault
from data.record import loading as records
from data.record.canonical import canonical
from data.record.rows import Rows
from data.schema import TABLES


class Mode(StrEnum):
    """What becomes of published rows that an upload does not have."""

    UPDATE = "update"  # they stay
    REPLACE = "replace"  # they go


@dataclass(frozen=True)
class Changes:
    """Rows of one table by what happens to them; ``changed`` has (old, new) by column."""

    added: tuple[str, ...]
    changed: Mapping[str, Mapping[str, tuple[str, str]]]
    removed: tuple[str, ...]
    unchanged: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def compare(published: Rows, rows: Rows, mode: Mode = Mode.UPDATE) -> Changes:
    """What one table would become; rows and cells in the order of the upload."""
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
    """The table afterwards: published rows in their order, then new ones in the upload's."""
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
    """Faults that the record would have and has not: rows that others still refer to, above all.

    ``after`` holds the tables that change. Nothing that breaks the record is published.
    """
    old = records.record_of(before)
    new = records.record_of({**before, **after})
    known = {fault for faults in old.faults.values() for fault in faults}
    return tuple(fault for faults in new.faults.values() for fault in faults if fault not in known)
