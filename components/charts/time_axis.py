"""Bars on a time axis: which days a bar covers. Uncertain dates are spans."""

from datetime import date, timedelta
from typing import NamedTuple

from data.views.chains import span

_DAY_MS = 24 * 3600 * 1000


class Bar(NamedTuple):
    """A stretch of days on a time axis."""

    first: date
    last: date

    @property
    def milliseconds(self) -> int:
        """Its length, for Plotly's bars on a date axis."""
        return ((self.last - self.first).days + 1) * _DAY_MS


def stretch(start: str | None, end: str | None, today: date) -> Bar | None:
    """The days that a start and an end may span; an open side reaches today or its other side."""
    opening, closing = span(start), span(end) or span(start)
    if opening is None or closing is None:
        return None
    first = opening.first or (opening.last and opening.last - timedelta(days=365))
    last = closing.last or today
    return Bar(first, max(last, first)) if first else None
