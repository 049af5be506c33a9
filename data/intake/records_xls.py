"""What the library does not tell of an XLS file: errors in cells, how numbers are shown, looks.

The records are those of Excel 5 to 2003 (BIFF5 and BIFF8).
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.intake.shown_xlsx import Show, shows_of
from data.sheets.grid import NoValue
from data.sheets.looks import MOST_PLACES, Area, Look, Place

_BOF, _EOF, _SHEET = 0x809, 0x0A, 0x85
_FORMULA, _BOOLERR, _NOTE, _MERGED = 0x06, 0x205, 0x1C, 0xE5
_ROW, _COLUMN, _FONT, _FORMAT, _FILTERED = 0x208, 0x7D, 0x31, 0xE0, 0x9B
_CELLS = frozenset([0x06, 0xFD, 0x203, 0x204, 0x205, 0x27E, 0xD6])
_MANY = 0xBD  # several numbers in one record
_NUMBER_FORMAT, _BIFF_8 = 0x41E, 0x0600
_STRUCK = 0x08
_HIDDEN, _LEVEL = 0x20, 0x07
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


@dataclass
class Told:
    """What the records of one sheet tell: cells in error, its look, and how cells are shown.

    ``shown`` has the cells that may show something else than their number: 35.1 % for 0.351.
    """

    errors: dict[Place, NoValue] = field(default_factory=dict)
    shown: dict[Place, Show] = field(default_factory=dict)
    look: Look = field(default_factory=Look)


def told(stream: bytes) -> list[Told]:
    """What each sheet's records tell, in the workbook's order; as far as the stream is sound."""
    styles, starts = _globals(stream)
    return [_sheet(stream, start, styles) for start in starts]


@dataclass(frozen=True)
class Styles:
    """What the styles of cells say by their number: a line through the text, another number."""

    struck: frozenset[int]
    shows: Mapping[int, Show]


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Number and content of each record until the end of what begins at ``start``."""
    depth = 0
    while start + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, start)
        depth += (number == _BOF) - (number == _EOF)
        if depth <= 0:
            return
        if depth == 1:  # a chart within a sheet has records of its own
            yield number, stream[start + 4 : start + 4 + size]
        start += 4 + size


def _globals(stream: bytes) -> tuple[Styles, list[int]]:
    """What the styles of cells say, and where the sheets begin."""
    fonts: list[bool] = []
    formats: list[tuple[int, int]] = []
    written: dict[int, str] = {}
    starts: list[int] = []
    is_8 = True
    for number, record in _records(stream, 0):
        if number == _BOF and len(record) >= 2:
            is_8 = struct.unpack_from("<H", record)[0] >= _BIFF_8
        elif number == _NUMBER_FORMAT and len(record) >= 5:
            written[struct.unpack_from("<H", record)[0]] = _text(record, 2, is_8=is_8)
        elif number == _SHEET and len(record) >= 4:
            starts.append(struct.unpack_from("<I", record)[0])
        elif number == _FONT and len(record) >= 4:
            fonts.append(bool(record[2] & _STRUCK))
            if len(fonts) == 4:
                fonts.append(False)  # there is no font number 4
        elif number == _FORMAT and len(record) >= 4:
            formats.append(struct.unpack_from("<HH", record))
    struck = (at for at, (font, _) in enumerate(formats) if font < len(fonts) and fonts[font])
    shows = shows_of(written, [shown for _, shown in formats])
    return Styles(frozenset(struck), shows), starts


def _text(record: bytes, at: int, *, is_8: bool) -> str:
    """A short text with its length before it; of two bytes for a letter where a flag says so."""
    if not is_8:
        return record[at + 1 : at + 1 + record[at]].decode("latin-1")
    length, flags = struct.unpack_from("<HB", record, at)
    if flags & 1:
        return record[at + 3 : at + 3 + 2 * length].decode("utf-16-le", "replace")
    return record[at + 3 : at + 3 + length].decode("latin-1")


def _sheet(stream: bytes, start: int, styles: Styles) -> Told:
    errors: dict[Place, NoValue] = {}
    shown: dict[Place, Show] = {}
    rows: dict[int, int] = {}
    columns: list[int] = []
    merged: list[Area] = []
    commented: list[Place] = []
    lines: dict[int, set[bool]] = {}
    is_filtered = has_formulas = False
    for number, record in _records(stream, start):
        has_formulas |= number == _FORMULA
        for place, style in _styled(number, record):
            lines.setdefault(place.row, set()).add(style in styles.struck)
            if show := styles.shows.get(style):
                shown[place] = show
            if error := _error(number, record):
                errors[place] = NoValue(error, "cell-error")
        if number == _ROW and len(record) >= 14:
            rows[struct.unpack_from("<H", record)[0] + 1] = struct.unpack_from("<H", record, 12)[0]
        elif number == _COLUMN and len(record) >= 10:
            first, last, _width, _style, flags = struct.unpack_from("<5H", record)
            columns += range(first, min(last, 0xFF) + 1) if flags & 1 else ()
        elif number == _NOTE and len(record) >= 4:
            commented.append(Place(struct.unpack_from("<H", record)[0] + 1, record[2]))
        elif number == _MERGED:
            for at in range(2, len(record) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<4H", record, at)
                merged.append(Area(top + 1, left, bottom + 1, right))
        is_filtered |= number == _FILTERED
    hidden = {row: flags for row, flags in sorted(rows.items()) if flags & _HIDDEN}
    folded = tuple(row for row, flags in hidden.items() if flags & _LEVEL)
    others = tuple(row for row, flags in hidden.items() if not flags & _LEVEL)
    look = Look(
        hidden=() if is_filtered else others,
        filtered=others if is_filtered else (),
        folded=folded,
        struck=tuple(row for row, seen in sorted(lines.items()) if seen == {True}),
        columns=tuple(columns),
        merged=tuple(merged[:MOST_PLACES]),
        commented=tuple(commented[:MOST_PLACES]),
        formulas=has_formulas,
    )
    return Told(errors, shown, look)


def _styled(number: int, record: bytes) -> Iterator[tuple[Place, int]]:
    """The cells of a record, each with the number of its style."""
    if len(record) < 6:
        return
    row, column, style = struct.unpack_from("<HHH", record)
    if number in _CELLS:
        yield Place(row + 1, column), style
    elif number == _MANY:
        for past, at in enumerate(range(4, len(record) - 7, 6)):
            yield Place(row + 1, column + past), struct.unpack_from("<H", record, at)[0]


def _error(number: int, record: bytes) -> str:
    """The error that a cell shows; "" for any other cell."""
    if number == _BOOLERR and len(record) >= 8 and record[7]:
        return ERRORS.get(record[6], "#N/A")
    if number == _FORMULA and len(record) >= 14:
        is_error = record[6] == 2 and record[12:14] == b"\xff\xff"
        return ERRORS.get(record[8], "#N/A") if is_error else ""
    return ""
