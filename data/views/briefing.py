"""A briefing on one partner, an organisation or a country: what to know before one meets it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.views import measures, states
from data.views.chains import Thread, latest, threads
from data.views.filters import select
from data.views.lens import Lens, Row
from data.views.partners import family
from data.views.telling import telling_first

_COMMITTED = ("loan", "grant", "total", "pledge", "counterpart", "estimate")
# Of a running project the briefing tells this many statements of money.
MOST_AMOUNTS = 3
_RUNS = (*states.RUNNING, "finalising")


class Running(NamedTuple):
    """A project that runs today: its state in words, what it is worth, how many amounts more."""

    project: Row
    words: str
    amounts: Sequence[Row]
    more: int


@dataclass(frozen=True)
class Briefing:
    """What is on record of a partner on the lens's day.

    ``name`` and ``value`` are the filter that keeps the same rows on other pages. ``bodies`` are
    the organisation and its offices, or those of the country; ``head`` is what it is part of.
    ``asked`` was asked of the partner, ``asks`` it asked itself; ``promised`` are its promises and
    what was agreed, ``owed`` what others promised to it.
    """

    name: str
    value: str
    bodies: Sequence[Row]
    head: Row | None
    running: Sequence[Running]
    others: Mapping[str, int]
    asked: Sequence[Thread]
    promised: Sequence[Thread]
    asks: Sequence[Thread]
    owed: Sequence[Thread]
    late: Sequence[Row]
    overdue: Sequence[Thread]
    last: Row | None
    coming: Row | None
    meetings: Sequence[str]
    visits: Sequence[str]
    people: Sequence[Row]
    sources: Sequence[str]

    @property
    def filter(self) -> dict[str, str]:
        """The filter as an address says it."""
        return {self.name: self.value}

    @property
    def threads(self) -> list[Thread]:
        """Every request, promise and agreement, newest meeting first."""
        every = (*self.asked, *self.promised, *self.asks, *self.owed)
        return sorted(every, key=lambda one: latest(one.meeting["date"]), reverse=True)


def of_partner(lens: Lens, body: str | None, country: str | None) -> Briefing:
    """The briefing on an organisation with its offices, or on all organisations of a country."""
    if body:
        return _briefing(lens, "org", body, lens.rows_at("organisations", family(lens, body)))
    bodies = lens.naming("organisations", "country", country or "")
    return _briefing(lens, "country", country or "", bodies)


def _briefing(lens: Lens, name: str, value: str, bodies: Sequence[Row]) -> Briefing:
    kept = {
        table: select(lens, table, {name: value})[0]
        for table in ("outcomes", "projects", "meetings", "visits", "people")
    }
    projects = [
        row
        for row in lens.rows_at("projects", kept["projects"])
        if row["record_kind"] in measures.COUNTED
    ]
    found = _sides(threads(lens, frozenset(kept["outcomes"])), {row["org_id"] for row in bodies})
    met = lens.rows_at("meetings", kept["meetings"])
    people = lens.rows_at("people", kept["people"])
    running = [row for row in projects if states.project_state(lens, row).code in _RUNS]
    late = [row for row in projects if states.project_state(lens, row).code in states.LATE]
    head = lens.row("organisations", bodies[0]["part_of_org_id"]) if name == "org" else None
    cited = (row["source_ids"] for row in (*bodies, *met, *projects, *people))
    asked, promised, asks, owed = map(telling_first, found)
    every = (*asked, *promised, *asks, *owed)
    return Briefing(
        name,
        value,
        bodies,
        head,
        running=[_running(lens, row) for row in running],
        others=_not_running(lens, projects),
        asked=asked,
        promised=promised,
        asks=asks,
        owed=owed,
        late=late,
        overdue=[one for one in every if one.state in states.PAST_DAY],
        last=measures.last_held(lens, met),
        coming=measures.next_meeting(lens, met),
        meetings=kept["meetings"],
        visits=kept["visits"],
        people=sorted(people, key=lambda row: latest(row["role_date"]), reverse=True),
        sources=list(dict.fromkeys(key for keys in cited for key in keys)),
    )


def _sides(found: Iterable[Thread], bodies: set[str]) -> Sequence[list[Thread]]:
    """Threads asked of the partner, promised by it, asked by it and promised to it."""
    parts: tuple[list[Thread], ...] = ([], [], [], [])
    for thread in found:
        is_theirs = bool(bodies & set(thread.outcome["from_org_ids"]))
        kind = thread.outcome["kind"]
        if kind == "request":
            parts[2 if is_theirs else 0].append(thread)
        else:
            parts[1 if is_theirs or kind == "agreement" else 3].append(thread)
    return parts


def _running(lens: Lens, project: Row) -> Running:
    stated = [
        row
        for row in measures.own_money(
            lens.naming("project_amounts", "project_id", project["project_id"])
        )
        if row["kind"] in _COMMITTED
    ]
    stated.sort(key=lambda row: _COMMITTED.index(row["kind"]))
    more = len(stated) - MOST_AMOUNTS
    words = states.project_words(lens, project)
    return Running(project, words, stated[:MOST_AMOUNTS], max(more, 0))


def _not_running(lens: Lens, projects: Iterable[Row]) -> dict[str, int]:
    """Number of projects by state, of those that do not run today."""
    tally = measures.projects_by_state(lens, projects)
    return {state: count for state, count in tally.items() if state and state not in _RUNS}
