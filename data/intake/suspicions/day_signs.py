"""Signs in a whole file that a program took days for months when it made dates of texts.

A spreadsheet that expects the month first makes a date of 05/11/2023, of May, and leaves
22/11/2023 a text. The starts of a sheet may so have become dates one and all, while its ends,
or the dates of another sheet, stayed texts.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data.intake.suspicions.days import pairs
from data.sheets.grid import Cell, Sheet

_LENGTHS = range(8, 15)  # of a text such as 1/1/2023 or 22 / 11 / 2023
_OF_A_YEAR = 1905  # a cell for dates shows the number 2023 as a day of it
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
    columns = [column for sheet in sheets for column in _columns(sheet)]
    are_left = any(column.is_left for column in columns)
    are_sound = any(column.has_late_day for column in columns)
    if any(column.is_mixed for column in columns) or (are_left and not are_sound):
        return [replace(sheet, days_exchanged=True) for sheet in sheets]
    return list(sheets)


def _columns(sheet: Sheet) -> Iterator[_Column]:
    if sheet.delimiter is not None:  # a text file has no true dates
        return
    found: dict[int, set[Cell]] = defaultdict(set)
    for row in sheet.rows:
        dated = [(place, cell) for place, cell in enumerate(row) if _may_be_date(cell)]
        # a date that stands alone is that of a title or a signature
        if dated and sum(cell is not None for cell in row) > 1:
            for place, cell in dated:
                found[place].add(cell)
    for cells in found.values():
        dates = (cell for cell in cells if isinstance(cell, datetime.date))
        days = frozenset(cell.day for cell in dates if cell.year != _OF_A_YEAR)
        yield _Column(days, tuple(pairs(cells)))


def _may_be_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) in _LENGTHS and cell[0] in " 0123456789" and bool(pairs([cell]))
    return isinstance(cell, datetime.date)
