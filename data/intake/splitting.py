"""Rules that split one cell of an office's sheet: a period, an amount with its unit, some names."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from data.sheets.grid import Cell
from data.values import written_numbers
from data.values.folding import fold

_LONGEST = 300
_YEARS = re.compile(r"(\d{4}) ?[-–—/~] ?(\d{4})")
_JOINED = re.compile(r"(.*?\d)\s*(?:[–—~→]|\s-\s|->|\bđến\b|\bto\b|\bau\b|\bà\b)\s*(.*\d.*)", re.I)
_HYPHEN = re.compile(r"(\d{1,2}/(?:\d{1,2}/)?\d{4})-(\d{1,2}/(?:\d{1,2}/)?\d{4})")
_IN_MONTH = re.compile(r"(\d{1,2})(?:/(\d{1,2}))? ?[-–—] ?(\d{1,2})/(\d{1,2})/(\d{4})")
_LEADING = re.compile(r"(?:từ|from|du|de|ngày|năm|giai đoạn|tháng)\s+", re.I)
_BETWEEN = re.compile(r"\s*(?:[/;,\n+&]|\s(?:và|and|et)\s)\s*", re.I)
_NUMBER = re.compile(r"[+−-]?\d[\d., ]*")
_MILLION = re.compile(r"(?<![a-z])tr\.? ?(?=d(?![a-z])|dong|vn)")
_POWERS = (
    (r"(?:nghin|ngan|thousand|milliers?)", 3),
    (r"(?:trieu|millions?|mil(?=\.)|mn|mio)", 6),
    (r"(?:ty|ti|billions?|milliards?|bn)", 9),
)
_CURRENCIES = (
    ("USD", r"(?:usd|us\$|\$us|\$|do la|dollars?)"),
    ("EUR", r"(?:euros?|eur|€)"),
    ("VND", r"(?:vnd|vn d|₫|dong|d)"),
    ("KRW", r"(?:krw|won)"),
    ("JPY", r"(?:jpy|yen)"),
)


class Unit(NamedTuple):
    """The zeros that a unit adds, and its currency ("" where it says none)."""

    power: int
    currency: str


def period(cell: Cell) -> tuple[Cell, Cell]:
    """Start and end of a period; a single year is both; what is not understood is the start."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell, cell
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return cell, None
    text = _without_words(" ".join(cell.split()))
    if days := _IN_MONTH.fullmatch(text):
        first, month, last, last_month, year = days.groups()
        return f"{first}/{month or last_month}/{year}", f"{last}/{last_month}/{year}"
    found = _YEARS.fullmatch(text) or _HYPHEN.fullmatch(text) or _JOINED.fullmatch(text)
    if found:
        return _without_words(found[1].strip()), _without_words(found[2].strip())
    return (text, text) if re.fullmatch(r"\d{4}", text) else (text, None)


def _without_words(text: str) -> str:
    while (shorter := _LEADING.sub("", text, count=1)) != text and _LEADING.match(text):
        text = shorter
    return text


def amount(cell: Cell) -> tuple[Cell, Unit | None]:
    """The number of an amount, and the unit that the cell says itself; None where it says none."""
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return cell, None
    text = " ".join(cell.split())
    number = _NUMBER.search(text)
    words = (text[: number.start()] + " " + text[number.end() :]).strip() if number else ""
    if not number or not words:
        return cell, None
    said = unit(words)
    return (number[0].strip(), said) if said and _is_all(words, said) else (cell, None)


def unit(text: str) -> Unit | None:
    """The unit that a heading or note names: "(tr.đ)" is a million of VND; None without any."""
    # "tr.đ" and "trđ" are written together as often as apart
    folded = re.sub(
        r"(?<![a-z])tr\.? ?(?=d(?![a-z])|dong|vn)", "trieu ", " ".join(fold(text).split())
    )
    power = next((power for form, power in _POWERS if _has(form, folded)), 0)
    currency = next((code for code, form in _CURRENCIES if _has(form, folded)), "")
    return Unit(power, currency) if power or currency else None


def _has(form: str, folded: str) -> bool:
    return re.search(rf"(?<![a-z]){form}(?![a-z])", folded) is not None


def _is_all(words: str, said: Unit) -> bool:
    """Whether words beside a number are a unit and nothing else."""
    rest = _MILLION.sub("trieu ", fold(words))
    for form, power in _POWERS:
        rest = re.sub(form, " ", rest, count=1) if power == said.power else rest
    for code, form in _CURRENCIES:
        rest = re.sub(form, " ", rest) if code == said.currency else rest
    return not re.sub(r"[\s().]|viet nam|my", "", rest)


def scaled(number: str, power: int) -> str:
    """A number as we write it, with the zeros of its unit."""
    return written_numbers.number_of_digits(Decimal(number).scaleb(power)) if power else number


def names(cell: Cell, ids: Callable[[str], tuple[str, ...]]) -> str:
    """The ids of the rows that a cell names, with ";" between; words that name no single row stay.

    A whole cell that is one name is not split: "Hội Hữu nghị Nhật - Việt" is one.
    """
    text = cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)
    parts = [text] if len(ids(text)) == 1 else [part for part in _BETWEEN.split(text) if part]
    found = [(ids(part), part) for part in parts]
    return ";".join(dict.fromkeys(known[0] if len(known) == 1 else part for known, part in found))
