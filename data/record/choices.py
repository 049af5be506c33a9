"""What a column may hold: codes, true and false, ids of other tables."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from data.language import Language
from data.record.cell_rules import cell_fault
from data.record.rows import Row, Rows
from data.schema import LANGUAGES, TABLES, Field, codelist
from data.values.code_names import codes_of

_IDS = "ids_"


class Choice(NamedTuple):
    """One entry of a list: what the cell then holds, and what it means."""

    code: str
    name: str


def list_name(field: Field) -> str | None:
    """The list that a column chooses from, as a defined name; None where it has none.

    A cell that holds several values has none: a drop-down list would replace them all.
    """
    if field.is_list:
        return None
    if field.references:
        return f"{_IDS}{field.references}"
    if field.enum:
        return f"list_of_{field.name}"
    standards = {"boolean": field.type == "boolean", "currency": field.is_currency}
    standards["timezone"] = field.is_timezone
    standard = next((name for name, applies in standards.items() if applies), field.codelist)
    return f"list_{standard}" if standard else None


def is_open(name: str) -> bool:
    """Whether a list of that name has not all there may be: ids of rows yet to come."""
    return name.startswith(_IDS)


def choices(field: Field, language: Language, known: Mapping[str, Rows]) -> list[Choice]:
    """What a column may hold.

    Codelists keep their order; of countries, currencies and time zones those that the record
    uses come first. Ids are those of ``known``.
    """
    _ = language.text
    if field.references:
        target = field.references
        rows = known.get(target, {})
        return [Choice(key, row_name(target, row, language)) for key, row in rows.items()]
    if field.type == "boolean":
        return [Choice("true", _("yes")), Choice("false", _("no"))]
    if field.enum:
        return [Choice(code, TABLES[code].labels[language.code]) for code in field.enum]
    if field.codelist and field.codelist != "country":
        entries = codelist(field.codelist).values()
        return [Choice(entry.code, entry.names[language.code]) for entry in entries]
    codes = codes_of(field)
    valid = {code for code in codes.codes if cell_fault(field, code) is None} if codes else _zones()
    used = _used(list_name(field), known)
    ordered = sorted(valid, key=lambda code: (code not in used, code))
    return [Choice(code, _standard_name(field, code, language)) for code in ordered]


def row_name(table: str, row: Row, language: Language) -> str:
    """What a row is called in a language, Vietnamese where it has no name in it."""
    texts = TABLES[table].texts[:1]
    columns = (f"{text}_{code}" for text in texts for code in (language.code, *LANGUAGES))
    return next(filter(None, (row.get(column) for column in ("name", "title", *columns))), "")


@cache
def _zones() -> Collection[str]:
    return available_timezones()  # reads hundreds of files


def _used(name: str | None, known: Mapping[str, Rows]) -> set[str]:
    return {
        row.get(field.name, "")
        for table, rows in known.items()
        for field in TABLES[table].fields.values()
        if list_name(field) == name
        for row in rows.values()
    }


def _standard_name(field: Field, code: str, language: Language) -> str:
    if field.is_currency:
        return str(language.locale.currencies.get(code, code))
    return language.country(code) if field.codelist else ""
