"""Tables as texts: rows by id in the writing of our CSVs, to compare and to publish."""

import csv
import io
from collections.abc import Mapping

from data.schema import TABLES

Row = dict[str, str]
Rows = dict[str, Row]


def of(table: str, content: bytes) -> Rows:
    """Rows of a canonical CSV by their id, in file order; every cell a text, "" for none."""
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    key = TABLES[table].key
    return {row[key]: dict(row) for row in csv.DictReader(lines)}


def all_of(contents: Mapping[str, bytes]) -> dict[str, Rows]:
    """The same of every table given."""
    return {name: of(name, content) for name, content in contents.items()}
