"""Turns dates as people and spreadsheets write them into EDTF."""

import datetime
import re
from collections.abc import Iterable
from functools import cache

from babel import Locale

from data.schema import LANGUAGES
from data.values.folding import fold

FORMS = "2023-11-22 · 2023-11 · 2023 · 22/11/2023 · 11/2023 · 2023-11-22/2023-11-25 · 2023-11-22?"
DAY_FIRST, MONTH_FIRST = ORDERS = ("day-first", "month-first")
_LONGEST = 100

_ONE = r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?[?~%]?"
_EDTF = re.compile(rf"{_ONE}|(?:{_ONE}|\.\.)?/(?:{_ONE}|\.\.)?|[\[{{][\dX.,-]+[\]}}]", re.ASCII)
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?[?~%]?", re.ASCII)
_HAS_YEAR = re.compile(r"[\dX]{4}", re.ASCII)
_SEASONS = range(21, 25)
_MARKS = {"(?)": "?", "?": "?", "~": "~"}
_MIDNIGHT = re.compile(r"[T ]0?0:00(?::00(?:\.0+)?)?Z?")
_TIME = re.compile(r"[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?", re.ASCII)
_BETWEEN = "[/.–-]"
_NUMERIC = re.compile(rf"(ngay )?(\d{{1,2}}) ?({_BETWEEN}) ?(\d{{1,2}}) ?\3 ?(\d{{4}})", re.ASCII)
# With a dot or a Vietnamese word, the month never comes first.
_SWAPPABLE = re.compile(r"(\d{1,2}) ?([/–-]) ?(\d{1,2}) ?\2 ?\d{4}(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(rf"(\d{{4}})(?:({_BETWEEN})(\d{{1,2}})(?:\2(\d{{1,2}}))?)?", re.ASCII)
_MONTH = re.compile(rf"(?:thang )?(\d{{1,2}}) ?{_BETWEEN} ?(\d{{4}})", re.ASCII)
_YEAR = re.compile(r"(?:nam|year|annee) (\d{4})", re.ASCII)
# Days since 30 December 1899, as Excel counts them. Smaller numbers may be years.
_SERIALS = range(18_264, 73_051)  # 1950 to 2100
_EPOCH = datetime.date(1899, 12, 30)
_VIETNAMESE = "mot,hai,ba,tu,nam,sau,bay,tam,chin,muoi,muoi mot,muoi hai"


def order(texts: Iterable[str], choice: str | None = None) -> tuple[str, tuple[str, ...]]:
    """How a column's dates of three numbers are read, and the other order if it is possible.

    Day-first, unless a value can only be month-first and none can only be day-first. Month-first
    is always doubtful.
    """
    pairs = {(int(m[1]), int(m[3])) for m in map(_SWAPPABLE.match, texts) if m}
    day_first = any(month <= 12 < day <= 31 for day, month in pairs)
    month_first = any(month <= 12 < day <= 31 for month, day in pairs)
    open_to_both = any(first != second and max(first, second) <= 12 for first, second in pairs)
    read_as = MONTH_FIRST if month_first and not day_first else DAY_FIRST
    if pairs and choice in ORDERS:
        read_as = choice
    if read_as == MONTH_FIRST:
        return read_as, (DAY_FIRST,)
    doubtful = month_first or (open_to_both and not day_first)
    return read_as, ((MONTH_FIRST,) if doubtful else ())


def edtf_of_text(text: str, read_as: str = DAY_FIRST) -> str | None:
    """EDTF of a written date; None if it is not a date. ``text`` has single spaces only."""
    if len(text) > _LONGEST or not _HAS_YEAR.search(text):
        return None
    if plain := _PLAIN.fullmatch(text):
        return text if _is_day(plain) else None
    if _EDTF.fullmatch(text):
        sides = text.split("/")
        return text if any(sides) and sides != ["..", ".."] and all(map(_may_be, sides)) else None
    if _is_serial(text):
        return _of_serial(int(text))
    body, mark = _body(text)
    dated = _dated(body, read_as)
    return f"{dated}{mark}" if dated else None


def without_time(text: str) -> str:
    """A date without its time of day."""
    return _TIME.sub("", text)


def edtf_of_cell(cell: float | datetime.date) -> str | None:
    """EDTF of a date cell, a year, or an Excel serial number (1900 system); else None."""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else None
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, bool) or not float(cell).is_integer():
        return None
    return f"{int(cell)}" if 1000 <= cell < 3000 else _of_serial(int(cell))


