"""An office's own words where a code belongs: "trực tiếp", "viện trợ KHL", "entrante".

What a code is called is read by ``code_names``; this finds the likely code of other words, which
somebody then takes or not.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from pathlib import Path

from data.intake.suspicions.nothing import is_nothing
from data.intake.suspicions.rewriting import Where
from data.schema import Field
from data.sheets.grid import Cell
from data.values.code_names import Codes, codes_of
from data.values.columns import tidy
from data.values.folding import fold

_LEXICON = Path(__file__).parents[1] / "code_words.csv"
_WORD = re.compile(r"[^\W_]+")
_NEGATIONS = frozenset(
    ["khong", "chua", "chang", "not", "no", "non", "pas", "sans", "without", "never", "jamais"]
)
_LONGEST = 80  # characters; codes are named in few words
_LEAST_ALIKE = 0.86  # of the letters of a word and its misspelling
_CLEARLY = 0.04  # by which one code must be nearer than all others
_FEWEST_LETTERS = 5  # in fewer, one wrong letter makes another word
_MOST_UNKNOWN = 1_000  # different words of a column; with more it is none of codes
_MOST_COMPARED = 60_000  # pairs of words in one column; that is about a second


@dataclass(frozen=True)
class _Words:
    """Every word for a code of one list, without case and accents; each means one code."""

    codes: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # by their first word


def holds_codes(field: Field) -> bool:
    """Whether a column holds codes."""
    return codes_of(field) is not None


def likely_codes(cells: Iterable[Cell], where: Where) -> dict[Cell, Cell]:
    """The likely code of each cell that is no code and no name of one; of a list, of each part."""
    field, codes = where.field, codes_of(where.field)
    if codes is None:
        return {}
    texts = [cell for cell in cells if isinstance(cell, str) and 0 < len(cell) <= _LONGEST]
    unknown = {part for text in texts for part in _parts(field, text) if codes.of(part) is None}
    if len(unknown) > _MOST_UNKNOWN:
        return {}
    words = _words(_list_of(field), codes)
    compares = len(unknown) * len(words.codes) <= _MOST_COMPARED
    likely = {part: _likely(part, words, compares=compares) for part in unknown}
    found: dict[Cell, Cell] = {}
    for text in texts:
        parts = _parts(field, text)
        meant = [codes.of(part) or likely.get(part, "") for part in parts]
        if all(meant) and not likely.keys().isdisjoint(parts):
            found[text] = (field.delimiter or ";").join(dict.fromkeys(meant))
    return found


def _parts(field: Field, text: str) -> list[str]:
    """The single codes or words of a cell."""
    delimiter = field.delimiter or ";"
    parts = text.replace("\n", delimiter).split(delimiter) if field.is_list else [text]
    return [part for part in map(tidy, parts) if part]


def _likely(text: str, words: _Words, *, compares: bool) -> str:
    """The code that a text probably means; "" where none or several may be meant."""
    plain = _plain(text)
    if not plain or is_nothing(text) or "%" in text:  # "hoàn thành 80%" is half a word
        return ""
    if code := words.codes.get(plain):
        return code
    return _within(plain.split(), words) or (_near(plain, words) if compares else "")


def _within(tokens: list[str], words: _Words) -> str:
    """The code of the longest words that stand in a text, where no others say another code."""
    found: list[tuple[range, str]] = []
    for start, token in enumerate(tokens):
        for phrase, code in words.phrases.get(token, ()):
            if tuple(tokens[start : start + len(phrase)]) == phrase:
                found.append((range(start, start + len(phrase)), code))
    whole = [one for one in found if not any(_is_inside(one[0], other) for other, _ in found)]
    beside = set(range(len(tokens))).difference(*(place for place, _ in whole))
    is_denied = any(tokens[place] in _NEGATIONS for place in beside)
    codes = {code for _, code in whole}
    says_enough = any(len(place) > 1 for place, _ in whole)
    return codes.pop() if len(codes) == 1 and says_enough and not is_denied else ""


def _is_inside(one: range, other: range) -> bool:
    return one != other and other.start <= one.start and one.stop <= other.stop


def _near(plain: str, words: _Words) -> str:
    """The code whose name is spelt nearly so, where no other code is as near."""
    if len(plain) < _FEWEST_LETTERS:
        return ""
    near = get_close_matches(plain, words.codes, n=6, cutoff=_LEAST_ALIKE)
    ratios: dict[str, float] = {}
    for name in near:
        if len(name.split()) != len(plain.split()) or _denies(name) != _denies(plain):
            continue  # one word more says more
        ratio = SequenceMatcher(None, name, plain).ratio()
        ratios[words.codes[name]] = max(ratio, ratios.get(words.codes[name], 0))
    best, *others = sorted(ratios, key=lambda code: -ratios[code]) or [""]
    is_clear = not others or ratios[best] - ratios[others[0]] >= _CLEARLY
    return best if is_clear else ""


def _denies(plain: str) -> bool:
    return not _NEGATIONS.isdisjoint(plain.split())


def _list_of(field: Field) -> str:
    if field.is_currency:
        return "currency"
    return field.codelist or "|".join(field.enum)


_KNOWN: dict[str, _Words] = {}


def _words(name: str, codes: Codes) -> _Words:
    """All words for the codes of a list, its own names and those of offices; made once."""
    if name not in _KNOWN:
        _KNOWN[name] = _made(name, codes)
    return _KNOWN[name]


def _made(name: str, codes: Codes) -> _Words:
    meant: dict[str, set[str]] = {}
    for words, code in (*codes.folded.items(), *_said(name)):
        if plain := _plain(words):
            meant.setdefault(plain, set()).add(code)
    single = {plain: next(iter(found)) for plain, found in meant.items() if len(found) == 1}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for plain, code in single.items():
        first, *_ = phrase = tuple(plain.split())
        phrases.setdefault(first, []).append((phrase, code))
    return _Words(single, {first: tuple(found) for first, found in phrases.items()})


def _said(name: str) -> Iterator[tuple[str, str]]:
    """What offices say for the codes of a list."""
    for line in _lexicon():
        if line["codelist"] == name:
            yield from ((words, line["code"]) for words in line["words"].split(";"))


@cache
def _lexicon() -> tuple[Mapping[str, str], ...]:
    with _LEXICON.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
