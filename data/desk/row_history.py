"""What happened to each row of a table: which version added, changed or removed it, and how."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from data.desk.comparing import Mode, compare
from data.record.hiding import Hidden, without
from data.record.rows import Row, Rows, rows_of
from data.store import Store, Version

_AT_ONCE = 40  # contents read by one query


class RowChange(NamedTuple):
    """What one version did to a row; ``before`` is None where it added it, ``after`` if removed.

    ``columns`` are those that it changed.
    """

    version: Version
    before: Row | None
    after: Row | None
    columns: tuple[str, ...]


def changes_of(store: Store, table: str, hidden: Hidden) -> dict[str, list[RowChange]]:
    """All that happened to each row of a table, newest first; rows that are gone are among them.

    What is hidden has no history. A version whose table is damaged is passed over: what it did
    shows in the next one.
    """
    history: dict[str, list[RowChange]] = {}
    before: Rows = {}
    for version, rows in _states(store, table, hidden):
        for key, change in _between(version, before, rows):
            history.setdefault(key, []).insert(0, change)
        before = rows
    return history


def _states(store: Store, table: str, hidden: Hidden) -> Iterator[tuple[Version, Rows]]:
    """Versions that changed a table, oldest first, each with its rows."""
    touching: list[Version] = []
    for version in reversed(store.history()):
        was = touching[-1].tables.get(table) if touching else None
        if version.tables.get(table) not in (None, was):
            touching.append(version)
    for first in range(0, len(touching), _AT_ONCE):
        some = touching[first : first + _AT_ONCE]
        contents = store.contents({one.tables[table] for one in some})
        for version in some:
            if content := contents.get(version.tables[table]):
                yield version, rows_of(table, without({table: content}, hidden)[table])


def _between(version: Version, before: Rows, after: Rows) -> Iterable[tuple[str, RowChange]]:
    changes = compare(before, after, Mode.REPLACE)
    for key in changes.added:
        yield key, RowChange(version, None, after[key], ())
    for key, cells in changes.changed.items():
        yield key, RowChange(version, before[key], after[key], tuple(cells))
    for key in changes.removed:
        yield key, RowChange(version, before[key], None, ())
