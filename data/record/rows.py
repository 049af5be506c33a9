"""Tables as texts: rows by id in the writing of our CSVs, to compare and to publish."""

import csv
import io
from collections.abc import Mapping

from data.schema import TABLES

Row = dict[str, str]
Rows = dict[str, Row]


def rows_of(table: str, content: bytes) -> Rows:
    """Rows of a canonical CSV by their id, in file order; every cell a text, "" for none.

    A shipped file that is no such table has no rows: the desk must work where the record is broken.
    """
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
        read = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error):
        return {}
    described = TABLES[table]
    rows = ({name: row.get(name) or "" for name in described.fields} for row in read)
    return {row[described.key]: row for row in rows if row[described.key]}


def tables_of(contents: Mapping[str, bytes]) -> dict[str, Rows]:
    """The same of every table given."""
    return {name: rows_of(name, content) for name, content in contents.items()}
