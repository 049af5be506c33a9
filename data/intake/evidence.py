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
_LEAST_WORDS = 2  # French "tôt" alone would be Vietnamese "tụt" in a TCVN3 font
# A record in several languages has many words that are Vietnamese in no encoding.
_LEAST_SHARE = 0.3


@dataclass(frozen=True)
class _Tally:
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
    usual = max(_tally(kept, str).possible, _tally(kept, as_cp1258).possible)
    for name, convert in FROM.items():
        found = _tally(kept, convert)
        if found.possible >= max(_LEAST_WORDS, 2 * usual) and found.share >= _LEAST_SHARE:
            return name
    return None


def is_cp1258(words: Iterable[str]) -> bool:
    """Whether Windows-1258 makes Vietnamese of the words that it reads unlike Windows-1252."""
    differing = [word for word in words if as_cp1258(word) != word]
    read, western = _tally(differing, as_cp1258), _tally(differing, str)
    # Equal only for a few words, as "thư" that would be "thý": no Western language has both.
    return read.share >= max(_LEAST_SHARE, western.share)


def as_cp1258(word: str) -> str:
    """A word read under Windows-1252 as Windows-1258 reads its bytes."""
    return unicodedata.normalize("NFC", word.encode("latin-1").decode("cp1258"))


def could_be(text: str) -> bool | None:
    """Whether every marked word of a text is a Vietnamese syllable; None if it has no such word."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return all(map(is_syllable, words)) if words else None


def _tally(words: list[str], convert: Callable[[str], str]) -> _Tally:
    verdicts = [could_be(convert(word)) for word in words]
    return _Tally(verdicts.count(True), verdicts.count(False))
