"""How much one file may hold, and the error for a file that is not a table.

Import nothing heavy here: every process that reads a workbook or template starts with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from data.sheets.grid import column_letters


@dataclass(frozen=True)
class Limits:
    """The most that one file may hold: bytes, bytes unpacked, rows, columns, characters per cell.

    ``cells`` is the most cells in one sheet, with empty cells between others.
    """

    bytes: int = 50_000_000
    unpacked: int = 500_000_000
    rows: int = 200_000
    columns: int = 500
    cell: int = 100_000
    cells: int = 20_000_000


LIMITS = Limits()


class NoTable(Exception):  # noqa: N818 -- says what the file is, as a fault does
    """Raised when a file is not a table or passes a limit; the caller adds the file's name."""

    def __init__(
        self,
        kind: str,
        *,
        row: int | None = None,
        column: str | None = None,
        found: str | None = None,
        expected: str = "",
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.row = row
        self.column = column
        self.found = found
        self.expected = expected


def refuse_excess(
    number: int, row: Sequence[object], limits: Limits, *, characters: int | None = None
) -> None:
    """Check one row against the limits; ``number`` counts rows as a spreadsheet does, from 1.

    With ``characters``, the length of the row's longest text, cells are checked only if needed.

    Raises:
        NoTable: the row passes a limit.

    """
    if number > limits.rows:
        raise NoTable("over-rows", expected=f"≤ {limits.rows}")
    if len(row) > limits.columns:
        expected = f"≤ {limits.columns}"
        raise NoTable("over-columns", row=number, found=str(len(row)), expected=expected)
    if characters is not None and characters <= limits.cell:
        return
    for index, cell in enumerate(row):
        if isinstance(cell, str) and len(cell) > limits.cell:
            raise NoTable(
                "over-cell",
                row=number,
                column=column_letters(index),
                found=str(len(cell)),
                expected=f"≤ {limits.cell}",
            )
