"""Reads any version, publishes on top of the newest, and restores an old one."""

import re
import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import URL, ColumnElement, Connection, func, select

from data.store import audit, contents, database, struck, wiping
from data.store.contents import Packed
from data.store.states import States
from data.store.tables import (
    blobs,
    originals,
    paper_files,
    strikes,
    version_tables,
    versions,
)
from data.store.texts import keepable
from data.store.versions import Conflict, Damaged, NoVersion, Version, fingerprint

_NEWEST = versions.c.number == select(func.max(versions.c.number)).scalar_subquery()


class Imprint(NamedTuple):
    """What is noted of a version beside its tables; ``data.store.versions.Version`` says of each.

    The original named by ``source_hash`` is kept before the version is.
    """

    author: str
    note: str
    source: str | None = None
    source_hash: str | None = None
    account: str | None = None
    approver: str | None = None

    def through(self, text: Callable[[str], str]) -> "Imprint":
        """The same with what people wrote in it changed."""
        source = None if self.source is None else text(self.source)
        return self._replace(author=text(self.author), note=text(self.note), source=source)


class Store:
    """All versions ever published; several servers may share it.

    Every method is one transaction, and raises Unreachable if the database does not answer.
    """

    def __init__(self, url: str | URL) -> None:
        """Open the store, or make it; raises as :func:`data.store.database.opened` does."""
        self._engine = database.opened(url)
        self._states = States(self._engine)
        self.writes = 0  # by this process: what it knew of the store before may be otherwise now
        try:
            self.wipe()  # where a server ended between striking and wiping
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self, *, writing: bool = False) -> Iterator[Connection]:
        """A transaction on this store, for what is kept in it beside the versions."""
        with database.transaction(self._engine, writing=writing) as connection:
            yield connection
        self.writes += writing

    def close(self) -> None:
        """Close every connection."""
        self._states.close()
        self._engine.dispose()

    def state(self) -> Hashable:
        """What becomes another one as soon as anything is committed, by any server."""
        return self._states.now()

    def wipe(self) -> bool:
        """Leave no byte of struck persons in the files; False if others kept it from that."""
        with self.transaction() as connection:
            if not wiping.is_due(connection):
                return True
        if not wiping.wiped(self._engine):
            return False
        with self.transaction(writing=True) as connection:
            connection.execute(strikes.update().values(wiped=1))
        return True

    def strikes(self) -> int:
        """How many persons were struck so far; what was read before the last of them is to go."""
        with self.transaction() as connection:
            return struck.count(connection)

    def rules(self) -> struck.Rules:
        """What must not come back into the record."""
        with self.transaction() as connection:
            return struck.known(connection)

    def current_id(self) -> str:
        """Id of the newest version, by one cheap query; raises NoVersion in an empty store."""
        with self.transaction() as connection:
            newest: str | None = connection.scalar(select(versions.c.id).where(_NEWEST))
        if newest is None:
            raise NoVersion(None)
        return newest

    def current(self) -> Version:
        """The newest version; raises NoVersion in an empty store."""
        with self.transaction() as connection:
            newest = newest_in(connection)
        if newest is None:
            raise NoVersion(None)
        return newest

    def version(self, version_id: str) -> Version:
        """The version of this id; raises NoVersion if there is none."""
        with self.transaction() as connection:
            return _version(connection, version_id)

    def history(self) -> list[Version]:
        """Every version, newest first."""
        with self.transaction() as connection:
            return list(versions_where(connection))

    def tables(self, version_id: str) -> dict[str, bytes]:
        """Canonical CSV of each table of a version, proved by its hash.

        Raises:
            NoVersion: there is no such version.
            Damaged: a table is lost, or not the one that was published.

        """
        with self.transaction() as connection:
            version = _version(connection, version_id)
            return _whole(connection, version)

    def original(self, version_id: str) -> bytes | None:
        """The uploaded file of a version; None where there was none, or it is no longer kept.

        Raises:
            NoVersion: there is no such version.
            Damaged: it is not the file that was uploaded.

        """
        with self.transaction() as connection:
            version = _version(connection, version_id)
            kept = select(originals).where(originals.c.hash == version.source_hash)
            row = connection.execute(kept).one_or_none()
        if row is None:
            return None
        content = Packed(row.hash, row.content).unpacked()
        if content is None:
            raise Damaged(version, "original")
        return content

    def papers(self) -> dict[str, tuple[str, str]]:
        """Format and bytes of the file of each paper by its SHA-256, as the record writes them."""
        columns = paper_files.c
        with self.transaction() as connection:
            rows = connection.execute(select(columns.hash, columns.format, columns.size)).all()
        return {row.hash: (row.format, str(row.size)) for row in rows}

    def contents(self, hashes: Collection[str]) -> dict[str, bytes]:
        """Contents of tables by their hash; one that is damaged or lost is left out."""
        wanted = select(blobs).where(blobs.c.hash.in_(hashes))
        with self.transaction() as connection:
            rows = connection.execute(wanted).all()
        unpacked = {row.hash: Packed(row.hash, row.content).unpacked() for row in rows}
        return {hash_: content for hash_, content in unpacked.items() if content is not None}

    def publish(
        self,
        tables: Mapping[str, bytes],
        *,
        parent: str | None,
        author: str,
        note: str,
        source: str | None = None,
        original: bytes | None = None,
        account: str | None = None,
        approver: str | None = None,
        strikes: int | None = None,
        undone: int | None = None,
    ) -> Version:
        """Publish canonical CSVs on top of ``parent`` (None: the first version), all or nothing.

        Tables not given stay as they are in the parent. ``source`` names the uploaded file and
        ``original`` is its content. ``account`` is the author's, ``approver`` who let it through.
        Persons who were struck do not come back by it. ``strikes`` is how many that were when the
        tables were read. ``undone`` is the number of a version whose change it takes back.

        Raises:
            Conflict: the parent is no longer the newest version, or somebody was struck from it
                since; nothing was changed.
            NoVersion: the store is empty and so has no such parent.

        """
        packed = {name: Packed.of(content) for name, content in tables.items()}
        upload = Packed.of(original) if original is not None else None
        with self.transaction(writing=True) as connection:
            contents.keep(connection, originals, [upload] if upload else [])
            hash_ = upload.hash if upload else None
            imprint = Imprint(author, note, source, hash_, account, approver)
            return publish_within(
                connection, packed, imprint, parent=parent, strikes=strikes, undone=undone
            )

    def restore(
        self, version_id: str, *, parent: str, author: str, note: str, account: str | None = None
    ) -> Version:
        """Publish the tables of an old version, exactly these, as a new one on top of ``parent``.

        Raises:
            Conflict: the parent is no longer the newest version; nothing was changed.
            NoVersion: there is no such version.
            Damaged: the old version is not whole.

        """
        with self.transaction(writing=True) as connection:
            before = _expected(connection, parent)
            old = _version(connection, version_id)
            _whole(connection, old)
            version = _append(
                connection, before, old.tables, Imprint(author, note, account=account)
            )
            _audit(connection, "restore", version, restored=old.number)
            return version


