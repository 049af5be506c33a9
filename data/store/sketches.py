"""Sketches: what somebody changes row by row, kept until it is handed in or thrown away.

Each cell is kept as soon as it is typed, so a reload, a lost line or a restart loses nothing. Whose
sketch it is, and what they may do, is checked before (``data.desk.editing.sketching``).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select

from data.schema import TABLES
from data.store.history import Store, storable
from data.store.sketched import (
    Beside,
    Cells,
    Change,
    Edit,
    EditedElsewhere,
    NoSketch,
    Sketch,
    Stray,
    Unread,
    cells_of,
    edit_of,
    written,
)
from data.store.tables import accounts, sketch_rows, sketches

# Gives the cells that a row shall have from its key and those that it has.
Rework = Callable[[str, Cells | None], Cells | None]
_NONE: Mapping[tuple[str, str], str] = MappingProxyType({})
Rewritten = Mapping[str, Mapping[str, Cells | None]]  # by table and key; None: the row goes


def begin(
    store: Store,
    account: str,
    title: str,
    base: str,
    rows: Rewritten | None = None,
    *,
    into: Mapping[tuple[str, str], str] = _NONE,
) -> Sketch:
    """A new sketch, with rows or without.

    ``into`` gives for rows that go, by table and key, those with which they become one.
    """
    now = _now()
    with store.transaction(writing=True) as connection:
        number = (connection.scalar(select(func.max(sketches.c.number))) or 0) + 1
        connection.execute(
            sketches.insert().values(
                number=number,
                account=storable(account),
                title=storable(title),
                base=base,
                begun=now,
                changed=now,
            )
        )
        lines = [
            {
                "sketch": number,
                "record_table": table,
                "key": storable(key),
                "cells": written(cells, into.get((table, key), "")),
                "revision": 1,
            }
            for table, edits in (rows or {}).items()
            for key, cells in edits.items()
        ]
        if lines:
            placed = [{**line, "place": place} for place, line in enumerate(lines, 1)]
            connection.execute(sketch_rows.insert(), placed)
    return one(store, number)


def begin_empty(store: Store, account: str, base: str) -> Sketch:
    """A sketch with nothing in it: the one that an account has already, else a new one.

    So whoever opens a form and types nothing leaves no more than one behind, which no list shows.
    """
    mine = sketches.c.account == account, sketches.c.title == ""
    has_rows = select(sketch_rows.c.key).where(sketch_rows.c.sketch == sketches.c.number).exists()
    with store.transaction(writing=True) as connection:
        number = connection.scalar(select(sketches.c.number).where(*mine, ~has_rows).limit(1))
        if number is not None:
            now = {"base": base, "begun": _now(), "changed": _now()}
            own = sketches.c.number == number
            connection.execute(sketches.update().where(own).values(now))
    return begin(store, account, "", base) if number is None else one(store, number)


def every(store: Store, account: str) -> list[Sketch]:
    """Somebody's sketches, the one changed last first."""
    wanted = select(sketches).where(sketches.c.account == account)
    with store.transaction() as connection:
        found = connection.execute(wanted.order_by(sketches.c.changed.desc())).all()
        return [_read(connection, row) for row in found]


def one(store: Store, number: int) -> Sketch:
    """One sketch; raises NoSketch."""
    with store.transaction() as connection:
        row = connection.execute(select(sketches).where(sketches.c.number == number)).one_or_none()
        if row is None:
            raise NoSketch(str(number))
        return _read(connection, row)


def write(
    store: Store, number: int, table: str, key: str, cells: Cells | None, *, seen: int
) -> Edit:
    """Write one row of a sketch: all the cells that it changes, None for a row that goes.

    ``seen`` is the revision that the writer has seen, 0 for none.

    Raises:
        NoSketch: it is gone.
        EditedElsewhere: the row was written elsewhere since.

    """
    with store.transaction(writing=True) as connection:
        _touch(connection, number)
        now = _row(connection, number, table, key)
        if (now.revision if now else 0) != seen:
            raise EditedElsewhere(now or Edit({}, 0))
        own = _own(number, table, key)
        values = {"cells": written(cells), "revision": seen + 1}
        if now:
            connection.execute(sketch_rows.update().where(*own).values(values))
        else:
            last = select(func.max(sketch_rows.c.place)).where(sketch_rows.c.sketch == number)
            names = {"sketch": number, "record_table": table, "key": storable(key)}
            place = {"place": (connection.scalar(last) or 0) + 1}
            connection.execute(sketch_rows.insert().values(names | place | values))
    return Edit(cells, seen + 1)


def rewrite(
    store: Store, number: int, table: str, keys: Iterable[str], rework: Rework
) -> dict[str, Change]:
    """Write many rows of a table in one transaction; gives those that became otherwise.

    ``rework`` is given each key with its cells as they are at that moment, so nothing that other
    tabs wrote meanwhile is lost. A row without cells leaves the sketch. Raises NoSketch.
    """
    changed: dict[str, Change] = {}
    with store.transaction(writing=True) as connection:
        _touch(connection, number)
        now = _edits(connection, number, table)
        for key in dict.fromkeys(keys):
            before = now[key].cells if key in now else {}
            after = rework(key, before)
            if after != before:
                changed[key] = Change(before, after)
        _put(connection, number, table, now, {key: one.after for key, one in changed.items()})
    return changed


def _edits(connection: Connection, number: int, table: str) -> dict[str, Edit]:
    columns = sketch_rows.c
    mine = select(sketch_rows).where(columns.sketch == number, columns.record_table == table)
    return {row.key: edit_of(row) for row in connection.execute(mine)}


