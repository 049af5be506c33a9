"""Visits over time as a page draws them: signs on the lines of their partner's country."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from components import links
from components.charts.chart import Screen, rows_of
from components.charts.time_axis import Bar, stretch
from components.charts.timeline import Axis, Entry, Ink, Mark, axis_of
from data.views.chains import latest, span
from data.views.lens import Lens, Row

_DOT = 0.05  # of the axis: what a dot takes of the 230 pixels that a phone has for it
DIRECTIONS = {"outgoing": "province", "incoming": "partner"}  # and the names of their colours


class Shown(NamedTuple):
    """A visit on the chart: the days it covers or may be of, and its line among the rows."""

    row: Row
    bar: Bar
    sure: bool

    @property
    def dot(self) -> date:
        """Where its dot stands: on its first day, else in the middle of those it may be."""
        return self.bar.first if self.sure else self.bar.middle


class Lane(NamedTuple):
    """A visit: where it is told, in which words, on which line, its sign and its days."""

    title: str
    when: str
    address: str
    line: int
    sign: Mark
    days: Mark


class Country(NamedTuple):
    """The visits with a partner's country, on so many lines."""

    name: str
    lines: int
    lanes: Sequence[Lane]


class Lanes(NamedTuple):
    """Visits of all countries on one axis; ``letters`` is the length of the longest name."""

    axis: Axis
    countries: Sequence[Country]
    legend: Sequence[Entry]
    letters: int


def lanes(lens: Lens, keys: Sequence[str]) -> Screen:
    """The visits with a date, by country."""
    shown = shown_of(lens, keys)
    days = whole(shown)
    axis = axis_of(lens, days or Bar(lens.day, lens.day))
    countries = [
        _country(lens, axis, country, visits, lines(visits, days))
        for country, visits in by_country(lens, shown)
    ]
    met = {(one.row["direction"], one.sure) for one in shown}
    legend = [
        _entry(lens, direction, sure=sure)
        for direction in DIRECTIONS
        for sure in (True, False)
        if (direction, sure) in met
    ]
    letters = max((len(one.name) for one in countries), default=0)
    return Screen("chart_visits.html", Lanes(axis, countries, legend, letters))


def _country(
    lens: Lens, axis: Axis, code: str, visits: Sequence[Shown], taken: dict[str, int]
) -> Country:
    name = lens.language.country(code)
    return Country(
        name,
        max(taken.values()) + 1,
        [_lane(lens, axis, one, taken[one.row["visit_id"]]) for one in visits],
    )


def _lane(lens: Lens, axis: Axis, one: Shown, line: int) -> Lane:
    row, direction = one.row, one.row["direction"]
    ink = Ink.named(DIRECTIONS.get(direction, "muted"))
    kind = _kind(direction, sure=one.sure)
    when = lens.language.period(row["start_date"], row["end_date"])
    return Lane(
        lens.words(row, "title"),
        f"{_named(lens, direction, sure=one.sure)} · {when}",
        links.href("visits", lens.language.code, visit=row["visit_id"]),
        line,
        axis.sign(kind, one.dot, ink),
        axis.mark("days" if one.sure else "maybe", one.bar, ink),
    )


def _entry(lens: Lens, direction: str, *, sure: bool) -> Entry:
    ink = Ink.named(DIRECTIONS[direction])
    return Entry(_kind(direction, sure=sure), ink, _named(lens, direction, sure=sure), is_sign=True)


def _kind(direction: str, *, sure: bool) -> str:
    return direction if sure else f"{direction}-unsure"


def _named(lens: Lens, direction: str, *, sure: bool) -> str:
    name = lens.label("direction", direction)
    return name if sure else f"{name}, {lens.language.text('date uncertain')}"


def shown_of(lens: Lens, keys: Sequence[str]) -> list[Shown]:
    """Those visits that have a date, in the order of it."""
    rows = rows_of(lens, "visits", keys)
    return [
        Shown(row, bar, _sure(row))
        for row in sorted(rows, key=lambda row: latest(row["start_date"]))
        if (bar := stretch(row["start_date"], row["end_date"], lens.day))
    ]


def whole(shown: Sequence[Shown]) -> Bar | None:
    """The days of all; None without any."""
    bars = [one.bar for one in shown]
    return Bar(min(bar.first for bar in bars), max(bar.last for bar in bars)) if bars else None


def by_country(lens: Lens, shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Visits by partner country, France first, the others by name."""
    kept: dict[str, list[Shown]] = {}
    for one in shown:
        kept.setdefault(one.row["partner_country"], []).append(one)
    abc, country = lens.language.abc, lens.language.country
    return sorted(kept.items(), key=lambda pair: (pair[0] != "FR", abc(country(pair[0]))))


def lines(visits: Sequence[Shown], axis: Bar | None) -> dict[str, int]:
    """The line of each visit below its country's first, so that no mark lies on another."""
    gap = (axis.last - axis.first).days * _DOT if axis else 0
    free: list[float] = []
    taken: dict[str, int] = {}
    for one in sorted(visits, key=lambda one: one.bar.first):
        first, last = one.bar.first.toordinal(), one.bar.last.toordinal()
        line = next((place for place, end in enumerate(free) if end + gap <= first), len(free))
        free[line : line + 1] = [last]
        taken[one.row["visit_id"]] = line
    return taken


def _sure(row: Row) -> bool:
    start = span(row["start_date"])
    return bool(start and start.exact)