def publish_within(
    connection: Connection,
    packed: Mapping[str, Packed],
    imprint: Imprint,
    *,
    parent: str | None,
    strikes: int | None = None,
    undone: int | None = None,
) -> Version:
    """Publish within a writing transaction of others; raises as :meth:`Store.publish` does."""
    before = _expected(connection, parent)
    if before is not None and strikes not in (None, struck.count(connection)):
        raise Conflict(before)
    rules = struck.known(connection)
    packed = without_struck(rules, packed)
    contents.keep(connection, blobs, packed.values())
    new = {name: one.hash for name, one in packed.items()}
    tables = {**(before.tables if before else {}), **new}
    version = _append(connection, before, tables, imprint.through(rules.text))
    if undone is None:
        _audit(connection, "publish", version)
    else:
        _audit(connection, "undo", version, undone=undone)
    return version


def without_struck(rules: struck.Rules, packed: Mapping[str, Packed]) -> dict[str, Packed]:
    """The same tables without persons who were struck."""
    if not rules:
        return dict(packed)
    contents_of = {name: one.unpacked() or b"" for name, one in packed.items()}
    return {name: Packed.of(one) for name, one in rules.tables(contents_of).items()}


def _audit(connection: Connection, act: str, version: Version, **details: int) -> None:
    who = version.approver or version.account or version.author
    audit.note(connection, who, act, version=version.number, id=version.id, **details)


def versions_where(connection: Connection, *where: ColumnElement[bool]) -> Iterator[Version]:
    """Versions that meet the conditions, newest first."""
    rows = connection.execute(
        select(versions, version_tables.c.name, version_tables.c.hash)
        .outerjoin(version_tables)
        .where(*where)
        .order_by(versions.c.number.desc(), version_tables.c.name)
    )
    for _, group in groupby(rows, key=lambda row: row.number):
        lines = list(group)
        fields = {column.name: getattr(lines[0], column.name) for column in versions.c}
        fields["created"] = datetime.fromisoformat(fields["created"])
        tables = {line.name: line.hash for line in lines if line.name is not None}
        yield Version(**fields, tables=tables)


def newest_in(connection: Connection) -> Version | None:
    """The newest version; None in an empty store."""
    return next(versions_where(connection, _NEWEST), None)


def _version(connection: Connection, version_id: str) -> Version:
    # An id may come from an address bar, and PostgreSQL does not accept every text.
    if not re.fullmatch(r"[0-9a-f]{16}", version_id):
        raise NoVersion(version_id)
    for version in versions_where(connection, versions.c.id == version_id):
        return version
    raise NoVersion(version_id)


def _whole(connection: Connection, version: Version) -> dict[str, bytes]:
    if fingerprint(version) != version.mark:
        raise Damaged(version, "description")
    rows = connection.execute(select(blobs).where(blobs.c.hash.in_(set(version.tables.values()))))
    unpacked = {row.hash: Packed(row.hash, row.content).unpacked() for row in rows}
    whole = {}
    for name, hash_ in version.tables.items():
        content = unpacked.get(hash_)
        if content is None:
            raise Damaged(version, name)
        whole[name] = content
    return whole


def _expected(connection: Connection, parent: str | None) -> Version | None:
    """The newest version, which must be ``parent``; raises Conflict or NoVersion if it is not."""
    database.check_format(connection)
    current = newest_in(connection)
    if current is None and parent is not None:
        raise NoVersion(parent)
    if current is not None and current.id != parent:
        raise Conflict(current)
    return current


def _append(
    connection: Connection, before: Version | None, tables: Mapping[str, str], imprint: Imprint
) -> Version:
    draft = Version(
        id="",
        number=before.number + 1 if before else 1,
        parent=before.id if before else None,
        created=datetime.now(UTC),
        tables=dict(tables),
        **imprint.through(storable)._asdict(),
    )
    version = replace(draft, id=fingerprint(draft))
    row = {**vars(version), "created": version.created.isoformat()}
    connection.execute(versions.insert().values({c.name: row[c.name] for c in versions.c}))
    lines = [{"version": version.id, "name": n, "hash": h} for n, h in version.tables.items()]
    if lines:
        connection.execute(version_tables.insert(), lines)
    return version


def storable(text: str) -> str:
    """A text in NFC that a database can keep."""
    return unicodedata.normalize("NFC", keepable(text))
