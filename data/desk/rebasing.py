"""Takes changes that were made from one version to the version that is published now."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.desk.comparing import Mode, compare
from data.record.rows import Row, Rows
from data.schema import Table


@dataclass(frozen=True)
class Rebased:
    """One table as it would become.

    ``undone`` are cells (row, column) that both have changed: they would be as proposed.
    ``gone`` are rows that the changes are about and that others have removed: they stay removed.
    """

    rows: Rows
    undone: frozenset[tuple[str, str]]
    gone: tuple[str, ...]


def rebased(table: Table, base: Rows, proposed: Rows, current: Rows) -> Rebased:
    """What makes ``proposed`` of ``base``, done to ``current``, cell by cell."""
    ours = compare(base, proposed, Mode.REPLACE)
    rows = dict(current)
    undone: set[tuple[str, str]] = set()
    gone = tuple(key for key in ours.changed if key not in current)
    for key in ours.removed:
        if now := rows.pop(key, None):
            undone.update((key, column) for column in _differing(base[key], now))
    for key in (one for one in ours.changed if one in current):
        rows[key] = dict(current[key])
        for column, (was, becomes) in ours.changed[key].items():
            now_written = current[key][column]
            if column == table.older:
                rows[key][column] = _marks(was, becomes, now_written)
                continue
            rows[key][column] = becomes
            if now_written not in (was, becomes):
                undone.add((key, column))
    for key in ours.added:
        if now := current.get(key):
            undone.update((key, column) for column in _differing(proposed[key], now))
        rows[key] = proposed[key]
    return Rebased(rows, frozenset(undone), gone)


def _differing(row: Row, other: Row) -> Iterable[str]:
    return (column for column, text in row.items() if other[column] != text)


def _marks(was: str, becomes: str, now: str) -> str:
    """A list of translations that are older: nobody's mark is lost, nor is a mark's removal."""
    before, after = (set(filter(None, text.split(";"))) for text in (was, becomes))
    in_order = dict.fromkeys(filter(None, f"{now};{becomes}".split(";")))
    gone = before - after
    kept = {*now.split(";"), *(after - before)} - gone
    return ";".join(one for one in in_order if one in kept)
