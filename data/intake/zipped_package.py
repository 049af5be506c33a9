"""Reads a zipped Data Package: the CSVs that its descriptor names, if they are our tables."""

import json
from dataclasses import replace
from pathlib import PurePosixPath

from data.intake.parts import unpacked
from data.intake.text import read_text
from data.schema import TABLES
from data.sheets.grid import Sheet
from data.sheets.limits import Limits, NoTable

_DESCRIPTOR = "datapackage.json"


def may_be_package(content: bytes) -> bool:
    """Whether a file is a zip that may hold a Data Package."""
    # The names of files in a zip are not compressed.
    return content.startswith(b"PK\x03\x04") and _DESCRIPTOR.encode() in content


def read_package(file: str, content: bytes, limits: Limits) -> list[Sheet] | None:
    """One sheet per table, in the package's order; None where the zip is not a Data Package.

    Raises:
        NoTable: it is damaged, passes a limit, or has none of our tables.

    """
    parts = unpacked(content, limits.unpacked, _is_read)
    if _DESCRIPTOR not in parts:
        return None
    sheets = [
        replace(read_text(file, parts[path], limits, "utf-8"), name=table)
        for table, path in _tables(parts[_DESCRIPTOR])
        if path in parts
    ]
    if not sheets:
        raise NoTable("is-archive")
    return sheets


def _is_read(name: str) -> bool:
    path = PurePosixPath(name)
    return name == _DESCRIPTOR or (path.suffix == ".csv" and path.stem in TABLES)


def _tables(descriptor: bytes) -> list[tuple[str, str]]:
    try:
        resources = json.loads(descriptor)["resources"]
        named = [(resource["name"], resource["path"]) for resource in resources]
    except (ValueError, RecursionError, KeyError, TypeError) as wrong:
        raise NoTable("is-damaged") from wrong
    return [
        (name, path)
        for name, path in named
        if isinstance(name, str) and isinstance(path, str) and name in TABLES
    ]
