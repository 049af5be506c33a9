"""A block of cells pasted from a spreadsheet: its cells, and the column that each of them means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.intake.headings import headers
from data.values.columns import tidy

MOST_ROWS = 1_000  # more belong into an upload, whose check of large files can be watched
MOST_CHARACTERS = 2_000_000
_SEARCHED = 8  # lines in which headings may stand, below a title
# A cell with a line break or a tab in it stands in quotation marks; all others as they are.
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)')
_PARTED = re.compile(r"[\t\n]")


@dataclass(frozen=True)
class Block:
    """A block as it is laid over a table.

    ``rows`` has the cells of each line by column; empty cells are missing, so that they wipe out
    nothing. ``left_out`` are columns that have no place, each as its heading or first value;
    ``above`` counts the lines above the headings, of which there are some if ``has_headings``.
    """

    rows: tuple[dict[str, str], ...]
    left_out: tuple[str, ...] = ()
    has_headings: bool = False
    above: int = 0


def cells_of(text: str) -> list[list[str]]:
    """The lines of a block with their cells, without empty lines at the end."""
    lines: list[list[str]] = [[]]
    place = 0
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    while True:
        match = _CELL.match(text, place)
        if match is None:  # the pattern takes nothing as well, so this never happens
            break
        quoted = match[1]
        if quoted is not None and _PARTED.search(quoted):
            cell = quoted.replace('""', '"')
        else:
            cell = match[0]
        lines[-1].append(tidy(cell))
        place = match.end()
        if place >= len(text):
            break
        if text[place] == "\n":
            lines.append([])
        place += 1
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


def read(table: str, text: str, columns: Sequence[str]) -> Block:
    """Read a block for a table; ``columns`` are those from the cell on in which it is pasted.

    Where its lines begin with headings of the table, these say what each column is.
    """
    lines = cells_of(text)
    width = max(map(len, lines), default=0)
    found = headers(lines[:_SEARCHED], table=table)
    filled = [cell for cell in lines[found[0].row - 1] if cell] if found else []
    if found and len(found[0].columns) * 2 >= len(filled):
        header = found[0]
        places = {place: name for name, place in header.columns.items()}
        heads = lines[header.row - 1]
        body, above = lines[header.row :], header.row - 1
    else:
        places, heads = dict(enumerate(columns[:width])), []
        body, above = lines, 0
    left_out = [
        (heads[place] if place < len(heads) else "") or _first(body, place)
        for place in range(width)
        if place not in places
    ]
    rows = [
        {places[place]: cell for place, cell in enumerate(line) if cell and place in places}
        for line in body
    ]
    return Block(tuple(rows), tuple(filter(None, left_out)), bool(heads), above)


def _first(lines: Sequence[Sequence[str]], place: int) -> str:
    """The first value in a column; "" where it is empty."""
    return next((line[place] for line in lines if len(line) > place and line[place]), "")
