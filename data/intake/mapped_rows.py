"""The rows of data of a sheet that is read by a mapping, apart from headings, sums and notes."""

import re
from collections.abc import Mapping, Sequence

from data.faults import Fault
from data.intake import storeys
from data.intake.mapped_drafts import Work
from data.intake.mapping import Meaning, Rule
from data.sheets.grid import Cell
from data.values.folding import fold

_ROMAN = re.compile(r"\(?[IVXLA-H]{0,5}\)?[./)]?")
_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong|total|sum|grand total|ensemble)(?: \w+)?:?")
_LONGEST = 120


def rows_of_data(work: Work) -> tuple[dict[int, Sequence[Cell]], list[Fault]]:
    """The rows of data by number; rows that only head or sum up others are left out and named."""
    rows: dict[int, Sequence[Cell]] = {}
    aside = []
    start = storeys.numbered(work.sheet.rows, work.headings.last)
    for number, row in enumerate(work.sheet.rows[start:], start + 1):
        texts = {place: storeys.plain(cell) for place, cell in enumerate(row)}
        filled = {place: text for place, text in texts.items() if text}
        if not filled:
            continue
        if _is_aside(work, filled):
            kind = "total-row" if _is_total(filled) else "group-row"
            found = " · ".join(filled.values())[:_LONGEST]
            aside.append(Fault(kind, work.sheet.file, number, None, found))
        else:
            rows[number] = row
    return rows, aside


def _is_aside(work: Work, filled: Mapping[int, str]) -> bool:
    """Whether a row is a heading between others, their sum, or a note below them."""
    meant = [place for place in filled if work.places.get(place, Meaning()).rule is not Rule.OUT]
    if not meant or _is_total(filled):
        return True
    texts = _texts(filled)
    return len(meant) == 1 and len(texts) <= 1 and len(work.headings.filled) >= 4


def _is_total(filled: Mapping[int, str]) -> bool:
    return any(_TOTAL.fullmatch(fold(text)) for text in _texts(filled)[:1])


def _texts(filled: Mapping[int, str]) -> list[str]:
    """The texts of a row in order, without the number or letter that it begins with."""
    return [text for _, text in sorted(filled.items()) if not _ROMAN.fullmatch(text)]
