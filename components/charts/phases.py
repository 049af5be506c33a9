"""The phases of a project as charts show them: the days of each, and those in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from components import links
from components.charts.chart import Each, Span, rows_of
from components.charts.time_axis import Bar, stretch, unsure
from components.look import Look
from data.views.chains import span
from data.views.lens import Lens, Row
from data.views.states import project_state, project_words

_LEAST = 6 / 230  # of the axis: a shorter bar becomes a mark


class Phase(NamedTuple):
    """One phase of one project: its kind, the days it covers, and those in words.

    ``unsure`` is how many of its first and of its last days it may not have covered.
    """

    project: Row
    kind: str
    bar: Bar
    words: str
    unsure: tuple[int, int]


def spans(lens: Lens, keys: Sequence[str]) -> Sequence[Span]:
    """Each project with its state in words, how late it is among them, and its phases."""
    return Each(lambda row: span_of(lens, row, phases(lens, row)), rows_of(lens, "projects", keys))


def span_of(lens: Lens, row: Row, known: Sequence[Phase]) -> Span:
    """A project with its state in words and its phases."""
    named = labels(lens)
    return Span(
        lens.plain(lens.name("projects", row["project_id"]).name),
        address(lens, row),
        project_words(lens, row),
        [lens.language.pair(named[one.kind], one.words) for one in known],
    )


def labels(lens: Lens) -> dict[str, str]:
    """The phases in the order in which they are drawn, and what the legend calls them."""
    _ = lens.language.text
    return {
        "preparation": _("Preparation: proposal to start"),
        "planned": _("Planned"),
        "actual": _("Actual"),
        "requested": _("Extension asked for, no decision found"),
        "late": _("Past its approved end"),
    }


def address(lens: Lens, row: Row) -> str:
    """Where a project is told."""
    return links.href("projects", lens.language.code, project=row["project_id"])


def whole(shown: Sequence[Phase], day: date) -> Bar | None:
    """The days of all phases and today; None without any phase."""
    if not shown:
        return None
    firsts, lasts = ([phase.bar[side] for phase in shown] for side in (0, 1))
    return Bar(min(*firsts, day), max(*lasts, day))


def is_short(bar: Bar, axis: Bar | None) -> bool:
    """Whether a bar would be too small to see: six of the 230 pixels that a phone has."""
    days = (axis.last - axis.first).days if axis else 0
    return (bar.last - bar.first).days + 1 < days * _LEAST


def colour(look: Look, state: str) -> str:
    """The colour of a project in a state; what is late has a part and a colour of its own."""
    return look.project_state["running" if state == "late" else state]


def phases(lens: Lens, row: Row) -> list[Phase]:
    """What is known of a project's time, in the order in which it is drawn."""
    return [
        Phase(row, kind, bar, words, unsure(start, end))
        for kind, start, end, words in _told(lens, row)
        if (bar := stretch(start, end, lens.day))
    ]


def _told(lens: Lens, row: Row) -> Iterable[tuple[str, str, str | None, str]]:
    period, day = lens.language.period, lens.day
    proposed = row["proposal_date"] or row["approval_date"] or row["signing_date"]
    begun = row["actual_start"] or row["planned_start"]
    planned_end, actual_end = row["planned_end"], row["actual_end"]
    if proposed:
        yield "preparation", proposed, begun, period(proposed, begun)
    if row["planned_start"]:
        yield (
            "planned",
            row["planned_start"],
            planned_end,
            period(row["planned_start"], planned_end),
        )
    elif planned_end:
        yield "planned", planned_end, None, period(None, planned_end)
    if row["actual_start"]:
        words = period(row["actual_start"], actual_end)
        yield "actual", row["actual_start"], actual_end or _still(row, day), words
    elif actual_end:
        yield "actual", actual_end, None, period(None, actual_end)
    if asked := row["requested_end"]:
        yield "requested", planned_end or asked, asked, lens.words(row, "requested_end_note")
    state = project_state(lens, row)
    if state.code == "late" and state.passed:
        today = day.isoformat()
        yield "late", state.passed.isoformat(), today, period(planned_end, today)


def _still(row: Row, today: date) -> str:
    """The last day of an actual bar whose end is unknown: that of the last report, else today."""
    reported = span(row["status_date"])
    return (reported.last if reported and reported.last else today).isoformat()
