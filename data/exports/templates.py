"""The record as files to work on in a spreadsheet: a workbook to fill in, and CSVs."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from data.exports.dialect import STANDARD, Dialect
from data.exports.template_guide import Part, heading_note, write_guide
from data.exports.template_lists import write_lists
from data.language import Language
from data.record.choices import Choice, choices, is_open, list_name
from data.record.rows import Row, Rows
from data.schema import TABLES, Field, Table
from data.values import spreadsheets
from data.values.offered import offered
from data.values.spreadsheets import ACCENT, LISTS, PALE, SMALL, WHITE, neutralised

_FIRST = 2  # below the headings and our column names
_LAST = 1_048_575  # of Excel's rows, counted from 0
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NOTE_WIDTH = 360  # pixels, some 50 characters
_TEXT: dict[str, object] = {"num_format": "@", "valign": "top"}
_NUMERIC: dict[str, object] = {"align": "right", "indent": 1, "valign": "top"}


@dataclass(frozen=True)
class _Book:
    """A workbook being written: its cell formats by name, and the lists of its columns."""

    language: Language
    known: Mapping[str, Rows]
    formats: Mapping[str, Any]
    lists: dict[str, Sequence[Choice]]
    words: dict[str, Mapping[str, str]]  # by the name of a list: what it offers for a code

    def style(self, text: str, *, wraps: bool) -> Any:
        """The format of a text: one that might be a formula is marked as text for Excel."""
        kind = "quoted" if spreadsheets.is_formula(text) else "text"
        return self.formats[f"{kind}-wrapped" if wraps else kind]


def template(
    language: Language,
    rows: Mapping[str, Rows] | None,
    tables: Sequence[str] | None = None,
    *,
    version: str = "",
    known: Mapping[str, Rows] | None = None,
) -> bytes:
    """A workbook (XLSX) with a guide and one sheet per table, filled with ``rows`` or empty.

    Headings are the schema's labels. Codes and ids of a drop-down list stand behind their words,
    as in "Loan [loan]". All cells except numbers are texts, so that a date, a code
    or a leading zero stays as it is. Without ``tables`` there is a sheet for every table. The
    drop-down lists offer the ids of ``known``, or of ``rows``. A row with a text too long for a
    workbook becomes a comment, which is not read.
    """
    chosen = [TABLES[name] for name in (TABLES if tables is None else tables)]
    filled = rows or {}
    guide, *names = spreadsheets.titles(
        [language.text("Read me"), *(table.labels[language.code] for table in chosen)], [LISTS]
    )
    parts = [
        Part(title, table, len(filled.get(table.name, {})))
        for title, table in zip(names, chosen, strict=True)
    ]
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        book = _Book(language, filled if known is None else known, _formats(workbook), {}, {})
        write_guide(workbook, workbook.add_worksheet(guide), language, parts, version)
        for part in parts:
            _write(workbook.add_worksheet(part.title), part.table, filled, book)
        write_lists(workbook, book.lists)
    return content.getvalue()


def exported_csv(
    table: str, rows: Rows, columns: Sequence[Field] = (), dialect: Dialect = STANDARD
) -> bytes:
    r"""A table as a CSV that Excel opens: UTF-8 with BOM, ``\r\n``, our column names.

    A text that Excel might take for a formula has an apostrophe before it, which
    ``spreadsheets.restored`` removes; numbers have none. ``columns`` are those of the schema
    where not given.
    """
    shown = columns or list(TABLES[table].fields.values())
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=dialect.delimiter)
    writer.writerow([field.name for field in shown])
    writer.writerows(
        [_exported(field, row.get(field.name, ""), dialect) for field in shown]
        for row in rows.values()
    )
    return lines.getvalue().encode("utf-8-sig")


def _exported(field: Field, text: str, dialect: Dialect) -> str:
    is_number = field.type == "number" and _NUMBER.fullmatch(text)
    return dialect.number(text) if is_number else neutralised(text)


def _formats(workbook: Any) -> Mapping[str, Any]:
    heading = {
        "bold": True,
        "font_color": WHITE,
        "text_wrap": True,
        "valign": "vcenter",
    }
    looks: dict[str, dict[str, object]] = {
        "heading": {
            **heading,
            "bg_color": ACCENT,
            "border": 1,
            "border_color": WHITE,
        },
        "name": {
            "font_size": 8,
            "font_color": SMALL,
            "bg_color": PALE,
            "num_format": "@",
        },
        "text": _TEXT,
        "text-wrapped": {**_TEXT, "text_wrap": True},
        "quoted": {**_TEXT, "quote_prefix": True},
        "quoted-wrapped": {**_TEXT, "text_wrap": True, "quote_prefix": True},
        "whole": {**_NUMERIC, "num_format": "#,##0"},
        "number": _NUMERIC,
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _write(sheet: Any, table: Table, filled: Mapping[str, Rows], book: _Book) -> None:
    """One table: headings with notes, our column names, drop-down lists, rows."""
    rows = filled.get(table.name, {})
    fields = list(table.fields.values())
    key = list(table.fields).index(table.key)
    last = max(_FIRST, _FIRST + len(rows) - 1)
    sheet.freeze_panes(_FIRST, key + 1)
    # The filter arrows are on our column names, so that sorting does not move the first two rows.
    sheet.autofilter(_FIRST - 1, 0, last, len(fields) - 1)
    sheet.set_row(0, 36)
    sheet.set_comments_author("Nhịp Cầu")
    for place, field in enumerate(fields):
        is_number = field.type == "number"
        style = book.formats["number"] if is_number else book.style("", wraps=_wraps(field))
        sheet.set_column(place, place, _width(table, field), style)
        _write_heading(sheet, place, table, field, book)
        _offer(sheet, place, field, book)
    for line, (row_key, row) in enumerate(rows.items(), _FIRST):
        if all(map(spreadsheets.fits, row.values())):
            _write_row(sheet, line, table, row, book)
            wrapped = ((row.get(f.name, ""), _width(table, f)) for f in fields if _wraps(f))
            sheet.set_row(line, spreadsheets.height(wrapped))
        else:
            reason = book.language.text(
                "left out: one of its texts is too long for a workbook; take the CSV"
            )
            sheet.write_string(line, key, f"# {row_key} – {reason}", book.formats["name"])


def _write_heading(sheet: Any, place: int, table: Table, field: Field, book: _Book) -> None:
    star = " *" if field.required else ""
    sheet.write_string(0, place, field.labels[book.language.code] + star, book.formats["heading"])
    comment = "# " if field.name == table.key else ""
    sheet.write_string(1, place, comment + field.name, book.formats["name"])
    note = heading_note(table, field, book.language, book.known)
    size = {
        "width": _NOTE_WIDTH,
        "height": 20 + spreadsheets.height([(note, 50)], most=40) * 4 // 3,
    }
    sheet.write_comment(0, place, note, size)


def _offer(sheet: Any, place: int, field: Field, book: _Book) -> None:
    """Add a drop-down list to all rows of a column, if the column has one."""
    _ = book.language.text
    name = list_name(field)
    if name is None:
        return
    if name not in book.lists and (entries := choices(field, book.language, book.known)):
        book.lists[name] = entries
        book.words[name] = {entry.code: offered(entry.code, entry.name) for entry in entries}
    if name not in book.lists:
        return
    message = {
        True: _("No published row has this id. Keep it if a row of this workbook has it."),
        False: _("Choose one of the list."),
    }[is_open(name)]
    rule = {
        "validate": "list",
        "source": f"={name}",
        "error_type": "information" if is_open(name) else "stop",
        "error_title": field.labels[book.language.code][:32],
        "error_message": message[:255],
    }
    sheet.data_validation(_FIRST, place, _LAST, place, rule)


def _write_row(sheet: Any, line: int, table: Table, row: Row, book: _Book) -> None:
    for place, (name, field) in enumerate(table.fields.items()):
        text = row.get(name, "")
        if not text:
            continue
        number = spreadsheets.number_of(text) if field.type == "number" else None
        if number is None:
            offers = book.words.get(list_name(field) or "", {})
            written = offers.get(text, text)
            sheet.write_string(line, place, written, book.style(written, wraps=_wraps(field)))
        else:
            kind = "whole" if number.is_integer() else "number"
            sheet.write_number(line, place, number, book.formats[kind])


def _wraps(field: Field) -> bool:
    return bool(field.text_of) or field.is_list


def _width(table: Table, field: Field) -> int:
    """Width of a column in characters."""
    if field.text_of:
        return 44
    if field.name == table.key or field.references or field.is_list or field.is_uri:
        return 32
    return 16 if field.type in ("number", "boolean") else 24
