"""A sheet of cells, which every reader of files gives back."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from data.sheets.looks import PLAIN, Look


class NoValue(NamedTuple):
    """A cell without a value: an error such as #REF!, a formula that nobody calculated, no number.

    ``shown`` is the error, the formula with its "=", or the text that XML does not allow as a
    number. ``kind`` is the kind of fault it is.
    """

    shown: str
    kind: Literal["cell-error", "not-calculated", "number-in-xml"]


class Strange(NamedTuple):
    """Something in a file that is left aside, for no cell can hold it as it is written.

    ``row`` is its line, ``place`` its name in the file, ``kind`` the kind of fault it is.
    """

    row: int
    place: str
    kind: str
    found: str
    expected: str


Cell = str | float | int | bool | datetime.date | datetime.datetime | NoValue | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file: ``rows[i]`` is the row that a spreadsheet numbers i + 1.

    Rows may differ in length: empty cells at the end of a row and empty rows at the end of the
    sheet are left out. An empty cell is "" in a text file and None in a workbook. In a merged
    area only the first cell is filled. Texts are NFC.

    ``name`` is "" for a text file. ``encoding`` is that of a text file, or the legacy encoding
    that a workbook's texts were converted from. ``repaired`` shows up to five texts that were
    converted, as read and as they became. ``look`` says what a workbook shows beside its values:
    what is hidden, struck through, merged or commented. ``widths`` says of each row of a text file
    how many cells its line has, with the empty ones at its end. ``days_exchanged``: the file shows
    that a program took the days of its dates for months. ``strange`` is what a file says beside its
    cells and nothing can be made of.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    encoding: str | None = None
    delimiter: str | None = None
    repaired: tuple[tuple[str, str], ...] = ()
    look: Look = PLAIN
    widths: Sequence[int] = ()
    days_exchanged: bool = False
    strange: Sequence[Strange] = ()


def column_number(letters: str) -> int:
    """The number of a column that a spreadsheet calls so: A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def column_letters(index: int) -> str:
    """The name a spreadsheet gives a column: 0 is A, 25 Z, 26 AA."""
    letters = ""
    while index >= 0:
        index, letter = divmod(index, 26)
        letters = chr(ord("A") + letter) + letters
        index -= 1
    return letters
