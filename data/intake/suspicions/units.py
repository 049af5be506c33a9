"""A unit that is said once, for a whole column of amounts: "Đơn vị tính: triệu đồng"."""

import re
from decimal import Decimal
from typing import NamedTuple

from data.schema import Field, Table
from data.values.folding import fold

_THOUSAND, _MILLION, _BILLION = 1_000, 1_000_000, 1_000_000_000
_FACTORS = {
    "ty": _BILLION, "ti": _BILLION, "billion": _BILLION, "billions": _BILLION, "bn": _BILLION,
    "milliard": _BILLION, "milliards": _BILLION, "mrd": _BILLION,
    "trieu": _MILLION, "tr": _MILLION, "million": _MILLION, "millions": _MILLION,
    "mln": _MILLION, "mio": _MILLION, "m": _MILLION, "1000000": _MILLION,
    "nghin": _THOUSAND, "ngan": _THOUSAND, "ngh": _THOUSAND, "thousand": _THOUSAND,
    "thousands": _THOUSAND, "millier": _THOUSAND, "milliers": _THOUSAND, "k": _THOUSAND,
    "1000": _THOUSAND,
}  # fmt: skip
_CURRENCIES = {
    "dong": "VND", "d": "VND", "vnd": "VND", "vn": "VND", "usd": "USD", "dollars": "USD",
    "$": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "jpy": "JPY",
    "yen": "JPY", "krw": "KRW", "won": "KRW",
}  # fmt: skip
_BETWEEN = frozenset(["de", "d'", "of", "in", "en"])
_LONGEST = 40
# The unit of a table is announced, or stands in brackets.
_ANNOUNCED = re.compile(
    r"\b(?:don vi(?: tinh)?|dvt|unite?)\s*[:(]?\s*([^():;\[\]]+)|[(\[]([^()\[\]]+)[)\]]"
    r"|(\ben (?:milliard|million|millier)s? .+)"
)
_TOKEN = re.compile(r"d'|[a-z]+|[$€]|\d[\d.,]*")


class Unit(NamedTuple):
    """What amounts are counted in: a factor, and a currency where it is named; with its words."""

    factor: int
    currency: str
    words: str


def unit_of(text: str) -> Unit | None:
    """The unit over one that a text announces for amounts; None if it announces none."""
    plain = " ".join(fold(text).replace("’", "'").split())
    for parts in _ANNOUNCED.findall(plain):
        if unit := _read("".join(parts), " ".join(text.split())):
            return unit
    return None


def _read(named: str, words: str) -> Unit | None:
    """The unit in words that name nothing else."""
    if len(named) > _LONGEST:
        return None
    tokens = [token.replace(".", "").replace(",", "") for token in _TOKEN.findall(named)]
    factor, currency = 1, ""
    for token in tokens:
        if token in _FACTORS:
            factor *= _FACTORS[token]
        elif token in _CURRENCIES:
            currency = _CURRENCIES[token]
        elif token not in _BETWEEN:
            return None
    return Unit(factor, currency, words) if factor > 1 else None


def counts_money(table: Table, field: Field) -> bool:
    """Whether a column holds amounts of a currency that stands in the same row."""
    has_currency = any(other.is_currency for other in table.fields.values())
    return field.type == "number" and field.unit is None and has_currency


def times(amount: str, factor: int) -> str:
    """An amount in our writing, multiplied without rounding."""
    return f"{(Decimal(amount) * factor).normalize():f}"
