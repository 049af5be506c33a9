"""Lays the rows of a draft over the published ones: what a file does not give stays as it is."""

from collections.abc import Iterator
from typing import NamedTuple

from data.intake.layout import Draft
from data.record.rows import Row, Rows
from data.schema import TABLES


class Laid(NamedTuple):
    """A row as it would become.

    ``place`` counts the rows of the draft from 0, ``number`` is that of the file. ``before`` is
    the published row, with empty cells where there is none. ``beyond`` are columns of the file
    that its line does not reach.
    """

    place: int
    number: int
    key: str
    row: Row
    before: Row
    beyond: tuple[str, ...]


def laid(draft: Draft, published: Rows) -> Iterator[Laid]:
    """Each row of a draft over the published row with its id."""
    table = TABLES[draft.table]
    blank = dict.fromkeys(table.fields, "")
    columns = tuple(draft.cells)
    is_complete = columns == tuple(table.fields)
    keys = draft.cells.get(table.key, [""] * len(draft.numbers))
    lines = zip(*draft.cells.values(), strict=True)
    for place, (number, key, given) in enumerate(zip(draft.numbers, keys, lines, strict=True)):
        before = published.get(key, blank)
        row = blank.copy() if is_complete else {**before}
        row.update(zip(columns, given, strict=True))
        beyond = _beyond(draft, number)
        for name in beyond:
            row[name] = before[name]
        yield Laid(place, number, key, row, before, beyond)


def _beyond(draft: Draft, number: int) -> tuple[str, ...]:
    width = draft.short.get(number)
    if width is None:
        return ()
    return tuple(name for name in draft.cells if draft.columns.get(name, -1) >= width)