def _put(
    connection: Connection,
    number: int,
    table: str,
    now: Mapping[str, Edit],
    rows: Mapping[str, Cells | None],
) -> None:
    """Write rows whole: those without cells go, others are changed or added at the end."""
    columns = sketch_rows.c
    at = (columns.sketch == number, columns.record_table == table, columns.key == bindparam("at"))
    gone = [{"at": key} for key, cells in rows.items() if cells == {} and key in now]
    kept = {key: cells for key, cells in rows.items() if cells != {}}
    texts = {key: written(cells) for key, cells in kept.items()}
    changed = [
        {"at": key, "text": text, "next": now[key].revision + 1}
        for key, text in texts.items()
        if key in now
    ]
    last = connection.scalar(select(func.max(columns.place)).where(columns.sketch == number)) or 0
    added = [
        {"sketch": number, "record_table": table, "key": storable(key), "cells": text}
        for key, text in texts.items()
        if key not in now
    ]
    if gone:
        connection.execute(sketch_rows.delete().where(*at), gone)
    if changed:
        new = sketch_rows.update().where(*at)
        new = new.values(cells=bindparam("text"), revision=bindparam("next"))
        connection.execute(new, changed)
    if added:
        places = ({"revision": 1, "place": last + 1 + count} for count in range(len(added)))
        rows_added = [row | place for row, place in zip(added, places, strict=True)]
        connection.execute(sketch_rows.insert(), rows_added)


def take_out(store: Store, number: int, table: str, key: str) -> None:
    """Take one row out of a sketch, so that it changes nothing there; raises NoSketch."""
    with store.transaction(writing=True) as connection:
        _touch(connection, number)
        connection.execute(sketch_rows.delete().where(*_own(number, table, key)))


def beside(store: Store, number: int) -> dict[tuple[str, str], list[Beside]]:
    """By table and key of the rows of a sketch: the other sketches that change them, too."""
    mine, theirs = sketch_rows.alias(), sketch_rows.alias()
    wanted = (
        select(mine.c.record_table, mine.c.key, sketches.c.number, sketches.c.account)
        .join(
            theirs,
            (theirs.c.record_table == mine.c.record_table)
            & (theirs.c.key == mine.c.key)
            & (theirs.c.sketch != mine.c.sketch),
        )
        .join(sketches, sketches.c.number == theirs.c.sketch)
        .where(mine.c.sketch == number)
        .order_by(sketches.c.number)
    )
    found: dict[tuple[str, str], list[Beside]] = {}
    with store.transaction() as connection:
        for table, key, other, account in connection.execute(wanted):
            found.setdefault((table, key), []).append(Beside(other, account))
    return found


def rename(store: Store, number: int, title: str) -> None:
    """Call a sketch otherwise; raises NoSketch."""
    with store.transaction(writing=True) as connection:
        _touch(connection, number)
        own = sketches.c.number == number
        connection.execute(sketches.update().where(own).values(title=storable(title)))


def settle(store: Store, number: int, base: str) -> None:
    """Note that its writer has seen what others published up to a version; raises NoSketch."""
    with store.transaction(writing=True) as connection:
        _touch(connection, number)
        own = sketches.c.number == number
        connection.execute(sketches.update().where(own).values(base=base))


def strays(store: Store) -> list[Stray]:
    """Sketches of accounts that are not on this server, counted by account."""
    columns = sketches.c
    known = select(accounts.c.account)
    wanted = (
        select(columns.account, func.count(), func.max(columns.changed))
        .where(columns.account.not_in(known))
        .group_by(columns.account)
        .order_by(columns.account)
    )
    with store.transaction() as connection:
        return [
            Stray(account, count, datetime.fromisoformat(changed))
            for account, count, changed in connection.execute(wanted)
        ]


def remove_sketches(connection: Connection, account: str) -> None:
    """Remove every sketch of an account, in a writing transaction of others."""
    own = select(sketches.c.number).where(sketches.c.account == account)
    connection.execute(sketch_rows.delete().where(sketch_rows.c.sketch.in_(own)))
    connection.execute(sketches.delete().where(sketches.c.account == account))


def throw_away(store: Store, number: int) -> None:
    """Remove a sketch with its rows, whether it is there or not."""
    with store.transaction(writing=True) as connection:
        connection.execute(sketch_rows.delete().where(sketch_rows.c.sketch == number))
        connection.execute(sketches.delete().where(sketches.c.number == number))


def _touch(connection: Connection, number: int) -> None:
    own = sketches.c.number == number
    if not connection.execute(sketches.update().where(own).values(changed=_now())).rowcount:
        raise NoSketch(str(number))


def _own(number: int, table: str, key: str) -> tuple[ColumnElement[bool], ...]:
    columns = sketch_rows.c
    return (columns.sketch == number, columns.record_table == table, columns.key == key)


def _row(connection: Connection, number: int, table: str, key: str) -> Edit | None:
    found = connection.execute(select(sketch_rows).where(*_own(number, table, key))).one_or_none()
    return edit_of(found) if found else None


def _read(connection: Connection, row: Row[tuple[object, ...]]) -> Sketch:
    mine = select(sketch_rows).where(sketch_rows.c.sketch == row.number)
    rows: dict[str, dict[str, Edit]] = {}
    broken = []
    for line in connection.execute(mine.order_by(sketch_rows.c.place)):
        cells = cells_of(line.cells)
        if isinstance(cells, Unread) or line.record_table not in TABLES:
            broken.append((line.record_table, line.key))
        else:
            rows.setdefault(line.record_table, {})[line.key] = edit_of(line)
    return Sketch(
        row.number,
        row.account,
        row.title,
        row.base,
        datetime.fromisoformat(row.begun),
        datetime.fromisoformat(row.changed),
        rows,
        tuple(broken),
    )


def _now() -> str:
    return datetime.now(UTC).isoformat()
