"""What somebody may do with sketches: those who may propose, each with their own.

On a machine without accounts all sketches are those of its only user.
"""

import secrets
from collections.abc import Iterable, Mapping

from data.roles import Act, Caller, permit
from data.schema import TABLES
from data.store import Store, sketches
from data.store.sketched import Beside, Cells, Change, Edit, NoSketch, Sketch
from data.store.sketches import Rework, Rewritten

Place = tuple[str, str]  # table and key of a row
NEW = "new."  # begins the key of a row that the record does not have; no id of ours can


def is_new(key: str) -> bool:
    """Whether a key of a sketch is that of a new row."""
    return key.startswith(NEW)


def new_key() -> str:
    """A key for a new row, which gets its id when the sketch is checked."""
    return NEW + secrets.token_hex(4)


def begin(
    where: Store,
    title: str = "",
    rows: Rewritten | None = None,
    *,
    into: Mapping[Place, str] | None = None,
    by: Caller,
) -> Sketch:
    """Begin a sketch beside the version that is published now; raises Forbidden.

    ``rows`` are those that it changes from the beginning: by table and key the cells that change,
    None for a row that goes; ``into`` has those of the last that become one with another, by its
    id. Without rows and without a title it may be an empty one of before.
    """
    permit(by, Act.PROPOSE)
    named, base = title.strip()[:200], where.current_id()
    if not named and not rows:
        return sketches.begin_empty(where, by.account, base)
    return sketches.begin(where, by.account, named, base, rows, into=into or {})


def listed(where: Store, *, by: Caller) -> list[Sketch]:
    """One's own sketches, the one changed last first; raises Forbidden."""
    permit(by, Act.PROPOSE)
    return sketches.every(where, by.account)


def one(where: Store, number: int, *, by: Caller) -> Sketch:
    """One's own sketch; raises Forbidden, and NoSketch where it is gone or another's."""
    permit(by, Act.PROPOSE)
    sketch = sketches.one(where, number)
    if sketch.account != by.account:
        raise NoSketch(str(number))
    return sketch


def write(
    where: Store, sketch: Sketch, table: str, key: str, cells: Cells, *, seen: int, by: Caller
) -> Edit:
    """Keep the cells that a row of a sketch changes; columns that a table lacks are passed over.

    Raises:
        Forbidden: the caller may not propose, or the sketch is another's.
        NoSketch: it is gone.
        EditedElsewhere: the row was written elsewhere since ``seen``.

    """
    one(where, sketch.number, by=by)
    known = TABLES[table].fields
    own: Mapping[str, str] = {name: text for name, text in cells.items() if name in known}
    return sketches.write(where, sketch.number, table, key, own, seen=seen)


def remove(where: Store, sketch: Sketch, table: str, key: str, *, seen: int, by: Caller) -> Edit:
    """Let a row go with this sketch; raises as :func:`write` does."""
    one(where, sketch.number, by=by)
    return sketches.write(where, sketch.number, table, key, None, seen=seen)


def rewrite(
    where: Store, sketch: int, table: str, keys: Iterable[str], rework: Rework, *, by: Caller
) -> dict[str, Change]:
    """Write many rows of a sketch at once, as ``rework`` says; raises Forbidden and NoSketch."""
    one(where, sketch, by=by)
    return sketches.rewrite(where, sketch, table, keys, rework)


def take_out(where: Store, sketch: Sketch, table: str, key: str, *, by: Caller) -> None:
    """Let the sketch change nothing about a row; raises Forbidden and NoSketch."""
    one(where, sketch.number, by=by)
    sketches.take_out(where, sketch.number, table, key)


def rename(where: Store, sketch: Sketch, title: str, *, by: Caller) -> None:
    """Call it otherwise; raises Forbidden and NoSketch."""
    one(where, sketch.number, by=by)
    sketches.rename(where, sketch.number, title.strip()[:200])


def beside(where: Store, sketch: Sketch, *, by: Caller) -> dict[Place, list[Beside]]:
    """The other sketches, of whomever, that change a row of this one; by table and key."""
    one(where, sketch.number, by=by)
    return sketches.beside(where, sketch.number)


def settle(where: Store, sketch: Sketch, version: str, *, by: Caller) -> None:
    """Note that its writer has seen what others published up to a version; raises as above."""
    one(where, sketch.number, by=by)
    sketches.settle(where, sketch.number, version)


def throw_away(where: Store, sketch: Sketch, *, by: Caller) -> None:
    """Remove it with all that was typed; raises Forbidden and NoSketch."""
    one(where, sketch.number, by=by)
    sketches.throw_away(where, sketch.number)
