"""The rows of an uploaded file, whatever its format, before anything is known of their meaning."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from data.faults import Fault

Cell = str | float | int | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook or one text file, as it stands.

    ``rows`` are physical: the first is row 1 of the spreadsheet; they may differ in length, and
    a merged cell is filled only at its first place. ``repaired`` shows up to five texts as read
    and as converted, where legacy or decomposed Vietnamese was.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    encoding: str | None
    delimiter: str | None
    repaired: tuple[tuple[str, str], ...]


class Refused(Exception):
    """Raised when a file is not a table, or is over a limit; ``fault`` says which."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


@dataclass(frozen=True)
class Limits:
    """The most that is read of one file: bytes, bytes unpacked, rows, columns, characters."""

    bytes: int = 50_000_000
    unpacked: int = 500_000_000
    rows: int = 200_000
    columns: int = 500
    cell: int = 100_000
