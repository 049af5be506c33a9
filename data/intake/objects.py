"""Reads JSON: a list of objects, alone or under a name as in our own files and answers; GeoJSON."""

import json
import re
import unicodedata
from typing import Any, TypeGuard

from data.schema import TABLES
from data.sheets.grid import Cell, Sheet
from data.sheets.limits import Limits, NoTable, refuse_excess

_BEGINNING = re.compile(rb"[\xef\xbb\xbf \t\r\n]*[{\[]")
# Where a document may have its rows: ours, those of our API, and those of others.
_LISTS = ("rows", "results", "data", "records", "items", "value")
_PLACE = TABLES["places"].fields
_NO_LETTER = re.compile("[\0\ud800-\udfff]")  # what neither a CSV of ours nor a workbook can hold
_LONGEST_NUMBER = 15  # digits that a number keeps; a longer one stays the text it is


def read_objects(file: str, content: bytes, limits: Limits) -> Sheet | None:
    """A sheet with one row per object under a header of all names; None for any other file.

    A list in an object becomes one cell with its values separated by semicolons.

    Raises:
        NoTable: it passes a limit, has no names, or holds NUL or half a surrogate pair.

    """
    if not _BEGINNING.match(content):
        return None
    try:
        document = json.loads(content, parse_int=_number, parse_float=_number)
    except (ValueError, RecursionError):
        return None
    objects = _listed(document) if isinstance(document, dict) else document
    if not _are_objects(objects):
        return None
    name = document.get("table") if isinstance(document, dict) else ""
    return _sheet(file, name if isinstance(name, str) else "", objects, limits)


def _listed(document: dict[str, Any]) -> Any:
    """The list of a document: that of our files and answers, or the features of a map."""
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        return list(filter(None, map(_place, features))) if _are_objects(features) else None
    return next((document[name] for name in _LISTS if name in document), None)


def _place(feature: dict[str, Any]) -> dict[str, Any] | None:
    """A feature of a map as a row; None for shapes that every map of ours has.

    Of our own places come the columns as they are kept, without what the map says in words.
    """
    given = feature.get("properties")
    properties = dict(given) if isinstance(given, dict) else {}
    kind = properties.pop("feature_kind", None)
    if kind == "archipelago":
        return None
    if kind == "place":
        cited = properties.get("sources")
        ids = [one.get("source_id") for one in cited] if _are_objects(cited) else None
        known = {name: properties[name] for name in _PLACE if name in properties}
        properties = {"place_id": feature.get("id"), **known, "source_ids": ids}
    return properties | _position(feature.get("geometry"))


def _are_objects(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _position(geometry: Any) -> dict[str, Any]:
    """Latitude and longitude of a point; nothing for other shapes."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    match geometry.get("coordinates"):
        case [longitude, latitude, *_]:
            return {"latitude": latitude, "longitude": longitude}
    return {}


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
    if _NO_LETTER.search(text):
        raise NoTable("is-damaged")
    return unicodedata.normalize("NFC", text)
