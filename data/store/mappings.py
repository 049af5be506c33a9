"""Mappings of offices' own sheets, kept by name. Each change stands in the audit trail.

A mapping is a text here; who may change one is checked before (``data.desk.mappings``).
"""

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import select

from data.store import audit
from data.store.history import Store, storable
from data.store.tables import mappings
from data.store.versions import StoreError


class Kept(NamedTuple):
    """A mapping that is kept: its text, for which shape of sheets, who kept it and when."""

    name: str
    shape: str
    content: str
    who: str
    at: datetime


class NoMapping(StoreError):  # noqa: N818 -- says what is missing
    """Raised when there is no mapping of a name, or the name is taken; nothing was changed."""


def every(store: Store, *, shape: str | None = None) -> list[Kept]:
    """All mappings by name; those for one shape of sheets."""
    where = [] if shape is None else [mappings.c.shape == shape]
    wanted = select(mappings).where(*where).order_by(mappings.c.name)
    with store.transaction() as connection:
        rows = connection.execute(wanted).all()
    return [
        Kept(row.name, row.shape, row.content, row.who, datetime.fromisoformat(row.at))
        for row in rows
    ]


def keep(store: Store, name: str, shape: str, content: str, *, who: str) -> None:
    """Keep a mapping; one of the same name gives way to it."""
    name = storable(name)
    row = {
        "name": name,
        "shape": shape,
        "content": storable(content),
        "who": who,
        "at": datetime.now(UTC).isoformat(),
    }
    with store.transaction(writing=True) as connection:
        connection.execute(mappings.delete().where(mappings.c.name == name))
        connection.execute(mappings.insert().values(row))
        audit.note(connection, who, "mapping-kept", mapping=name)


def rename(store: Store, name: str, new: str, *, who: str) -> None:
    """Give a mapping another name; raises NoMapping if it is gone or the name is taken."""
    new = storable(new)
    with store.transaction(writing=True) as connection:
        taken = connection.execute(select(mappings.c.name).where(mappings.c.name == new)).all()
        if taken and new != name:
            raise NoMapping(new)
        changed = connection.execute(
            mappings.update().where(mappings.c.name == name).values(name=new)
        )
        if not changed.rowcount:
            raise NoMapping(name)
        audit.note(connection, who, "mapping-renamed", mapping=new, former=name)


def remove(store: Store, name: str, *, who: str) -> None:
    """Remove a mapping; raises NoMapping if it is gone."""
    with store.transaction(writing=True) as connection:
        removed = connection.execute(mappings.delete().where(mappings.c.name == name))
        if not removed.rowcount:
            raise NoMapping(name)
        audit.note(connection, who, "mapping-removed", mapping=name)
