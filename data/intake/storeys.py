"""Headings that take more than one row, as offices write them: groups above, parts below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from data.sheets.grid import Cell
from data.values.columns import shown, tidy

SEARCHED_ROWS = 30
_SHORT = 120  # texts that are met again in each row and for each table are kept
_NUMBERING = re.compile(r"\(?(\d{1,4}|[A-Za-z]{1,2})\)?(?:\s*=.*)?")


@dataclass(frozen=True)
class Headings:
    """The headings of a sheet: ``first`` and ``last`` are their physical rows (1 is the first).

    ``texts`` has one text per column, "" where there is none; a heading in two storeys is
    "group / part". ``lowest`` has the part alone, or the heading where it has only one storey.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    lowest: tuple[str, ...]

    @property
    def filled(self) -> tuple[int, ...]:
        """The columns that have a heading."""
        return tuple(place for place, text in enumerate(self.texts) if text)


def single(row: Sequence[Cell], number: int) -> Headings:
    """The headings that one row holds."""
    texts = tuple(plain(cell) for cell in row)
    return Headings(number, number, texts, texts)


def doubled(rows: Sequence[Sequence[Cell]], number: int) -> Headings | None:
    """The headings of this row and the next together; None where the next is no second storey."""
    if number >= len(rows):
        return None
    upper, lower = rows[number - 1], rows[number]
    width = max(len(upper), len(lower))
    above = [plain(cell) for cell in upper] + [""] * (width - len(upper))
    below = [plain(cell) for cell in lower] + [""] * (width - len(lower))
    if not _is_second_storey(above, below, lower):
        return None
    groups = _spread(above, below)
    texts = tuple(
        f"{group} / {part}" if part and group else part or alone
        for group, part, alone in zip(groups, below, above, strict=True)
    )
    lowest = tuple(part or alone for part, alone in zip(below, above, strict=True))
    return Headings(number, number + 1, texts, lowest)


def likely(rows: Sequence[Sequence[Cell]]) -> Headings | None:
    """The row, or the two rows, that most look like the headings of a table; None without any.

    That is the first of the rows with the most different texts, unless it holds a number or date.
    """
    best: tuple[int, Headings] | None = None
    for number, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        for read in (doubled(rows, number), single(row, number)):
            if read is None or _holds_values(row):
                continue
            count = len(set(filter(None, read.texts)))
            if count >= 2 and (best is None or count > best[0]):
                best = count, read
    return best[1] if best else None


def numbered(rows: Sequence[Sequence[Cell]], after: int) -> int:
    """The last row of headings: one more where the columns are numbered below, "(1) (2) (3)"."""
    if after >= len(rows):
        return after
    marks = [plain(cell) for cell in rows[after] if plain(cell)]
    found = [_NUMBERING.fullmatch(mark) for mark in marks]
    if len(marks) < 3 or not all(found):
        return after
    digits = [int(one[1]) for one in found if one and one[1].isdigit()]
    rising = all(b == a + 1 for a, b in pairwise(digits))
    return after + 1 if len(digits) >= 2 and digits[0] in (1, 2, 3) and rising else after


def plain(cell: Cell) -> str:
    """A heading in one line."""
    if isinstance(cell, str) and len(cell) <= _SHORT:
        return _in_one_line(cell)
    return " ".join(tidy(shown(cell)).split())


@lru_cache(4096)
def _in_one_line(text: str) -> str:
    return " ".join(tidy(text).split())


def _holds_values(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None and plain(cell)]
    return any(not isinstance(cell, str) for cell in filled)


def _is_second_storey(above: list[str], below: list[str], lower: Sequence[Cell]) -> bool:
    """Whether the lower row only names parts of groups of the upper one."""
    if _holds_values(lower) or sum(map(bool, above)) < 2:
        return False
    parts = [place for place, text in enumerate(below) if text]
    inside = set(_of_groups(above))
    under_blank = [place for place in parts if not above[place]]
    return bool(under_blank) and all(place in inside for place in parts)


def _of_groups(above: list[str]) -> Iterator[int]:
    """Columns of groups: a heading with blank ones to its right, and these."""
    has_begun = False
    for place, text in enumerate(above):
        following = place + 1
        opens = bool(text) and following < len(above) and not above[following]
        if opens or (not text and has_begun):
            yield place
        has_begun = has_begun or bool(text)


def _spread(above: list[str], below: list[str]) -> list[str]:
    """The group over each part."""
    group = ""
    spread = []
    for text, part in zip(above, below, strict=True):
        group = text or group
        spread.append(group if part else "")
    return spread
