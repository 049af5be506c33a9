"""Judges in which encoding a text was written: in the right one, its words are Vietnamese.

Bytes that are neither UTF-8 nor UTF-16 do not show their encoding, but the words do. All texts
here are read as Windows-1252, in which each byte from A1 to FF is one character.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from data.intake.legacy import FROM
from data.intake.syllables import is_syllable

_MARKED = re.compile("[A-Za-z\xa1-\xff]*[\xa1-\xff][A-Za-z\xa1-\xff]*")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 5_000
_LEAST_WORDS = 3  # French "tôt" alone would be Vietnamese "tụt" in a TCVN3 font
# Measured on the record: 65 % when its three languages are written for a font; French alone has
# under 30 %.
_LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Tally:
    """How many different words with marks could be Vietnamese, and how many could not."""

    possible: int
    impossible: int

    @property
    def share(self) -> float:
        """Share of the words that could be Vietnamese; 0 where there are no words."""
        return self.possible / max(1, self.possible + self.impossible)


def marked_words(texts: Iterable[str]) -> list[str]:
    """Different words with letters beyond ASCII, in order of appearance, at most 5,000."""
    words: dict[str, None] = {}
    for text in texts:
        if not text.isascii():
            words.update(dict.fromkeys(_MARKED.findall(text)))
            if len(words) >= _MOST_WORDS:
                break
    return list(words)[:_MOST_WORDS]


def legacy_encoding(words: Iterable[str]) -> str | None:
    """The font encoding that the words were written for: tcvn3, vni or None."""
    kept = list(words)
    usual = max(tally(kept, str).possible, tally(kept, as_cp1258).possible)
    tallies = {name: tally(kept, convert) for name, convert in FROM.items()}
    best = max(tallies, key=lambda name: tallies[name].share)
    is_enough = tallies[best].possible >= max(_LEAST_WORDS, 2 * usual)
    return best if is_enough and tallies[best].share >= _LEAST_SHARE else None


def is_cp1258(words: Iterable[str]) -> bool:
    """Whether words that differ between Windows-1258 and 1252 are Vietnamese in Windows-1258."""
    differing = [word for word in words if as_cp1258(word) != word]
    read, western = tally(differing, as_cp1258), tally(differing, str)
    # Both shares are equal only for a few words: "thư" would be "thý", Vietnamese in both.
    return read.possible > 0 and read.share >= western.share


def as_cp1258(word: str) -> str:
    """A word that was read as Windows-1252, read as Windows-1258 instead."""
    return unicodedata.normalize("NFC", word.encode("latin-1").decode("cp1258"))


def tally(words: Iterable[str], convert: Callable[[str], str]) -> Tally:
    """Count the words that are Vietnamese syllables after ``convert``, and those that are not."""
    verdicts = [_could_be(convert(word)) for word in words]
    return Tally(verdicts.count(True), verdicts.count(False))


def _could_be(text: str) -> bool | None:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return all(map(is_syllable, words)) if words else None


# Letters of French and its neighbours, and signs that stand between words.
_WESTERN = frozenset("àâäçéèêëîïôöùûüÿœæáíóúñßãõåøìòý")
_SIGNS = frozenset("«»“”‘’–—…·•°ºª№€£§²³½¼¾×±´¿¡\xa0\u202f")
_TOKEN = re.compile(r"[^\s,;\"()\[\]/|]+")
_MOST_TOKENS = 5_000


def soundness(text: str) -> float:
    """Share of the different words with letters beyond ASCII that are Vietnamese or Western."""
    tokens: dict[str, None] = {}
    for token in _TOKEN.findall(text):
        if not token.isascii():
            tokens[token] = None
            if len(tokens) >= _MOST_TOKENS:
                break
    return sum(map(_is_sound, tokens)) / len(tokens) if tokens else 1.0


def _is_sound(token: str) -> bool:
    plain = unicodedata.normalize("NFC", token).strip("".join(_SIGNS))
    words = _WORD.findall(plain)
    strange = [sign for sign in plain if not (sign.isascii() or sign.isalpha())]
    return not any(sign not in "’–—·\xa0" for sign in strange) and all(map(_is_word, words))


def _is_word(word: str) -> bool:
    """Whether a word is a Vietnamese syllable, or has only Western letters, in one case."""
    if word.isascii() or is_syllable(word):
        return True
    in_one_case = word.isupper() or word[1:].islower() or len(word) == 1
    return in_one_case and all(letter.isascii() or letter in _WESTERN for letter in word.lower())
