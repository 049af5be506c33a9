"""What lies over time, for a page: places on an axis in percent of its width."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from components.charts.time_axis import MOST_YEARS, Bar, around, between, ticks
from components.look import DARK, LIGHT
from data.views.lens import Lens

_DAY = timedelta(days=1)


class Ink(NamedTuple):
    """A colour by day and by night."""

    day: str
    night: str

    @classmethod
    def named(cls, name: str) -> "Ink":
        """A colour of both palettes by its name."""
        return cls(getattr(LIGHT, name), getattr(DARK, name))


class Mark(NamedTuple):
    """A bar from a place on, or a sign at one where ``wide`` is 0.

    ``begins`` and ``ends`` are the parts of a bar that it may not have covered.
    """

    kind: str
    at: float
    wide: float
    ink: Ink
    begins: float = 0
    ends: float = 0


class Entry(NamedTuple):
    """A line of the legend."""

    kind: str
    ink: Ink
    name: str
    is_sign: bool = False


class Place(NamedTuple):
    """What is written at a place, in lines; ``side`` is where there is room for it."""

    at: float
    lines: Sequence[str]
    side: str = "middle"


class Axis(NamedTuple):
    """The days of a timeline: those named, beginnings of years without a name, and today."""

    days: Bar
    named: Sequence[Place]
    years: Sequence[float]
    today: Place | None

    def at(self, day: date) -> float:
        """Where a day begins."""
        return round(100 * ((day - self.days.first) / (self.days.last - self.days.first)), 2)

    def mark(self, kind: str, bar: Bar, ink: Ink, unsure: tuple[int, int] = (0, 0)) -> Mark:
        """A bar of all days of a stretch."""
        at, days = self.at(bar.first), (bar.last - bar.first).days + 1
        begins, ends = (round(min(part / days, 1) * 100) for part in unsure)
        if begins + ends > 100:
            begins = ends = 50
        last = min(bar.last, date.max - _DAY) + _DAY
        return Mark(kind, at, round(self.at(last) - at, 2), ink, begins, ends)

    def sign(self, kind: str, day: date, ink: Ink) -> Mark:
        """A sign at a day."""
        return Mark(kind, self.at(day), 0, ink)

    @property
    def grid(self) -> str:
        """Its lines as backgrounds of whatever lies on it; those of CSS are in the style sheet."""
        now = [f"var(--nc-now) {self.today.at}% 0/2px 100% no-repeat"] if self.today else []
        named = [f"var(--nc-solid) {one.at}% 0/1px 100% no-repeat" for one in self.named]
        years = [f"var(--nc-dots) {at}% 0/1px 100% no-repeat" for at in self.years]
        return ",".join([*now, *named, *years]) or "none"


def axis_of(lens: Lens, shown: Bar, *, most_years: int = MOST_YEARS, today: bool = False) -> Axis:
    """The axis of a stretch of days; ``today`` where it is marked."""
    days = around(shown)
    bare = Axis(days, (), (), None)
    named = ticks(lens.language, days, most_years)
    return bare._replace(
        named=[Place(bare.at(tick.day), tick.text.split("<br>")) for tick in named],
        years=[bare.at(day) for day in between(days, named)],
        today=_today(lens, bare) if today else None,
    )


def _today(lens: Lens, axis: Axis) -> Place:
    at = axis.at(lens.day)
    words = lens.language.text("Today, {date}").format(
        date=lens.language.date(lens.day.isoformat())
    )
    side = "right" if at < 100 / 3 else "left" if at > 200 / 3 else "middle"
    return Place(at, [words], side)
