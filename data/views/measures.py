"""Counts every figure that a page shows, each in one way only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data.schema import codelist
from data.views.chains import Thread, earliest, latest, span
from data.views.lens import Lens, Row
from data.views.sides import SIDES, side_of
from data.views.states import PAST_DAY, UNCLEAR, project_states

COUNTED = ("project", "programme", "proposal", "outbound")  # not facilities, not aggregates
ANSWERED = ("done", "in_force", "in_progress", "partial", "late")


class FollowUp(NamedTuple):
    """How many outcomes have a known result, out of how many that are counted."""

    known: int
    counted: int


def by_state(threads: Iterable[Thread], kind: str) -> dict[str, int]:
    """Number of outcomes of a kind by their state on the day, in the order of the codelist."""
    counts = Counter(thread.state for thread in threads if thread.outcome["kind"] == kind)
    return {state: counts[state] for state in codelist("outcome_state") if counts[state]}


def with_follow_up(threads: Sequence[Thread], kind: str) -> FollowUp:
    """How many outcomes of a kind are done, partly done, in force or in progress."""
    rows = [thread for thread in threads if thread.outcome["kind"] == kind]
    return FollowUp(sum(thread.state in ANSWERED for thread in rows), len(rows))


def past_day(threads: Iterable[Thread]) -> int:
    """How many promises are past their day, with or without a word on them."""
    tally = by_state(threads, "commitment")
    return sum(tally.get(state, 0) for state in PAST_DAY)


def open_promises(threads: Iterable[Thread]) -> list[Thread]:
    """Commitments with something to deliver, not known to be kept or in force, oldest first."""
    waiting = [
        thread
        for thread in threads
        if thread.outcome["kind"] == "commitment" and thread.state not in ("done", "in_force")
    ]
    return sorted(waiting, key=lambda thread: latest(thread.meeting["date"]))


def by_side(lens: Lens, threads: Iterable[Thread], kind: str) -> dict[str, int]:
    """Number of outcomes of a kind by who asks or promises."""
    counts = Counter(
        side_of(lens, thread.outcome) for thread in threads if thread.outcome["kind"] == kind
    )
    return {side: counts[side] for side in SIDES}


def projects_by_state(lens: Lens, projects: Iterable[Row]) -> dict[str, int]:
    """Projects in each state on the day, in the order of the codelist ``project_state``."""
    counts = Counter(state.code for state in project_states(lens, projects))
    return {state: counts[state] for state in codelist("project_state") if counts[state]}


def once_running(lens: Lens, projects: Iterable[Row]) -> list[Row]:
    """Projects last reported under way, of which nobody knows today whether they are."""
    rows = list(projects)
    states = zip(rows, project_states(lens, rows), strict=True)
    return [row for row, state in states if state.code in UNCLEAR and state.reported == "2"]


@dataclass(frozen=True)
class Change:
    """A dated change: a meeting, a new status of an outcome, or a progress figure."""

    table: str
    row: Row
    written: str


def last_held(lens: Lens, meetings: Iterable[Row] | None = None) -> Row | None:
    """The meeting held last, of some or of all, as far as its date says; None without any."""
    rows = lens.rows("meetings") if meetings is None else meetings
    held = [row for row in rows if row["date"] and latest(row["date"]) <= lens.day]
    return max(held, key=lambda row: earliest(row["date"]), default=None)


def next_meeting(lens: Lens, meetings: Iterable[Row] | None = None) -> Row | None:
    """The meeting that comes next, of some or of all; None where none is announced."""
    rows = lens.rows("meetings") if meetings is None else meetings
    ahead = [row for row in rows if earliest(row["date"]) > lens.day]
    return min(ahead, key=lambda row: earliest(row["date"]), default=None)


def latest_changes(lens: Lens, most: int = 6) -> list[Change]:
    """The newest meetings, progress figures and statuses of outcomes by its day, newest first."""
    changes = [
        Change(table, row, row[column])
        for table, column in (
            ("meetings", "date"),
            ("project_progress", "date"),
            ("outcomes", "status_date"),
        )
        for row in lens.rows(table)
        if row[column] and latest(row[column]) <= lens.day
    ]
    return sorted(changes, key=lambda change: earliest(change.written), reverse=True)[:most]


def own_money(amounts: Iterable[Row]) -> list[Row]:
    """Rows about a project's or the province's money, without restated and doubtful amounts.

    One row per statement. Never add them: kinds, currencies and dates differ.
    """
    return [
        row
        for row in amounts
        if row["charted"]
        and row["restates_amount_id"] is None
        and row["scope"] in ("project", "provincial_share")
    ]


WORK_DONE = ("completed_value", "completed_volume")


_STAGES = (
    "proposal_date",
    "approval_date",
    "signing_date",
    "planned_start",
    "actual_start",
    "planned_end",
    "actual_end",
)


def in_time_order(projects: Iterable[Row], *, undated: bool = False) -> list[Row]:
    """Projects by their first known stage, newest first; undated ones last, or left out."""
    first: dict[str, date | None] = {}
    rows = list(projects)
    for row in rows:
        days = (stage.first for column in _STAGES if (stage := span(row[column])))
        first[row["project_id"]] = min(filter(None, days), default=None)
    dated = [row for row in rows if first[row["project_id"]]]
    dated.sort(key=lambda row: first[row["project_id"]] or date.min, reverse=True)
    return dated + [row for row in rows if not first[row["project_id"]]] if undated else dated


def last_progress(lens: Lens, project: str) -> Row | None:
    """The newest row with the percentage of work done in a project; None if there is none."""
    rows = [
        row
        for row in lens.naming("project_progress", "project_id", project)
        if row["metric"] in WORK_DONE and row["unit"] == "percent" and row["date"]
    ]
    return max(rows, key=lambda row: latest(row["date"]), default=None)
