"""A table, or some rows of it, as CSV and as JSON."""

import json
from collections.abc import Iterable
from typing import Any

from data.exports.dialect import EXCEL, STANDARD, Dialect
from data.exports.edition import Edition, Extract, has_words, in_words, parts
from data.exports.templates import exported_csv
from data.record.rows import Row as Written
from data.schema import PACKAGE, Field
from data.values import spreadsheets
from data.views.lens import Lens, Row


def as_csv(extract: Extract, dialect: Dialect = STANDARD) -> bytes:
    """The rows with our column names, UTF-8 with a byte order mark (see ``exported_csv``).

    Without rows, a comment row says why; its id begins with #, so it is not read as data.
    """
    table = extract.table
    rows = {row[table.key]: row for row in extract.rows}
    if nothing := extract.nothing():
        rows = {"#": {table.key: f"# {nothing}"}}
    return exported_csv(table.name, rows, extract.columns, dialect)


def as_excel_csv(extract: Extract) -> bytes:
    """The same with semicolons and decimal commas, as French and Vietnamese Excel opens it."""
    return as_csv(extract, EXCEL)


def as_json(extract: Extract) -> bytes:
    """The rows with their types, the names of their codes and ids, and their sources."""
    lens, table = extract.lens, extract.table
    code = lens.language.code
    document = {
        "table": table.name,
        "title": extract.title,
        "description": table.descriptions[code],
        **stated(extract.edition),
        "filters": dict(extract.filters),
        "count": len(extract.keys),
        "note": extract.nothing() or None,
        "columns": [_column(field, code) for field in extract.columns],
        "labels": _labels(extract),
        "sources": [source(lens, row) for row in extract.sources()],
        "rows": [_typed(extract.columns, row) for row in extract.rows],
    }
    return dumped(document)


def dumped(document: Any) -> bytes:
    """JSON in UTF-8, the same bytes for the same content."""
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode()


def stated(edition: Edition) -> dict[str, object]:
    """Version, language and licence, which every file of ours names."""
    version = edition.version
    return {
        "language": edition.lens.language.code,
        "version": version.id,
        "version_number": version.number,
        "published": version.created.isoformat(timespec="seconds"),
        "sources_up_to": edition.lens.record.updated.isoformat(),
        "licence": PACKAGE["licenses"][0],
    }


def source(lens: Lens, row: Row) -> dict[str, object]:
    """A source as it is cited."""
    return {
        "source_id": row["source_id"],
        "title": row["title"],
        "publisher": lens.words(row, "publisher"),
        **{column: row[column] for column in ("published", "language", "url")},
    }


def _column(field: Field, code: str) -> dict[str, object]:
    column: dict[str, object] = {
        "name": field.name,
        "label": field.labels[code],
        "type": field.type,
    }
    if field.is_edtf:
        column["dateFormat"] = "edtf"
    if field.unit:
        column["unit"] = field.unit
    return column


def _labels(extract: Extract) -> dict[str, dict[str, str]]:
    """By column, each code or id in these rows with its name."""
    by_column: dict[str, dict[str, str]] = {}
    for field in filter(has_words, extract.columns):
        words = by_column.setdefault(field.name, {})
        for row in extract.rows:
            codes = parts(field, row.get(field.name, ""))
            words.update(zip(codes, in_words(extract, field, row), strict=True))
    return by_column


def _typed(columns: Iterable[Field], row: Written) -> dict[str, object]:
    return {field.name: _value(field, row.get(field.name, "")) for field in columns}


def _value(field: Field, text: str) -> object:
    if field.is_list:
        return parts(field, text)
    if not text:
        return None
    if field.type == "boolean":
        return text == "true"
    number = spreadsheets.number_of(text) if field.type == "number" else None
    if number is None:
        return text
    return int(number) if number.is_integer() else number
