"""Rows that a new one may be the double of, named before it is made.

Two rows are alike where they name the same thing in nearly the same words without accents, or where
they are of nearly the same days and share a partner or a visit. Never a refusal: only worth a look.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from data.record.rows import Row, Rows
from data.schema import LANGUAGES, TABLES, Table
from data.values.dates import Span, parse
from data.values.folding import fold

_NEAR = timedelta(days=7)
_ALIKE = 0.75  # of the words of both names that both have
_WITH_DATE = 0.34
_LONGEST = 300  # characters of a name that are compared
_FEWEST = 2  # words that a name must have to be compared by words
_MOST = 3
_DATES = ("date", "start_date", "published", "due_date")
_SHARED = ("visit_id", "project_id", "meeting_id", "partner_country")
_PARTIES = ("foreign_org_ids", "from_org_ids", "delegation_org_id", "funder_org_ids", "source_ids")
_TELLING = ("kind", "meeting_id", "project_id", "direction", "amount", "metric", "value", "country")
_WORD = re.compile(r"\w+")


def doubles(name: str, key: str, rows: Rows) -> list[str]:
    """Other rows of the table that may be the same as the row with this key, at most some."""
    row = rows.get(key)
    if row is None:
        return []
    table = TABLES[name]
    ranked = sorted(_ranked(table, key, row, rows), key=lambda pair: -pair[1])
    return [other for other, _ in ranked[:_MOST]]


def _ranked(table: Table, key: str, row: Row, rows: Rows) -> Iterator[tuple[str, float]]:
    names, day = _names(table, row), _span(table, row)
    if not any(names):
        return
    address = row.get("url", "")
    for other, beside in rows.items():
        if other == key or _are_told_apart(table, key, row, other, beside):
            continue
        if address and beside.get("url", "") == address:
            yield other, 2.0
            continue
        likeness = max(_likeness(one, two) for one in names for two in _names(table, beside))
        if day is None:
            needed = 1.0 if _is_dated(table) else _ALIKE
        else:
            span = _span(table, beside)
            if not span or not _are_near(day, span) or not _share(table, row, beside):
                continue
            needed = _WITH_DATE
        if likeness >= needed:
            yield other, likeness


def _are_told_apart(table: Table, key: str, row: Row, other: str, beside: Row) -> bool:
    """Whether one says already that it is the same as the other, or part of a different thing."""
    merging = [field.name for field in table.fields.values() if field.merges]
    return any(row.get(one) == other or beside.get(one) == key for one in merging) or any(
        row.get(column) and beside.get(column) and row[column] != beside[column]
        for column in _TELLING
        if column in table.fields
    )


def _names(table: Table, row: Mapping[str, str]) -> list[frozenset[str]]:
    texts = [row.get(table.name_text, "")]
    for text in {table.name_text, "name"}:
        texts += [row.get(f"{text}_{code}", "") for code in LANGUAGES] + [row.get(text, "")]
    texts += row.get("aliases", "").split(";")
    return list(dict.fromkeys(filter(None, map(_words, texts)))) or [frozenset()]


@lru_cache(maxsize=100_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text[:_LONGEST])))


def _likeness(one: frozenset[str], two: frozenset[str]) -> float:
    """The share of words that both have; of short names all or nothing."""
    if not one or not two:
        return 0.0
    if min(len(one), len(two)) < _FEWEST:
        return float(one == two)
    return len(one & two) / len(one | two)


def _is_dated(table: Table) -> bool:
    return table.name in ("visits", "meetings", "outcomes", "project_amounts", "project_progress")


def _span(table: Table, row: Mapping[str, str]) -> Span | None:
    if not _is_dated(table):
        return None
    written = next(filter(None, (row.get(name, "") for name in _DATES)), "")
    try:
        return parse(written) if written else None
    except ValueError:
        return None


def _are_near(one: Span, two: Span) -> bool:
    """Whether two dates may lie within a week of each other."""
    return _edge(one.first, date.min) - _NEAR <= _edge(two.last, date.max) and _edge(
        two.first, date.min
    ) - _NEAR <= _edge(one.last, date.max)


def _edge(day: date | None, otherwise: date) -> date:
    """A day with room for a week on either side."""
    earliest, latest = date.min + _NEAR, date.max - _NEAR
    return min(max(day or otherwise, earliest), latest)


def _share(table: Table, row: Mapping[str, str], beside: Mapping[str, str]) -> bool:
    """Whether two rows have a visit, a project, a country or a partner in common."""
    columns = [one for one in (*_SHARED, *_PARTIES) if one in table.fields]
    return any(
        set(filter(None, row.get(one, "").split(";"))) & set(beside.get(one, "").split(";"))
        for one in columns
    )
