"""Tables as texts: rows by id in the writing of our CSVs, to compare and to publish."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import cast

from data.schema import TABLES

Row = dict[str, str]
Rows = dict[str, Row]


def rows_of(table: str, content: bytes) -> Rows:
    """Rows of a canonical CSV by their id, in file order; every cell a text, "" for none.

    The columns are those of today, whichever the file was written with.
    A shipped file that is no such table has no rows: the desk must work where the record is broken.
    """
    described = TABLES[table]
    try:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        header = described.current(next(lines, ()))
        read = [dict(zip(header, line, strict=False)) for line in lines]
    except (UnicodeDecodeError, csv.Error):
        return {}
    names = list(described.fields)
    is_todays = header == names
    rows: Iterator[Row] = (
        cast("Row", row)  # already as it must be
        if is_todays and len(row) == len(names)
        else {name: row.get(name, "") for name in names}
        for row in read
    )
    return {row[described.key]: row for row in rows if row[described.key]}


def tables_of(contents: Mapping[str, bytes]) -> dict[str, Rows]:
    """The same of every table given."""
    return {name: rows_of(name, content) for name, content in contents.items()}
