"""Finds every place in which a person is named: versions, files, proposals, accounts, the trail."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, select

from data.desk.forgetting.files import names_somebody
from data.schema import TABLES, Table
from data.store import audit, papers
from data.store.contents import Packed
from data.store.history import versions_where
from data.store.sketched import Unread, cells_of, into_of
from data.store.striking import holders, text_columns
from data.store.struck import PEOPLE
from data.store.tables import METADATA, accounts, blobs, originals, paper_files, sketch_rows
from data.values.names import Hit, hits, spelt

UNREAD = "unread"  # in the column of a file that nobody can look into


class Kind(StrEnum):
    """What a place is."""

    ROW = "row"  # the person's own row: name, post, notes
    TEXT = "text"  # a cell of another row
    ID = "id"  # the id of another row
    VERSION = "version"  # author, note or file name of a version
    SAID = "said"  # a proposal, a comment, a draft
    ACCOUNT = "account"
    TRAIL = "trail"  # the audit trail
    FILE = "file"  # an uploaded file


@dataclass(frozen=True)
class Place:
    """One text with the name in it, wherever it stands; ``rows`` and ``versions`` say where.

    ``is_exact``: the name is spelt there as it was asked for. ``hits`` say where in the text.
    """

    kind: Kind
    table: str
    column: str
    text: str
    hits: tuple[Hit, ...] = ()
    is_exact: bool = False
    rows: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """A short mark of the place, the same as long as its text is."""
        written = json.dumps([self.kind, self.table, self.column, self.text])
        return hashlib.sha256(written.encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True)
class Found:
    """Everything about one person.

    ``own`` are the cells of their row; ``files`` tells of each uploaded file by its hash whether
    it names them, None where it cannot be read.
    """

    names: tuple[str, ...]
    person: str | None
    places: tuple[Place, ...]
    own: tuple[str, ...] = ()
    files: Mapping[str, bool | None] = field(default_factory=dict)


class _Line(NamedTuple):
    """One row of a table of the record as it is kept, and the versions that have it."""

    table: Table | None
    name: str
    row: Mapping[str, str]
    versions: tuple[int, ...]


def search(
    connection: Connection,
    names: Sequence[str],
    person: str | None,
    *,
    before: Found | None = None,
) -> Found:
    """Every place with one of the names; ``person`` is an id of people, whose names count too.

    Accents and capitals are ignored, so somebody else's name may be among what is found.
    ``before`` is what an earlier search found: its files are not looked into again.
    """
    lines = list(_lines(connection))
    own = [line.row for line in lines if line.name == PEOPLE and _key(line) == person]
    wanted = tuple(dict.fromkeys(filter(spelt, (*names, *_called(own)))))
    cells = {cell for row in own for column, cell in row.items() if column in _TELLING}
    places = [_own_row(person, own)] if person and own else []
    places += _in_lines(lines, wanted, person)
    places += _in_versions(connection, wanted)
    places += _in_columns(connection, wanted)
    places += _in_sketches(connection, wanted)
    places += _in_trail(connection, wanted)
    looked_into = before.files if before and before.names == wanted else {}
    held = _files(connection, wanted, looked_into)
    places += _in_files(connection, held)
    given = _papers(connection, wanted, looked_into)
    places += _in_papers(lines, given)
    return Found(wanted, person, tuple(places), tuple(sorted(cells)), {**held, **given})


_TELLING = ("person_id", "role_vi", "role_en", "role_fr", "note_vi", "note_en", "note_fr")


def _key(line: _Line) -> str:
    return line.row.get(line.table.key, "") if line.table else ""


def _called(own: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Every name that the rows of a person give: the name and other spellings."""
    for row in own:
        yield row.get("name", "")
        yield from row.get("aliases", "").split(";")


def _own_row(person: str, own: Sequence[Mapping[str, str]]) -> Place:
    texts = dict.fromkeys(
        text
        for row in own
        for column in ("name", "aliases", "role_vi", "role_en", "role_fr")
        if (text := row.get(column))
    )
    text = " · ".join((person, *texts))
    return Place(Kind.ROW, PEOPLE, "", text, is_exact=True, rows=(person,))


