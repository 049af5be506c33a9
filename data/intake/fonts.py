"""Converts workbooks written for TCVN3 or VNI fonts; the file is Unicode, but its text is not.

Excel stores the letters that the font replaces, so "Điện Biên" is stored as "§iÖn Biªn". Some
columns of a workbook may be like this and others not, such as French next to old Vietnamese.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from data.intake.evidence import legacy_encoding, marked_words, tally
from data.intake.legacy import FROM
from data.intake.repair import MOST_EXAMPLES, Repair
from data.sheets.grid import Cell

# Vietnamese letters that no TCVN3 or VNI font has: a text with one of them is Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")

Rows = list[list[Cell]]
Examples = tuple[tuple[str, str], ...]


@dataclass
class _Column:
    """Texts of a column that may be written for a font, and whether another is surely not."""

    doubtful: list[str] = field(default_factory=list)
    has_unicode: bool = False

    def is_written_for(self, font: str) -> bool:
        words = marked_words(self.doubtful)
        read, usual = tally(words, FROM[font]), tally(words, str)
        return read.possible > usual.possible and read.possible >= read.impossible


def font_encoding(grids: Iterable[Rows]) -> str | None:
    """The font encoding of all columns together or of any one of them: tcvn3, vni or None."""
    columns = [column.doubtful for rows in grids for column in _columns(rows).values()]
    fonts = (legacy_encoding(marked_words(texts)) for texts in [chain(*columns), *columns])
    return next(filter(None, fonts), None)


def converted(rows: Rows, font: str | None, *, is_sure: bool) -> tuple[Rows, Examples]:
    """The rows with all texts in NFC, texts written for ``font`` converted, and some examples.

    ``is_sure`` means that the user named the font: then every column that may be written for it
    is converted.
    """
    usual, repair = Repair(), Repair(FROM[font] if font else str)
    chosen: dict[int, Callable[[str], str]] = {}
    for index, column in _columns(rows).items():
        if font and (is_sure or column.is_written_for(font)):
            is_mixed = column.has_unicode and not is_sure
            chosen[index] = _choice(font, repair, usual, is_mixed=is_mixed)
    kept: Rows = [
        [
            chosen.get(index, usual.__getitem__)(cell) if isinstance(cell, str) else cell
            for index, cell in enumerate(row)
        ]
        for row in rows
    ]
    return kept, (repair.examples + usual.examples)[:MOST_EXAMPLES]


def _choice(font: str, repair: Repair, usual: Repair, *, is_mixed: bool) -> Callable[[str], str]:
    """A function that converts the texts of a column; in a mixed column only the clear ones."""

    def keep(text: str) -> str:
        if text.isascii() or _UNICODE.search(text):
            return usual[text]
        words = marked_words([text])
        # "Phã" is a word as it is, and "Phó" in TCVN3: alone it proves nothing.
        is_clear = tally(words, FROM[font]).possible > tally(words, str).possible
        return repair[text] if is_clear or not is_mixed else usual[text]

    return keep


def _columns(rows: Sequence[Sequence[Cell]]) -> dict[int, _Column]:
    columns: dict[int, _Column] = {}
    for row in rows:
        for index, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                column = columns.setdefault(index, _Column())
                if _UNICODE.search(cell):
                    column.has_unicode = True
                else:
                    column.doubtful.append(cell)
    return columns
