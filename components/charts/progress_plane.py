"""Progress of a project as a page draws it: signs on a plane of days and percent, not joined."""

from collections.abc import Sequence
from typing import NamedTuple

from components import links
from components.charts.chart import Screen, rows_of
from components.charts.time_axis import Bar, stretch
from components.charts.timeline import Axis, Entry, Ink, Mark, axis_of
from data.views.lens import Lens, Row

# Pixels of the smallest phone: its axes, a line of figures, half a figure, half a mark.
_ACROSS, _DOWN, _LINE, _FIGURE, _MARK = 180, 220, 15, 23, 5
HUES = ("province", "partner", "accent", "muted")  # one for each measure, then again
_TOP = 105  # percent: so that a whole is not at the edge


class Step(NamedTuple):
    """A statement: its figure, where that stands, its words, its sign and its possible days."""

    figure: str
    above: float  # percent of the height
    side: str
    measure: str
    when: str
    words: str
    address: str
    sign: Mark
    days: Mark | None


class Plane(NamedTuple):
    """Statements on the axis of days; ``levels`` are heights in percent and their names."""

    axis: Axis
    levels: Sequence[tuple[float, str]]
    steps: Sequence[Step]
    legend: Sequence[Entry]


def plane(lens: Lens, keys: Sequence[str]) -> Screen:
    """All statements with a day."""
    rows = rows_of(lens, "project_progress", keys)
    axis = axis_of(lens, whole(lens, rows) or Bar(lens.day, lens.day))
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    places = beside(lens, rows)
    steps = [
        _step(lens, axis, row, metrics.index(row["metric"]))._replace(
            side=places[row["progress_id"]].split(" ")[0]
        )
        for row in rows
        if row["progress_id"] in places
    ]
    legend = [
        Entry(_kind(number), _ink(number), lens.label("progress_metric", metric), is_sign=True)
        for number, metric in enumerate(metrics)
    ]
    levels = [(_height(level), lens.language.percent(level)) for level in (0, 25, 50, 75, 100)]
    return Screen("chart_progress.html", Plane(axis, levels, steps, legend))


def _step(lens: Lens, axis: Axis, row: Row, number: int) -> Step:
    ink = _ink(number)
    bar = stretch(row["date"], None, lens.day) or axis.days
    return Step(
        lens.language.percent(row["value"]),
        _height(row["value"]),
        "top",
        lens.label("progress_metric", row["metric"]),
        lens.language.date(row["date"]),
        lens.words(row, "statement"),
        links.to_row("project_progress", row["progress_id"], lens.language.code),
        axis.sign(_kind(number), bar.middle, ink),
        axis.mark("maybe", bar, ink) if bar.first != bar.last else None,
    )


def _height(percent: float) -> float:
    return round(100 * min(max(percent, 0), _TOP) / _TOP, 2)


def _kind(number: int) -> str:
    return f"measure-{number % len(HUES)}"


def _ink(number: int) -> Ink:
    return Ink.named(HUES[number % len(HUES)])


def beside(lens: Lens, rows: Sequence[Row]) -> dict[str, str]:
    """Where each figure stands: above its mark, or below where another one would lie on it."""
    axis = whole(lens, rows)
    days = (axis.last - axis.first).days if axis else 0
    marks = {
        row["progress_id"]: (
            (bar.middle.toordinal() if days else 0) * _ACROSS / max(days, 1),
            row["value"] * _DOWN / 100,
        )
        for row in rows
        if (bar := stretch(row["date"], None, lens.day))
    }
    taken = [(x, y, _MARK) for x, y in marks.values()]
    places: dict[str, str] = {}
    for key, (x, y) in sorted(marks.items(), key=lambda one: -one[1][1]):
        lies = any(
            abs(x - other) < _FIGURE + half and abs(y + _LINE - height) < _LINE
            for other, height, half in taken
        )
        places[key] = "bottom center" if lies else "top center"
        taken.append((x, y - _LINE if lies else y + _LINE, _FIGURE))
    return places


def whole(lens: Lens, rows: Sequence[Row]) -> Bar | None:
    """The days of all reports; None without any."""
    bars = [bar for row in rows if (bar := stretch(row["date"], None, lens.day))]
    return Bar(min(bar.first for bar in bars), max(bar.last for bar in bars)) if bars else None
