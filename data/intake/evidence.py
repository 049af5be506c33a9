"""Which encoding a text was written in, judged by whether its words become Vietnamese.

Bytes that are neither UTF-8 nor UTF-16 say nothing of their encoding; the words do. Every text is
handled as it reads under Windows-1252, where each byte from A1 to FF is one character.
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
# The whole record in three languages, written for a font, has 65 %; French read so, under 30 %.
_LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Tally:
    """How many different words with marks could be Vietnamese, and how many could not."""

    possible: int
    impossible: int

    @property
    def share(self) -> float:
        """Part of the words that could be Vietnamese, 0 where there are none."""
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
    """The pre-Unicode font encoding that the words were written for: tcvn3, vni or none."""
    kept = list(words)
    usual = max(tally(kept, str).possible, tally(kept, as_cp1258).possible)
    tallies = {name: tally(kept, convert) for name, convert in FROM.items()}
    best = max(tallies, key=lambda name: tallies[name].share)
    is_enough = tallies[best].possible >= max(_LEAST_WORDS, 2 * usual)
    return best if is_enough and tallies[best].share >= _LEAST_SHARE else None


def is_cp1258(words: Iterable[str]) -> bool:
    """Whether Windows-1258 makes Vietnamese of the words that it reads unlike Windows-1252."""
    differing = [word for word in words if as_cp1258(word) != word]
    read, western = tally(differing, as_cp1258), tally(differing, str)
    # They are equal only for a few words, as "thư" that would be "thý": Vietnamese either way.
    return read.possible > 0 and read.share >= western.share


def as_cp1258(word: str) -> str:
    """A word read under Windows-1252 as Windows-1258 reads its bytes."""
    return unicodedata.normalize("NFC", word.encode("latin-1").decode("cp1258"))


def tally(words: Iterable[str], convert: Callable[[str], str]) -> Tally:
    """Judge each marked word as ``convert`` makes it: all its letters must form syllables."""
    verdicts = [_could_be(convert(word)) for word in words]
    return Tally(verdicts.count(True), verdicts.count(False))


def _could_be(text: str) -> bool | None:
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return all(map(is_syllable, words)) if words else None
