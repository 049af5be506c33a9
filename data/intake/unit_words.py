"""What amounts are counted in, in the words of offices: "tr.đ", "nghìn USD", "milliards d'euros".

This is the one list of such words; a column, a heading and a line above a table are read with it.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import takewhile
from typing import NamedTuple

from data.values.folding import fold
from data.values.written_numbers import number_of_digits

_LONGEST = 300
_POWERS = {
    **dict.fromkeys(("ty", "ti", "billion", "billions", "bn", "milliard", "milliards", "mrd"), 9),
    **dict.fromkeys(("trieu", "million", "millions", "mil", "mn", "mio", "mln"), 6),
    **dict.fromkeys(("nghin", "ngan", "ngh", "thousand", "thousands", "millier", "milliers"), 3),
}
_SHORT_POWERS = {"tr": 6, "m": 6, "1000000": 6, "k": 3, "1000": 3}  # not among other words
_CURRENCIES = {
    **dict.fromkeys(("usd", "us$", "$us", "$", "dola", "dollar", "dollars"), "USD"),
    **dict.fromkeys(("eur", "euro", "euros", "€"), "EUR"),
    **dict.fromkeys(("jpy", "yen"), "JPY"),
    **dict.fromkeys(("krw", "won"), "KRW"),
    **dict.fromkeys(("vnd", "₫"), "VND"),
}
_DONG = frozenset(["dong", "d", "vn"])  # also part of other words: "hợp đồng" is a contract
_BETWEEN = frozenset(["de", "d'", "of", "in", "en", "viet", "nam", "my", "us"])
_MILLION = re.compile(r"(?<![a-z])tr\.? ?(?=d(?![a-z])|dong|vn)")
_TOKEN = re.compile(r"us\$|\$us|d'(?=[a-z])|[a-z]+|[$€₫]|\d[\d.,]*")


# headings of a column that says what the amount of its row is counted in
_HEADINGS = frozenset(
    {
        *("don vi", "don vi tinh", "dvt", "don vi tien te", "loai tien", "dong tien", "tien te"),
        *("unit", "units", "currency", "unite", "devise", "monnaie"),
    }
)


class Unit(NamedTuple):
    """The zeros that a unit adds, and its currency ("" where it says none)."""

    power: int
    currency: str


def named_in(text: str) -> Unit | None:
    """The unit that stands somewhere in a heading or note; None without any."""
    words = _words(text)
    start = next((at for at, word in enumerate(words) if word in _POWERS), len(words))
    powers = list(takewhile(_POWERS.__contains__, words[start:]))
    beside = next((word for word in words[start + len(powers) :] if word not in _BETWEEN), "")
    currency = _currency([beside]) or _currency(words)
    unit = Unit(sum(map(_POWERS.__getitem__, powers)), currency)
    return unit if unit.power or unit.currency else None


def read(text: str) -> Unit | None:
    """The unit that a text is and nothing else; None where other words stand in it."""
    words = _words(text)
    powers = [_POWERS.get(word) or _SHORT_POWERS.get(word, 0) for word in words]
    known = _CURRENCIES.keys() | _DONG | _BETWEEN
    if any(not power and word not in known for word, power in zip(words, powers, strict=True)):
        return None
    unit = Unit(sum(powers), _currency(words))
    return unit if unit.power or unit.currency else None


def is_of_units(heading: str) -> bool:
    """Whether a column of this heading may say the units of amounts; its texts decide."""
    return " ".join(fold(heading).split()) in _HEADINGS


def scaled(number: str, power: int) -> str:
    """A number as we write it, with the zeros of its unit."""
    return number_of_digits(Decimal(number).scaleb(power)) if power else number


def _words(text: str) -> list[str]:
    """The words and signs of a text in small letters without accents; none of a very long one."""
    if len(text) > _LONGEST:
        return []
    folded = " ".join(fold(text).replace("’", "'").split())
    # "tr.đ" and "trđ" are written together as often as apart
    together = _MILLION.sub("trieu ", folded).replace("do la", "dola")
    return [re.sub(r"[.,]", "", word) for word in _TOKEN.findall(together)]


def _currency(words: Sequence[str]) -> str:
    """The first currency that is certain; đồng where none is."""
    certain = next((_CURRENCIES[word] for word in words if word in _CURRENCIES), "")
    return certain or ("VND" if any(word in _DONG for word in words) else "")
