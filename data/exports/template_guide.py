"""The help inside a template: its first sheet, and the note on each heading."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xlsxwriter.utility import quote_sheetname

from data.language import Language
from data.record.choices import choices
from data.record.rows import Rows
from data.record.wording import example
from data.schema import DATA, TABLES, Field, Table
from data.values import spreadsheets
from data.values.spreadsheets import ACCENT, SMALL

_A4 = 9
_WIDTH = 100  # of the texts, in characters
_MOST_CODES = 30
_DATES = "2023-11-22 · 2023-11 · 2023 · 2024-03/2024-05 · 2023-11-22?"


class Part(NamedTuple):
    """A sheet of the workbook with the table it holds and how many rows."""

    title: str
    table: Table
    rows: int


def write_guide(
    workbook: Any, sheet: Any, language: Language, parts: Sequence[Part], version: str
) -> None:
    """Write the first sheet: how to fill in the others, what they are, version and licence."""
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    small = workbook.add_format({"font_size": 8, "font_color": SMALL})
    large = workbook.add_format({"bold": True, "font_size": 16})
    bold = workbook.add_format({"bold": True, "valign": "top", "text_wrap": True})
    plain = workbook.add_format({"valign": "top", "text_wrap": True})
    link = workbook.add_format({"valign": "top", "underline": 1, "font_color": ACCENT})
    sheet.hide_gridlines(2)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WIDTH)
    sheet.set_column(2, 2, 10)
    sheet.write_string(0, 0, spreadsheets.OURS, small)
    sheet.set_row(1, 26)
    sheet.write_string(1, 0, package["labels"][language.code], large)
    row = 3
    for topic, text in _about(language, package["licenses"][0], version):
        sheet.write_string(row, 0, topic, bold)
        sheet.write_string(row, 1, text, plain)
        sheet.set_row(row, spreadsheets.height([(text, _WIDTH)]))
        row += 1
    sheet.write_string(row + 1, 0, language.text("Sheet"), bold)
    sheet.write_string(row + 1, 1, language.text("What a row is"), bold)
    sheet.write_string(row + 1, 2, language.text("Rows"), bold)
    for row_of, part in enumerate(parts, row + 2):
        target = f"internal:{quote_sheetname(part.title)}!A1"
        sheet.write_url(row_of, 0, target, link, string=part.title)
        text = part.table.descriptions[language.code]
        sheet.write_string(row_of, 1, text, plain)
        sheet.set_row(row_of, spreadsheets.height([(text, _WIDTH)]))
        sheet.write_number(row_of, 2, part.rows, plain)


def _about(
    language: Language, licence: Mapping[str, str], version: str
) -> Iterator[tuple[str, str]]:
    """The topics of the guide, each with its text."""
    _ = language.text
    if version:
        yield _("Version of the record"), version
    yield _("Licence"), f"{licence['title']} ({licence['name']}), {licence['path']}"
    yield (
        _("Headings"),
        _(
            "Do not rename headings or move them out of the first row. A column you do not need "
            "may be deleted; a heading with * must be filled. The note on each heading says what "
            "belongs below it."
        ),
    )
    yield (
        _("Unknown"),
        _("What is not known stays empty. Never write a zero, a dash or a guess instead."),
    )
    yield (
        _("Sources"),
        _(
            "Every row names the ids of its sources. A new source gets a row of its own in the "
            "table “{table}”."
        ).format(table=TABLES["sources"].labels[language.code]),
    )
    yield (
        _("Dates"),
        _(
            "Year first, as exactly as is known (EDTF): {forms}. A slash means some day in "
            "between, a question mark means uncertain."
        ).format(forms=_DATES),
    )
    yield (
        _("Ids"),
        _(
            "An id is lower-case letters without accents, digits and hyphens. It never changes: a "
            "row with another id is another row."
        ),
    )
    yield (
        _("Several in one cell"),
        _("Ids or codes are separated by a semicolon: one; two; three."),
    )
    yield (
        _("Numbers"),
        _("Numbers only. Unit and currency have columns of their own."),
    )
    yield (
        _("Texts"),
        _("In Vietnamese, English and French. Where a translation is missing, leave it empty."),
    )
    yield (
        _("Comment rows"),
        _("A row whose id begins with # is not read, as the second row of each sheet."),
    )


def heading_note(table: Table, field: Field, language: Language, known: Mapping[str, Rows]) -> str:
    """What belongs in a column: description, form, unit, codes and an example."""
    _ = language.text
    lines = [
        field.descriptions.get(language.code, ""),
        _("Must be filled.") if field.required else "",
        _("Unit: {unit}").format(unit=field.unit) if field.unit else "",
        _("Dates: {forms}").format(forms=_DATES) if field.is_edtf else "",
        _range(field, language),
        _("Several are separated by “{mark}”.").format(mark=field.delimiter or ";")
        if field.is_list
        else "",
        _codes(field, language),
        _("Example: {example}").format(example=shown)
        if (shown := example(table, field.name, known))
        else "",
    ]
    return "\n".join(filter(None, lines)) or field.labels[language.code]


def _range(field: Field, language: Language) -> str:
    if field.type != "number" or (field.minimum is None and field.maximum is None):
        return ""
    low, high = ("" if end is None else f"{end:g}" for end in (field.minimum, field.maximum))
    return language.text("From {low} to {high}").format(low=low or "−∞", high=high or "∞")


def _codes(field: Field, language: Language) -> str:
    """The codes of a column with their names, or the standard or table that lists them."""
    _ = language.text
    if field.references:
        label = TABLES[field.references].labels[language.code]
        return _("Ids of the table “{table}”").format(table=label)
    if field.codelist == "country":
        return "ISO 3166-1"
    if field.is_currency:
        return "ISO 4217"
    if not (field.codelist or field.enum or field.type == "boolean"):
        return ""
    entries = choices(field, language, {})[:_MOST_CODES]
    return "\n".join(f"{code} – {name}" if name else code for code, name in entries)
