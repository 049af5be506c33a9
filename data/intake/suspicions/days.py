"""Dates that programs turned: days and months swapped, years of Buddha, days of Greenwich."""

import datetime
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from data.sheets.grid import Cell
from data.values.dates import PROVINCE_ZONE

_OF_THREE = re.compile(r"\s*(\d{1,2})[/.–-](\d{1,2})[/.–-]\d{4}\s*", re.ASCII)
_BUDDHIST_YEARS = range(2443, 2643)  # 1900 to 2099
_AFTER_BUDDHA = 543
_BUDDHIST = re.compile(r"\b(2[4-6]\d\d)\b", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_SHORT = re.compile(r"(\s*\d{1,2}\s*([/.–-])\s*\d{1,2}\s*\2\s*)'?(\d\d)\s*", re.ASCII)
_NEXT_CENTURY = 70  # a two-digit year from here on is of the 20th century
_DAY_ZERO = datetime.date(1899, 12, 30)
_YEARS = range(1900, 2101)


def swapped(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """True dates with day and month exchanged, where the mix shows that a program read them so.

    A spreadsheet that expects the month first makes a date of 05/11/2023, of May, and leaves
    22/11/2023 a text: then no true date has a day over 12, and a text has one.
    """
    known = list(cells)
    is_mixed = any(first > 12 >= second for first, second in pairs(known))
    dates = [cell for cell in known if isinstance(cell, datetime.date)]
    return _turned(dates) if is_mixed else {}


def exchanged(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """The same where the rest of the file shows that a program read its dates so.

    First days of several months are meant so: exchanged, each would be a day of January.
    """
    dates = [cell for cell in cells if isinstance(cell, datetime.date)]
    are_firsts = {cell.day for cell in dates} == {1} and len({cell.month for cell in dates}) > 1
    return {} if are_firsts else _turned(dates)


def _turned(dates: list[datetime.date]) -> dict[Cell, Cell]:
    """Each date with day and month exchanged; none where a day is later than any month."""
    if any(cell.day > 12 for cell in dates):
        return {}
    return {
        cell: cell.replace(month=cell.day, day=cell.month)
        for cell in dates
        if cell.day != cell.month
    }


def pairs(cells: Iterable[Cell]) -> list[tuple[int, int]]:
    """The first two numbers of each text that is a date of three numbers, the year last."""
    texts = (_OF_THREE.fullmatch(cell) for cell in cells if isinstance(cell, str))
    return [(int(found[1]), int(found[2])) for found in texts if found]


def of_buddha(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Dates in years of the Buddhist era, in our years."""
    return {cell: ours for cell in cells if (ours := _our_year(cell)) is not None}


def _our_year(cell: Cell) -> Cell:
    if isinstance(cell, datetime.date):
        in_era = cell.year in _BUDDHIST_YEARS
        return _in_year(cell, cell.year - _AFTER_BUDDHA) if in_era else None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return cell - _AFTER_BUDDHA if cell in _BUDDHIST_YEARS else None
    if not isinstance(cell, str) or not _BUDDHIST.search(cell):
        return None
    return _BUDDHIST.sub(lambda year: str(int(year[0]) - _AFTER_BUDDHA), cell)


def _in_year(day: datetime.date, year: int) -> datetime.date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def of_greenwich(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Instants such as 2023-11-21T17:00:00Z, as the day that it then was in Việt Nam."""
    return {cell: day for cell in cells if (day := _local_day(cell)) is not None}


def _local_day(cell: Cell) -> str | None:
    if not isinstance(cell, str) or not _INSTANT.fullmatch(cell.strip()):
        return None
    try:
        instant = datetime.datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    day = instant.astimezone(ZoneInfo(PROVINCE_ZONE)).date().isoformat()
    return day if instant.time() != datetime.time() else None


def bare_years(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Dates of 1905 that are years: a cell for dates shows the number 2023 as 15/07/1905."""
    numbers = {cell: _serial(cell) for cell in cells if isinstance(cell, datetime.date)}
    return {cell: number for cell, number in numbers.items() if number in _YEARS}


def full_years(cells: Iterable[Cell]) -> dict[Cell, Cell]:
    """Dates with a year of two digits, with all four."""
    found = {cell: _SHORT.fullmatch(cell) for cell in cells if isinstance(cell, str)}
    return {cell: f"{one[1]}{_century(one[3])}{one[3]}" for cell, one in found.items() if one}


def _century(year: str) -> str:
    return "20" if int(year) < _NEXT_CENTURY else "19"


def _serial(cell: datetime.date) -> int:
    day = cell.date() if isinstance(cell, datetime.datetime) else cell
    return (day - _DAY_ZERO).days
