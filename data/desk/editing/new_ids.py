"""An id in our form for each new row: from its day and its name, or the next number."""

import re
from collections.abc import Collection, Mapping

from data.intake.known_names import slug
from data.schema import LANGUAGES, Table
from data.values.dates import parse

_NUMBERED = re.compile(r"([a-z]+-)([0-9]+)")
_MOST_WORDS = 6
_FEWEST = 0.8  # of the ids of a numbered table that are numbers


def proposed(table: Table, cells: Mapping[str, str], taken: Collection[str]) -> str:
    """An id that no row has, for a row with these cells.

    Where rows are numbered (out-001, out-002 …) it is the next number; else the month of the
    row's first date and the first words of its name.
    """
    return _next_number(taken) or _free(_spoken(table, cells), taken)


def _next_number(taken: Collection[str]) -> str:
    matches = [match for key in taken if (match := _NUMBERED.fullmatch(key))]
    if not matches or len(matches) < _FEWEST * len(taken):
        return ""
    prefix, digits = max((match.groups() for match in matches), key=lambda one: int(one[1]))
    return f"{prefix}{int(digits) + 1:0{len(digits)}}"


def _spoken(table: Table, cells: Mapping[str, str]) -> str:
    columns = (table.name_text, *(f"{table.name_text}_{code}" for code in LANGUAGES))
    name = next((text for column in columns if (text := cells.get(column, "").strip())), "")
    words = slug(name).split("-")[:_MOST_WORDS]
    return "-".join(filter(None, [_month(table, cells), *words])) or slug(table.name)


def _month(table: Table, cells: Mapping[str, str]) -> str:
    """Year and month of the first date, as far as they are known; only of what happens once."""
    column = table.periods[0][0] if table.periods else "date"
    if table.name not in ("visits", "meetings"):
        return ""
    try:
        first = parse(cells.get(column, "")).first
    except ValueError:
        return ""
    return f"{first:%Y-%m}" if first else ""


def _free(wanted: str, taken: Collection[str]) -> str:
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
