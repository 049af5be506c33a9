"""Fields of the report on one partner: two pages and an annex; rows left out are counted."""

from collections.abc import Sequence
from typing import NamedTuple

from data.reports.apparatus import Apparatus
from data.reports.fitting import ROOM, fitting
from data.reports.issuing import Issue, opening
from data.reports.lines import clean
from data.reports.office import (
    Context,
    capitalised,
    closing,
    ended,
    followed,
    lowered,
    name,
    numbered,
    tallied,
    words,
)
from data.schema import codelist
from data.views import chains, measures, telling
from data.views.chains import Thread, latest
from data.views.lens import Lens, Row
from data.views.measures import ANSWERED
from data.views.partners import work_with
from data.views.states import LATE, RUNNING, project_state, project_words

_CELL = 180  # characters of a cell; the row's own page has the whole text
_CITED = 2  # sources of a row; the row's own page has them all


class _Work(NamedTuple):
    meetings: Sequence[Row]
    promises: Sequence[Thread]
    projects: Sequence[Row]

    def first(self, counts: Sequence[int]) -> "_Work":
        meetings, promises, projects = counts
        return _Work(self.meetings[:meetings], self.promises[:promises], self.projects[:projects])


def context(
    lens: Lens, partner: Row, *, body: str | None = None, version: int | None = None
) -> Context:
    """Fields of the report on one organisation, with the footnotes they use."""
    work = _work(lens, partner["org_id"])
    lengths = [len(rows) for rows in work]
    counts = fitting(
        lengths,
        ROOM[lens.language.code],
        lambda counts: _fields(lens, partner, work.first(counts)),
    )
    left = [length - count for length, count in zip(lengths, counts, strict=True)]
    return {
        **opening(lens, Issue(body, version)),
        **_fields(lens, partner, work.first(counts)),
        **_left_out(lens, left),
        "assessment": _assessment(lens, work),
        "delays": _delays(lens, work),
    }


def _work(lens: Lens, key: str) -> _Work:
    """Meetings newest first, open promises before done ones, running projects first."""
    shared = work_with(lens, key)
    meetings = [row for one in shared.meetings if (row := lens.row("meetings", one))]
    meetings.sort(key=lambda row: latest(row["date"]), reverse=True)
    promises = [
        thread for thread in chains.threads(lens) if thread.outcome["outcome_id"] in shared.outcomes
    ]
    promises.sort(key=lambda thread: thread.outcome["status"] in ("done", "in_force"))
    projects = [row for one in shared.projects if (row := lens.row("projects", one))]
    ordered = measures.in_time_order(projects, undated=True)
    ordered.sort(key=lambda row: project_state(lens, row).code not in RUNNING)
    return _Work(meetings, promises, ordered)


def _fields(lens: Lens, partner: Row, work: _Work) -> Context:
    apparatus = Apparatus(lens)
    fields = {
        "partner": _facts(apparatus, partner),
        "meetings": [_meeting(apparatus, row) for row in work.meetings],
        "promises": numbered(_promise(apparatus, thread) for thread in work.promises),
        "projects": [_project(apparatus, row) for row in work.projects],
    }
    return closing(apparatus, fields)


def _facts(apparatus: Apparatus, partner: Row) -> Context:
    lens = apparatus.lens
    return {
        "name": name(apparatus, "organisations", partner["org_id"], full=True)
        + apparatus.cite(partner["source_ids"][:_CITED]),
        "plain_name": clean(lens.full_name("organisations", partner["org_id"]), _CELL),
        "kind": lens.label("organisation_type", partner["type_code"]),
        "country": lens.language.country(partner["country"]),
    }


def _meeting(apparatus: Apparatus, row: Row) -> Context:
    place = row["place_id"]
    return {
        "date": capitalised(apparatus.lens.language.date(row["date"]))
        + apparatus.note("meetings", row["meeting_id"]),
        "what": words(apparatus, row, "title", _CELL) + apparatus.cite(row["source_ids"][:_CITED]),
        "where": name(apparatus, "places", place) if place else "",
    }


def _promise(apparatus: Apparatus, thread: Thread) -> Context:
    """A request, promise or agreement: who owes it to whom, and what has come of it."""
    lens, row = apparatus.lens, thread.outcome
    return {
        "text": lens.language.pair(
            lens.label("outcome_kind", row["kind"]), words(apparatus, row, "text", _CELL)
        )
        + apparatus.note("outcomes", row["outcome_id"])
        + apparatus.cite(row["source_ids"][:_CITED]),
        "who": telling.owed(lens, thread),
        "state": clean(followed(lens, thread) or lens.label("outcome_state", thread.state), _CELL),
    }


def _project(apparatus: Apparatus, row: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    amounts = [
        lens.language.pair(lens.label("amount_kind", amount["kind"]), lens.amount(amount))
        for amount in measures.own_money(lens.rows("project_amounts"))
        if amount["project_id"] == row["project_id"]
        and amount["kind"] in ("loan", "grant", "total")
    ]
    start = row["actual_start"] or row["planned_start"]
    end = row["actual_end"] or row["planned_end"]
    return {
        "name": words(apparatus, row, "name", _CELL)
        + apparatus.note("projects", row["project_id"])
        + apparatus.cite(row["source_ids"][:_CITED]),
        "status": project_words(lens, row),
        "period": lens.language.period(start, end) if start or end else _("not stated"),
        "money": "; ".join(amounts[:2]) or _("not stated"),
    }


def _assessment(lens: Lens, work: _Work) -> str:
    """What is on record with the partner in numbers, and what has come of it."""
    _, number = lens.language.text, lens.language.number
    kinds = [thread.outcome["kind"] for thread in work.promises]
    counts = [
        (lens.label("outcome_kind", kind), kinds.count(kind))
        for kind in codelist("outcome_kind")
        if kind in kinds
    ]
    if not counts:
        return _("No request or promise is on record.")
    known = sum(thread.state in ANSWERED for thread in work.promises)
    told = _("As of {date}, something is known to have come of {known} of these {all}.").format(
        date=lens.language.date(lens.day.isoformat()),
        known=number(known),
        all=number(len(kinds)),
    )
    return f"{_('On record: {counts}.').format(counts=tallied(lens, counts))} {told}"


def _delays(lens: Lens, work: _Work) -> str:
    """The projects that are late, in one sentence."""
    late = [row for row in work.projects if project_state(lens, row).code in LATE]
    if not late:
        return lens.language.text("Nothing is known to be late.")
    said = (
        f"{lens.short('projects', [row['project_id']])} ({lowered(project_words(lens, row))})"
        for row in late
    )
    return ended(clean(lens.language.pair(lens.language.text("Late"), "; ".join(said)), 600))


def _left_out(lens: Lens, left: Sequence[int]) -> Context:
    """Sentences on rows that do not fit on two pages; "" where all fit."""
    plural = lens.language.plural
    meetings, promises, projects = left
    return {
        "more_meetings": plural(
            "{count} earlier meeting is not told here.",
            "{count} earlier meetings are not told here.",
            meetings,
        )
        if meetings
        else "",
        "more_promises": plural(
            "{count} more request or promise is not told here.",
            "{count} more requests and promises are not told here.",
            promises,
        )
        if promises
        else "",
        "more_projects": plural(
            "{count} more project is not told here.",
            "{count} more projects are not told here.",
            projects,
        )
        if projects
        else "",
    }
