"""Turns latitudes and longitudes in degrees, minutes and seconds into decimal degrees."""

import re
from decimal import Decimal

from data.values.folding import fold
from data.values.written_numbers import number_of_digits

FORMS = "21.386 · 21,386 · 21°23'10\"N"
_LATITUDE = {"n": 1, "north": 1, "nord": 1, "b": 1, "bac": 1}
_LATITUDE |= {"s": -1, "south": -1, "sud": -1, "nam": -1}
_LONGITUDE = {"e": 1, "east": 1, "est": 1, "d": 1, "dong": 1}
_LONGITUDE |= {"w": -1, "west": -1, "o": -1, "ouest": -1, "t": -1, "tay": -1}
_SIGNS = str.maketrans(
    {"º": "°", "˚": "°", "′": "'", "’": "'", "‘": "'", "´": "'"}
    | {"″": '"', "”": '"', "“": '"', "−": "-"}
)
_NUMBER = r"\d{1,3}(?:[.,]\d{1,12})?"
_WRITTEN = re.compile(
    rf"([a-z]+)? ?([+-])?({_NUMBER}) ?°? ?(?:({_NUMBER}) ?' ?)?"
    rf"(?:({_NUMBER}) ?(?:\"|'') ?)?([a-z]+)?",
    re.ASCII,
)
_SIXTIETH = Decimal(60)
# A tenth of a metre; no coordinate in seconds is more exact.
_FINEST = Decimal("0.000001")


def degrees_of_text(text: str, *, is_latitude: bool) -> str | None:
    """Decimal degrees of a coordinate with a degree sign or a direction (N, Bắc); else None."""
    written = _WRITTEN.fullmatch(fold(text).translate(_SIGNS)) if len(text) <= 100 else None
    if not written or not ("°" in text.translate(_SIGNS) or written[1] or written[6]):
        return None
    before, sign, *numbers, after = written.groups()
    sides = _LATITUDE if is_latitude else _LONGITUDE
    said = [side for side in (before, after) if side]
    if len(said) + bool(sign) > 1 or any(side not in sides for side in said):
        return None
    degrees = _degrees([Decimal((number or "0").replace(",", ".")) for number in numbers])
    south_or_west = sign == "-" or any(sides[side] < 0 for side in said)
    return None if degrees is None else number_of_digits(-degrees if south_or_west else degrees)


def _degrees(parts: list[Decimal]) -> Decimal | None:
    degrees, minutes, seconds = parts
    if not minutes and not seconds:
        return degrees
    broken = degrees % 1 or (minutes % 1 and seconds)
    if broken or max(minutes, seconds) >= _SIXTIETH:
        return None
    return (degrees + minutes / _SIXTIETH + seconds / _SIXTIETH**2).quantize(_FINEST)
