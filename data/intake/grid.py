"""What every reader gives back: a sheet of cells, or a refusal; and how much it may take in."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from data.faults import Fault

Cell = str | float | int | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: ``rows[i]`` is the row that a spreadsheet numbers i + 1.

    Rows may differ in length: empty cells at the end of a row and empty rows at the end of the
    sheet are left off. An empty cell is "" in a text file and None in a workbook, where a merged
    cell is filled at its first place only. Texts are NFC.

    ``name`` is "" for a text file. ``encoding`` is that of a text file, or the legacy encoding
    that a workbook's texts were converted from. ``repaired`` shows up to five texts that were
    converted, as read and as they became.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    encoding: str | None = None
    delimiter: str | None = None
    repaired: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Limits:
    """The most that one file may hold: bytes, bytes unpacked, rows, columns, characters a cell."""

    bytes: int = 50_000_000
    unpacked: int = 500_000_000
    rows: int = 200_000
    columns: int = 500
    cell: int = 100_000


LIMITS = Limits()


class Refused(Exception):  # noqa: N818 -- the name the callers read: a file is refused
    """Raised when a file is not a table or is over a limit; ``fault`` says which and where."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"{fault.file}: {fault.kind}")
        self.fault = fault


def column_letters(index: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 25 Z, 26 AA."""
    letters = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        letters = chr(ord("A") + letter) + letters
        index -= 1
    return letters
