"""Rules about several cells or rows: on ids, the order of dates, positions and references.

The curated files and uploads are both checked here, so that they cannot disagree.
"""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from data.faults import Fault
from data.schema import TABLES, Field, Table
from data.values import dates


class RowRules:
    """Checks the rows of one table, one after the other, by the rules between its columns.

    A row is a text for each column, as in our CSVs; those of ``columns`` are enough.
    """

    def __init__(self, table: Table) -> None:
        self._seen: dict[str, set[str]] = {name: set() for name in table.unique}
        self._periods = table.periods
        where = table.position
        self._position = (where.latitude, where.longitude) if where else ()
        self._repeating = [field for field in table.fields.values() if field.ids_of]
        self._older, self._translations = table.older, table.translations
        named = [*self._seen, *self._position, *(name for pair in table.periods for name in pair)]
        for field in self._repeating:
            named += [field.name, *field.ids_of]
        if self._older:
            named += [self._older, *self._translations]
        self.columns = tuple(dict.fromkeys(named))

    def faults(self, row: Mapping[str, str], file: str, number: int) -> Iterator[Fault]:
        """Rules that a row breaks, alone or together with an earlier row."""
        for name, seen in self._seen.items():
            if row[name] in seen:
                yield Fault("duplicate", file, number, name, row[name])
            elif row[name]:
                seen.add(row[name])
        yield from self.within(row, file, number)

    def within(self, row: Mapping[str, str], file: str, number: int) -> Iterator[Fault]:
        """Rules that a row breaks alone; to be asked again when cells of it are left out."""
        if self._position:
            filled = [name for name in self._position if row[name]]
            if len(filled) == 1:
                (empty,) = (name for name in self._position if not row[name])
                yield Fault("half-coordinate", file, number, empty)
        for start, end in self._periods:
            if _is_reversed(row[start], row[end]):
                yield Fault("order", file, number, end, row[end], f"≥ {row[start]}")
        for field in self._repeating:
            if strange := [one for one in _ids(row[field.name]) if one not in linked(field, row)]:
                expected = " | ".join(field.ids_of)
                yield Fault("no-link", file, number, field.name, ";".join(strange), expected)
        yield from self._untranslated(row, file, number)

    def _untranslated(self, row: Mapping[str, str], file: str, number: int) -> Iterator[Fault]:
        """What a row names as an older translation, and is none or an empty one."""
        older, known = self._older, self._translations
        if not older or not row[older]:
            return
        if strange := [one for one in _ids(row[older]) if one not in known or not row[one]]:
            expected = " | ".join(known)
            yield Fault("no-translation", file, number, older, ";".join(strange), expected)


def linked(field: Field, row: Mapping[str, str]) -> list[str]:
    """The ids that ``field`` may repeat from other columns of its row."""
    return [one for name in field.ids_of for one in _ids(row[name])]


