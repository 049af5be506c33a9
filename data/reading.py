"""Reads one CSV of the record into typed columns and says every cell that breaks the schema."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import pandas as pd
from babel import Locale
from babel.core import get_global

from data import dates
from data.faults import Fault
from data.schema import Field, Table, codelist

_DATE_FORMS = "2023-11-22 · 2023-11 · 2023 · 2023-11-22/2023-11-25 · 2023-11-22?"
# CLDR also names regions that ISO 3166-1 assigns to no country; the European Union is one we use.
_NO_COUNTRY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
_REGIONS = map(str, Locale("en").territories)
_COUNTRIES = frozenset(code for code in _REGIONS if re.fullmatch("[A-Z]{2}", code)) - _NO_COUNTRY
_CURRENCIES = frozenset(get_global("all_currencies"))


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
    """Read a UTF-8 CSV (with or without BOM) under its schema, reporting every fault at once."""
    empty = pd.DataFrame(columns=list(table.fields))
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            cells = list(csv.reader(lines, strict=True))
    except FileNotFoundError:
        return Reading(table, empty, (Fault("no-file", path.name),))
    except (UnicodeDecodeError, csv.Error, OSError):
        return Reading(table, empty, (Fault("unreadable", path.name),))
    header = cells[0] if cells else []
    if faults := tuple(_header_faults(table, path.name, header)):
        return Reading(table, empty, faults)
    raw, ragged = _lines(path.name, header, cells[1:])
    rows, broken = _typed(table, path.name, raw)
    told = {(fault.row, fault.column) for fault in broken}
    across = (
        fault
        for fault in _row_faults(table, path.name, rows)
        if (fault.row, fault.column) not in told
    )
    return Reading(table, rows, (*ragged, *broken, *across))


def _lines(
    file: str, header: list[str], cells: list[list[str]]
) -> tuple[dict[int, dict[str, str]], list[Fault]]:
    """Cells by spreadsheet row number and column; lines of another length are faults."""
    raw: dict[int, dict[str, str]] = {}
    faults = []
    for number, line in enumerate(cells, start=2):
        if len(line) == len(header) and any(line):
            tidy = (unicodedata.normalize("NFC", cell.strip()) for cell in line)
            raw[number] = dict(zip(header, tidy, strict=True))
        elif any(line):
            expected = str(len(header))
            faults.append(Fault("ragged", file, number, None, str(len(line)), expected))
    return raw, faults


def _typed(
    table: Table, file: str, raw: dict[int, dict[str, str]]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Columns of the schema's types, and a fault for each cell that breaks them."""
    columns: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name, field in table.fields.items():
        values: dict[int, object] = {}
        for number, row in raw.items():
            values[number], told = _cell(field, row[name])
            if told:
                faults.append(Fault(told[0], file, number, name, row[name], told[1]))
        if field.unique:
            faults.extend(_duplicates(file, name, values))
        # object throughout: a missing text, list or number is None, never a float NaN
        columns[name] = pd.Series(values, dtype=object)
    return pd.DataFrame(columns, columns=list(table.fields)), faults


def _header_faults(table: Table, file: str, header: list[str]) -> Iterator[Fault]:
    for name in table.fields:
        if name not in header:
            yield Fault("no-column", file, 1, name)
    for name in header:
        if name not in table.fields or header.count(name) > 1:
            yield Fault("unknown-column", file, 1, name or "?")


def _duplicates(file: str, name: str, column: dict[int, object]) -> Iterator[Fault]:
    first: dict[object, int] = {}
    for number, value in column.items():
        if value is not None and first.setdefault(value, number) != number:
            yield Fault("duplicate", file, number, name, str(value))


def _row_faults(table: Table, file: str, rows: pd.DataFrame) -> Iterator[Fault]:
    """Rules between cells of one row."""
    if table.name == "places":
        for number, row in rows.iterrows():
            if (row["latitude"] is None) != (row["longitude"] is None):
                column = "latitude" if row["latitude"] is None else "longitude"
                yield Fault("half-coordinate", file, int(str(number)), column)
    for start, end in _PERIODS.get(table.name, ()):
        for number, row in rows.iterrows():
            if _reversed(row[start], row[end]):
                yield Fault("order", file, int(str(number)), end, row[end], f"≥ {row[start]}")


_PERIODS = {
    "visits": (("start_date", "end_date"),),
    "projects": (("planned_start", "planned_end"), ("actual_start", "actual_end")),
}


def _reversed(start: str | None, end: str | None) -> bool:
    try:
        if not start or not end:
            return False
        first, last = dates.parse(start).first, dates.parse(end).last
    except ValueError:  # already told as a fault of the cell
        return False
    return bool(first and last and last < first)


_Told = tuple[str, str] | None


def _cell(field: Field, text: str) -> tuple[object, _Told]:
    """Value of a cell and, where it breaks the schema, the kind of fault and what was expected."""
    if text == "":
        return (() if field.is_list else None), (("required", "") if field.required else None)
    if field.is_list:
        parts = tuple(part.strip() for part in text.split(field.delimiter or ";") if part.strip())
        if field.required and not parts:
            return parts, ("required", "")
        return parts, next(filter(None, (_text_fault(field, part) for part in parts)), None)
    if field.type == "number":
        return _number(field, text)
    if field.type == "boolean":
        told = None if text in ("true", "false") else ("boolean", "true | false")
        return text == "true", told
    return text, _text_fault(field, text)


def _number(field: Field, text: str) -> tuple[float | None, _Told]:
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return None, ("number", "1234.5")
    value = float(text)
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return value, ("range", f"{'' if low is None else low} … {'' if high is None else high}")
    return value, None


def _text_fault(field: Field, text: str) -> _Told:
    for applies, holds, kind, expected in _RULES:
        if applies(field) and not holds(field, text):
            return kind, expected(field)
    return None


def _is_edtf(_field: Field, text: str) -> bool:
    try:
        dates.parse(text)
    except ValueError:
        return False
    return True


def _is_code(field: Field, text: str) -> bool:
    name = field.codelist or ""
    return text in _COUNTRIES if name == "country" else text in codelist(name)


def _is_uri(_field: Field, text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _codes(field: Field) -> str:
    name = field.codelist or ""
    return "ISO 3166-1" if name == "country" else " | ".join(codelist(name))


_Rule = tuple[Callable[[Field], bool], Callable[[Field, str], bool], str, Callable[[Field], str]]
_RULES: tuple[_Rule, ...] = (
    (lambda f: f.is_edtf, _is_edtf, "date", lambda _: _DATE_FORMS),
    (lambda f: f.codelist is not None, _is_code, "code", _codes),
    (
        lambda f: f.is_currency,
        lambda _, text: text in _CURRENCIES,
        "currency",
        lambda _: "ISO 4217",
    ),
    (
        lambda f: f.pattern is not None,
        lambda f, text: bool(re.fullmatch(f.pattern or "", text)),
        "pattern",
        lambda f: f.pattern or "",
    ),
    (lambda f: bool(f.enum), lambda f, text: text in f.enum, "code", lambda f: " | ".join(f.enum)),
    (
        lambda f: f.is_timezone,
        lambda _, text: text in available_timezones(),
        "timezone",
        lambda _: "Europe/Paris",
    ),
    (lambda f: f.is_uri, _is_uri, "url", lambda _: "https://…"),
)