def _lines(connection: Connection) -> Iterator[_Line]:
    """Each row of each table in any version or proposal."""
    numbers = {version.id: version.number for version in versions_where(connection)}
    used: dict[tuple[str, str], set[int]] = {}
    for holder in holders():
        for line in connection.execute(select(holder)).mappings():
            number = numbers.get(line.get("version", ""))
            used.setdefault((line["name"], line["hash"]), set()).update([number] if number else [])
    for (name, hash_), in_versions in used.items():
        kept = connection.execute(select(blobs).where(blobs.c.hash == hash_)).one_or_none()
        content = Packed(kept.hash, kept.content).unpacked() if kept else None
        described = TABLES.get(name)
        for row in _rows(described, content or b""):
            yield _Line(described, name, row, tuple(sorted(in_versions)))


def _rows(table: Table | None, content: bytes) -> Iterator[dict[str, str]]:
    try:
        header, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    except (UnicodeDecodeError, csv.Error, ValueError):
        return
    current = table.current(header) if table else header
    columns = [now or then for now, then in zip(current, header, strict=True)]
    for line in lines:
        yield dict(zip(columns, line, strict=False))


def _in_lines(lines: Sequence[_Line], names: Sequence[str], person: str | None) -> list[Place]:
    """Cells and ids of rows that name the person, each text once."""
    at: dict[tuple[Kind, tuple[str, str, str]], tuple[set[str], set[int]]] = {}
    read: dict[str, tuple[Hit, ...]] = {}
    for line in lines:
        key = _key(line)
        if line.name == PEOPLE and key == person:
            continue
        for column, cell in line.row.items():
            if not cell or _is_code(line.table, column):
                continue
            if cell not in read:
                read[cell] = tuple(hits(cell, names))
            if read[cell]:
                kind = Kind.ID if line.table and column == line.table.key else Kind.TEXT
                where = (line.name, column, cell)
                rows, numbers = at.setdefault((kind, where), (set(), set()))
                rows.add(key)
                numbers.update(line.versions)
    return [
        _place(kind, where, read[where[2]], names, rows=sorted(rows), versions=sorted(numbers))
        for (kind, where), (rows, numbers) in at.items()
    ]


def _is_code(table: Table | None, column: str) -> bool:
    """Whether a column holds no text in which a person could be named, but ids or codes."""
    described = table.fields.get(column) if table else None
    if described is None or table is None or column == table.key:
        return False
    refers = described.references or described.references_in or described.ids_of
    return bool(refers or described.codelist) or described.type not in ("string", "list")


def _place(
    kind: Kind,
    where: tuple[str, str, str],
    found: tuple[Hit, ...],
    names: Sequence[str],
    *,
    rows: Sequence[str] = (),
    versions: Sequence[int] = (),
) -> Place:
    """A place; ``where`` is its table, its column and its text."""
    asked = {spelt(name) for name in names}
    is_exact = all(hit.spelt in asked for hit in found)
    return Place(kind, *where, found, is_exact, tuple(rows), tuple(versions))


def _in_versions(connection: Connection, names: Sequence[str]) -> list[Place]:
    at: dict[tuple[str, str], list[int]] = {}
    for version in versions_where(connection):
        for column in ("author", "note", "source", "account", "approver"):
            if text := getattr(version, column):
                at.setdefault((column, text), []).append(version.number)
    return [
        _place(Kind.VERSION, ("versions", column, text), found, names, versions=sorted(numbers))
        for (column, text), numbers in at.items()
        if (found := tuple(hits(text, names)))
    ]


def _in_columns(connection: Connection, names: Sequence[str]) -> list[Place]:
    columns = [(Kind.SAID, table, column) for table, column in text_columns()]
    columns += [(Kind.ACCOUNT, accounts, accounts.c[name]) for name in ("account", "name")]
    return [
        _place(kind, (table.name, column.name, text), found, names)
        for kind, table, column in columns
        for text in connection.scalars(select(column).distinct())
        if text and (found := tuple(hits(text, names)))
    ]


