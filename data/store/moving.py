"""Copies a whole store into an empty one, of the same kind of database or of the other."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, LargeBinary, Table, func, select

from data.store import audit
from data.store.history import Store
from data.store.tables import METADATA, failures, formats, versions
from data.store.versions import StoreError

_AT_ONCE = 500  # rows; contents, which may be large, go one by one
# What the audit trail says of it: the rows of these tables.
_NOTED = {
    "versions": "versions",
    "papers": "paper_files",
    "drafts": "sketches",
    "accounts": "accounts",
    "entries": "audit",
}


class NotEmpty(StoreError):  # noqa: N818 -- says what is in the way
    """Raised where the other store holds something already; nothing was copied."""


def copy(source: Store, target: Store, who: str) -> Mapping[str, int]:
    """Copy everything, while nobody publishes; gives the rows of each table.

    The audit trail goes on in the other store with an entry about it; the old store stays as it is.

    Raises:
        NotEmpty: the other store holds something.

    """
    tables = [table for table in METADATA.sorted_tables if table is not formats]
    with target.transaction() as theirs:  # first, as it may be the same store
        _refuse_filled(theirs, tables)
    with source.transaction(writing=True) as ours, target.transaction(writing=True) as theirs:
        _refuse_filled(theirs, tables)
        copied = {table.name: _copied(ours, theirs, table) for table in tables}
        _count_on(theirs)
        counts = {detail: copied[table] for detail, table in _NOTED.items()}
        audit.note(theirs, who, "move", **counts)
    return copied


def _refuse_filled(theirs: Connection, tables: Sequence[Table]) -> None:
    if any(theirs.execute(select(table).limit(1)).first() for table in tables):
        raise NotEmpty


def _copied(ours: Connection, theirs: Connection, table: Table) -> int:
    # a version comes after the one that it was made from
    order = [versions.c.number] if table is versions else list(table.primary_key)
    is_large = any(isinstance(column.type, LargeBinary) for column in table.columns)
    size = 1 if is_large else _AT_ONCE
    rows = ours.execution_options(yield_per=size).execute(select(table).order_by(*order))
    count = 0
    for part in rows.mappings().partitions():
        theirs.execute(table.insert(), [dict(row) for row in part])
        count += len(part)
    return count


def _count_on(theirs: Connection) -> None:
    """PostgreSQL counts by itself and knows nothing of numbers that were given."""
    if theirs.dialect.name != "postgresql":
        return
    last = theirs.scalar(select(func.max(failures.c.number))) or 0
    counter = func.pg_get_serial_sequence(failures.name, failures.c.number.name)
    theirs.execute(select(func.setval(counter, last + 1, False)))  # noqa: FBT003 - PostgreSQL's
