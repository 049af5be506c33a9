"""The audit trail: who did what and when. Entries are only added, each holding the last one's hash.

An entry is written in the transaction of the act itself, so neither is there without the other.
The database itself refuses to change or delete one; only striking a person does (``resealed``).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from data.store.tables import LOCKED, UNLOCKED, audit, audit_head
from data.store.texts import keepable

_FIRST = "0" * 64


class Entry(NamedTuple):
    """One line of the trail; ``at`` is in UTC, ``details`` say on what it was done."""

    number: int
    at: datetime
    who: str
    act: str
    details: Mapping[str, str]
    before: str
    hash: str


class Wanted(NamedTuple):
    """Which entries are asked for; None asks for all. ``since`` and ``until`` are in UTC."""

    act: str | None = None
    who: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions that an entry must meet; ``until`` itself is not wanted any more."""
        conditions = []
        if self.act is not None:
            conditions.append(audit.c.act == self.act)
        if self.who is not None:
            conditions.append(audit.c.who == self.who)
        if self.since is not None:
            conditions.append(audit.c.at >= self.since.astimezone(UTC).isoformat())
        if self.until is not None:
            conditions.append(audit.c.at < self.until.astimezone(UTC).isoformat())
        return conditions


ALL = Wanted()


def note(connection: Connection, who: str, act: str, **details: str | int | None) -> None:
    """Add an entry; needs a writing transaction. Details that are None are left out."""
    last = _last(connection)
    entry = {
        "number": last[0] + 1,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"),
        "who": keepable(who),  # as it is kept, or its hash would not be the entry's
        "act": act,
        "details": _written(
            {name: keepable(str(one)) for name, one in details.items() if one is not None}
        ),
        "before": last[1],
    }
    connection.execute(audit.insert().values(**entry, hash=_sealed(entry)))
    _set_head(connection)


def entries(
    connection: Connection, wanted: Wanted = ALL, *, first: int = 0, newest: int | None = None
) -> Iterator[Entry]:
    """The entries asked for, newest first: ``newest`` of them or all, after passing ``first``."""
    rows = connection.execute(
        select(audit)
        .where(*wanted.where())
        .order_by(audit.c.number.desc())
        .limit(newest)
        .offset(first)
    )
    for row in rows:
        yield Entry(
            row.number,
            datetime.fromisoformat(row.at),
            row.who,
            row.act,
            json.loads(row.details),
            row.before,
            row.hash,
        )


def count(connection: Connection, wanted: Wanted = ALL) -> int:
    """How many entries there are of those asked for."""
    counted = select(func.count()).select_from(audit).where(*wanted.where())
    return connection.execute(counted).scalar_one()


def names(connection: Connection) -> tuple[list[str], list[str]]:
    """Every act in the trail, and everybody who did one; both in order."""
    acts = connection.scalars(select(audit.c.act).distinct().order_by(audit.c.act))
    people = connection.scalars(select(audit.c.who).distinct().order_by(audit.c.who))
    return list(acts), list(people)


def head(connection: Connection) -> str:
    """The last entry's hash: noted elsewhere, it shows later if the trail was cut or rewritten."""
    return _last(connection)[1]


def number_of(connection: Connection, noted: str) -> int | None:
    """Number of the entry that has this hash; None where the trail has none."""
    return connection.scalar(select(audit.c.number).where(audit.c.hash == noted))


def _last(connection: Connection) -> tuple[int, str]:
    last = connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).one_or_none()
    return (last.number, last.hash) if last else (0, _FIRST)


def _set_head(connection: Connection) -> None:
    number, hash_ = _last(connection)
    connection.execute(audit_head.delete())
    connection.execute(audit_head.insert().values(number=number, hash=hash_))


def resealed(
    connection: Connection, changed: Callable[[str, dict[str, str]], tuple[str, dict[str, str]]]
) -> tuple[int, int]:
    """Change who and details of entries, and seal anew from the first that changed.

    Gives the number of that entry and how many were sealed anew; (0, 0) where none changed. Only
    for striking a person, which notes it in the trail itself.
    """
    rows = connection.execute(select(audit).order_by(audit.c.number)).mappings().all()
    before, first, count = _FIRST, 0, 0
    _allow(connection, UNLOCKED)
    for line in rows:
        entry = {key: value for key, value in line.items() if key != "hash"}
        who, details = changed(line["who"], json.loads(line["details"]))
        new = {"who": who, "details": _written(details)}
        if first or {key: entry[key] for key in new} != new:
            first = first or line["number"]
            entry |= {**new, "before": before}
            values = {**entry, "hash": _sealed(entry)}
            connection.execute(
                audit.update().where(audit.c.number == line["number"]).values(values)
            )
            before = values["hash"]
            count += 1
        else:
            before = line["hash"]
    _set_head(connection)
    _allow(connection, LOCKED)
    return first, count


def _allow(connection: Connection, statements: Mapping[str, tuple[str, ...]]) -> None:
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def first_gap(connection: Connection) -> int | None:
    """Number of the first entry that was changed, or is missing; None where all are as written.

    An end that was cut off shows by the head, which is kept beside the trail.
    """
    before = _FIRST
    rows = connection.execute(select(audit).order_by(audit.c.number))
    for number, row in enumerate(rows, start=1):
        entry = {key: value for key, value in row._mapping.items() if key != "hash"}
        if row.number != number or row.before != before or row.hash != _sealed(entry):
            return number
        before = row.hash
    last = _last(connection)
    kept = connection.execute(select(audit_head.c.number, audit_head.c.hash)).one_or_none()
    if last == (tuple(kept) if kept else (0, _FIRST)):
        return None
    return last[0] + 1


def _sealed(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(_written(entry).encode()).hexdigest()


def _written(values: Mapping[str, object]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)
