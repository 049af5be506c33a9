"""Projects over time as a page draws them: a lane for each, its name, its bars, its words."""

from collections.abc import Sequence
from typing import NamedTuple

from components.charts.chart import Screen, Span, rows_of
from components.charts.phases import Phase, colour, is_short, labels, phases, span_of, whole
from components.charts.time_axis import Bar
from components.charts.timeline import Axis, Entry, Ink, Mark, axis_of
from components.look import DARK, LIGHT, PROJECT_SIGNS
from data.views.lens import Lens
from data.views.states import project_state

MOST_YEARS = 7
_OWN = {"preparation": "muted", "requested": "accent", "late": "accent"}


class Lane(NamedTuple):
    """A project: what is said of it, the sign of its state, and its marks."""

    said: Span
    sign: str
    marks: Sequence[Mark]


class Lanes(NamedTuple):
    """Projects on one axis; ``letters`` is the length of the longest name, 0 to show none."""

    axis: Axis
    lanes: Sequence[Lane]
    legend: Sequence[Entry]
    letters: int
    is_unsure: bool


def lanes(lens: Lens, keys: Sequence[str]) -> Screen:
    """A lane for each of some projects with a date."""
    drawn = _lanes(lens, keys)
    letters = max((len(lane.said.name) for lane in drawn.lanes), default=0)
    return Screen("chart_lanes.html", drawn._replace(letters=letters))


def only_lane(lens: Lens, project: str) -> Screen:
    """The lane of a project on its own page: it needs no name."""
    return Screen("chart_lanes.html", _lanes(lens, [project]))


def _lanes(lens: Lens, keys: Sequence[str]) -> Lanes:
    known = [(row, phases(lens, row)) for row in rows_of(lens, "projects", keys)]
    days = whole([phase for _row, some in known for phase in some], lens.day)
    axis = axis_of(lens, days or Bar(lens.day, lens.day), most_years=MOST_YEARS, today=True)
    shown = [
        Lane(
            span_of(lens, row, some),
            PROJECT_SIGNS[project_state(lens, row).code],
            [_mark(axis, phase, project_state(lens, row).code) for phase in some],
        )
        for row, some in known
    ]
    marks = [mark for lane in shown for mark in lane.marks]
    met = {mark.kind for mark in marks}
    legend = [
        Entry(kind, Ink.named(_OWN.get(kind, "ink")), name)
        for kind, name in labels(lens).items()
        if kind in met
    ]
    return Lanes(axis, shown, legend, 0, any(mark.begins or mark.ends for mark in marks))


def _mark(axis: Axis, phase: Phase, state: str) -> Mark:
    own = _OWN.get(phase.kind)
    ink = Ink.named(own) if own else Ink(colour(LIGHT, state), colour(DARK, state))
    if is_short(phase.bar, axis.days):
        return axis.sign(phase.kind, phase.bar.middle, ink)
    return axis.mark(phase.kind, phase.bar, ink, phase.unsure)
