"""Searches the record in any language, with or without accents; exact accents come first."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from data.schema import LANGUAGES, TABLES, Table
from data.values.folding import fold
from data.views.lens import Lens, Named, Row, kept
from data.views.states import computed

_SEARCHED = (
    "projects",
    "visits",
    "meetings",
    "outcomes",
    "organisations",
    "people",
    "places",
    "project_amounts",
    "project_progress",
    "sources",
    "discrepancies",
    "papers",
)


_NAMES = ("name", "short_name", "title")  # texts that a row is called by
LONGEST = 200  # characters of what is searched for; what stands after them is not looked at
_MOST_SLIPS = 5  # words of one search that are taken for others
_CLOSE = 0.75  # how alike two words must be for one to be taken for the other, 1 for the same
# Where the day of a row stands: in itself, or in the row that it belongs to.
_DAYS = {
    "visits": "start_date",
    "meetings": "date",
    "project_amounts": "date",
    "project_progress": "date",
    "sources": "published",
    "papers": "date",
}


class Hit(NamedTuple):
    """A row that matches, its day and its state as far as they are known, and words around it.

    ``closeness`` says how well its name fits: 0 where it is the very same, 3 where it does not.
    """

    named: Named
    snippet: str
    state: str = ""
    date: str = ""
    closeness: int = 3


class Group(NamedTuple):
    """The rows of one table that match, the best first."""

    table: str
    hits: list[Hit]


@dataclass(frozen=True)
class Found:
    """Everything that matches, by table; tables with a row called so come first.

    ``meant`` are the words that were searched for instead, where nothing has those asked for.
    """

    groups: list[Group]
    meant: str = ""

    @property
    def count(self) -> int:
        """How many rows match."""
        return sum(len(group.hits) for group in self.groups)


def search(lens: Lens, wanted: str) -> Found:
    """What matches, in groups; words that nothing has are taken for the nearest ones."""
    wanted = wanted[:LONGEST]
    found, meant = hits(lens, wanted), ""
    if not found and (meant := _nearest(lens, wanted)):
        found = hits(lens, meant)
    groups: dict[str, list[Hit]] = {}
    for hit in found:
        groups.setdefault(hit.named.table, []).append(hit)
    in_order = sorted(
        groups, key=lambda table: (groups[table][0].closeness > 0, _SEARCHED.index(table))
    )
    return Found([Group(table, groups[table]) for table in in_order], meant)


def hits(lens: Lens, wanted: str) -> list[Hit]:
    """Rows in which every word of ``wanted`` begins some word, with any case and accents.

    Rows called so come first, then names that begin so, then names with these words, then texts;
    of these the same accents first, then the words together.
    """
    exact = _words(unicodedata.normalize("NFC", wanted).casefold())
    folded = _words(fold(wanted))
    if not folded:
        return []
    whole = f" {' '.join(folded)}"
    ranked = []
    for entry in _index(lens):
        if all(f" {word}" in entry.folded for word in folded):
            rank = (
                min((_closeness(name, whole, folded) for name in entry.names), default=3),
                not all(f" {word}" in entry.exact for word in exact),
                whole not in entry.folded,
            )
            ranked.append((rank, entry))
    ranked.sort(key=lambda pair: pair[0])
    return [
        Hit(entry.named, _snippet(entry, folded[0]), entry.state, entry.date, rank[0])
        for rank, entry in ranked
    ]


def _closeness(name: str, whole: str, words: list[str]) -> int:
    """How well a name fits: 0 where it is the very same, 3 where it does not."""
    if name == whole:
        return 0
    if name.startswith(whole):
        return 1
    return 2 if all(f" {word}" in name for word in words) else 3


def _nearest(lens: Lens, wanted: str) -> str:
    """The same words with the nearest of the record for each that it lacks.

    "" where it lacks none, or has nothing near to one.
    """
    known = _vocabulary(lens)
    words = _words(fold(wanted))
    near: dict[str, str] = {}
    for word in words:
        if word in near or any(one.startswith(word) for one in known):
            continue
        if len(near) == _MOST_SLIPS:
            return ""
        alike = get_close_matches(word, known, 1, _CLOSE)  # slow: it measures every word
        if not alike:
            return ""
        near[word] = alike[0]
    return " ".join(near.get(word, word) for word in words) if near else ""


@kept(6)
def _vocabulary(lens: Lens) -> frozenset[str]:
    """Every word of the record without accents."""
    return frozenset(word for entry in _index(lens) for word in entry.folded.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


class _Entry(NamedTuple):
    named: Named
    written: str
    exact: str
    folded: str
    names: tuple[str, ...]
    state: str
    date: str


@kept(6)
def _index(lens: Lens) -> list[_Entry]:
    return [
        _entry(lens, table, row)
        for table in _SEARCHED
        if not lens.record.faults[table]
        for row in lens.rows(table)
    ]


def _entry(lens: Lens, table: str, row: Row) -> _Entry:
    schema = TABLES[table]
    parts: list[str] = []
    for name, field in schema.fields.items():
        value = row[name]
        if not value or field.codelist or field.type in ("number", "boolean"):
            continue
        if field.names_translations:  # names of columns are no words of the record
            continue
        if field.references or field.references_in:
            keys = value if isinstance(value, tuple) else (value,)
            target = field.references or str(row["subject_table"])
            if target != "sources":
                parts.extend(str(lens.name(target, str(key)).name) for key in keys)
        else:
            parts.extend(value if isinstance(value, tuple) else (str(value),))
    state = (
        computed(lens, table, str(row[schema.key]))["day_state_words"] if schema.computed else ""
    )
    parts.append(state)
    own = [
        str(row[f"{text}_{lens.language.code}"] or "")
        for text in schema.texts
        if text not in (*_NAMES, schema.name_text)  # it stands above already
    ]
    written = " · ".join(filter(None, own))
    text = unicodedata.normalize("NFC", " ".join(parts)).casefold()
    return _Entry(
        lens.name(table, str(row[schema.key])),
        written,
        f" {' '.join(_words(text))}",
        f" {' '.join(_words(fold(text)))}",
        tuple(f" {' '.join(_words(fold(name)))}" for name in _called(schema, row)),
        state,
        _day(lens, table, row),
    )


def _called(table: Table, row: Row) -> Iterator[str]:
    """Everything that a row is called by: names in each language, short names, other names."""
    for text in _NAMES:
        for column in (text, *(f"{text}_{code}" for code in LANGUAGES)):
            if column in table.fields and row[column]:
                yield str(row[column])
    if "aliases" in table.fields:
        yield from row["aliases"]


def _day(lens: Lens, table: str, row: Row) -> str:
    """The day of a row as the record writes it; of an outcome that of its meeting."""
    if table == "outcomes":
        return str((lens.row("meetings", row["meeting_id"]) or {}).get("date") or "")
    return str(row[_DAYS[table]] or "") if table in _DAYS else ""


def _snippet(entry: _Entry, word: str, around: int = 70) -> str:
    """The words around the first match in the reader's language, else the beginning."""
    # Without accents every letter but œ is still one letter, so the place is nearly the same.
    match = re.search(rf"\b{re.escape(word)}", fold(entry.written))
    at = match.start() if match else 0
    start = max(at - around, 0)
    end = min(at + around, len(entry.written))
    cut = entry.written[start:end].strip()
    return f"{'…' if start else ''}{cut}{'…' if end < len(entry.written) else ''}"
