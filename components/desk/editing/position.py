"""Where a place lies: two numbers to type, and a map to press."""

from collections.abc import Sequence

from components.desk.editing.workbench import Workbench
from data.schema import Table


def draws(table: Table, columns: Sequence[str]) -> bool:
    """Whether some columns are a position."""
    where = table.position
    return where is not None and tuple(columns) == (where.latitude, where.longitude)


def draw(bench: Workbench, table: Table, key: str) -> None:
    """The map to press."""
