"""Finds the code that a written name means: codelists, countries and currencies."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale
from babel.core import get_global

from data.schema import LANGUAGES, TABLES, Field, codelist
from data.values.folding import fold

# As Vietnamese and European offices write them. "$" and "¥" are missing: several currencies.
_CURRENCY_SIGNS = {
    "VND": ("đ", "₫", "vnđ", "đồng", "đồng việt nam"),
    "EUR": ("€", "euro", "euros", "ơ-rô"),
    "USD": ("us$", "$us"),
}

# Names that Vietnamese uses beside CLDR's. Without its accent the first would be Malaysia's code.
_COUNTRY_NAMES = {"US": ("Mỹ",), "IT": ("Ý",), "AU": ("Úc",)}

_MOST_TOLD = 20


@dataclass(frozen=True)
class Codes:
    """The codes that a column may hold, and the code that each name means.

    ``folded`` has only names that mean a single code without case and accents: "ao" could be
    Áo (Austria) or AO (Angola), so it is left out.
    """

    codes: frozenset[str]
    exact: Mapping[str, str]
    folded: Mapping[str, str]

    def of(self, text: str) -> str | None:
        """The code that a text is or names; None if it is neither."""
        if text in self.codes:
            return text
        return self.exact.get(text.casefold()) or self.folded.get(_squeezed(text))


def codes_of(field: Field) -> Codes | None:
    """The codes of a column, None where it holds no codes."""
    if field.is_currency:
        return _currencies()
    if field.codelist == "country":
        return _countries()
    if field.codelist:
        return _codelist(field.codelist)
    if field.enum:
        return _known((code, _table_names(code)) for code in field.enum)
    return None


def expected(field: Field, text: str = "") -> str:
    """The codes that a column may hold, in one line, or the standard that lists them.

    Of a long list those that are nearest to a text.
    """
    if field.is_currency:
        return "ISO 4217"
    if field.codelist == "country":
        return "ISO 3166-1"
    codes = tuple(codelist(field.codelist) if field.codelist else field.enum)
    near = nearest(codes, text)
    return " | ".join(near if near == codes else (*near, "…"))


def nearest(codes: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The codes that begin most as a text does, at most some; of a short list all."""
    if len(codes) <= _MOST_TOLD:
        return codes
    for length in range(len(text), 0, -1):
        if alike := tuple(code for code in codes if code.startswith(text[:length])):
            return alike[:_MOST_TOLD]
    return codes[:_MOST_TOLD]


def _known(named: Iterable[tuple[str, Iterable[str]]]) -> Codes:
    names = {code: tuple(written) for code, written in named}
    exact: dict[str, set[str]] = {}
    folded: dict[str, set[str]] = {}
    for code, written in names.items():
        for name in written:
            exact.setdefault(name.casefold(), set()).add(code)
        for name in (code, *written):
            folded.setdefault(_squeezed(name), set()).add(code)
    return Codes(frozenset(names), _single(exact), _single(folded))


def _single(meant: Mapping[str, set[str]]) -> dict[str, str]:
    return {name: next(iter(codes)) for name, codes in meant.items() if len(codes) == 1}


def _squeezed(text: str) -> str:
    return " ".join(fold(text).replace("’", "'").split())


def _table_names(code: str) -> Iterable[str]:
    return TABLES[code].labels.values() if code in TABLES else ()


@cache
def _codelist(name: str) -> Codes:
    return _known((code.code, code.names.values()) for code in codelist(name).values())


@cache
def _countries() -> Codes:
    """Two-letter codes with their names in CLDR and their three-letter codes."""
    locales = [Locale(language) for language in LANGUAGES]
    names = {
        code: [str(locale.territories[code]) for locale in locales if code in locale.territories]
        for code in map(str, locales[0].territories)
        if re.fullmatch("[A-Z]{2}", code)
    }
    for alias, codes in get_global("territory_aliases").items():
        if re.fullmatch("[A-Z]{3}", alias) and len(codes) == 1 and codes[0] in names:
            names[codes[0]].append(alias)
    for code, called in _COUNTRY_NAMES.items():
        names[code].extend(called)
    return _known(names.items())


@cache
def _currencies() -> Codes:
    named = [Locale(language).currencies for language in LANGUAGES]
    return _known(
        (code, [*(str(names[code]) for names in named if code in names), *signs])
        for code in get_global("all_currencies")
        for signs in [_CURRENCY_SIGNS.get(code, ())]
    )
