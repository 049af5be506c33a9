"""What a contradiction consists of, and how the cells of its rows are read.

Rows may be those of a record or texts as the store keeps them.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from data.values.dates import Span, parse

Row = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Row]]


class Cell(NamedTuple):
    """A cell that takes part in a contradiction; ``bound`` says what would have fitted."""

    table: str
    key: str
    column: str
    bound: str = ""


class Contradiction(NamedTuple):
    """Cells of one row or two that contradict each other; ``kind`` is a kind of fault.

    The first cell is the one to look at first.
    """

    kind: str
    cells: tuple[Cell, ...]

    @property
    def table(self) -> str:
        """The table of its first row."""
        return self.cells[0].table

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Table and id of the one or two rows that contradict themselves or each other."""
        return tuple(dict.fromkeys((cell.table, cell.key) for cell in self.cells))

    @property
    def mark(self) -> tuple[object, ...]:
        """What stays the same while the rows are edited and still contradict each other."""
        return self.kind, *(cell[:3] for cell in self.cells)


def days_of(written: str | None) -> Span | None:
    """The days of a date; None where there is none, or where a published cell is no date."""
    try:
        return parse(written) if written else None
    except ValueError:
        return None


def is_broken(*written: str | None) -> bool:
    """Whether one of some published cells should be a date and is none."""
    return any(one and days_of(one) is None for one in written)


def certain(written: str | None) -> Span | None:
    """The days of a date; None also for a date marked as uncertain."""
    days = days_of(written)
    return None if days is None or days.doubtful else days


@lru_cache(maxsize=10_000)
def is_after(written: str | None, day: date) -> bool:
    """Whether a date certainly lies after a day."""
    days = certain(written)
    return bool(days and days.first and days.first > day)


@lru_cache(maxsize=10_000)
def has_passed(written: str | None, day: date) -> bool:
    """Whether a date has certainly come by a day."""
    days = certain(written)
    return bool(days and days.last and days.last <= day)


@lru_cache(maxsize=10_000)
def is_before(written: str | None, other: str | None) -> bool:
    """Whether one date lies before another on every day that they may mean."""
    one, two = certain(written), certain(other)
    return bool(one and two and one.last and two.first and one.last < two.first)


def number(cell: Any) -> float | None:
    """The number in a cell, None where there is none."""
    try:
        return float(cell) if cell not in (None, "") else None
    except ValueError:
        return None


def ids(cell: Any) -> tuple[str, ...]:
    """The values of a cell that may hold several, as a record or as the store keeps them."""
    if isinstance(cell, str) and ";" not in cell:
        return (one,) if (one := cell.strip()) else ()
    if isinstance(cell, str):
        return tuple(one.strip() for one in cell.split(";") if one.strip())
    return tuple(cell or ())
