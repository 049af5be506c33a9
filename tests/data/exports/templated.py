"""The shipped record and single rows, as templates hold them."""

import io
from collections.abc import Iterable
from datetime import date
from functools import cache

import openpyxl

from data.exports.templates import template
from data.language import Language
from data.record import rows
from data.record.rows import Rows
from data.schema import TABLES

SHIPPED = rows.tables_of({name: table.path.read_bytes() for name, table in TABLES.items()})
TODAY = date(2026, 11, 26)
ENGLISH = Language("en")


@cache
def filled(language: str) -> bytes:
    """The template with the shipped record."""
    return template(Language(language), SHIPPED, version="7")


@cache
def book(language: str) -> openpyxl.Workbook:
    """The same as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(filled(language)))


def rows_of(table: str, column: str, texts: Iterable[str]) -> dict[str, Rows]:
    """A table with a row for each text in one column, empty but for its key."""
    empty = dict.fromkeys(TABLES[table].fields, "")
    key = TABLES[table].key
    return {table: {f"r{n}": {**empty, key: f"r{n}", column: text} for n, text in enumerate(texts)}}
