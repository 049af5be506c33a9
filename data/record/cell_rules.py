"""The rules of one cell: what the type, codes and form of its column allow."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from data.schema import Field, codelist
from data.values import dates
from data.values.code_names import expected
from data.values.ids import proposed
from data.values.written_numbers import DECIMALS

_DATE_FORMS = "2023-11-22 · 2023-11 · 2023 · 2023-11-22/2023-11-25 · 2023-11-22?"
# CLDR also names regions that ISO 3166-1 assigns to no country; the European Union is one we use.
_NO_COUNTRY = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ")
)
_REGIONS = map(str, Locale("en").territories)
_COUNTRIES = frozenset(code for code in _REGIONS if re.fullmatch("[A-Z]{2}", code)) - _NO_COUNTRY
_CURRENCIES = frozenset(get_global("all_currencies"))

_NUMBER = re.compile(rf"-?[0-9]{{1,18}}(\.[0-9]{{1,{DECIMALS}}})?")

_Problem = tuple[str, str] | None


def read_cell(field: Field, text: str) -> tuple[object, _Problem]:
    """Value of a cell and, where it breaks the schema, the kind of fault and what was expected."""
    return _read(_rules(field), field, text)


def read_cells(field: Field, texts: Iterable[str]) -> dict[str, tuple[object, _Problem]]:
    """The same for many texts of a column, whose rules are looked up only once."""
    rules = _rules(field)
    return {text: _read(rules, field, text) for text in texts}


def _read(rules: list["_Rule"], field: Field, text: str) -> tuple[object, _Problem]:
    if text == "":
        return (() if field.is_list else None), (("required", "") if field.required else None)
    if field.is_list:
        parts = tuple(part.strip() for part in text.split(field.delimiter or ";") if part.strip())
        if field.required and not parts:
            return parts, ("required", "")
        return parts, next(filter(None, (_broken(rules, field, part) for part in parts)), None)
    if field.type == "number":
        return _number(field, text)
    if field.type == "boolean":
        problem = None if text in ("true", "false") else ("boolean", "true | false")
        return text == "true", problem
    return text, _broken(rules, field, text)


def cell_fault(field: Field, text: str) -> _Problem:
    """Kind of fault and what was expected where a canonical text breaks its column's rules."""
    return read_cell(field, text)[1]


def cell_faults(field: Field, texts: Iterable[str]) -> dict[str, _Problem]:
    """The same for many texts of a column."""
    return {text: problem for text, (_value, problem) in read_cells(field, texts).items()}


def _number(field: Field, text: str) -> tuple[float | None, _Problem]:
    if not _NUMBER.fullmatch(text):
        return None, ("number", "1234.5")
    value = float(text)
    low, high = field.minimum, field.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        return value, ("range", f"{'' if low is None else low} … {'' if high is None else high}")
    return value, None


def _rules(field: Field) -> list["_Rule"]:
    return [rule for rule in _RULES if rule[0](field)]


def _broken(rules: list["_Rule"], field: Field, text: str) -> _Problem:
    for _applies, holds, kind, wanted in rules:
        if not holds(field, text):
            return kind, wanted(field, text)
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
    if parts.scheme == "ni":  # a file by its digest (RFC 6920): so an upload is cited
        return re.fullmatch(r"/sha-256;[\w-]{43}", parts.path) is not None
    return parts.scheme in ("http", "https") and bool(parts.netloc)


_timezones = cache(available_timezones)  # it walks through the files of the system
_compiled = cache(re.compile)
_Rule = tuple[
    Callable[[Field], bool], Callable[[Field, str], bool], str, Callable[[Field, str], str]
]
_RULES: tuple[_Rule, ...] = (
    (lambda f: f.is_edtf, _is_edtf, "date", lambda *_: _DATE_FORMS),
    (lambda f: f.codelist is not None, _is_code, "code", expected),
    (
        lambda f: f.is_currency,
        lambda _, text: text in _CURRENCIES,
        "currency",
        lambda *_: "ISO 4217",
    ),
    (
        lambda f: f.pattern is not None,
        lambda f, text: bool(_compiled(f.pattern or "").fullmatch(text)),
        "pattern",
        lambda f, text: (f.unique and proposed(text)) or f.pattern or "",
    ),
    (
        lambda f: bool(f.enum),
        lambda f, text: text in f.enum,
        "code",
        lambda f, _: " | ".join(f.enum),
    ),
    (
        lambda f: f.is_timezone,
        lambda _, text: text in _timezones(),
        "timezone",
        lambda *_: "Europe/Paris",
    ),
    (lambda f: f.is_uri, _is_uri, "url", lambda *_: "https://…"),
)
