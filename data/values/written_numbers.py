"""Turns numbers as people and spreadsheets write them into digits with a decimal point."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal

from data.values.folding import fold

DECIMAL_COMMA, DECIMAL_POINT = STYLES = ("decimal-comma", "decimal-point")
DECIMALS = 12  # that the record keeps: a coordinate to a thousandth of a millimetre, and more
_LONGEST = 400  # characters; the largest number of a spreadsheet fits
_SIGNED = re.compile(r"([+−-]?) ?([0-9.,][0-9., '’]*)")
_FORMS = {
    style: re.compile(
        rf"(?=[\d{mark}])(\d+|[1-9]\d{{0,2}}(?:{gap}\d{{3}})+|[1-9]\d{{0,2}}(?:[ '’]\d{{3}})+)?"
        rf"(?:{mark}(\d+))?",
        re.ASCII,
    )
    for style, gap, mark in ((DECIMAL_COMMA, r"\.", ","), (DECIMAL_POINT, ",", r"\."))
}
_NO_GAPS = str.maketrans("", "", ".,'’ ")
_WORDED = re.compile(r"([^\W\d]+|[€$£¥₫])? ?([+−-]?[0-9](?:[0-9., ]*[0-9])?) ?([^0-9]+)?")
_POWERS = {
    DECIMAL_COMMA: {"nghin": 3, "ngan": 3, "trieu": 6, "tr": 6, "ty": 9, "ti": 9}
    | {"mille": 3, "millier": 3, "milliers": 3, "millions": 6, "milliard": 9, "milliards": 9},
    DECIMAL_POINT: {"thousand": 3, "bn": 9, "billion": 9, "billions": 9, "trillion": 12},
    "": {"million": 6, "mn": 6},  # French and English
}
_MONEY = frozenset(["d", "₫", "dong", "vnd", "€", "eur", "euro", "euros", "$", "us$", "usd"])
_MONEY |= {"dollar", "dollars", "£", "¥", "yen", "jpy"}


def ways(text: str, fits: Callable[[str], bool] = lambda _: True) -> Mapping[str, str]:
    """Every number that a text can mean, by the style in which it means it.

    One entry under "" where the style makes no difference; none where the text is no number.
    A number outside the column's limits (``fits``) is left out if the other is inside.
    """
    if text.isdecimal() and text.isascii() and len(text) <= _LONGEST:
        return {"": text.lstrip("0") or "0"}
    signed = _SIGNED.fullmatch(text)
    if not signed or len(text) > _LONGEST:
        return {}
    minus = "-" if signed[1] in ("-", "−") else ""
    matches = {style: form.fullmatch(signed[2]) for style, form in _FORMS.items()}
    numbers = {
        style: _plain(minus, match[1] or "0", match[2] or "")
        for style, match in matches.items()
        if match
    }
    if len(numbers) == 2 and len(set(numbers.values())) == 1:
        return {"": numbers[DECIMAL_POINT]}
    if len(numbers) == 2:
        return {style: number for style, number in numbers.items() if fits(number)} or numbers
    return numbers


def style(
    texts: Iterable[str],
    fits: Callable[[str], bool],
    *,
    choice: str | None = None,
    usual: str = DECIMAL_COMMA,
) -> tuple[str, tuple[str, ...]]:
    """The style in which a column's doubtful numbers ("1.234") are read, and the other if unsure.

    The clear numbers of the column decide; without any, ``usual``.
    """
    read = [ways(text, fits) for text in texts if "." in text or "," in text]
    if not any(len(way) == 2 for way in read):
        return usual, ()
    if choice in STYLES:
        return choice, _other(choice)
    proven = {style for way in read if len(way) == 1 for style in way if style}
    return (proven.pop(), ()) if len(proven) == 1 else (usual, _other(usual))


def number_of_text(
    text: str, read_as: str = DECIMAL_COMMA, fits: Callable[[str], bool] = lambda _: True
) -> str | None:
    """The number in a text, as we write it; None if it is none. ``text`` has single spaces only."""
    numbers = ways(text, fits)
    return numbers.get(read_as) if len(numbers) == 2 else next(iter(numbers.values()), None)


def number_of_cell(number: float) -> str:
    """A number of a spreadsheet, as we write it, with all its digits and no exponent."""
    digits = format(Decimal(repr(number)), "f")
    minus, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    whole, _, decimals = digits.partition(".")
    return _plain(minus, whole, decimals)


def in_full(text: str) -> str | None:
    """The full number of an amount with words ("24,65 triệu đồng"); None if not understood.

    Where the words leave two possible numbers, both: "1500 | 1.5".
    """
    worded = _WORDED.fullmatch(text) if len(text) <= _LONGEST else None
    if not worded or (worded[1] and fold(worded[1]) not in _MONEY):
        return None
    words = fold(worded[3] or "").replace(".", "").split()
    if not words and not worded[1]:
        return None
    power, said = 0, ""
    for language, powers in _POWERS.items():
        while words and words[0] in powers:
            power += powers[words.pop(0)]
            said = language or said
    numbers = ways(worded[2])
    if any(word not in _MONEY for word in words) or not numbers:
        return None
    likely = [numbers[said]] if said in numbers else numbers.values()
    return " | ".join(number_of_digits(Decimal(number).scaleb(power)) for number in likely)


def number_of_digits(number: Decimal) -> str:
    """A decimal number as we write it."""
    whole, _, decimals = format(number.copy_abs(), "f").partition(".")
    return _plain("-" if number < 0 else "", whole, decimals)


def rounded(number: str) -> str:
    """A number as we write it, with no more decimals than the record keeps."""
    if len(number.partition(".")[2]) <= DECIMALS:
        return number
    exact = Context(prec=_LONGEST + DECIMALS)
    return number_of_digits(Decimal(number).quantize(Decimal(1).scaleb(-DECIMALS), context=exact))


def _plain(minus: str, whole: str, decimals: str) -> str:
    whole = whole.translate(_NO_GAPS).lstrip("0") or "0"
    decimals = decimals.rstrip("0")
    digits = f"{whole}.{decimals}" if decimals else whole
    return digits if digits == "0" else minus + digits


def _other(chosen: str) -> tuple[str, ...]:
    return tuple(style for style in STYLES if style != chosen)


def spans(numbers: Sequence[int], most: int = 12) -> str:
    """Rising numbers in short: "2–5, 9, 12–14"; at most so many groups, then "…"."""
    groups: list[list[int]] = []
    for number in numbers:
        if groups and number == groups[-1][-1] + 1:
            groups[-1][1:] = [number]
        else:
            groups.append([number])
    named = ["–".join(map(str, group)) for group in groups[:most]]
    return ", ".join([*named, "…"] if len(groups) > most else named)
