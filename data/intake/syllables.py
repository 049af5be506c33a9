"""Decides if a word could be Vietnamese by how syllables are built, without a word list."""

import re
import unicodedata
from functools import lru_cache

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_GRAVE_HOOK_TILDE = frozenset("\u0300\u0303\u0309")
_ONSETS = "ngh|ng|nh|kh|gh|gi|ph|th|tr|ch|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
# Vowels, with the consonants that may follow them.
_CLOSED = {
    "a": "c ch m n ng nh p t",
    "ă": "c m n ng p t",
    "â": "c m n ng p t",
    "e": "c m n ng p t",
    "ê": "c ch m n nh p t",
    "i": "c ch m n nh p t",
    "o": "c m n ng p t",
    "ô": "c m n ng p t",
    "ơ": "c m n p t",
    "u": "c m n ng p t",
    "ư": "c m n ng t",
    "iê": "c m n ng p t",
    "yê": "m n ng t",
    "uô": "c m n ng p t",
    "ươ": "c m n ng p t",
    "oa": "c ch m n ng nh p t",
    "oă": "c m n ng t",
    "oe": "n ng t",
    "uâ": "n ng t",
    "uê": "ch n nh t",
    "uơ": "t",
    "uy": "ch n nh p t",
    "uyê": "n t",
    "oo": "c ng",
}
_OPEN = (
    "a|e|ê|i|o|ô|ơ|u|ư|ia|ua|ưa|oa|oe|uê|uy|uơ|ai|ay|ây|ao|au|âu|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    "oai|oay|oao|oeo|iêu|yêu|uôi|ươi|ươu|uya|uyu|uây"
)
_RHYMES = "|".join([_OPEN, *(v + end for v, ends in _CLOSED.items() for end in ends.split())])
# "y" alone follows only these consonants; after others it is written "i".
_SYLLABLE = re.compile(f"(?:{_ONSETS})(?:{_RHYMES})|(?:h|k|l|m|s|t|v|qu|)y|qu(?:ynh|ych|yt|yn)")
_STOPPED = re.compile(".*(?:c|ch|p|t)")


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether a word is a possible Vietnamese syllable with its tone, in any case."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [letter for letter in letters if ord(letter) in _TONES]
    plain = unicodedata.normalize("NFC", letters.translate(_TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(plain):
        return False
    return not (_STOPPED.fullmatch(plain) and (not tones or tones[0] in _GRAVE_HOOK_TILDE))