def _body(text: str) -> tuple[str, str]:
    """A date without "00:00" and without its mark of doubt, and the mark in EDTF."""
    mark = next((mark for mark in _MARKS if text.endswith(mark)), "")
    text = text.removesuffix(mark).rstrip()
    midnight = _MIDNIGHT.search(text) if ":" in text else None
    if midnight and midnight.end() == len(text):
        text = text[: midnight.start()]
    return text, _MARKS.get(mark, "")


def _may_be(part: str) -> bool:
    """Whether a date in EDTF form has a real month and day; with ``X`` it passes unchecked."""
    plain = _PLAIN.fullmatch(part)
    return _is_day(plain) if plain else (part in ("", "..") or "X" in part or part[0] in "[{")


def _is_day(plain: re.Match[str]) -> bool:
    """Whether a date of digits has a real month (or season) and day."""
    year, month, day = (int(number) if number else None for number in plain.groups())
    if month in _SEASONS and day is None:
        return True
    return _iso(year or 0, month, day) is not None


def _is_serial(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdigit() and int(text) in _SERIALS


def _of_serial(days: int) -> str | None:
    return (_EPOCH + datetime.timedelta(days)).isoformat() if days in _SERIALS else None


def _dated(text: str, read_as: str) -> str | None:
    plain = " ".join(fold(text).split())
    if match := _NUMERIC.fullmatch(plain):
        swapped = read_as == MONTH_FIRST and _SWAPPABLE.match(plain)
        day, month = (match[4], match[2]) if swapped else (match[2], match[4])
        return _iso(int(match[5]), int(month), int(day))
    if match := _YEAR_FIRST.fullmatch(plain) or _YEAR.fullmatch(plain):
        year, *rest = (int(number) for number in re.findall(r"\d+", plain))
        return _iso(year, *rest)
    if match := _MONTH.fullmatch(plain):
        return _iso(int(match[2]), int(match[1]))
    return _in_words(plain)


def _in_words(plain: str) -> str | None:
    for form in _worded():
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            return _iso(
                int(parts["year"]),
                _months()[parts["month"]],
                int(parts["day"]) if parts.get("day") else None,
            )
    return None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        whole = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return whole.isoformat()[: 4 if month is None else 7 if day is None else 10]


@cache
def _months() -> dict[str, int]:
    """Number of a month by its name, long or short, in each language, without accents."""
    names = {
        fold(name).rstrip("."): number
        for language in (*LANGUAGES, "en_GB")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months["format"][width].items()
    }
    for number, word in enumerate(_VIETNAMESE.split(","), start=1):
        names[f"thang {word}"] = number
        for before in ("thang ", "thg ", "th", "t"):
            names |= {f"{before}{number}": number, f"{before}{number:02}": number}
    return names


@cache
def _worded() -> tuple[re.Pattern[str], ...]:
    month = "(?P<month>" + "|".join(sorted(_months(), key=len, reverse=True)) + r")\.?"
    day = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
    year = r"[ ,./–-]+(?:nam )?(?P<year>\d{4})"
    return tuple(
        re.compile(form, re.ASCII)
        for form in (
            rf"(?:ngay |le |on )?{day}[ ,.–-]*(?:of )?{month}{year}",
            rf"{month}{year}",
            rf"{month} {day},?{year}",
        )
    )
