"""Letters that stand for others: signs of HTML, letters read in a wrong encoding, look-alikes."""

import html
import re
import unicodedata

from data.intake.syllables import is_syllable

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_ETH_WORD = re.compile(r"[^\W\d_]*[Ðð][^\W\d_]*")
_ETH = str.maketrans("Ðð", "Đđ")
_WORD = re.compile(r"[^\W\d_]+")
# Cyrillic and Greek letters that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
# How UTF-8 that was read as Windows-1252 begins, each pair or more standing for one letter.
_MISREAD = re.compile("[ÂÃÄÅÆ][\x80-\xbf\u0152-\u2122]|á[º»][\x80-\xbf\u0152-\u2122]")


def without_entities(text: str) -> str | None:
    """A text with the letters that its signs of HTML stand for; None without such signs."""
    return html.unescape(text) if "&" in text and _ENTITY.search(text) else None


def with_vietnamese_d(text: str) -> str | None:
    """A text with Đ for the Icelandic Ð, in words that are then Vietnamese."""
    if "Ð" not in text and "ð" not in text:
        return None
    return _ETH_WORD.sub(_with_d, text)


def _with_d(word: re.Match[str]) -> str:
    better = word[0].translate(_ETH)
    return better if is_syllable(better) else word[0]


def in_latin_letters(text: str) -> str | None:
    """A text whose words of two alphabets are in Latin letters alone; None without such words."""
    return _WORD.sub(_in_latin, text) if _FOREIGN.search(text) else None


def _in_latin(word: re.Match[str]) -> str:
    better = word[0].translate(_LOOKALIKES)
    is_mixed = any(unicodedata.name(letter, "").startswith("LATIN") for letter in word[0])
    return better if is_mixed and not _FOREIGN.search(better) else word[0]


def read_anew(text: str) -> str | None:
    """A text that was UTF-8 and read as Windows-1252, read as UTF-8; None for any other text."""
    if text.isascii() or not _MISREAD.search(text):
        return None
    try:
        better = b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return None
    return unicodedata.normalize("NFC", better)


def _byte(letter: str) -> bytes:
    """The byte of a letter in Windows-1252; of a letter that it does not have, in Latin-1."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")
