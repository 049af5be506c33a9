"""Days on a time axis: which of them a bar covers, and which ones are named. No day is guessed."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

import plotly.graph_objects as go

from components.look import Look
from data.language import Language
from data.values.dates import Span
from data.views.chains import span

_DAY_MS = 24 * 3600 * 1000
# How many names stand side by side in the 180 pixels that the smallest phone has for an axis.
MOST_YEARS, _MOST_MONTHS, _MOST_DAYS = 5, 4, 2
_DAYS, _MONTHS, _YEARS = (1, 2, 7, 14, 28), (1, 3, 6), (1, 2, 5)
_EDGE = 0.03  # of the axis on either side, so that a mark at its end is whole
_LEAST_EDGE = 2  # days
_DOUBT = 30  # days


class Bar(NamedTuple):
    """A stretch of days on a time axis."""

    first: date
    last: date

    @property
    def milliseconds(self) -> int:
        """Its length, for Plotly's bars on a date axis."""
        return ((self.last - self.first).days + 1) * _DAY_MS

    @property
    def middle(self) -> date:
        """The day in its middle."""
        return self.first + (self.last - self.first) / 2


class Tick(NamedTuple):
    """A day on an axis, and what is written at it."""

    day: date
    text: str


def stretch(start: str | None, end: str | None, today: date) -> Bar | None:
    """The days that a start and an end may span; an open side reaches today or its other side."""
    opening, closing = span(start), span(end) or span(start)
    if opening is None or closing is None:
        return None
    first = opening.first or (opening.last and opening.last - timedelta(days=365))
    last = closing.last or today
    return Bar(first, max(last, first)) if first else None


def unsure(start: str | None, end: str | None) -> tuple[int, int]:
    """How many of the first and of the last days of a stretch it may not have covered.

    How far a doubtful day may be off nobody says: it counts like a month.
    """
    opening, closing = span(start), span(end) or span(start)
    return _width(opening), _width(closing)


def _width(side: Span | None) -> int:
    days = (side.last - side.first).days if side and side.first and side.last else 0
    return max(days, _DOUBT) if side and side.doubtful else days


def around(shown: Bar) -> Bar:
    """The days of an axis that shows a stretch, with some room on either side."""
    edge = max(round((shown.last - shown.first).days * _EDGE), _LEAST_EDGE)
    return Bar(_moved(shown.first, -edge), _moved(shown.last, edge))


def _moved(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)


def ticks(language: Language, axis: Bar, most_years: int = MOST_YEARS) -> list[Tick]:
    """The days named on an axis, in the finest step of which a phone still has room for all.

    A year stands at its first day, a month at its own, with its year below where that is new.
    """
    for step in _DAYS:
        if len(days := _days(axis, step)) <= _MOST_DAYS:
            return [Tick(day, _in_full(language, day)) for day in days]
    for step in _MONTHS:
        if len(days := list(islice(_months(axis, step), _MOST_MONTHS + 1))) <= _MOST_MONTHS:
            return list(_named_months(language, days))
    return [Tick(day, str(day.year)) for day in _year_days(axis, most_years)]


def _in_full(language: Language, day: date) -> str:
    """A day with its year; below it where the day is written in words, which take more room."""
    return "<br>".join(language.date(day.isoformat()).rsplit(" ", 1))


def _days(axis: Bar, step: int) -> list[date]:
    """Every so many days, away from both ends, as a day is a long name; of many the first few."""
    first, last = axis.first.toordinal(), axis.last.toordinal()
    away = -(-(last - first) // 8)
    ordinals = range(first + away, last - away + 1, step)
    return [date.fromordinal(ordinal) for ordinal in ordinals[: _MOST_DAYS + 1]]


def _months(axis: Bar, step: int) -> Iterator[date]:
    for year in range(axis.first.year, axis.last.year + 1):
        for month in range(1, 13, step):
            if axis.first <= (day := date(year, month, 1)) <= axis.last:
                yield day


def _named_months(language: Language, days: list[date]) -> Iterator[Tick]:
    told = None
    for day in days:
        name = language.month(day)
        yield Tick(day, name if day.year == told else f"{name}<br>{day.year}")
        told = day.year


def _year_days(axis: Bar, most: int) -> list[date]:
    """First days of years, of every one, every second, every fifth, every tenth and so on."""
    scale = 1
    while True:
        for one in _YEARS:
            if len(days := _every(axis, one * scale)) <= most:
                return days
        scale *= 10


def _every(axis: Bar, step: int) -> list[date]:
    begins = axis.first.year + (axis.first > date(axis.first.year, 1, 1))
    first = -(-begins // step) * step
    return [date(year, 1, 1) for year in range(first, axis.last.year + 1, step)]


def lay(
    figure: go.Figure,
    look: Look,
    language: Language,
    shown: Bar | None,
    side: str,
    *,
    most_years: int = MOST_YEARS,
) -> None:
    """Give a figure its axis of time, on the side "top" or "bottom".

    The names are ours and not Plotly's: it writes one year at several places where it shows half
    years, knows months in English only, and tilts its names on a phone.
    """
    if shown is None:
        figure.update_xaxes(type="date", visible=False)
        return
    axis = around(shown)
    named = ticks(language, axis, most_years)
    figure.update_xaxes(
        type="date",
        range=[axis.first.isoformat(), axis.last.isoformat()],
        tickmode="array",
        tickvals=[tick.day.isoformat() for tick in named],
        ticktext=[tick.text for tick in named],
        tickangle=0,
        side=side,
        minor={
            "tickvals": [day.isoformat() for day in between(axis, named)],
            "showgrid": True,
            "gridcolor": look.line,
            "griddash": "dot",
        },
    )


def between(axis: Bar, named: list[Tick]) -> list[date]:
    """The years' beginnings that have no name, where they are few enough to be told apart."""
    days = {tick.day for tick in named}
    years = [day for day in _every(axis, 1) if day not in days]
    return years if len(years) <= 6 * MOST_YEARS else []
