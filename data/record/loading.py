"""The whole record: every table, what is wrong with each, and the version that names it all."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from data.faults import Fault
from data.record.reading import Reading, missing, read_bytes, read_table
from data.record.row_rules import rings, unknown
from data.schema import DATA, TABLES, Table
from data.values.dates import parse

CURATED = DATA / "curated"


class DataError(Exception):
    """Raised when a page asks for a table that breaks its schema; ``faults`` says where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Record:
    """All tables at one version.

    ``version`` is the SHA-256 of the files, so equal records have equal versions on every
    server. ``updated`` is the newest publication date among the sources: what the record can
    know of, whenever its files were copied. ``number`` is the number under which it was
    published, None for files that were not.
    """

    version: str
    readings: Mapping[str, Reading]
    faults: Mapping[str, tuple[Fault, ...]]
    number: int | None = None

    def table(self, name: str) -> pd.DataFrame:
        """Rows of one table, indexed by its key.

        Raises:
            DataError: the file breaks its schema, or refers to rows that are not there.

        """
        if self.faults[name]:
            raise DataError(self.faults[name])
        return self._indexed[name]

    @property
    def whole(self) -> list[str]:
        """Names of the tables without a fault."""
        return [name for name, faults in self.faults.items() if not faults]

    @cached_property
    def updated(self) -> date:
        """Newest day on which a source of the record was certainly published."""
        written = (row["published"] for row in self.by_key("sources").values())
        days = (parse(one).first for one in written if one)
        return max(filter(None, days), default=date.min)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The same rows as mappings, in file order; raises as :meth:`table` does."""
        self.table(name)
        return list(self._keyed[name].values())

    def naming(self, name: str, column: str) -> Mapping[str, Sequence[dict[str, Any]]]:
        """Rows by each id that a column of theirs holds, in file order; made once."""
        made = self._named_in.get((name, column))
        if made is None:
            found: dict[str, list[dict[str, Any]]] = {}
            for row in self.by_key(name).values():
                held = row[column]
                for key in dict.fromkeys(held if isinstance(held, tuple) else (held,)):
                    found.setdefault(key or "", []).append(row)
            made = self._named_in[name, column] = found
        return made

    def by_key(self, name: str) -> Mapping[str, dict[str, Any]]:
        """Rows by id; none where the table is broken, so that a name falls back to its id."""
        return self._keyed.get(name, {})

    @cached_property
    def _named_in(self) -> dict[tuple[str, str], Mapping[str, Sequence[dict[str, Any]]]]:
        return {}

    @cached_property
    def _keyed(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {
            name: {
                row[TABLES[name].key]: row
                for cells in frame.to_numpy().tolist()
                for row in [dict(zip(TABLES[name].fields, cells, strict=True))]
            }
            for name, frame in self._indexed.items()
        }

    @cached_property
    def _indexed(self) -> dict[str, pd.DataFrame]:
        return {
            name: reading.rows.set_index(TABLES[name].key, drop=False)
            for name, reading in self.readings.items()
            if not self.faults[name]
        }


def fingerprint(folder: Path = CURATED) -> str:
    """Cheap mark of the files' state: it changes when one is written, added or removed."""
    states = ((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in _files(folder))
    return hashlib.sha256(repr(sorted(states)).encode()).hexdigest()


def load(folder: Path = CURATED) -> Record:
    """Read and check every table under ``folder``; faults are kept, never raised here."""
    readings = {name: read_table(table, folder / f"{name}.csv") for name, table in TABLES.items()}
    return _record(readings, {path.stem: path.read_bytes() for path in _files(folder)})


def record_of(
    contents: Mapping[str, bytes], read: Mapping[str, Reading] = MappingProxyType({})
) -> Record:
    """The same of CSV bytes by table name; a table without bytes is a missing file.

    ``read`` are tables that have been read before and are the same.
    """
    readings = {
        name: read[name] if name in read else _reading(table, contents.get(name))
        for name, table in TABLES.items()
    }
    return _record(readings, contents)


def _reading(table: Table, content: bytes | None) -> Reading:
    file = f"{table.name}.csv"
    return missing(table, file) if content is None else read_bytes(table, file, content)


def _record(readings: Mapping[str, Reading], contents: Mapping[str, bytes]) -> Record:
    faults = {
        name: (*reading.faults, *_reference_faults(reading, readings), *_circles(reading))
        for name, reading in readings.items()
    }
    digest = hashlib.sha256()
    for name in TABLES:
        if name in contents:
            digest.update(f"{name}.csv".encode() + b"\0" + contents[name] + b"\0")
    return Record(digest.hexdigest(), readings, faults)


def _files(folder: Path) -> list[Path]:
    paths = (folder / f"{name}.csv" for name in TABLES)
    return [path for path in paths if path.exists()]


def _reference_faults(reading: Reading, readings: Mapping[str, Reading]) -> Iterator[Fault]:
    """Ids that name no row of a table that was read whole; else the lost rows would be blamed."""
    known = {
        name: frozenset(other.rows[TABLES[name].key])
        for name, other in readings.items()
        if len(other.rows) and all(fault.kind != "ragged" for fault in other.faults)
    }
    file, rows = f"{reading.table.name}.csv", reading.rows
    for field in reading.table.referring:
        for number, value in rows[field.name].items():
            ids = value if field.is_list else filter(None, (value,))
            subject = str(rows.at[number, field.references_in]) if field.references_in else None
            if wrong := unknown(field, ids, subject, known):
                for one in wrong.lost:
                    where = file, int(str(number)), field.name
                    yield Fault("reference", *where, one, wrong.expected)


def _circles(reading: Reading) -> Iterator[Fault]:
    """A circle of rows that may have none, at the first of its rows with a reference in it."""
    table, rows = reading.table, reading.rows
    columns = [one.name for one in table.fields.values() if one.acyclic]
    cells = zip(rows.index, *(rows[name] for name in (table.key, *columns)), strict=True)
    lines = {
        key: (int(str(number)), dict(zip(columns, of, strict=True))) for number, key, *of in cells
    }
    for ring in rings(table, {key: row for key, (_number, row) in lines.items()}):
        column = ring.columns[0]
        number = min(lines[key][0] for key in ring.keys if key in lines and lines[key][1][column])
        yield Fault("circle", f"{table.name}.csv", number, column, str(ring))
