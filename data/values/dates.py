"""Reads partial and uncertain dates, EDTF level 1 (ISO 8601-2), as the days they may mean."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import edtf

PROVINCE_ZONE = "Asia/Ho_Chi_Minh"
_SIMPLE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?([?~%]?)")
# Seasons, unspecified digits and times of day; level 2 (sets, estimates) is not accepted.
_LEVEL_1 = re.compile(
    r"[0-9]{4}-2[1-4][?~%]?|[0-9]{2}(?:[0-9]X|XX)|[0-9]{4}-(?:(?:[0-9]{2}|XX)-)?XX"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T.+"
)
_LONGEST = 60  # characters; two dates with all their marks are shorter
_OPEN = ("", "..")


def province_today() -> date:
    """Today in the province, where deadlines are counted."""
    return datetime.now(ZoneInfo(PROVINCE_ZONE)).date()


@dataclass(frozen=True)
class Span:
    """The days that a written date may stand for.

    ``first`` and ``last`` are the earliest and the latest day, None where the date is open on
    that side. ``granularity`` is the finest part written: day, month, year, or interval for
    "some day in between". ``doubtful`` is EDTF's ``?`` or ``~``.
    """

    text: str
    first: date | None
    last: date | None
    granularity: str
    doubtful: bool

    @property
    def exact(self) -> bool:
        """Whether the date is one certain day."""
        return self.granularity == "day" and not self.doubtful

    @property
    def latest(self) -> date:
        """The last possible day; ``date.max`` where it is open."""
        return self.last or date.max


@lru_cache(maxsize=50_000)
def parse(text: str) -> Span:
    """Read an EDTF date.

    Nearly all dates are years, months, days or intervals of them, and are read here. The edtf
    library, a hundred times slower, reads the rest. A test proves that both agree.

    Raises:
        ValueError: the text is not EDTF level 1, or an interval ends before it starts.

    """
    if len(text) > _LONGEST or not text.isascii() or re.search(r"\s", text):
        raise ValueError(text)
    before, slash, after = text.partition("/")
    if slash:
        return _interval(text, before, after)
    return _simple(text) or _by_library(text)


def _interval(text: str, before: str, after: str) -> Span:
    if "/" in after or (before in _OPEN and after in _OPEN):
        raise ValueError(text)
    start = None if before in _OPEN else parse(before)
    end = None if after in _OPEN else parse(after)
    first = start.first if start else None
    last = end.last if end else None
    if first and last and last < first:
        raise ValueError(text)
    doubtful = bool(start and start.doubtful) or bool(end and end.doubtful)
    return Span(text, first, last, "interval", doubtful)


def _simple(text: str) -> Span | None:
    match = _SIMPLE.fullmatch(text)
    if not match or text.startswith("0000"):
        return None
    year, month, day, mark = match.groups()
    first = date(int(year), int(month or 1), int(day or 1))  # ValueError: no such day
    if day:
        return Span(text, first, first, "day", bool(mark))
    if month:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return Span(text, first, last, "month", bool(mark))
    return Span(text, first, date(int(year), 12, 31), "year", bool(mark))


def _by_library(text: str) -> Span:
    if not _LEVEL_1.fullmatch(text):
        raise ValueError(text)
    try:
        parsed = edtf.parse_edtf(text)
        first, last = parsed.lower_strict(), parsed.upper_strict()
        doubtful = bool(getattr(parsed, "is_uncertain", False) or parsed.is_approximate)
        return Span(text, date(*first[:3]), date(*last[:3]), "interval", doubtful)
    except (edtf.EDTFParseException, AttributeError, TypeError, OverflowError) as cause:
        raise ValueError(text) from cause
