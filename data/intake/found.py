"""One sheet as a reader of workbooks finds it, before it goes to another process."""

from dataclasses import dataclass
from typing import Any

from data.sheets.looks import PLAIN, Look


@dataclass(frozen=True)
class Found:
    """Name, rows and look of a sheet; a cell is a ``Cell``."""

    name: str
    rows: list[list[Any]]
    look: Look = PLAIN
