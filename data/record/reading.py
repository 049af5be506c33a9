"""Reads one CSV of the record into typed columns and says every cell that breaks the schema."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import numpy as np
import pandas as pd

from data.faults import Fault
from data.record.cell_rules import read_cells
from data.record.row_rules import RowRules
from data.schema import Table


@dataclass(frozen=True)
class Reading:
    """A table as read, and what is wrong with it; ``rows`` is usable where there is no fault.

    ``rows`` has one row per line of the file in schema order, indexed by spreadsheet row number.
    Lists are tuples, absent values None; dates stay EDTF text.
    """

    table: Table
    rows: pd.DataFrame
    faults: tuple[Fault, ...]


def read_table(table: Table, path: Path) -> Reading:
    """Read a CSV file of the record; a file that is not there is a fault like any other."""
    try:
        return read_bytes(table, path.name, path.read_bytes())
    except FileNotFoundError:
        return missing(table, path.name)
    except OSError:
        return _unusable(table, Fault("unreadable", path.name))


def read_bytes(table: Table, file: str, content: bytes) -> Reading:
    """Read a UTF-8 CSV (with or without BOM) under its schema, reporting every fault at once.

    Columns of an earlier schema are read by the names they have now, those removed since are
    passed over, and an optional column that the file does not have is empty in every row.
    """
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
        cells = list(csv.reader(lines, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return _unusable(table, Fault("unreadable", file))
    written = cells[0] if cells else []
    header = table.current(written)
    if faults := tuple(_header_faults(table, file, written, header)):
        return _unusable(table, *faults)
    lines_of = {n: line for n, line in enumerate(cells[1:], start=2) if any(line)}
    ragged = [
        Fault("ragged", file, number, None, str(len(line)), str(len(header)))
        for number, line in lines_of.items()
        if len(line) != len(header)
    ]
    whole = {number: line for number, line in lines_of.items() if len(line) == len(header)}
    columns = dict.fromkeys(table.fields, ("",) * len(whole))  # a column that is not there is empty
    filled = zip(header, zip(*whole.values(), strict=True), strict=False)
    columns |= {name: texts for name, texts in filled if name is not None}
    rows, broken = _typed(table, file, list(whole), columns)
    across = _row_faults(table, file, list(whole), columns)
    return Reading(table, rows, (*ragged, *broken, *across))


def missing(table: Table, file: str) -> Reading:
    """What is read of a file that is not there; nothing is wrong where the table is optional."""
    return _unusable(table, *(() if table.is_optional else (Fault("no-file", file),)))


def _unusable(table: Table, *faults: Fault) -> Reading:
    return Reading(table, pd.DataFrame(columns=list(table.fields)), faults)


def _typed(
    table: Table, file: str, numbers: list[int], columns: dict[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Columns of the schema's types, and a fault for each cell that breaks them.

    Each distinct text of a column is read once: most cells of a column say the same few things.
    """
    # object throughout: a missing text, list or number is None, never a float NaN
    cells = np.empty((len(table.fields), len(numbers)), dtype=object)
    faults: list[Fault] = []
    for place, (name, field) in enumerate(table.fields.items()):
        texts = columns[name]
        written = {text: _plain(text) for text in dict.fromkeys(texts)}
        found = read_cells(field, dict.fromkeys(written.values()))
        read = {text: found[plain] for text, plain in written.items()}
        if any(problem for _value, problem in read.values()):
            for number, text in zip(numbers, texts, strict=True):
                if problem := read[text][1]:
                    faults.append(Fault(problem[0], file, number, name, text.strip(), problem[1]))
        cells[place] = np.fromiter((read[text][0] for text in texts), object, len(texts))
    # made at once of all cells: column by column, pandas takes longer than all the rules
    return pd.DataFrame(cells.T, numbers, list(table.fields), dtype=object, copy=False), faults


def _header_faults(
    table: Table, file: str, written: Sequence[str], header: Sequence[str | None]
) -> Iterator[Fault]:
    absent = (column for column in table.required if column not in header)
    yield from (Fault("no-column", file, 1, column) for column in absent)
    for place, (heading, name) in enumerate(zip(written, header, strict=True)):
        if name is not None and name not in table.fields:
            yield Fault("unknown-column", file, 1, heading or "?")
        elif name is not None and name in header[:place]:
            yield Fault("duplicate-column", file, 1, name, heading)


def _row_faults(
    table: Table, file: str, numbers: Sequence[int], columns: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Rules that no cell breaks alone, held against the columns that they are about."""
    rules = RowRules(table)
    ruled = [map(_plain, columns[name]) for name in rules.columns]
    for number, *cells in zip(numbers, *ruled, strict=True):
        row = dict(zip(rules.columns, cells, strict=True))
        yield from rules.faults(row, file, number)


def _plain(text: str) -> str:
    return normalize("NFC", text.strip())
