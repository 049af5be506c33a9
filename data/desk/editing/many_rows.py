"""Many rows of a sketch written at once, and taken back: what each row becomes, cell by cell."""

from collections.abc import Mapping

from data.desk.editing import sketching
from data.record.rows import Row, Rows
from data.roles import Caller
from data.schema import TABLES
from data.store import Store
from data.store.sketched import Cells, Change

# What is typed: cells by column for each row, by its key; None lets a row go, {} brings it back.
Typed = Mapping[str, Cells | None]
Step = Mapping[str, Change]


def write(
    where: Store,
    sketch: int,
    table: str,
    typed: Typed,
    published: Rows,
    *,
    begun: bool = False,
    by: Caller,
) -> Step:
    """Lay cells over the rows of a sketch in one go; gives what changed, to take it back.

    Raises Forbidden and NoSketch. How a cell is laid: :func:`laid`.
    """

    def rework(key: str, now: Cells | None) -> Cells | None:
        return laid(table, key, now, typed[key], published.get(key, {}), begun=begun)

    return sketching.rewrite(where, sketch, table, typed, rework, by=by)


def laid(
    table: str, key: str, now: Cells | None, cells: Cells | None, published: Row, *, begun: bool
) -> Cells | None:
    """The cells that a row changes after ``cells`` are laid over those that it changes ``now``.

    A cell that is again as published is no change; a row without a change is {}, and leaves the
    sketch. So does a new row that goes, and one without a text, unless it was ``begun`` to be
    filled. Columns that the table lacks are passed over.
    """
    if cells is None:
        return {} if sketching.is_new(key) else None
    known = TABLES[table].fields
    whole = {**(now or {}), **{name: text for name, text in cells.items() if name in known}}
    if begun and sketching.is_new(key):
        return whole
    return {name: text for name, text in whole.items() if text != published.get(name, "")}


def take_back(where: Store, sketch: int, table: str, step: Step, *, by: Caller) -> Step:
    """Undo a step; cells that were written again since stay. Raises Forbidden and NoSketch."""

    def rework(key: str, now: Cells | None) -> Cells | None:
        before, after = step[key]
        if now == after:
            return before
        if now is None or before is None or after is None:
            return now
        restored = dict(now)
        for name in {*before, *after}:
            if now.get(name) == after.get(name):
                restored.pop(name, None)
                restored.update({name: before[name]} if name in before else {})
        return restored

    return sketching.rewrite(where, sketch, table, step, rework, by=by)


def cells_of(step: Step) -> int:
    """How many cells a step changed; a row that goes or comes back counts as one."""
    return sum(
        1 if before is None or after is None else len(dict(before.items() ^ after.items()))
        for before, after in step.values()
    )
