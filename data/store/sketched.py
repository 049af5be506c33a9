"""A sketch as the store gives it, and how the cells of its rows are written there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row

from data.schema import TABLES
from data.store.history import storable
from data.store.versions import StoreError

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Edit:
    """A row of a sketch: the cells that it changes by column; None for a row that goes.

    ``revision`` counts how often it was written; 0 for one that is not there yet. ``into`` is the
    id of the row with which one that goes becomes one; "" where it goes for good.
    """

    cells: Cells | None
    revision: int
    into: str = ""


class Change(NamedTuple):
    """A row of a sketch before and after it was written: {} where the sketch does not have it."""

    before: Cells | None
    after: Cells | None


@dataclass(frozen=True)
class Sketch:
    """One sketch as it is now; ``rows`` by table and id, in the order in which they were begun.

    ``broken`` are rows (table, key) that the store no longer holds whole; they change nothing.
    """

    number: int
    account: str
    title: str
    base: str
    begun: datetime
    changed: datetime
    rows: Mapping[str, Mapping[str, Edit]]
    broken: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into it and nobody gave it a name."""
        return not (self.rows or self.title or self.broken)

    @property
    def count(self) -> int:
        """How many rows it changes."""
        return sum(map(len, self.rows.values()))


class Beside(NamedTuple):
    """Another sketch that changes the same row, and whose it is."""

    number: int
    account: str


class Stray(NamedTuple):
    """How many sketches somebody without an account here has, and when one was changed last."""

    account: str
    drafts: int
    changed: datetime


class NoSketch(StoreError):  # noqa: N818 -- says what is missing
    """Raised when a sketch is gone: it was handed in or thrown away elsewhere."""


class EditedElsewhere(StoreError):  # noqa: N818 -- says what happened
    """Raised when a row was written elsewhere since it was read; nothing was changed.

    ``now`` is the row as it is.
    """

    def __init__(self, now: Edit) -> None:
        super().__init__("edited elsewhere")
        self.now = now


class Unread(NamedTuple):
    """What stands in the store in place of the cells of a row, and is none."""

    text: str


def cells_of(text: str) -> dict[str, str] | Unread | None:
    """The cells of a row as the store keeps them; None for a row that goes."""
    try:
        read = json.loads(text)
    except ValueError:
        return Unread(text)
    if read is None or isinstance(read, str):
        return None
    if isinstance(read, dict) and all(isinstance(one, str) for one in read.values()):
        return read
    return Unread(text)


def into_of(text: str) -> str:
    """The row with which one that goes becomes one; "" where there is none."""
    try:
        read = json.loads(text)
    except ValueError:
        return ""
    return read if isinstance(read, str) else ""


def written(cells: Cells | None, into: str = "") -> str:
    """The cells of a row as the store keeps them."""
    kept = (into or None) if cells is None else dict(cells)
    return storable(json.dumps(kept, ensure_ascii=False))


def edit_of(line: Row[Any]) -> Edit:
    """A row of a sketch; one that is broken is as if it changed nothing, and is written anew."""
    cells = cells_of(line.cells)
    into = into_of(line.cells)
    if isinstance(cells, Unread):
        cells = {}
    return Edit(cells and _of_today(line.record_table, cells), line.revision, into)


def _of_today(table: str, cells: Cells) -> Cells:
    """Cells under the names that columns have today; those of a removed column are left out."""
    known, former = TABLES[table].fields, TABLES[table].former
    named = {former.get(name) or name: text for name, text in cells.items()}
    return {name: text for name, text in named.items() if name in known}
