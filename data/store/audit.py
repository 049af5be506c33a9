"""The audit trail: who did what and when. Entries are only added, each holding the last one's hash.

An entry is written in the transaction of the act itself, so neither is there without the other.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.store.tables import audit

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


def note(connection: Connection, who: str, act: str, **details: str | int | None) -> None:
    """Add an entry; needs a writing transaction. Details that are None are left out."""
    last = connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).one_or_none()
    entry = {
        "number": last.number + 1 if last else 1,
        "at": datetime.now(UTC).isoformat(),
        "who": who,
        "act": act,
        "details": _written({name: str(one) for name, one in details.items() if one is not None}),
        "before": last.hash if last else _FIRST,
    }
    connection.execute(audit.insert().values(**entry, hash=_sealed(entry)))


def entries(connection: Connection, *, newest: int | None = None) -> Iterator[Entry]:
    """The trail in order, newest first; the last ``newest`` of them, or all."""
    rows = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(newest))
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


def count(connection: Connection) -> int:
    """How many entries there are."""
    return connection.execute(select(func.count()).select_from(audit)).scalar_one()


def first_gap(connection: Connection) -> int | None:
    """Number of the first entry that was changed, or follows one that is missing; else None."""
    before = _FIRST
    rows = connection.execute(select(audit).order_by(audit.c.number))
    for number, row in enumerate(rows, start=1):
        entry = {key: value for key, value in row._mapping.items() if key != "hash"}
        if row.number != number or row.before != before or row.hash != _sealed(entry):
            return number
        before = row.hash
    return None


def _sealed(entry: Mapping[str, object]) -> str:
    return hashlib.sha256(_written(entry).encode()).hexdigest()


def _written(values: Mapping[str, object]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)
