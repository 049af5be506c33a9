"""Where a person's name stands in a text: with or without accents, in ids, addresses and files."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from data.values.folding import fold

# Letters and digits, each with the accents that follow it in decomposed texts.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


class Word(NamedTuple):
    """A word and where it stands; ``spelt`` is it in small letters, ``plain`` without accents."""

    start: int
    end: int
    spelt: str
    plain: str


class Hit(NamedTuple):
    """A name in a text, and how it is spelt there: words in small letters with a space between."""

    start: int
    end: int
    spelt: str


def words(text: str) -> list[Word]:
    """The words of a text; "nguyen-van-a" has three."""
    found = _WORD.finditer(text)
    return [Word(one.start(), one.end(), *_read(one.group())) for one in found]


@lru_cache(maxsize=200_000)
def _read(word: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", word).casefold(), fold(word)


def spellings(text: str) -> list[str]:
    """``Word.spelt`` of each word, without where it stands."""
    return [_read(word)[0] for word in _WORD.findall(text)]


def spelt(text: str) -> str:
    """A whole name as ``Hit.spelt`` has it."""
    return " ".join(spellings(text))


def hits(text: str, names: Iterable[str]) -> list[Hit]:
    """Where one of some names stands, whatever its accents; also with the family name last."""
    wanted = _wanted(tuple(names))
    plain = fold(text)
    if not any(all(word in plain for word in name) for name in wanted.names):
        return []  # of nearly every text this is known before its words are told apart
    return list(_hits(words(text), wanted))


class _Wanted(NamedTuple):
    """Names by their words in every order; with which words one begins, and how many it has."""

    names: tuple[tuple[str, ...], ...]
    orders: frozenset[tuple[str, ...]]
    first: frozenset[str]
    sizes: tuple[int, ...]


@lru_cache(maxsize=16)
def _wanted(names: tuple[str, ...]) -> _Wanted:
    """The same names are looked for in every cell of the record."""
    orders = frozenset(one for name in names for one in _orders(name))
    sizes = sorted({len(one) for one in orders}, reverse=True)
    plain = (tuple(word.plain for word in words(name)) for name in names)
    first = frozenset(one[0] for one in orders)
    return _Wanted(tuple(filter(None, plain)), orders, first, tuple(sizes))


def _hits(read: list[Word], wanted: _Wanted) -> Iterator[Hit]:
    place = 0
    while place < len(read):
        if read[place].plain not in wanted.first:
            place += 1
            continue
        for size in wanted.sizes:
            part = read[place : place + size]
            if tuple(word.plain for word in part) in wanted.orders:
                yield Hit(part[0].start, part[-1].end, " ".join(word.spelt for word in part))
                place += size
                break
        else:
            place += 1


def _orders(name: str) -> Iterator[tuple[str, ...]]:
    """The words of a name as written, with the first last, the last first, and in one word."""
    plain = tuple(word.plain for word in words(name))
    if plain:
        yield plain
        yield (*plain[1:], plain[0])
        yield (plain[-1], *plain[:-1])
        yield ("".join(plain),)


def forget() -> None:
    """Drop the words that were read, and the names that were looked for."""
    _read.cache_clear()
    _wanted.cache_clear()
