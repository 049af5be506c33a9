"""Rules that split one cell of an office's sheet: a period, an amount with its unit, some names."""

import re
from collections.abc import Callable

from data.intake import unit_words
from data.intake.unit_words import Unit
from data.sheets.grid import Cell

_LONGEST = 300
_YEARS = re.compile(r"(\d{4}) ?[-–—/~] ?(\d{4})")
_JOINED = re.compile(r"(.*?\d)\s*(?:[–—~→]|\s-\s|->|\bđến\b|\bto\b|\bau\b|\bà\b)\s*(.*\d.*)", re.I)
_HYPHEN = re.compile(r"(\d{1,2}/(?:\d{1,2}/)?\d{4})-(\d{1,2}/(?:\d{1,2}/)?\d{4})")
_IN_MONTH = re.compile(r"(\d{1,2})(?:/(\d{1,2}))? ?[-–—] ?(\d{1,2})/(\d{1,2})/(\d{4})")
_LEADING = re.compile(r"(?:từ|from|du|de|ngày|năm|giai đoạn|tháng)\s+", re.I)
_BETWEEN = re.compile(r"\s*(?:[/;,\n+&]|\s(?:và|and|et)\s)\s*", re.I)
_NUMBER = re.compile(r"[+−-]?\d[\d., ]*")
_SIGNS = re.compile(r"[^\w\s().'’$€₫]")  # "≈" or "%" beside a number is no unit


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
    said = None if _SIGNS.search(words) else unit_words.read(words)
    return (number[0].strip(), said) if said else (cell, None)


def names(cell: Cell, ids: Callable[[str], tuple[str, ...]]) -> str:
    """The ids of the rows that a cell names, with ";" between; words that name no single row stay.

    A whole cell that is one name is not split: "Hội Hữu nghị Nhật - Việt" is one.
    """
    text = cell.strip() if isinstance(cell, str) else "" if cell is None else str(cell)
    parts = [text] if len(ids(text)) == 1 else [part for part in _BETWEEN.split(text) if part]
    found = [(ids(part), part) for part in parts]
    return ";".join(dict.fromkeys(known[0] if len(known) == 1 else part for known, part in found))