def _ids(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


@lru_cache(maxsize=10_000)
def _is_reversed(start: str, end: str) -> bool:
    if not start or not end:
        return False
    try:
        first, last = dates.parse(start).first, dates.parse(end).last
    except ValueError:  # already reported as a fault of the cell
        return False
    return bool(first and last and last < first)


class Unknown(NamedTuple):
    """Ids of a cell that name no row, ids that name one, and the column that should hold them."""

    lost: list[str]
    left: list[str]
    expected: str


def unknown(
    field: Field, ids: Iterable[str], subject: str | None, known: Mapping[str, Collection[str]]
) -> Unknown | None:
    """Ids of a cell that name no row; None where all do, or where their table is not ``known``.

    ``subject`` is the table that the row names, for a column with ``references_in``.
    """
    target = field.references or subject
    if target is None or target not in known:
        return None
    given = list(ids)
    lost = [one for one in given if one not in known[target]]
    if not lost:
        return None
    left = [one for one in given if one in known[target]]
    return Unknown(lost, left, f"{target}.{TABLES[target].key}")


class Ring(NamedTuple):
    """Rows that lead back to where they started, and the columns that hold the way, dearest last.

    ``keys`` are in the order of the way, and each is there once.
    """

    columns: tuple[str, ...]
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return " → ".join((*self.keys, self.keys[0]))


def rings(table: Table, rows: Mapping[str, Mapping[str, object]]) -> Iterator[Ring]:
    """Circles in which rows of a table refer to each other, those of a column without a common row.

    Where there is none, rows that are the same count as one: a row that answers what it repeats
    answers itself.
    """
    columns = [field.name for field in table.fields.values() if field.acyclic]
    links = {
        column: {key: linked_ids(row[column]) for key, row in rows.items()} for column in columns
    }
    alone = [Ring((column,), tuple(one)) for column in columns for one in circles(links[column])]
    yield from alone
    for same in (field.name for field in table.fields.values() if field.merges and not alone):
        for column in (one for one in columns if one != same):
            for one in _circles_across(links[column], links[same]):
                yield Ring((column, same), tuple(one))


def linked_ids(cell: object) -> list[str]:
    """The ids in a cell, as a record or as the store keeps them."""
    if isinstance(cell, str):
        return _ids(cell)
    return [str(one) for one in cell] if isinstance(cell, tuple) else []


def circles(links: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Ids of rows that refer to each other in a circle, each to the next and the last to the first.

    ``links`` gives for each row of a table the rows that it refers to. Of circles that have a row
    in common only one is given.
    """
    seen: set[str] = set()
    in_circles: set[str] = set()
    for start in links:
        way = _Way()
        following: str | None = start
        while following is not None:
            if following not in seen:
                seen.add(following)
                way.go(following, links.get(following, ()))
            elif following in way.rows and (found := way.back_to(following, in_circles)):
                in_circles.update(found)
                yield found
            following = way.further()


class _Way:
    """The rows gone through from one on, and where each leads further."""

    def __init__(self) -> None:
        self.rows: set[str] = set()
        self._steps: list[tuple[str, Iterator[str]]] = []

    def go(self, row: str, targets: Iterable[str]) -> None:
        """Go on to a row, which leads to these."""
        self.rows.add(row)
        self._steps.append((row, iter(targets)))

    def further(self) -> str | None:
        """Where the way leads next, gone back as far as it must be; None at its end."""
        while self._steps:
            row, targets = self._steps[-1]
            if following := next(targets, None):
                return following
            self._steps.pop()
            self.rows.remove(row)
        return None

    def back_to(self, start: str, others: Container[str]) -> list[str]:
        """The end of the way from ``start`` on; nothing where it meets one of the others."""
        back: list[str] = []
        for row, _targets in reversed(self._steps):
            if row in others:
                return []
            back.append(row)
            if row == start:
                break
        return back[::-1]


def _circles_across(
    links: Mapping[str, Iterable[str]], same: Mapping[str, Iterable[str]]
) -> Iterator[list[str]]:
    """The same where rows that are the same as another one count as that one.

    No row may be the same as itself, by whatever way; that is looked at before.
    """
    ends = _ends(same)
    steps = {
        (ends[key], ends.get(target, target)): (key, target)
        for key, targets in links.items()
        for target in targets
    }
    joined: dict[str, set[str]] = {}
    for start, end in steps:
        joined.setdefault(start, set()).add(end)
    for found in circles(joined):
        way: list[str] = []
        for step in zip(found, (*found[1:], *found[:1]), strict=True):
            key, target = steps[step]
            way += [*_way(same, key)[::-1], *_way(same, target)]
        yield list(dict.fromkeys(way))


def _ends(same: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """For each row the last one of the rows that it is the same as; itself where it is alone."""
    ends: dict[str, str] = {}
    for key in same:
        way = _way(same, key, ends)
        ends.update(dict.fromkeys(way, ends.get(way[-1], way[-1])))
    return ends


def _way(same: Mapping[str, Iterable[str]], key: str, known: Container[str] = ()) -> list[str]:
    """A row, the row that it is the same as, and so on to the last, or to one that is known."""
    way = [key]
    while way[-1] not in known and (following := next(iter(same.get(way[-1], ())), None)):
        way.append(following)
    return way
