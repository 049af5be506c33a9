"""Tables as a workbook (XLSX) to read: real dates and numbers, words next to codes, notes."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import xlsxwriter

from data.exports.edition import Edition, Extract, every_table, exact_day, has_words, in_words
from data.exports.notes import Told, write_notes
from data.exports.printing import lay_out
from data.intake.headings import beside
from data.language import Language
from data.record.rows import Row
from data.schema import Field
from data.values import spreadsheets
from data.values.spreadsheets import ACCENT, WHITE, WORDS

_FOR_PROGRAMS = frozenset(
    ("confidence", "iati_identifier", "older_translations", "day_state", "read_on", "timezone")
)
_FIRST_DAY = date(1900, 3, 1)  # Excel has a 29 February 1900, which did not exist
_TOP: dict[str, object] = {"valign": "top"}
_TEXT: dict[str, object] = {**_TOP, "num_format": "@"}
_NUMERIC: dict[str, object] = {**_TOP, "align": "right"}
_HEAD: dict[str, object] = {
    "bold": True,
    "font_color": WHITE,
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": WHITE,
}


class _Column(NamedTuple):
    """A column of the sheet: a field, or the words of its codes."""

    field: Field
    heading: str
    is_words: bool
    width: int


@dataclass(frozen=True)
class _Book:
    """A workbook being written, with its cell formats by name."""

    language: Language
    formats: Mapping[str, Any]


class _Part(NamedTuple):
    """A sheet: its title, its columns, and how many of the first of them paper shows."""

    title: str
    extract: Extract
    columns: Sequence[_Column]
    printed: int


def as_xlsx(extract: Extract) -> bytes:
    """One table with its notes: what people read, and on a second sheet the other columns.

    Columns that a reader chose stand together in their order.
    """
    return _workbook(extract.edition, list(_in_parts(extract)), extract.title)


def record_as_xlsx(edition: Edition) -> bytes:
    """Every table of the record, one sheet each, with notes on all of them."""
    title = edition.lens.language.text("The whole record")
    return _workbook(edition, [_together(one) for one in every_table(edition)], title)


def _in_parts(extract: Extract) -> Iterator[_Part]:
    language, table = extract.lens.language, extract.table
    if extract.chosen:
        columns = list(_with_words(extract.columns, language))
        yield _Part(extract.title, extract, columns, len(columns))
        return
    first = [one for one in extract.columns if _is_read_first(one, language) or one.required]
    rest = [one for one in extract.columns if one not in first]
    columns = list(_with_words(first, language))
    yield _Part(extract.title, extract, columns, len(columns))
    if rest and extract.keys:
        key = table.fields[table.key]
        named = _Column(key, beside(key, language), is_words=True, width=30)
        columns = [_Column(key, key.labels[language.code], is_words=False, width=28), named]
        columns += _with_words(rest, language)
        title = language.text("{table}: other columns").format(table=extract.title)
        yield _Part(title, extract, columns, len(columns))


def _together(extract: Extract) -> _Part:
    """All columns on one sheet: what people read first, then what is for others and programs."""
    language = extract.lens.language
    ordered = sorted(extract.columns, key=lambda field: not _is_read_first(field, language))
    columns = list(_with_words(ordered, language))
    printed = sum(_is_read_first(column.field, language) for column in columns)
    return _Part(extract.title, extract, columns, printed)


def _with_words(fields: Sequence[Field], language: Language) -> Iterator[_Column]:
    """Each field as a column, and beside one of codes or ids what they stand for."""
    for field in fields:
        yield _Column(field, field.labels[language.code], is_words=False, width=_width(field))
        if has_words(field):
            yield _Column(field, beside(field, language), is_words=True, width=30)


def _workbook(edition: Edition, parts: Sequence[_Part], title: str) -> bytes:
    language = edition.lens.language
    names = spreadsheets.titles([language.text("Notes"), *(one.title for one in parts)])
    sheets = dict(zip(names[1:], parts, strict=True))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        created = edition.version.created.replace(tzinfo=None, microsecond=0)
        workbook.set_properties({"title": title, "author": "Nhịp Cầu", "created": created})
        book = _Book(language, _formats(workbook, language))
        notes = workbook.add_worksheet(names[0])
        for name, part in sheets.items():
            _write(workbook.add_worksheet(name), part, book)
        write_notes(workbook, notes, title, {name: _told(part) for name, part in sheets.items()})
        # One table opens on its data, the whole record on its notes.
        is_one = len({part.extract.table.name for part in parts}) == 1
        workbook.get_worksheet_by_name(names[is_one]).activate()
    return content.getvalue()


def _told(part: _Part) -> Told:
    """What the notes tell of a sheet."""
    fields = {column.field.name: column.field for column in part.columns}
    return Told(part.extract, tuple(fields.values()))


def _formats(workbook: Any, language: Language) -> Mapping[str, Any]:
    looks: dict[str, dict[str, object]] = {
        "heading": {**_HEAD, "bg_color": ACCENT},
        "heading-words": {**_HEAD, "bg_color": WORDS, "italic": True},
        "text": _TEXT,
        "text-wrapped": {**_TEXT, "text_wrap": True},
        "quoted": {**_TEXT, "quote_prefix": True},
        "quoted-wrapped": {**_TEXT, "quote_prefix": True, "text_wrap": True},
        "words": {**_TEXT, "text_wrap": True, "font_color": WORDS},
        "day": {**_TOP, "align": "left", "num_format": language.day_form.lower()},
        "whole": {**_NUMERIC, "num_format": "#,##0"},
        "number": _NUMERIC,
        "boolean": {**_TOP, "align": "left"},
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _write(sheet: Any, part: _Part, book: _Book) -> None:
    """Write one sheet: frozen headings with filter arrows, then one line per row."""
    extract, columns = part.extract, part.columns
    key = [column.field.name for column in columns].index(extract.table.key)
    sheet.freeze_panes(1, key + 1)
    sheet.set_row(0, 36)
    for place, column in enumerate(columns):
        kind = "heading-words" if column.is_words else "heading"
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, book.formats[kind])
    rows = extract.rows
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    for line, row in enumerate(rows, 1):
        _write_row(sheet, line, part, row, book)
    if nothing := extract.nothing():
        sheet.write_string(1, key, f"# {nothing}", book.formats["text"])
    printed = [column.width for column in columns[: part.printed]]
    lay_out(sheet, printed, max(len(rows), 1), kept=key + 1)


def _is_read_first(field: Field, language: Language) -> bool:
    """Whether people look for a column, and paper shows it: no other language, no mark of ours."""
    if field.text_of:
        return field.name.endswith(f"_{language.code}")
    return field.name not in _FOR_PROGRAMS


def _width(field: Field) -> int:
    """Width of a column in characters."""
    if field.text_of:
        return 48
    if field.is_edtf or field.type in ("number", "boolean") or field.codelist:
        return 16
    return 28


def _write_row(sheet: Any, line: int, part: _Part, row: Row, book: _Book) -> None:
    if not all(map(spreadsheets.fits, row.values())):
        _leave_out(sheet, line, part, row, book)
        return
    wrapped: list[tuple[str, int]] = []
    for place, column in enumerate(part.columns):
        if column.is_words:
            text = "\n".join(_words(part.extract, column.field, row))
            if spreadsheets.fits(text):
                sheet.write_string(line, place, text, book.formats["words"])
        else:
            text = row.get(column.field.name, "")
            _write_cell(sheet, (line, place), column.field, text, book)
        if column.is_words or column.field.text_of:
            wrapped.append((text, column.width))
    sheet.set_row(line, spreadsheets.height(wrapped))


def _words(extract: Extract, field: Field, row: Row) -> list[str]:
    """What a cell stands for in words; of a row's own id, what the row is called."""
    if field.name == extract.table.key:
        return [extract.lens.plain(extract.lens.name(extract.table.name, row[field.name]).name)]
    return in_words(extract, field, row)


