"""What somebody types into a field: which cells it fills, and how a cell is shown in its field.

A cell is kept as the record writes it (EDTF, digits). What cannot be read is kept as typed, so that
nothing is lost and the check says what is wrong with it, in the words of an upload.
"""

import re
from collections.abc import Mapping
from datetime import date

from data.intake import splitting, spoken_dates
from data.intake.spoken_dates import Spoken
from data.intake.unit_words import scaled
from data.language import Language
from data.schema import Field, Table
from data.values import written_numbers
from data.values.columns import read_column, tidy
from data.values.dates import parse
from data.values.written_numbers import DECIMAL_COMMA, DECIMAL_POINT

_PAIR = re.compile(r"(.*\d\W?[NSEWBĐ]?)(?:;|,\s|\s+)(\D?.*\d\W?[NSEWOĐT]?)", re.IGNORECASE)
_CANONICAL = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
_MOST_DIGITS = 15  # that a number shown in words keeps


def cells(
    table: Table, column: str, text: str, language: Language, today: date
) -> Mapping[str, str]:
    """The cells that a text fills: its own, and those that it says as well.

    "22–25/11/2023" in the start of a visit is its end, too; "24,65 triệu euro" a currency; two
    numbers in a latitude are a position.
    """
    field = table.fields[column]
    if field.is_edtf:
        return _dates(table, column, text, today)
    if field.type == "number":
        return _numbers(table, field, text, language)
    if field.is_list and not field.references:
        return {column: (field.delimiter or ";").join(_listed(field, text))}
    return {column: tidy(text)}


def shown(field: Field, cell: str, language: Language) -> str:
    """A cell as it stands in its field; typed again it means the same."""
    if field.is_edtf:
        return spoken_dates.written(cell, language)
    if field.type == "number" and _CANONICAL.fullmatch(cell) and len(cell) <= _MOST_DIGITS:
        words = language.number(float(cell), written_numbers.DECIMALS)
        return words if _number(field, words, language) == cell else cell
    if field.is_list:
        return "; ".join(cell.split(field.delimiter or ";")) if cell else ""
    return cell


def understood(table: Table, column: str, row: Mapping[str, str], language: Language) -> str:
    """How a date or an amount was understood, in a few words; "" where there is nothing to say."""
    field, cell = table.fields[column], row.get(column, "")
    if not cell:
        return ""
    if field.is_edtf:
        try:
            parse(cell)
        except ValueError:
            return ""
        return spoken_dates.in_words(cell, language)
    if field.type != "number" or not _CANONICAL.fullmatch(cell):
        return ""
    if currency := _currency(table, column):
        return language.money(float(cell), row.get(currency, "")).strip()
    number = language.number(float(cell), written_numbers.DECIMALS)
    # a degree needs no words; kilometres do
    return f"{number} {field.unit}" if field.unit and field.unit != "°" else number


def _dates(table: Table, column: str, text: str, today: date) -> Mapping[str, str]:
    is_past = table.fields[column].not_in_future
    said = spoken_dates.spoken(text, today, may_be_planned=not is_past)
    if said is None:
        return {column: tidy(text)}
    end = next((last for first, last in table.periods if first == column), None)
    if not said.until:
        return {column: said.date}
    return {column: said.date, end: said.until} if end else {column: _some_day(said)}


def _some_day(said: Spoken) -> str:
    return f"{said.date}/{said.until}"


def _numbers(table: Table, field: Field, text: str, language: Language) -> Mapping[str, str]:
    plain = " ".join(tidy(text).split())
    if _CANONICAL.fullmatch(plain) and not _is_grouped(plain):
        return {field.name: plain}
    where = table.position
    if where and field.name in (where.latitude, where.longitude):
        return _position(table, field, plain, language)
    number = _number(field, plain, language)
    if number is not None:
        return {field.name: number}
    return _amount(table, field, plain, language) or {field.name: tidy(text)}


def _amount(table: Table, field: Field, plain: str, language: Language) -> Mapping[str, str]:
    """A number with the words of its unit, and the currency that they say; {} where it is none."""
    digits, said = splitting.amount(plain)
    if full := written_numbers.in_full(plain):
        number: str | None = _liked(full.split(" | "), language)
    else:
        number = _number(field, str(digits), language) if said else None
        number = scaled(number, said.power) if number is not None and said else None
    if number is None:
        return {}
    currency = _currency(table, field.name)
    if currency and said and said.currency:
        return {field.name: number, currency: said.currency}
    return {field.name: number}


def _is_grouped(plain: str) -> bool:
    """Whether digits with a point may be thousands: "1.250" is in Vietnamese."""
    return re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", plain) is not None


def _number(field: Field, text: str, language: Language) -> str | None:
    low = float("-inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    style = DECIMAL_POINT if language.code == "en" else DECIMAL_COMMA
    body = text.removesuffix("%").rstrip().replace("\u202f", " ").replace("\u00a0", " ")
    number = written_numbers.number_of_text(body, style, lambda one: low <= float(one) <= high)
    return written_numbers.rounded(number) if number is not None else None


def _liked(numbers: list[str], language: Language) -> str:
    """The number that a reader of a language means where words leave two."""
    return numbers[-1] if language.code == "en" else numbers[0]


def _position(table: Table, field: Field, text: str, language: Language) -> Mapping[str, str]:
    where = table.position
    if where is None:
        return {field.name: text}
    pair = _PAIR.fullmatch(text)
    if pair:
        both = {
            where.latitude: _degrees(table.fields[where.latitude], pair[1].strip(" ,;"), language),
            where.longitude: _degrees(table.fields[where.longitude], pair[2].strip(), language),
        }
        if all(map(_CANONICAL.fullmatch, both.values())):
            return both
    return {field.name: _degrees(field, text, language)}


def _degrees(field: Field, text: str, language: Language) -> str:
    number = _number(field, text, language)
    return number if number is not None else read_column(field, [text]).cells[0]


def _currency(table: Table, column: str) -> str | None:
    """The column with the currency of an amount."""
    return "currency" if column == "amount" and "currency" in table.fields else None


def _listed(field: Field, text: str) -> list[str]:
    parts = tidy(text).replace("\n", ";").split(field.delimiter or ";")
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))
