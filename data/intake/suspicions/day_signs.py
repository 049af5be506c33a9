"""Signs in a whole file that a program took days for months when it made dates of texts.

A spreadsheet that expects the month first makes a date of 05/11/2023, of May, and leaves
22/11/2023 a text. The starts of a sheet may so have become dates one and all, while its ends,
or the dates of another sheet, stayed texts.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from data.intake.suspicions.days import pairs
from data.sheets.grid import Cell, Sheet

_LENGTHS = range(8, 15)  # of a text such as 1/1/2023 or 22 / 11 / 2023
_OF_A_YEAR = 1905  # a cell for dates shows the number 2023 as a day of it
_DATES = frozenset([datetime.date, datetime.datetime])
_AT_ONCE = 500  # rows
_LEAST_FILLED = 3  # cells in a row of a table
_MOST_LEFT = 1 / 4  # of the texts: written with an apostrophe, so that no program touched them


@dataclass(frozen=True)
class _Column:
    """The dates of one column: their days, and texts of three numbers as the first two."""

    days: frozenset[int]
    texts: tuple[tuple[int, int], ...]

    @property
    def has_late_day(self) -> bool:
        """Whether a true date cannot have its day and month exchanged."""
        return any(day > 12 for day in self.days)

    @property
    def is_mixed(self) -> bool:
        """Whether the column shows by itself that days became months."""
        return bool(self.days) and not self.has_late_day and self._day_first > 0

    @property
    def is_left(self) -> bool:
        """Whether its texts are what a program leaves that expects the month first."""
        open_to_both = sum(max(pair) <= 12 for pair in self.texts)
        return self._day_first > 0 and open_to_both <= _MOST_LEFT * self._day_first

    @property
    def _day_first(self) -> int:
        return sum(first > 12 >= second for first, second in self.texts)


def with_signs(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of one file, each marked where the file shows that days became months.

    A column that is mixed by itself shows it. So do true dates beside a column of such texts as
    are left over, unless a date of a later day shows that dates were read as they were meant.
    """
    if not any(map(_has_dates, sheets)):
        return list(sheets)
    columns = [column for sheet in sheets for column in _columns(sheet)]
    are_left = any(column.is_left for column in columns)
    are_sound = any(column.has_late_day for column in columns)
    if any(column.is_mixed for column in columns) or (are_left and not are_sound):
        return [replace(sheet, days_exchanged=True) for sheet in sheets]
    return list(sheets)


def _columns(sheet: Sheet) -> Iterator[_Column]:
    least = min(_LEAST_FILLED, max(map(_filled, sheet.rows), default=0))
    # a date in a row of few cells is that of a title or a signature
    rows = [row for row in sheet.rows if _filled(row) >= least]
    found: dict[int, set[Cell]] = defaultdict(set)
    for first in range(0, len(rows), _AT_ONCE):
        for place, part in enumerate(zip_longest(*rows[first : first + _AT_ONCE])):
            found[place].update(part)
    for cells in found.values():
        dated = list(filter(_may_be_date, cells))
        dates = (cell for cell in dated if isinstance(cell, datetime.date))
        days = frozenset(cell.day for cell in dates if cell.year != _OF_A_YEAR)
        yield _Column(days, tuple(pairs(dated)))


def _filled(row: Sequence[Cell]) -> int:
    return len(row) - row.count(None)


def _has_dates(sheet: Sheet) -> bool:
    """Whether a sheet has true dates; a text file has none."""
    kinds = (set(map(type, row)) for row in sheet.rows)
    return sheet.delimiter is None and any(not kind.isdisjoint(_DATES) for kind in kinds)


def _may_be_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) in _LENGTHS and cell[0] in " 0123456789" and bool(pairs([cell]))
    return isinstance(cell, datetime.date)
