"""A unit that is said once, for a whole column of amounts: "Đơn vị tính: triệu đồng"."""

import re
from typing import NamedTuple

from data.intake import unit_words
from data.intake.unit_words import Unit
from data.schema import Field, Table
from data.values.folding import fold

_LONGEST = 40
# The unit of a table is announced, or stands in brackets.
_ANNOUNCED = re.compile(
    r"\b(?:don vi(?: tinh)?|dvt|unite?)\s*[:(]?\s*([^():;\[\]]+)|[(\[]([^()\[\]]+)[)\]]"
    r"|(\ben (?:milliard|million|millier)s? .+)"
)


class Announced(NamedTuple):
    """What amounts are counted in, and the words that say so."""

    unit: Unit
    words: str


def announced(text: str) -> Announced | None:
    """The unit over one that a text announces for amounts; None if it announces none."""
    plain = " ".join(fold(text).replace("’", "'").split())
    for parts in _ANNOUNCED.findall(plain):
        named = "".join(parts)
        unit = unit_words.read(named) if len(named) <= _LONGEST else None
        if unit and unit.power:
            return Announced(unit, " ".join(text.split()))
    return None


def counts_money(table: Table, field: Field) -> bool:
    """Whether a column holds amounts of a currency that stands in the same row."""
    has_currency = any(other.is_currency for other in table.fields.values())
    return field.type == "number" and field.unit is None and has_currency
