"""Reads one CSV of the record into typed columns and says every cell that breaks the schema."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import pandas as pd
from babel import Locale
from babel.core import get_global

from data.faults import Fault
from data.schema import Field, Table, codelist
from data.values import dates

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
    told = {(fault.row, fault.column) for fault in broken}
    across = (
        fault for fault in _row_faults(table, file, rows) if (fault.row, fault.column) not in told
    )
    return Reading(table, rows, (*ragged, *broken, *across))


def missing(table: Table, file: str) -> Reading:
    """What is read of a file that is not there."""
    return _unusable(table, Fault("no-file", file))


def _unusable(table: Table, *faults: Fault) -> Reading:
    return Reading(table, pd.DataFrame(columns=list(table.fields)), faults)


def _typed(
    table: Table, file: str, numbers: list[int], columns: dict[str, tuple[str, ...]]
) -> tuple[pd.DataFrame, list[Fault]]:
    """Columns of the schema's types, and a fault for each cell that breaks them.

    Each distinct text of a column is read once: most cells of a column say the same few things.
    """
    series: dict[str, pd.Series] = {}
    faults: list[Fault] = []
    for name, field in table.fields.items():
        texts = columns[name]
        read = {text: _cell(field, normalize("NFC", text.strip())) for text in dict.fromkeys(texts)}
        if any(told for _value, told in read.values()):
            for number, text in zip(numbers, texts, strict=True):
                if told := read[text][1]:
                    faults.append(Fault(told[0], file, number, name, text.strip(), told[1]))
        values = [read[text][0] for text in texts]
        if field.unique:
            faults.extend(_duplicates(file, name, dict(zip(numbers, values, strict=True))))
        # object throughout: a missing text, list or number is None, never a float NaN
        series[name] = pd.Series(values, index=numbers, dtype=object)
    return pd.DataFrame(series, columns=list(table.fields)), faults


def _header_faults(
    table: Table, file: str, written: Sequence[str], header: Sequence[str | None]
) -> Iterator[Fault]:
    absent = (column for column in table.required if column not in header)
    yield from (Fault("no-column", file, 1, column) for column in absent)
    for heading, name in zip(written, header, strict=True):
        if name is not None and (name not in table.fields or header.count(name) > 1):
            yield Fault("unknown-column", file, 1, heading or "?")


def _duplicates(file: str, name: str, column: dict[int, object]) -> Iterator[Fault]:
    first: dict[object, int] = {}
    for number, value in column.items():
        if value is not None and first.setdefault(value, number) != number:
            yield Fault("duplicate", file, number, name, str(value))


def _row_faults(table: Table, file: str, rows: pd.DataFrame) -> Iterator[Fault]:
    """Rules between cells of one row."""
    if table.name == "places":
        for number, north, east in zip(
            rows.index, rows["latitude"], rows["longitude"], strict=True
        ):
            if (north is None) != (east is None):
                column = "latitude" if north is None else "longitude"
                yield Fault("half-coordinate", file, number, column)
    for start, end in table.periods:
        for number, first, last in zip(rows.index, rows[start], rows[end], strict=True):
            if first and last and _reversed(first, last):
                yield Fault("order", file, number, end, last, f"≥ {first}")


def _reversed(start: str, end: str) -> bool:
    try:
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


def cell_fault(field: Field, text: str) -> _Told:
    """Kind of fault and what was expected where a canonical text breaks its column's rules."""
    return _cell(field, text)[1]


def cell_faults(field: Field, texts: Iterable[str]) -> dict[str, _Told]:
    """The same for many texts, the rules of the column looked up only once."""
    if field.is_list or field.type in ("number", "boolean"):
        return {text: cell_fault(field, text) for text in texts}
    rules = _rules(field)
    return {
        text: _broken(rules, field, text) if text else cell_fault(field, text) for text in texts
    }


def _number(field: Field, text: str) -> tuple[float | None, _Told]:
    if not re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,12})?", text):
        return None, ("number", "1234.5")
    value = float(text)
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return value, ("range", f"{'' if low is None else low} … {'' if high is None else high}")
    return value, None


def _text_fault(field: Field, text: str) -> _Told:
    return _broken(_rules(field), field, text)


def _rules(field: Field) -> list["_Rule"]:
    return [rule for rule in _RULES if rule[0](field)]


def _broken(rules: list["_Rule"], field: Field, text: str) -> _Told:
    for _applies, holds, kind, expected in rules:
        if not holds(field, text):
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
    if parts.scheme == "ni":  # a file named by its digest (RFC 6920), as an upload cited
        return re.fullmatch(r"/sha-256;[\w-]{43}", parts.path) is not None
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _codes(field: Field) -> str:
    name = field.codelist or ""
    return "ISO 3166-1" if name == "country" else " | ".join(codelist(name))


_compiled = cache(re.compile)
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
        lambda f, text: bool(_compiled(f.pattern or "").fullmatch(text)),
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