def _leave_out(sheet: Any, line: int, part: _Part, row: Row, book: _Book) -> None:
    """Write a comment, which uploads ignore, in place of a row with a text that is too long."""
    why = book.language.text("left out: one of its texts is too long for a workbook; take the CSV")
    key = part.extract.table.key
    place = [column.field.name for column in part.columns].index(key)
    sheet.write_string(line, place, f"# {row[key]} – {why}", book.formats["words"])


def _write_cell(sheet: Any, at: tuple[int, int], field: Field, text: str, book: _Book) -> None:
    """Write a cell with its real type; a partial date or a very long number stays a text."""
    if not text:
        return
    number = spreadsheets.number_of(text) if field.type == "number" else None
    day = exact_day(text) if field.is_edtf else None
    if number is not None:
        kind = "whole" if number.is_integer() else "number"
        sheet.write_number(*at, number, book.formats[kind])
    elif day is not None and day >= _FIRST_DAY:
        sheet.write_datetime(*at, day, book.formats["day"])
    elif field.type == "boolean" and text in ("true", "false"):
        sheet.write_boolean(*at, text == "true", book.formats["boolean"])
    else:
        kind = "quoted" if spreadsheets.is_formula(text) else "text"
        wraps = "-wrapped" if field.text_of or field.is_list else ""
        sheet.write_string(*at, text, book.formats[kind + wraps])
