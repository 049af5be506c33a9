"""Follows the chain visit → meeting → outcome → project → money and progress, both ways."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from data.values.dates import Span, parse
from data.views.lens import Lens, Row, kept
from data.views.states import OPEN_KINDS, best_told, counted_as, outcome_state

# The visit that the record began with; pages and reports show it where none is asked for.
TRIP = "2023-11-dien-bien-to-france"


@dataclass(frozen=True)
class Day:
    """One day of a visit, and the meetings that were certainly on it."""

    day: date
    meetings: Sequence[Row]


@dataclass(frozen=True)
class Programme:
    """A visit day by day; ``undated`` are meetings without an exact day, by their written date."""

    days: Sequence[Day]
    undated: Sequence[tuple[str | None, Sequence[Row]]]


@dataclass(frozen=True)
class Thread:
    """One request, promise or agreement with its meeting, answers and follow-up meetings.

    ``repeats`` are the rows that tell the same thing from another source; ``state`` is a code of
    ``outcome_state`` on the lens's day, and ``told`` the row that knows it.
    """

    outcome: Row
    meeting: Row
    answers: Sequence[Row]
    follow_ups: Sequence[Row]
    repeats: Sequence[Row]
    state: str
    told: Row

    @property
    def rows(self) -> Sequence[Row]:
        """The row that is counted and those that repeat it."""
        return (self.outcome, *self.repeats)


def span(written: str | None) -> Span | None:
    """The days that a date cell may mean; None for an empty cell."""
    return parse(written) if written else None


def latest(written: str | None) -> date:
    """Sort key: the last day a date may be; unknown dates come first."""
    days = span(written)
    return (days.last or date.max) if days else date.min


def earliest(written: str | None) -> date:
    """Sort key: the first day a date may be, so that "2025" stands before December 2025."""
    days = span(written)
    return (days.first if days else None) or date.min


def programme(visit: Row, meetings: Iterable[Row]) -> Programme:
    """A visit's meetings sorted into its days.

    The days are those of the visit, if they are exact, and every exact day of a meeting. A day
    without a meeting is kept, to show that nothing is recorded for it.
    """
    dated: dict[date, list[Row]] = {}
    undated: dict[str | None, list[Row]] = {}
    for meeting in meetings:
        when = span(meeting["date"])
        if when and when.exact and when.first:
            dated.setdefault(when.first, []).append(meeting)
        else:
            undated.setdefault(meeting["date"], []).append(meeting)
    days = set(dated)
    start, end = span(visit["start_date"]), span(visit["end_date"] or visit["start_date"])
    if start and end and start.exact and end.exact and start.first and end.last:
        days.update(_days(start.first, end.last))
    return Programme(
        [Day(day, dated.get(day, [])) for day in sorted(days)],
        sorted(undated.items(), key=lambda item: latest(item[0])),
    )


def _days(first: date, last: date, most: int = 60) -> list[date]:
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, most))]


@kept(8)
def visit_names(lens: Lens) -> dict[str, str]:
    """Day and title of each visit, as a reader chooses one; not to be changed."""
    return {
        key: f"{lens.language.date(row['start_date'])} · {lens.words(row, 'title')}"
        for key, row in lens.record.by_key("visits").items()
    }


@kept(8)
def visits_newest_first(lens: Lens) -> dict[str, str]:
    """The same, the newest visit first."""
    visits, names = lens.record.by_key("visits"), visit_names(lens)
    ids = sorted(visits, key=lambda key: latest(visits[key]["start_date"]), reverse=True)
    return {key: names[key] for key in ids}


def threads(lens: Lens, keys: Container[str] | None = None) -> list[Thread]:
    """One thread per request, commitment and agreement, newest meeting first.

    What several rows tell is one thread. ``keys`` are ids of the outcomes wanted; all where not
    given.
    """
    return [
        thread
        for thread in _every_thread(lens)
        if keys is None or any(row["outcome_id"] in keys for row in thread.rows)
    ]


@kept(8)
def _every_thread(lens: Lens) -> tuple[Thread, ...]:
    repeats: dict[str, list[Row]] = {}
    answers: dict[str, list[Row]] = {}
    for outcome in lens.rows("outcomes"):
        told_by = counted_as(lens, outcome)
        if told_by is not outcome:
            repeats.setdefault(told_by["outcome_id"], []).append(outcome)
        for asked in outcome["answers_outcome_ids"]:
            answers.setdefault(asked, []).append(outcome)
    made = [
        _thread(lens, outcome, repeats.get(outcome["outcome_id"], ()), answers)
        for outcome in lens.rows("outcomes")
        if outcome["kind"] in OPEN_KINDS and counted_as(lens, outcome) is outcome
    ]
    newest = sorted(made, key=lambda thread: latest(thread.meeting["date"]), reverse=True)
    return tuple(newest)


def _thread(
    lens: Lens, outcome: Row, repeats: Sequence[Row], answers: Mapping[str, Sequence[Row]]
) -> Thread:
    meetings = lens.record.by_key("meetings")
    rows = (outcome, *repeats)
    answering = [row for one in rows for row in answers.get(one["outcome_id"], ())]
    followed = [key for one in rows for key in one["follow_up_meeting_ids"]]
    return Thread(
        outcome,
        meetings[outcome["meeting_id"]],
        list({row["outcome_id"]: row for row in answering}.values()),
        [meetings[key] for key in dict.fromkeys(followed)],
        repeats,
        outcome_state(lens, outcome),
        best_told(lens, outcome),
    )


def thread_of(lens: Lens, key: str) -> Thread | None:
    """The thread of one outcome; None where it is of a kind without follow-up."""
    return next(iter(threads(lens, {key})), None)


def meetings_of(lens: Lens, *, visit: str | None = None, project: str | None = None) -> list[Row]:
    """Meetings of a visit, else about a project, oldest first; all where neither is given."""
    if visit is not None:
        meetings = lens.naming("meetings", "visit_id", visit)
    elif project is not None:
        meetings = lens.naming("meetings", "project_ids", project)
    else:
        meetings = lens.rows("meetings")
    return sorted(meetings, key=lambda meeting: latest(meeting["date"]))


def outcomes_of(
    lens: Lens, *, meetings: Iterable[str] = (), project: str | None = None
) -> list[Row]:
    """Outcomes of some meetings and those about a project, meeting by meeting, each once."""
    rows = [row for key in meetings for row in lens.naming("outcomes", "meeting_id", key)]
    rows += lens.naming("outcomes", "project_ids", project) if project else ()
    return list({row["outcome_id"]: row for row in rows}.values())


def people_at(lens: Lens, meetings: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """People named at some meetings, each once: the Vietnamese side, then the partner side."""
    sides: tuple[dict[str, Row], dict[str, Row]] = ({}, {})
    for meeting in meetings:
        for side, column in zip(
            sides, ("vietnamese_person_ids", "foreign_person_ids"), strict=True
        ):
            for key in meeting[column]:
                if person := lens.row("people", key):
                    side[key] = person
    return list(sides[0].values()), list(sides[1].values())


@dataclass(frozen=True)
class Step:
    """One step of a project's story: a meeting with its outcomes, or a milestone."""

    written: str | None
    meeting: Row | None
    outcomes: Sequence[Row]
    milestone: Row | None


def story(lens: Lens, project: str) -> list[Step]:
    """Meetings, outcomes and milestones of a project, ordered by their last possible day."""
    about = outcomes_of(lens, project=project)
    meetings = {row["meeting_id"]: row for row in meetings_of(lens, project=project)}
    known = lens.record.by_key("meetings")
    for outcome in about:
        meetings.setdefault(outcome["meeting_id"], known[outcome["meeting_id"]])
    steps = [
        Step(row["date"], row, [o for o in about if o["meeting_id"] == key], None)
        for key, row in meetings.items()
    ]
    steps += [
        Step(row["date"], None, (), row)
        for row in lens.naming("project_progress", "project_id", project)
        if row["value"] is None
    ]
    return sorted(steps, key=lambda step: latest(step.written))
