"""The sheet of notes in a workbook: what it shows, which version, what each column means."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import quote_sheetname

from data.exports.edition import Edition, Extract, columns_of, has_words
from data.exports.printing import lay_out
from data.language import Language
from data.schema import PACKAGE, Field
from data.values import spreadsheets
from data.values.spreadsheets import ACCENT, SMALL

_WIDTHS = (34, 60, 44, 22, 60)
_LISTED = 3  # cells of a line that tells of a sheet: its name, what a row is, how many


class Told(NamedTuple):
    """What the notes tell of another sheet: its rows, and the columns that stand on it."""

    extract: Extract
    columns: tuple[Field, ...]


def write_notes(workbook: Any, sheet: Any, title: str, parts: Mapping[str, Told]) -> None:
    """Write the sheet of notes; ``parts`` has the other sheets by their names, one at least."""
    bold = workbook.add_format({"bold": True, "valign": "top", "text_wrap": True})
    large = workbook.add_format({"bold": True, "font_size": 16})
    link = workbook.add_format({"valign": "top", "underline": 1, "font_color": ACCENT})
    small = workbook.add_format({"font_size": 8, "font_color": SMALL})
    plain = workbook.add_format({"valign": "top", "text_wrap": True, "num_format": "@"})
    sheet.hide_gridlines(2)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, spreadsheets.OURS, small)
    sheet.set_row(1, 26)
    sheet.write_string(1, 0, title, large)
    for line, cells in enumerate(_lines(parts), 3):
        for place, text in enumerate(cells):
            style = bold if place == 0 or cells[0] == cells[-1] == "" else plain
            if place == 0 and text in parts and len(cells) == _LISTED:
                to = f"internal:{quote_sheetname(text)}!A1"
                sheet.write_url(line, place, to, link, string=text)
            else:
                sheet.write_string(line, place, text[: spreadsheets.MOST_CHARACTERS], style)
        sheet.set_row(line, spreadsheets.height(zip(cells, _WIDTHS, strict=False)))
    lay_out(sheet, _WIDTHS, sheet.dim_rowmax, first=1)


def _lines(parts: Mapping[str, Told]) -> Iterator[tuple[str, ...]]:
    """The lines of the sheet: about the whole, then tables, columns and sources."""
    extracts = list({one.extract.table.name: one.extract for one in parts.values()}.values())
    edition = extracts[0].edition
    language = edition.lens.language
    _ = language.text
    yield from _about(edition, extracts)
    yield ()
    yield _("Sheet"), _("What a row is"), _("Rows")
    for name, (extract, _columns) in parts.items():
        meaning = extract.table.descriptions[language.code]
        yield name, meaning, language.number(len(extract.keys))
    yield ()
    yield _("Column"), _("Meaning"), _("Name in CSV, JSON and the API"), _("Unit"), _("Sheet")
    for name, (_extract, columns) in parts.items():
        for field in columns:
            yield _column(field, name, language)
    yield ()
    yield _("Source"), _("Title"), _("Publisher"), _("Published"), _("Address")
    for row in _sources(extracts):
        by = edition.lens.words(row, "publisher")
        published = language.date(row["published"]) if row["published"] else ""
        yield row["source_id"], row["title"], by, published, row["url"]


def _about(edition: Edition, shown: Sequence[Extract]) -> Iterator[tuple[str, str]]:
    language = edition.lens.language
    _ = language.text
    filters = {pair for extract in shown for pair in extract.filters}
    for label, value in sorted(filters):
        yield _("Filter: {label}").format(label=label), value
    if not filters:
        yield _("Filters"), _("none: all rows")
    for extract in shown:
        if extract.chosen:
            yield _("Columns"), _chosen(extract)
    for note in filter(None, (extract.nothing() for extract in shown if extract.filters)):
        yield _("Note"), note
    licence = PACKAGE["licenses"][0]
    yield _("Version of the record"), edition.label()
    yield _("Sources up to"), language.date(edition.lens.record.updated.isoformat())
    if computed := next((one.table.computed for one in shown if one.table.computed), None):
        day = computed["read_on"].labels[language.code]
        yield day, language.date(edition.lens.day.isoformat())
    yield _("Language"), language.tongue(language.code)
    yield _("Licence"), f"{licence['title']} ({licence['name']}), {licence['path']}"
    yield (
        _("Dates"),
        _(
            "An exact day is a true date. A month, a year, a period or an uncertain date is a "
            "text in EDTF: 2023-11, 2023, 2024-03/2024-05, 2023-11-22?"
        ),
    )
    yield (
        _("Unknown"),
        _("An empty cell is something the record does not know; it is not zero."),
    )
    yield (
        _("Grey columns"),
        _("They say in words what the code or id before them means; an upload does not read them."),
    )
    if any(extract.table.name == "project_amounts" for extract in shown):
        yield _("Money"), _("Never add different kinds, currencies, or two statements of one sum.")


def _chosen(extract: Extract) -> str:
    """How many of the columns a reader chose, so that nobody takes the file for the whole."""
    language, every = extract.lens.language, columns_of(extract.table)
    sentence = language.text("{shown} / {count}, chosen by the reader")
    counts = (language.number(len(one)) for one in (extract.columns, every))
    return sentence.format(**dict(zip(("shown", "count"), counts, strict=True)))


def _column(field: Field, sheet: str, language: Language) -> tuple[str, ...]:
    meaning = field.descriptions.get(language.code, "")
    if not meaning and has_words(field) and field.references:
        meaning = language.text("An id of another table")
    return field.labels[language.code], meaning, field.name, field.unit or "", sheet


def _sources(extracts: Iterable[Extract]) -> list[Mapping[str, Any]]:
    """Each source that a sheet cites, once."""
    by_id = {row["source_id"]: row for extract in extracts for row in extract.sources()}
    return list(by_id.values())
