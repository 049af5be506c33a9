"""The order of names in the alphabet of a language: Đ after D, and accents after plain letters."""

import re
import unicodedata
from functools import lru_cache

from data.values.folding import fold

_VIETNAMESE = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Behind digits and marks, before letters of other scripts.
_PLACES = str.maketrans({letter: chr(0x80 + place) for place, letter in enumerate(_VIETNAMESE)})
# In the order of dictionaries: huyền, hỏi, ngã, sắc, nặng.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_TONE = re.compile(f"[{_TONES}]")
_AFTER = str.maketrans({tone: chr(0xE000 + place) for place, tone in enumerate(_TONES)})


@lru_cache(maxsize=50_000)
def place_of(text: str, language: str) -> tuple[str, str, str]:
    """What names are sorted by: letters first, then their accents, then how they are written.

    In Vietnamese ă, â, đ, ê, ô, ơ and ư are letters of their own; elsewhere they are letters with
    an accent.
    """
    parts = unicodedata.normalize("NFD", text.casefold())
    if language != "vi":
        return fold(text), parts, text
    letters = unicodedata.normalize("NFC", _TONE.sub("", parts)).translate(_PLACES)
    return letters, parts.translate(_AFTER), text
