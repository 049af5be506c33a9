"""Persons who were struck from the record: what must not come back, and texts without it.

Kept are keyed hashes of ids and of spellings, so the list names nobody. (Whoever has the database
can still try whether a name he thinks of is on it.)
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from data.schema import TABLES, Field, Table
from data.store.tables import strikes, struck
from data.values import names
from data.values.names import Hit, spellings, words

PEOPLE = "people"
# What stands in place of a person: by the language of the text, and in an id or an address.
MARKS = {
    "vi": "(đã xóa theo yêu cầu)",
    "en": "(removed on request)",
    "fr": "(retiré sur demande)",
}
MARK = MARKS["vi"]
_IN_IDS = "da-xoa"
# What a struck person's row keeps: nobody is known by it.
_STAYS = ("country", "source_ids", "confidence")
_POSTS = {"head_person_id": ("head_role_vi", "head_role_en", "head_role_fr")}


class Rule(NamedTuple):
    """One line of the list, before it is hashed.

    ``kind`` is "id" (``text`` is table and id, ``becomes`` the id that stands there now), "name"
    (a spelling, wherever it stands), "some" (a spelling that also is another person's name) or
    "cell" (a whole text, in which spellings of the kind "some" are this person's).
    """

    kind: str
    text: str
    becomes: str | None = None


def id_rule(table: str, key: str, becomes: str) -> Rule:
    """The rule for an id of one table."""
    return Rule("id", f"{table}\0{key}", becomes)


@dataclass(frozen=True)
class Rules:
    """Everything that must not come back; false where nobody was struck."""

    salt: bytes
    ids: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[int, frozenset[str]] = field(default_factory=dict)
    some: Mapping[int, frozenset[str]] = field(default_factory=dict)
    cells: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.names or self.some)

    def __hash__(self) -> int:
        return id(self)

    def is_cell(self, text: str) -> bool:
        """Whether exactly this text is among what must not come back."""
        return self._hash(text) in self.cells

    def hits(self, text: str) -> list[Hit]:
        """Where a struck person's name stands in a text."""
        known = [self.names]
        if self.some and self._hash(text) in self.cells:
            known.append(self.some)
        if not (found := list(self._found(spellings(text), known))):
            return []
        read = words(text)
        return [
            Hit(read[place].start, read[place + size - 1].end, name) for place, size, name in found
        ]

    def _found(
        self, spelt: Sequence[str], known: Sequence[Mapping[int, frozenset[str]]]
    ) -> Iterator[tuple[int, int, str]]:
        """The first word of each name, of how many words it is, and the name."""
        sizes = sorted({size for one in known for size in one}, reverse=True)
        by_size = [(size, [one[size] for one in known if size in one]) for size in sizes]
        place = 0
        while place < len(spelt):
            for size, hashes in by_size:
                if place + size > len(spelt):
                    continue
                hashed = self._hash(name := " ".join(spelt[place : place + size]))
                if any(hashed in one for one in hashes):
                    yield place, size, name
                    place += size
                    break
            else:
                place += 1

    def text(self, text: str, mark: str = MARK) -> str:
        """A text with the mark in place of each name."""
        for hit in reversed(self.hits(text)):
            text = text[: hit.start] + mark + text[hit.end :]
        return text

    def id(self, table: str, key: str) -> str:
        """The id that stands for this one now."""
        if not key:
            return key
        becomes = self.ids.get(self._hash(f"{table}\0{key}"))
        if becomes is None and self.hits(key):
            becomes = self.new_id(table, key)
        return key if becomes is None else becomes

    def new_id(self, table: str, key: str) -> str:
        """An id for a row whose own holds the name; always the same one."""
        mark = self._hash(f"new\0{table}\0{key}")
        return f"{_IN_IDS}-{mark[:8]}"

    def is_struck(self, row: Mapping[str, str]) -> bool:
        """Whether a row of people is that of a struck person."""
        key, name = row.get(TABLES[PEOPLE].key, ""), row.get("name", "")
        known = self._hash(f"{PEOPLE}\0{key}") in self.ids
        return known or any(hit.end - hit.start == len(name) for hit in self.hits(name))

    def _is_struck_id(self, person: str) -> bool:
        known = self._hash(f"{PEOPLE}\0{person}") in self.ids
        return known or self.id(PEOPLE, person) != person

    def row(self, table: Table, row: Mapping[str, str]) -> dict[str, str]:
        """A row without struck persons; columns that the table has not are texts."""
        new = {}
        for column, cell in row.items():
            described = table.fields.get(column)
            new[column] = cell if not cell else self._cell(table, described, column, row)
        if table.name == PEOPLE and self.is_struck(row):
            new |= _without_person(table, row)
        for column, posts in _POSTS.items():
            if self._is_struck_id(row.get(column, "")):
                new |= {post: "" for post in posts if post in row}
        return _without_emptied(table, row, new)

    def _cell(
        self, table: Table, described: Field | None, column: str, row: Mapping[str, str]
    ) -> str:
        cell = row[column]
        if described is None:
            return self.text(cell)
        tables = _tables_of(table, described, row)
        if tables:
            ids = cell.split(described.delimiter) if described.delimiter else [cell]
            return (described.delimiter or "").join(self._id_in(tables, one) for one in ids)
        if described.codelist or described.type not in ("string", "list") or described.is_edtf:
            return cell
        mark = _IN_IDS if described.is_uri else MARKS[described.language or "vi"]
        return self.text(cell, mark)

    def _id_in(self, tables: Iterable[str], key: str) -> str:
        bare = key.strip()
        for table in tables:
            if (becomes := self.id(table, bare)) != bare:
                return becomes
        return key

    def table(self, name: str, content: bytes) -> bytes:
        """The CSV of a table without struck persons; the same bytes where nobody stands in it."""
        try:
            lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        except (UnicodeDecodeError, csv.Error):
            return content
        if not lines:
            return content
        described = TABLES.get(name, Table(name, TABLES[PEOPLE].path, "", {}, {}, {}, ""))
        header, *rows = lines
        columns = [
            column if column is not None else written
            for column, written in zip(described.current(header), header, strict=True)
        ]
        new = [self._line(described, columns, line) for line in rows]
        if new == rows:
            return content
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\n").writerows([header, *new])
        return written.getvalue().encode()

    def _line(self, table: Table, columns: list[str], line: list[str]) -> list[str]:
        if len(set(columns)) < len(columns):  # a column given twice: no such table, only texts
            return [self.text(cell) for cell in line]
        row = self.row(table, dict(zip(columns, line, strict=False)))
        known = [row[column] for column in columns[: len(line)]]
        return known + [self.text(cell) for cell in line[len(columns) :]]

    def tables(self, contents: Mapping[str, bytes]) -> dict[str, bytes]:
        """Each table without struck persons."""
        if not self:
            return dict(contents)
        return {name: self.table(name, content) for name, content in contents.items()}

    def rule(self, rule: Rule) -> dict[str, object]:
        """The line of the list that keeps a rule."""
        size = len(rule.text.split(" ")) if rule.kind in ("name", "some") else 0
        return {
            "hash": self._hash(rule.text),
            "kind": rule.kind,
            "words": size,
            "becomes": rule.becomes,
        }

    def _hash(self, text: str) -> str:
        return _hashed(self.salt, text)


@lru_cache(maxsize=500_000)
def _hashed(salt: bytes, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=salt, digest_size=32).hexdigest()


def forget() -> None:
    """Drop from memory the texts that were looked through."""
    _hashed.cache_clear()
    names.forget()


def _tables_of(table: Table, described: Field, row: Mapping[str, str]) -> tuple[str, ...]:
    """The tables whose ids a column holds; none for a column of texts."""
    if described.name == table.key:
        return (table.name,)
    if described.references:
        return (described.references,)
    if described.references_in:
        return (row.get(described.references_in, ""),)
    repeated = (table.fields[name] for name in described.ids_of)
    return tuple(one.references for one in repeated if one.references)


def _without_person(table: Table, row: Mapping[str, str]) -> dict[str, str]:
    """The cells of a struck person's row that say who it was, emptied or marked."""
    return {
        column: MARKS[table.fields[column].language or "vi"]
        if table.fields[column].required
        else ""
        for column in row
        if column in table.fields and column not in (table.key, *_STAYS)
    }


def _without_emptied(
    table: Table, before: Mapping[str, str], row: dict[str, str]
) -> dict[str, str]:
    """The row; what it says of translations that it has no more is gone as well."""
    older = next((one for one in table.fields.values() if one.names_translations), None)
    if older is None or not row.get(older.name):
        return row
    named = row[older.name].split(older.delimiter)
    kept = [one for one in named if row.get(one.strip()) or not before.get(one.strip())]
    return {**row, older.name: (older.delimiter or "").join(kept)}


def known(connection: Connection) -> Rules:
    """What must not come back."""
    ids: dict[str, str] = {}
    spellings: dict[str, dict[int, set[str]]] = {"name": {}, "some": {}}
    cells: set[str] = set()
    salt = b""
    for row in connection.execute(select(struck)):
        if row.kind == "salt":
            salt = bytes.fromhex(row.hash)
        elif row.kind == "id":
            ids[row.hash] = row.becomes
        elif row.kind == "cell":
            cells.add(row.hash)
        else:
            spellings[row.kind].setdefault(row.words, set()).add(row.hash)
    names, some = (
        {size: frozenset(hashes) for size, hashes in one.items()} for one in spellings.values()
    )
    return Rules(salt, ids, names, some, frozenset(cells))


def with_more(rules: Rules, more: Iterable[Rule]) -> Rules:
    """The same rules and some more; they need a salt."""
    ids, cells = dict(rules.ids), set(rules.cells)
    names = {size: set(hashes) for size, hashes in rules.names.items()}
    some = {size: set(hashes) for size, hashes in rules.some.items()}
    for rule in more:
        line = rules.rule(rule)
        hash_, size = str(line["hash"]), len(rule.text.split(" "))
        if rule.kind == "id":
            ids[hash_] = rule.becomes or ""
        elif rule.kind == "cell":
            cells.add(hash_)
        else:
            (names if rule.kind == "name" else some).setdefault(size, set()).add(hash_)
    return replace(
        rules,
        ids=ids,
        cells=frozenset(cells),
        names={size: frozenset(hashes) for size, hashes in names.items()},
        some={size: frozenset(hashes) for size, hashes in some.items()},
    )


def count(connection: Connection) -> int:
    """How many persons were struck; by it a server notices that it must read everything anew."""
    last: int | None = connection.scalar(select(func.max(strikes.c.number)))
    return last or 0
