"""Workbooks written for TCVN3 or VNI fonts: such text is legacy although the file is Unicode.

Excel keeps the letters as the font's codepage has them, so "Điện Biên" is stored as "§iÖn Biªn".
In one workbook some columns may be so and others not, as French beside old Vietnamese.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from data.intake.evidence import legacy_encoding, marked_words, tally
from data.intake.legacy import FROM
from data.intake.repair import MOST_EXAMPLES, Repair
from data.sheets.grid import Cell

# Vietnamese letters that fonts for Western ones have no room for: such text is Unicode already.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300-\u0323\u1ea0-\u1ef9]")

Rows = list[list[Cell]]
Examples = tuple[tuple[str, str], ...]


@dataclass
class _Column:
    """What a column's texts beyond ASCII tell: those that may be legacy, and if any is not."""

    doubtful: list[str] = field(default_factory=list)
    has_unicode: bool = False

    def is_written_for(self, font: str) -> bool:
        words = marked_words(self.doubtful)
        read, usual = tally(words, FROM[font]), tally(words, str)
        return read.possible > usual.possible and read.possible >= read.impossible


def font_encoding(grids: Iterable[Rows]) -> str | None:
    """The legacy encoding that makes Vietnamese of any column, or of all together: tcvn3 or vni."""
    columns = [column.doubtful for rows in grids for column in _columns(rows).values()]
    fonts = (legacy_encoding(marked_words(texts)) for texts in [chain(*columns), *columns])
    return next(filter(None, fonts), None)


def converted(rows: Rows, font: str | None, *, is_sure: bool) -> tuple[Rows, Examples]:
    """The rows with every text in NFC and those written for ``font`` in Unicode, with examples.

    ``is_sure`` says that the user named the font: then every column that may be is.
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
    """How to keep a text of a column written for the font, all of it or in part."""

    def keep(text: str) -> str:
        if text.isascii() or _UNICODE.search(text):
            return usual[text]
        words = marked_words([text])
        # "Phã" is a word as it is and "Phó" in TCVN3: it tells only beside others of its kind.
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
