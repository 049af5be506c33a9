"""Reads JSON: a list of objects, alone or under ``rows`` as in our own JSON files."""

import json
import re
import unicodedata
from typing import Any

from data.sheets.grid import Cell, Sheet
from data.sheets.limits import Limits, NoTable, refuse_excess

_BEGINNING = re.compile(rb"[\xef\xbb\xbf \t\r\n]*[{\[]")
_LONGEST_NUMBER = 15  # digits that a number keeps; a longer one stays the text it is


def read_objects(file: str, content: bytes, limits: Limits) -> Sheet | None:
    """A sheet with one row per object under a header of all names; None for any other file.

    A list in an object becomes one cell with its values separated by semicolons.

    Raises:
        NoTable: it passes a limit, has no names, or holds half a surrogate pair.

    """
    if not _BEGINNING.match(content):
        return None
    try:
        document = json.loads(content, parse_int=_number, parse_float=_number)
    except (ValueError, RecursionError):
        return None
    objects = document.get("rows") if isinstance(document, dict) else document
    if not isinstance(objects, list) or not all(isinstance(one, dict) for one in objects):
        return None
    name = document.get("table") if isinstance(document, dict) else ""
    return _sheet(file, name if isinstance(name, str) else "", objects, limits)


def _sheet(file: str, name: str, objects: list[dict[str, Any]], limits: Limits) -> Sheet:
    if len(objects) >= limits.rows:  # with the header there is one row more
        raise NoTable("over-rows", expected=f"≤ {limits.rows}")
    header: dict[str, None] = {}
    for number, one in enumerate(objects, 2):
        header |= dict.fromkeys(one)
        refuse_excess(number, list(header), limits)
    if not header:
        raise NoTable("is-empty")
    rows: list[list[Cell]] = [[_text(key) for key in header]]
    rows += ([_cell(one.get(key)) for key in header] for one in objects)
    for number, row in enumerate(rows, 1):
        refuse_excess(number, row, limits)
    return Sheet(file, name, rows)


def _number(written: str) -> float | int | str:
    if len(written) > _LONGEST_NUMBER:
        return written
    return float(written) if set(written) & set(".eE") else int(written)


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return ";".join(_text(one) if isinstance(one, str) else json.dumps(one) for one in value)
    if isinstance(value, dict):
        return _text(json.dumps(value, ensure_ascii=False))
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise NoTable("is-damaged")
    return unicodedata.normalize("NFC", text)
