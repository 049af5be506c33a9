"""The shipped record many times over: each copy has ids of its own, and its places lie elsewhere.

    python -m benchmarks.grown '{"projects": 1000, "": 100}'

fills the store that DATABASE_URL names; under "" stands how often all other tables are copied.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from math import cos, sin, sqrt
from pathlib import Path

from data.record.canonical import canonical
from data.record.loading import record_of
from data.record.rows import Rows, tables_of
from data.schema import TABLES, Table
from data.store.shipped import opened

Times = Mapping[str, int]
_GOLDEN = 2.39996  # radians between two points of a spiral that never lie on one another
_APART = 0.03  # degrees


def full(published: Mapping[str, Rows], times: Times) -> dict[str, bytes]:
    """The record so many times over, by table; a copy refers to the rows of its own copy."""
    copies = {name: times.get(name, times.get("", 1)) for name, kept in published.items() if kept}
    return {
        name: canonical(TABLES[name], _copied(name, published[name], copies)) for name in copies
    }


def to_rows(published: Mapping[str, Rows], most: int) -> dict[str, int]:
    """How often each table can be copied without more than so many rows."""
    return {name: max(1, most // len(kept)) for name, kept in published.items() if kept}


def _copied(name: str, kept: Rows, copies: Times) -> Iterator[dict[str, str]]:
    for number in range(copies[name]):
        for row in kept.values():
            copied = dict(row)
            copied[TABLES[name].key] = _id(row[TABLES[name].key], number)
            moved = dict(_moved(TABLES[name], row, number, copies))
            for field in TABLES[name].fields.values():
                if field.references or field.references_in or field.ids_of:
                    ids = row[field.name].split(";")
                    copied[field.name] = ";".join(moved.get(one, one) for one in ids)
            if name == "places" and row["latitude"]:
                copied.update(_elsewhere(row, number))
            yield copied


def _moved(
    table: Table, row: Mapping[str, str], number: int, copies: Times
) -> Iterator[tuple[str, str]]:
    """Each id that a row refers to, with the one that a copy of the row refers to."""
    for field in table.referring:
        there = field.references or row[str(field.references_in)]
        for one in filter(None, row[field.name].split(";")):
            yield one, _id(one, number % copies.get(there, 1))


def _id(key: str, number: int) -> str:
    return f"{key}-{number}" if number else key


def _elsewhere(row: Mapping[str, str], number: int) -> dict[str, str]:
    """Where the copy of a place lies: around it, on a spiral."""
    far, angle = _APART * sqrt(number), _GOLDEN * number
    return {
        "latitude": f"{float(row['latitude']) + far * sin(angle):.5f}",
        "longitude": f"{float(row['longitude']) + far * cos(angle):.5f}",
    }


def fill(times: Times) -> None:
    """Publish it in the store of this process."""
    where = opened()
    now = where.current()
    tables = full(tables_of(where.tables(now.id)), times)
    version = where.publish(tables, parent=now.id, author="benchmark", note="grown")
    if broken := list(chain.from_iterable(record_of(where.tables(version.id)).faults.values())):
        raise ValueError(broken[0])


def store_in(folder: Path, times: Times) -> Path:
    """Fill the store of a folder, from which a server can be started, by a process of its own."""
    folder.mkdir()
    settings = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'store.sqlite'}"}
    command = (sys.executable, "-m", "benchmarks.grown", json.dumps(times))
    subprocess.run(command, check=True, env=settings)
    return folder


if __name__ == "__main__":
    fill(json.loads(sys.argv[1]))
