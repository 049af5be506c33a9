"""Searches the record in any language, with or without accents; exact accents come first."""

import re
import unicodedata
from typing import NamedTuple

from data.schema import TABLES
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
)


class Hit(NamedTuple):
    """A row that matches, its state on the day, and some words around the match."""

    named: Named
    snippet: str
    state: str = ""


def hits(lens: Lens, wanted: str, most: int = 40) -> list[Hit]:
    """Rows in which every word of ``wanted`` begins some word, with any case and accents.

    Rows with the same accents come first, then rows with the words together, then names.
    """
    exact = _words(unicodedata.normalize("NFC", wanted).casefold())
    folded = _words(fold(wanted))
    if not folded:
        return []
    ranked = []
    for entry in _index(lens):
        if all(f" {word}" in entry.folded for word in folded):
            name = f" {' '.join(_words(fold(str(entry.named.name))))}"
            rank = (
                not all(f" {word}" in entry.exact for word in exact),
                f" {' '.join(folded)}" not in entry.folded,
                not all(f" {word}" in name for word in folded),
            )
            ranked.append((rank, entry))
    ranked.sort(key=lambda pair: pair[0])
    return [Hit(entry.named, _snippet(entry, folded[0]), entry.state) for _, entry in ranked[:most]]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


class _Entry(NamedTuple):
    named: Named
    written: str
    exact: str
    folded: str
    state: str


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
    own = [str(row[f"{text}_{lens.language.code}"] or "") for text in schema.texts]
    written = " · ".join(filter(None, own)) or " · ".join(parts)
    text = unicodedata.normalize("NFC", " ".join(parts)).casefold()
    return _Entry(
        lens.name(table, str(row[schema.key])),
        written,
        f" {' '.join(_words(text))}",
        f" {' '.join(_words(fold(text)))}",
        state,
    )


def _snippet(entry: _Entry, word: str, around: int = 70) -> str:
    """The words around the first match in the reader's language, else the beginning."""
    # Without accents every letter but œ is still one letter, so the place is nearly the same.
    match = re.search(rf"\b{re.escape(word)}", fold(entry.written))
    at = match.start() if match else 0
    start = max(at - around, 0)
    end = min(at + around, len(entry.written))
    cut = entry.written[start:end].strip()
    return f"{'…' if start else ''}{cut}{'…' if end < len(entry.written) else ''}"
