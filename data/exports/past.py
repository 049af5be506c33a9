"""What each published version changed: read from the store once, then kept and continued.

The calendar to subscribe to and the feed of changes are made from it. Of a version it keeps the
first rows that changed and how many did; of entries in the calendar, when each last changed and
what day it had before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from data.record.cell_rules import read_cell
from data.record.hiding import Hidden, without
from data.record.rereading import Rereading
from data.record.rows import Row, Rows
from data.schema import TABLES, Field
from data.store import Store, Version
from data.views.lens import Row as Typed
from data.views.states import OPEN_KINDS

MOST_OF_ONE = 2_000  # rows kept of one version
MOST_OF_ALL = 20_000  # and of all
MOST_VERSIONS = 500
_REMEMBERED = timedelta(days=370)  # what is gone is told for a year

# What has a day in the calendar, and the table of its row.
DATED: Mapping[str, str] = {
    "visit": "visits",
    "meeting": "meetings",
    "deadline": "outcomes",
    "end": "projects",
    "extension": "projects",
}
_TABLES = tuple(dict.fromkeys(DATED.values()))
# Columns of a row that stand in the entries of rows that refer to it.
_TOLD_ELSEWHERE = frozenset(
    [
        "name",
        "short_name",
        "title",
        "role",
        "timezone",
        "start_date",
        "end_date",
        "publisher",
        "published",
        "url",
    ]
)

Place = tuple[str, str]  # a table, or a kind of DATED, and the id of a row


class Change(NamedTuple):
    """A row before and after a version; None where it was not there."""

    before: Row | None
    after: Row | None


class Count(NamedTuple):
    """How many rows of a table a version added, changed and removed."""

    added: int
    changed: int
    removed: int


@dataclass(frozen=True)
class Step:
    """What one version changed; ``rows`` are those kept of it, in the order of the tables."""

    version: Version
    counts: Mapping[str, Count]
    rows: Mapping[Place, Change]

    @property
    def total(self) -> int:
        """How many rows it changed in all."""
        return sum(map(sum, self.counts.values()))


class Moved(NamedTuple):
    """An entry whose day changed: by which version, its row and its dates before it."""

    by: Version
    row: Row
    dates: tuple[str, ...]


@dataclass(frozen=True)
class Past:
    """All versions up to one, newest first, and what became of the entries of the calendar.

    ``touched`` has rows whose entries changed after the first version, by table and id; ``moved``
    has entries by kind and id.
    """

    version: Version
    first: Version
    steps: tuple[Step, ...]
    touched: Mapping[Place, Version]
    moved: Mapping[Place, Moved]

    def last(self, table: str, key: str) -> Version:
        """The version that last changed the entry of a row."""
        return self.touched.get((table, key), self.first)


def past_of(store: Store, version: str, hidden: Hidden, known: Past | None = None) -> Past:
    """The past of a version without what is hidden; ``known`` is that of an earlier one.

    A table that is damaged in a version counts as unchanged by it: what it did shows in the next.

    Raises:
        NoVersion: there is no such version.

    """
    until = store.version(version).number
    versions = [one for one in reversed(store.history()) if one.number <= until]
    if known is None:
        known = _beginning(store, versions[0], hidden)
    reading = _Reading(store, hidden)
    growing = _Growing(known)
    before = known.version
    for after in versions[known.version.number :]:
        growing.add(reading, before, after)
        before = after
    return growing.past(before)


def days_written(kind: str, row: Row | None, visits: Rows) -> tuple[str, ...]:
    """The dates that give an entry its days, as they are written; none where it has no entry.

    A meeting without a date has the days of its visit.
    """
    if row is None:
        return ()
    if kind == "visit":
        dates: tuple[str, ...] = (row["start_date"], row["end_date"])
    elif kind == "meeting":
        visit = visits.get(row["visit_id"], {})
        own = (row["date"],)
        dates = own if row["date"] else (visit.get("start_date", ""), visit.get("end_date", ""))
    elif kind == "deadline":
        is_promise = row["kind"] in OPEN_KINDS and not row["same_as"]
        dates = (row["due_date"],) if is_promise else ()
    elif row["record_kind"] == "aggregate":  # many projects have no one end
        dates = ()
    elif kind == "end":
        dates = (row["actual_end"] or row["planned_end"],)
    else:
        dates = (row["requested_end"],)
    return tuple(filter(None, dates))


def typed(table: str, row: Row) -> Typed:
    """A row as it was written, as views read it."""
    return {name: read_cell(field, row[name])[0] for name, field in TABLES[table].fields.items()}


class _Reading:
    """Reads tables of versions, each only when it differs from the one read before."""

    def __init__(self, store: Store, hidden: Hidden) -> None:
        self._store = store
        self._hidden = hidden
        self._read: dict[str, tuple[str, Rows]] = {}
        self._rereading = {table: Rereading(table) for table in TABLES}

    def rows(self, version: Version, table: str) -> Rows:
        hash_ = version.tables.get(table, "")
        read, rows = self._read.get(table, ("", {}))
        if hash_ in ("", read):
            return rows
        content = self._store.contents({hash_}).get(hash_)
        if content is not None:
            shown = without({table: content}, self._hidden)[table]
            rows = self._rereading[table].rows(shown)
        self._read[table] = (hash_, rows)
        return rows


def _beginning(store: Store, version: Version, hidden: Hidden) -> Past:
    """The past of the first version, whose rows are all new."""
    reading = _Reading(store, hidden)
    counts = {table: Count(len(reading.rows(version, table)), 0, 0) for table in TABLES}
    step = Step(version, {table: one for table, one in counts.items() if any(one)}, {})
    return Past(version, version, (step,), {}, {})


class _Growing:
    """A past to which the next versions are added."""

    def __init__(self, known: Past) -> None:
        self._first = known.first
        self._steps = list(reversed(known.steps))
        self._touched = dict(known.touched)
        self._moved = dict(known.moved)

    def past(self, version: Version) -> Past:
        since = version.created - _REMEMBERED
        moved = {place: one for place, one in self._moved.items() if one.by.created > since}
        return Past(version, self._first, tuple(_few(self._steps)), self._touched, moved)

    def add(self, reading: _Reading, before: Version, after: Version) -> None:
        """Add what one version changed."""
        changed = [name for name in TABLES if before.tables.get(name) != after.tables.get(name)]
        old = {name: reading.rows(before, name) for name in {*changed, "visits"}}
        new = {name: reading.rows(after, name) for name in {*changed, *_TABLES}}
        changes = {
            (name, key): one for name in changed for key, one in _between(old[name], new[name])
        }
        self._steps.append(_step(after, changes))
        for place in _touched(changes, new):
            self._touched[place] = after
        self._move(changes, old["visits"], new, after)

    def _move(
        self, changes: Mapping[Place, Change], visits: Rows, new: Mapping[str, Rows], by: Version
    ) -> None:
        """Note the entries whose days changed, and forget those that are back."""
        for kind, table in DATED.items():
            for key, (row, after) in _of_table(kind, table, changes, new):
                was = days_written(kind, row, visits)
                now = days_written(kind, after, new["visits"])
                if row and was and was != now:
                    self._moved[kind, key] = Moved(by, row, was)
                elif now and not was:
                    self._moved.pop((kind, key), None)


def _between(old: Rows, new: Rows) -> Iterator[tuple[str, Change]]:
    """Rows that differ: as they are listed now, then those that are gone."""
    for key, row in new.items():
        before = old.get(key)
        if before is not row and before != row:
            yield key, Change(before, row)
    for key, row in old.items():
        if key not in new:
            yield key, Change(row, None)


def _step(version: Version, changes: Mapping[Place, Change]) -> Step:
    counts: dict[str, list[int]] = {}
    for (table, _key), (before, after) in changes.items():
        nth = 0 if before is None else 2 if after is None else 1
        counts.setdefault(table, [0, 0, 0])[nth] += 1
    kept = dict(list(changes.items())[:MOST_OF_ONE])
    return Step(version, {table: Count(*each) for table, each in counts.items()}, kept)


def _few(steps: list[Step]) -> Iterator[Step]:
    """The newest steps, newest first, as many as are kept; the newest of all always."""
    rows = 0
    for step in list(reversed(steps))[:MOST_VERSIONS]:
        rows += len(step.rows)
        if step is not steps[-1] and rows > MOST_OF_ALL:
            return
        yield step


def _of_table(
    kind: str, table: str, changes: Mapping[Place, Change], new: Mapping[str, Rows]
) -> Iterator[tuple[str, Change]]:
    """Rows of a table that changed; of meetings, also those whose visit changed."""
    for (name, key), one in changes.items():
        if name == table:
            yield key, one
    visits = {key for (name, key) in changes if name == "visits"}
    if kind == "meeting" and visits:
        for key, row in new[table].items():
            if row["visit_id"] in visits and (table, key) not in changes:
                yield key, Change(row, row)


def _touched(changes: Mapping[Place, Change], new: Mapping[str, Rows]) -> set[Place]:
    """Rows of the calendar whose entries say something else than before."""
    found = {place for place in changes if place[0] in _TABLES}
    found |= {place for (table, _), one in changes.items() for place in _led_to(table, one)}
    renamed = {place for place, one in changes.items() if _is_renamed(place[0], one)}
    told_of = {table for table, _key in renamed}
    for table in _TABLES:
        fields = [one for one in TABLES[table].fields.values() if one.references in told_of]
        for key, row in new[table].items() if fields else ():
            if any(place in renamed for field in fields for place in _named(field, row)):
                found.add((table, key))
    return found


def _led_to(table: str, change: Change) -> Iterator[Place]:
    """What a row is told of in: an outcome in its meeting, a disagreement in what it is about."""
    for row in filter(None, change):
        if table == "outcomes":
            yield "meetings", row["meeting_id"]
        elif table == "discrepancies":
            for key in row["subject_ids"].split(";"):
                yield row["subject_table"], key


def _is_renamed(table: str, change: Change) -> bool:
    before, after = change
    return before is None or after is None or any(before[one] != after[one] for one in _told(table))


def _told(table: str) -> Iterable[str]:
    fields = TABLES[table].fields.values()
    return (one.name for one in fields if (one.text_of or one.name) in _TOLD_ELSEWHERE)


def _named(field: Field, row: Row) -> Iterator[Place]:
    text = row[field.name]
    for key in text.split(field.delimiter or ";") if field.is_list else (text,):
        yield str(field.references), key
