"""Recognises Vietnamese that was typed without an input method: Telex, VNI and VIQR keystrokes.

"Sowr Y tees" is "Sở Y tế" in Telex, "So73 Y te61" in VNI, "So+? Y te^'" in VIQR.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from data.intake.syllables import is_syllable

_TONE_NAMES = ("acute", "grave", "hook", "tilde", "dot")
_TONES = dict(zip(_TONE_NAMES, "\u0301\u0300\u0309\u0303\u0323", strict=True))
_HAT, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_VOWELS = frozenset("aeiouy")
_LEAST_MARKED = 1 / 3  # of the words of a text, and two
_LONGEST = 40  # keys; no syllable takes a dozen, and the time for one grows with its square
_LEAST_POSSIBLE = 0.9  # of the words that are no names
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'`?~.^(+*]*")


class _Method(NamedTuple):
    """An input method: its keys for tones, and how it marks letters."""

    tones: dict[str, str]
    letters: Callable[[str], str]


def _replaced(pairs: dict[str, str]) -> Callable[[str], str]:
    """Writes marked letters: the pairs of keys become letters, whatever their case."""
    keys = re.compile("|".join(map(re.escape, sorted(pairs, key=len, reverse=True))), re.I)

    def letters(word: str) -> str:
        def letter(match: re.Match[str]) -> str:
            better = pairs[match[0].lower()]
            return better.upper() if match[0][0].isupper() else better

        return keys.sub(letter, word)

    return letters


def _marked(marks: dict[str, str]) -> dict[str, str]:
    """Pairs of a vowel and the key of its mark."""
    carriers = {_HAT: "aeo", _BREVE: "a", _HORN: "ou"}
    return {
        vowel + key: unicodedata.normalize("NFC", vowel + mark)
        for key, mark in marks.items()
        for vowel in carriers[mark]
    }


_TELEX = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}


def _tones(keys: str) -> dict[str, str]:
    return {key: _TONES[name] for key, name in zip(keys, _TONE_NAMES, strict=True)}


_METHODS = (
    _Method(_tones("sfrxj"), _replaced({**_TELEX, "uow": "ươ"})),
    _Method(
        _tones("12345"),
        _replaced({"d9": "đ", "uo7": "ươ", **_marked({"6": _HAT, "7": _HORN, "8": _BREVE})}),
    ),
    _Method(
        _tones("'`?~."),
        _replaced(
            {"dd": "đ", "uo+": "ươ", **_marked({"^": _HAT, "+": _HORN, "*": _HORN, "(": _BREVE})}
        ),
    ),
)


def typed(text: str) -> str | None:
    """The Vietnamese that the keys of a text would have written; None if it is no such text.

    Enough of its words must become Vietnamese syllables with marks, and nearly all others in
    small letters must be syllables as they stand.
    """
    if not text.isascii():
        return None
    words = _WORD.findall(text)
    better = {word: _better(word) for word in words}
    marked = [word for word in words if better[word] != word]
    small = [word for word in words if word.islower()]
    possible = [word for word in small if better[word] != word or is_syllable(word.strip("."))]
    if len(marked) < max(2, _LEAST_MARKED * len(words)):
        return None
    if len(possible) < _LEAST_POSSIBLE * len(small):
        return None
    return _WORD.sub(lambda match: better[match[0]], text)


def _better(word: str) -> str:
    """A word as one of the methods would have written it; itself if none would."""
    if len(word) > _LONGEST:
        return word
    # what ends a sentence is a dot or a question mark, and also a tone
    for end in range(len(word), 0, -1):
        for method in _METHODS:
            if written := _syllable(word[:end], method):
                return written + word[end:]
        if word[end - 1].isalnum():
            break
    return word


def _syllable(word: str, method: _Method) -> str | None:
    """The syllable that a word's keys write, if it has marks; else None."""
    bare: list[str] = []
    tone = ""
    for letter in word:
        has_vowel = any(one.lower() in _VOWELS for one in bare)
        if letter.lower() in method.tones and has_vowel and not tone:
            tone = method.tones[letter.lower()]
        else:
            bare.append(letter)
    letters = method.letters("".join(bare))
    written = _toned(letters, tone)
    return written if not written.isascii() and is_syllable(written) else None


def _toned(letters: str, tone: str) -> str:
    """A word with its tone on the vowel that carries it."""
    if not tone:
        return letters
    vowels = [place for place, letter in enumerate(letters) if _is_vowel(letter)]
    if letters[:2].lower() in ("qu", "gi") and len(vowels) > 1:
        vowels = vowels[1:]
    place = _carrier(letters, vowels)
    toned = letters[: place + 1] + tone + letters[place + 1 :]
    return unicodedata.normalize("NFC", toned)


def _carrier(letters: str, vowels: list[int]) -> int:
    marked = [place for place in vowels if not letters[place].isascii()]
    if marked:
        return marked[-1]
    is_open = vowels[-1] == len(letters) - 1
    pair = letters[vowels[0] :].lower()
    if len(vowels) == 2 and is_open and pair not in ("oa", "oe", "uy"):
        return vowels[0]
    return vowels[1] if len(vowels) > 1 else vowels[0]


def _is_vowel(letter: str) -> bool:
    return unicodedata.normalize("NFD", letter.lower())[0] in _VOWELS
