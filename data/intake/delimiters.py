"""Finds the character that separates the cells of a text file."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 100_000
_RECORDS = 200
# Excel's own first line, which it does not show: sep=;
_DECLARED = re.compile(r'\ufeff?"?sep=([^\w\s"]|\t)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


def declared(text: str) -> str | None:
    """The delimiter that the first line names, as in ``sep=;``; None if it names none."""
    match = _DECLARED.match(text)
    return match[1] if match else None


def likely(text: str) -> str:
    """The delimiter that cuts most of the first 200 records into the same number of cells.

    If several are about equally good, the one that cuts the header wins, because a header has no
    list and no decimal comma in it; then the one that makes more columns.
    """
    cut = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        cut = cut[: max(cut.rfind("\n"), cut.rfind("\r")) + 1] or cut
    tried = {delimiter: _cuts(cut, delimiter) for delimiter in DELIMITERS}
    best = max(regularity for regularity, _, _ in tried.values())
    near = [delimiter for delimiter in DELIMITERS if tried[delimiter][0] >= best * 0.8]
    return min(near, key=lambda delimiter: (tried[delimiter][1], -tried[delimiter][2]))


def _cuts(text: str, delimiter: str) -> tuple[float, int, int]:
    """Share of records with the usual number of cells, place of the first, and that number."""
    records = [record for record in _records(text, delimiter) if any(record)]
    widths = [len(record) for record in records]
    usual = Counter(width for width in widths if width > 1).most_common(1)
    if not usual:
        return 0.0, 0, 1
    width, times = usual[0]
    cells = [cell for record in records for cell in record]
    # A quoted text that a wrong delimiter cut in two leaves one quotation mark in each half.
    halves = sum(cell.count('"') % 2 for cell in cells)
    return times / len(records) * (1 - halves / len(cells)), widths.index(width), width


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for _ in range(_RECORDS):
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return