def _in_sketches(connection: Connection, names: Sequence[str]) -> list[Place]:
    """What was typed into drafts: cells and keys of their rows."""
    at: dict[tuple[str, str], None] = {}
    for line in connection.execute(select(sketch_rows)):
        cells = cells_of(line.cells)
        at["key", line.key] = None
        at["key", into_of(line.cells)] = None
        if isinstance(cells, Unread):
            at["cells", cells.text] = None
        for column, cell in cells.items() if isinstance(cells, dict) else ():
            at[column, cell] = None
    return [
        _place(Kind.SAID, (sketch_rows.name, column, text), found, names)
        for column, text in at
        if text and (found := tuple(hits(text, names)))
    ]


def _in_trail(connection: Connection, names: Sequence[str]) -> list[Place]:
    at: dict[tuple[str, str], list[str]] = {}
    for entry in audit.entries(connection):
        for column, text in (("who", entry.who), *entry.details.items()):
            at.setdefault((column, text), []).append(str(entry.number))
    return [
        _place(Kind.TRAIL, ("audit", column, text), found, names, rows=entries)
        for (column, text), entries in at.items()
        if (found := tuple(hits(text, names)))
    ]


def _files(
    connection: Connection, names: Sequence[str], known: Mapping[str, bool | None]
) -> dict[str, bool | None]:
    """Of each uploaded file, whether it names the person; None for one that cannot be read."""
    held: dict[str, bool | None] = {}
    for hash_ in connection.scalars(select(originals.c.hash).order_by(originals.c.hash)).all():
        if hash_ in known:
            held[hash_] = known[hash_]
            continue
        packed = connection.scalar(select(originals.c.content).where(originals.c.hash == hash_))
        content = Packed(hash_, packed or b"").unpacked()
        held[hash_] = None if content is None else names_somebody(content, names)
    return held


def _papers(
    connection: Connection, names: Sequence[str], known: Mapping[str, bool | None]
) -> dict[str, bool | None]:
    """The same of the file of each paper; only in a Word file is all that it says found."""
    held: dict[str, bool | None] = {}
    for hash_, kept in sorted(papers.known_in(connection).items()):
        if hash_ in known:
            held[hash_] = known[hash_]
            continue
        content = papers.content_in(connection, hash_)
        names_them = None if content is None else names_somebody(content, names)
        held[hash_] = names_them if names_them or kept.format == "docx" else None
    return held


def _in_papers(lines: Sequence[_Line], held: Mapping[str, bool | None]) -> list[Place]:
    """Papers that name the person, and those that nobody can look into, by their titles."""
    titles: dict[str, dict[str, None]] = {}
    numbers: dict[str, set[int]] = {}
    for line in lines:
        if line.name == papers.TABLE:
            hash_ = line.row.get("content_hash", "")
            titles.setdefault(hash_, {})[line.row.get("title", "")] = None
            numbers.setdefault(hash_, set()).update(line.versions)
    return [
        Place(
            Kind.FILE,
            paper_files.name,
            hash_ if is_in else f"{hash_} {UNREAD}",
            " · ".join(filter(None, titles.get(hash_, ()))) or hash_[:8],
            is_exact=bool(is_in),
            versions=tuple(sorted(numbers.get(hash_, ()))),
        )
        for hash_, is_in in held.items()
        if is_in is not False
    ]


def _in_files(connection: Connection, held: Mapping[str, bool | None]) -> list[Place]:
    """Files that name the person, and those that nobody can look into, by their names."""
    places = []
    for hash_, is_in in held.items():
        if is_in is not False:
            called, numbers = _known_as(connection, hash_)
            column = hash_ if is_in else f"{hash_} {UNREAD}"
            called = called or hash_[:8]
            places.append(
                Place(
                    Kind.FILE,
                    "originals",
                    column,
                    called,
                    is_exact=bool(is_in),
                    versions=tuple(numbers),
                )
            )
    return places


def _known_as(connection: Connection, hash_: str) -> tuple[str, list[int]]:
    """The names under which a file was uploaded, and the versions made from it."""
    names: list[str] = []
    for table in METADATA.sorted_tables:
        if "source_hash" in table.c:
            wanted = select(table.c.source).where(table.c.source_hash == hash_)
            names += [name for name in connection.scalars(wanted) if name]
    numbers = [one.number for one in versions_where(connection) if one.source_hash == hash_]
    return " · ".join(dict.fromkeys(names)), sorted(numbers)
