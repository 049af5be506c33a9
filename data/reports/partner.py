"""Fields of the report on one partner: two pages and an annex; rows left out are counted."""

from collections.abc import Sequence
from typing import NamedTuple

from data.reports.apparatus import Apparatus, clean
from data.reports.fitting import ROOM, fitting
from data.reports.office import (
    Context,
    capitalised,
    closing,
    name,
    names,
    numbered,
    opening,
    state,
    words,
)
from data.views import chains, measures
from data.views.chains import latest
from data.views.lens import Lens, Row
from data.views.partners import work_with
from data.views.states import RUNNING, project_state, project_words

_CELL = 180  # characters of a cell; the row's own page has the whole text
_CITED = 2  # sources of a row; the row's own page has them all


class _Work(NamedTuple):
    meetings: Sequence[Row]
    promises: Sequence[Row]
    projects: Sequence[Row]

    def first(self, counts: Sequence[int]) -> "_Work":
        return _Work(*(rows[:count] for rows, count in zip(self, counts, strict=True)))


def context(lens: Lens, partner: Row, *, body: str | None = None) -> Context:
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
        **opening(lens, body),
        **_fields(lens, partner, work.first(counts)),
        **_left_out(lens, left),
    }


def _work(lens: Lens, key: str) -> _Work:
    """Meetings newest first, open promises before done ones, running projects first."""
    shared = work_with(lens, key)
    meetings = [row for one in shared.meetings if (row := lens.row("meetings", one))]
    meetings.sort(key=lambda row: latest(row["date"]), reverse=True)
    promises = [
        thread.outcome
        for thread in chains.threads(lens)
        if thread.outcome["outcome_id"] in shared.outcomes
    ]
    promises.sort(key=lambda row: row["status"] in ("done", "in_force"))
    projects = [row for one in shared.projects if (row := lens.row("projects", one))]
    ordered = measures.in_time_order(projects, undated=True)
    ordered.sort(key=lambda row: project_state(lens, row).code not in RUNNING)
    return _Work(meetings, promises, ordered)


def _fields(lens: Lens, partner: Row, work: _Work) -> Context:
    apparatus = Apparatus(lens)
    fields = {
        "partner": _facts(apparatus, partner),
        "meetings": [_meeting(apparatus, row) for row in work.meetings],
        "promises": numbered(_promise(apparatus, row) for row in work.promises),
        "projects": [_project(apparatus, row) for row in work.projects],
    }
    return {**fields, **closing(apparatus), "footnotes": apparatus.footnotes}


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


def _promise(apparatus: Apparatus, row: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    sides = [
        names(apparatus, "organisations", row[column]) for column in ("from_org_ids", "to_org_ids")
    ]
    return {
        "text": _("{label}:").format(label=lens.label("outcome_kind", row["kind"]))
        + f" {words(apparatus, row, 'text', _CELL)}"
        + apparatus.note("outcomes", row["outcome_id"])
        + apparatus.cite(row["source_ids"][:_CITED]),
        "who": " → ".join(filter(None, sides)),
        "state": state(lens, row),
    }


def _project(apparatus: Apparatus, row: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    amounts = [
        _("{label}:").format(label=lens.label("amount_kind", amount["kind"]))
        + f" {lens.amount(amount)}"
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
        "period": lens.language.period(start, end) if start or end else "–",
        "money": "; ".join(amounts[:2]) or "–",
    }


def _left_out(lens: Lens, left: Sequence[int]) -> Context:
    """Sentences on rows that do not fit on two pages; "" where all fit."""
    plural = lens.language.plural
    meetings, promises, projects = left
    return {
        "more_meetings": plural(
            "{count} earlier meeting is on the partner's page of the dashboard.",
            "{count} earlier meetings are on the partner's page of the dashboard.",
            meetings,
        )
        if meetings
        else "",
        "more_promises": plural(
            "{count} more request or promise is on the partner's page of the dashboard.",
            "{count} more requests and promises are on the partner's page of the dashboard.",
            promises,
        )
        if promises
        else "",
        "more_projects": plural(
            "{count} more project is on the partner's page of the dashboard.",
            "{count} more projects are on the partner's page of the dashboard.",
            projects,
        )
        if projects
        else "",
    }
