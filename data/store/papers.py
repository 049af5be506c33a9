"""The files of papers: kept once by their SHA-256, within a bound, as long as anything names them.

What a paper is called and which rows it belongs to is said by the table ``papers`` of the record,
and so is part of each version. Who may see or add one is checked before (``data.desk.papers``).
"""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, select

from data.store import audit
from data.store.contents import Packed, digest
from data.store.history import Store, newest_in
from data.store.tables import (
    blobs,
    paper_files,
    proposal_tables,
    sketch_rows,
    version_tables,
)
from data.store.versions import StoreError

TABLE = "papers"
# A paper that was given and that nothing names, as its draft was thrown away, stays so long.
_WAITS = timedelta(days=1)
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


class Kept(NamedTuple):
    """What is known of a file: its format by its content, its bytes, who brought it and when."""

    format: str
    size: int
    account: str
    added: datetime
    has_preview: bool


class NoRoom(StoreError):  # noqa: N818 -- says what is missing
    """Raised where all papers together would need more than ``most`` bytes; nothing was kept."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes of papers")
        self.most = most


def keep(
    store: Store,
    content: bytes,
    kind: str,
    preview: bytes | None,
    *,
    who: str,
    account: str,
    most: int,
) -> str:
    """Keep a file, once however often it is given; gives its SHA-256.

    ``kind`` is its format, ``preview`` a small picture of it. Where there is no room, files that
    nothing names any more are deleted.

    Raises:
        NoRoom: all files together would be larger than ``most`` bytes.
        Full: the database itself has no room left.

    """
    packed = Packed.of(content)
    with store.transaction(writing=True) as connection:
        own = paper_files.c.hash == packed.hash
        if connection.scalar(select(paper_files.c.hash).where(own)) is not None:
            # it is wanted again, so it waits anew for a row to name it
            connection.execute(paper_files.update().where(own).values(added=_now()))
            return packed.hash
        _delete_unneeded(connection)
        held = connection.scalar(select(func.sum(paper_files.c.size))) or 0
        if held + len(content) > most:
            raise NoRoom(most)
        connection.execute(
            paper_files.insert().values(
                hash=packed.hash,
                content=packed.content,
                format=kind,
                size=len(content),
                preview=preview,
                account=account,
                added=_now(),
            )
        )
        audit.note(connection, who, "paper", hash=packed.hash, format=kind, bytes=len(content))
    return packed.hash


def known(store: Store) -> dict[str, Kept]:
    """What is known of every file, by its SHA-256."""
    with store.transaction() as connection:
        return known_in(connection)


def known_in(connection: Connection) -> dict[str, Kept]:
    """The same within a transaction."""
    columns = paper_files.c
    has_preview = columns.preview.is_not(None).label("has_preview")
    wanted = select(
        columns.hash, columns.format, columns.size, columns.account, columns.added, has_preview
    )
    return {
        row.hash: Kept(
            row.format,
            row.size,
            row.account,
            datetime.fromisoformat(row.added),
            bool(row.has_preview),
        )
        for row in connection.execute(wanted)
    }


def content(store: Store, hash_: str) -> bytes | None:
    """A file by its SHA-256; None where it is not kept, or is not what was given any more."""
    with store.transaction() as connection:
        return content_in(connection, hash_)


def content_in(connection: Connection, hash_: str) -> bytes | None:
    """The same within a transaction."""
    packed = connection.scalar(select(paper_files.c.content).where(paper_files.c.hash == hash_))
    return None if packed is None else Packed(hash_, packed).unpacked()


def preview(store: Store, hash_: str) -> bytes | None:
    """The small picture of a file; None where there is none."""
    with store.transaction() as connection:
        small: bytes | None = connection.scalar(
            select(paper_files.c.preview).where(paper_files.c.hash == hash_)
        )
    return small


def mark(hash_: str) -> str:
    """The text by which the list of what must not come back knows a file."""
    return f"sha256:{hash_}"


def hash_of(content: bytes) -> str:
    """The SHA-256 under which a file is kept."""
    return digest(content)


def _delete_unneeded(connection: Connection) -> None:
    """Delete files that no version, proposal or draft names, and that were not given just now."""
    before = (datetime.now(UTC) - _WAITS).isoformat()
    old = set(connection.scalars(select(paper_files.c.hash).where(paper_files.c.added < before)))
    newest = newest_in(connection)
    if newest is not None and old:  # nearly all are named there, so that no more need be read
        old = _unnamed(connection, old, {newest.tables.get(TABLE, "")})
    if not old:
        return
    hashes = {
        hash_
        for holder in (version_tables, proposal_tables)
        for hash_ in connection.scalars(
            select(holder.c.hash).where(holder.c.name == TABLE).distinct()
        )
    }
    old = _unnamed(connection, old, hashes)
    drafted = select(sketch_rows.c.cells).where(sketch_rows.c.record_table == TABLE)
    for cells in connection.scalars(drafted):
        old -= set(_HASH.findall(cells))
    connection.execute(delete(paper_files).where(paper_files.c.hash.in_(old)))


def _unnamed(connection: Connection, files: set[str], tables: set[str]) -> set[str]:
    """The files that no table of papers names, the tables given by their hashes.

    None of them where a table is damaged: what it named is not known.
    """
    named: set[str] = set()
    for row in connection.execute(select(blobs).where(blobs.c.hash.in_(tables))):
        read = Packed(row.hash, row.content).unpacked()
        if read is None:
            return set()
        named |= set(_HASH.findall(read.decode("utf-8", "replace")))
    return files - named


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
