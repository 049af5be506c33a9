"""Converts Vietnamese that was written before Unicode, for TCVN3 (ABC) and VNI fonts.

These fonts show Vietnamese letters in place of Western ones, so without the font the text reads
``ViÖt Nam`` or ``Vieät Nam``. The functions here take the text as Windows-1252 reads it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import accumulate, product

from data.intake.syllables import is_syllable

_TCVN3 = str.maketrans(
    "¡¢£¤¥¦§¨©ª«¬\xad®"  # the soft hyphen is ư
    "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
    "ĂÂÊÔƠƯĐăâêôơưđ"
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
)  # fmt: skip

# What VNI writes after a vowel, as combining marks: a tone, or a hat or breve with its tone.
_VNI_MARKS = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
_VIETNAMESE = frozenset(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel, tone in product("aăâeêioôơuưy", ["", *"\u0300\u0301\u0303\u0309\u0323"])
)


def _vni_pairs() -> dict[str, str]:
    vowels = {vowel: _VNI_LETTERS.get(vowel, vowel) for vowel in "aeouyôö"}
    pairs = dict(_VNI_LETTERS)
    for (written, vowel), (mark, marks) in product(vowels.items(), _VNI_MARKS.items()):
        letter = unicodedata.normalize("NFC", vowel + marks)
        if letter in _VIETNAMESE:
            pairs[written + mark] = letter
    upper = {key.upper(): letter.upper() for key, letter in pairs.items()}
    mixed = {key[0].upper() + key[1:]: letter.upper() for key, letter in pairs.items()}
    return pairs | mixed | upper


_VNI = _vni_pairs()
_VNI_WRITTEN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def from_vni(text: str) -> str:
    """Vietnamese of a text written for a VNI font."""
    return _VNI_WRITTEN.sub(lambda match: _VNI[match[0]], text)


def from_tcvn3(text: str) -> str:
    """Vietnamese of a text written for a TCVN3 font.

    TCVN3 has no capital letters with a tone. In capitals a text uses small toned letters and
    another font, so a word whose other letters are all capitals is returned in capitals. A
    single first letter with a tone ("Ủy") cannot be recognised and stays small.
    """
    return _capitals(text.translate(_TCVN3)) if not text.isascii() else text


FROM: Mapping[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}

_WORD = re.compile(r"[^\W\d_]+")
_TONED = frozenset(set(_TCVN3.values()) - set(map(ord, "ĂÂÊÔƠƯĐăâêôơưđ")))


def _capitals(text: str) -> str:
    words = list(_WORD.finditer(text))
    cases = [_case(word[0]) for word in words]
    if True not in cases:
        return text
    parts, end = [], 0
    for word, capital in zip(words, _settled(cases), strict=True):
        parts.append(text[end : word.start()])
        parts.append(word[0].upper() if capital else word[0])
        end = word.end()
    return "".join([*parts, text[end:]])


def _case(word: str) -> bool | None:
    """Whether a word is in capitals, by its letters without a tone; None if that is not clear.

    An acronym such as UBND or AFD proves nothing, because it is in capitals in any text.
    """
    sure = [letter.isupper() for letter in word if ord(letter) not in _TONED]
    if not all(sure):
        return False
    return True if len(sure) > 1 and is_syllable(word) else None


def _settled(cases: list[bool | None]) -> list[bool]:
    """Whether each word is in capitals; an unclear word ("Hà", "ở") follows its neighbours."""
    before = accumulate(cases, _known)
    after = reversed(list(accumulate(reversed(cases), _known)))
    return [False not in near for near in zip(before, after, strict=True)]


def _known(*cases: bool | None) -> bool | None:
    """The last of two cases, or the first where the last is not clear."""
    before, last = cases
    return before if last is None else last
