"""Builds the rows of a sheet within the limits, for readers that find one row after another."""

from typing import Any

from data.sheets.limits import Limits, NoTable, refuse_excess


class Building:
    """Rows that were found, each at its number; gaps between them are empty rows."""

    def __init__(self, limits: Limits) -> None:
        self.rows: list[list[Any]] = []
        self._limits = limits
        self._width = 0

    def add(self, number: int, cells: list[Any]) -> None:
        """Put a row at its number, counted from 1; without its empty cells at the end.

        Raises:
            NoTable: the sheet passes a limit.

        """
        while cells and is_empty(cells[-1]):
            cells.pop()
        if not cells:
            return
        refuse_excess(number, cells, self._limits)
        self._width = max(self._width, len(cells))
        if (spanned := number * self._width) > self._limits.cells:
            raise NoTable("over-cells", found=str(spanned), expected=f"≤ {self._limits.cells}")
        self.rows += [[] for _ in range(number - len(self.rows))]
        self.rows[number - 1] = cells


def is_empty(cell: object) -> bool:
    """Whether a cell holds nothing that a reader sees."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
