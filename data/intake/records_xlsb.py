"""What the library does not tell of an XLSB file: errors, how numbers are shown, looks.

Kinds of records and their layouts are those of [MS-XLSB].
"""

import struct
from collections.abc import Iterator, Mapping

from data.intake.looks_xlsx import relations
from data.intake.records_xls import ERRORS, Styles, Told
from data.intake.shown_xlsx import Show, shows_of
from data.sheets.grid import NoValue
from data.sheets.looks import MOST_PLACES, Area, Look, Place

_WORKBOOK, _STYLES = "xl/workbook.bin", "xl/styles.bin"
_SHEET, _ROW, _COLUMN, _MERGED = 156, 0, 60, 176
_CELLS = range(2, 12)  # 1 is a cell without a value
_ERRORS = frozenset([3, 11])  # a cell in error, and a formula with an error
_FORMULAS = range(8, 12)
_FILTERED = 163  # a column of the filter that lets only some values through
_COMMENT = 635
_NUMBER_FORMAT = 44
_FONT, _FORMAT, _FORMATS, _FORMATS_END, _STRUCK = 43, 47, 617, 618, 0x08
_LEVEL, _HIDDEN = 0x07, 0x10


def told(parts: Mapping[str, bytes]) -> dict[str, Told]:
    """What the records of each sheet tell, by its name; as far as the parts are sound."""
    targets = relations(parts, _WORKBOOK)
    styles = _styles(parts.get(_STYLES, b""))
    return {
        name: _sheet(parts.get(path, b""), styles, list(_comments(parts, path)))
        for link, name in _sheets(parts.get(_WORKBOOK, b""))
        for path in [targets.get(link, "")]
    }


def _comments(parts: Mapping[str, bytes], sheet: str) -> Iterator[Place]:
    """The cells of a sheet that have a comment."""
    for path in relations(parts, sheet).values():
        for kind, record in _records(parts.get(path, b"") if "comments" in path else b""):
            if kind == _COMMENT and len(record) >= 20:
                top, _bottom, left, _right = struct.unpack_from("<4I", record, 4)
                yield Place(top + 1, left)


def _styles(styles: bytes) -> Styles:
    """What the styles of cells say."""
    fonts: list[bool] = []
    formats: list[tuple[int, int]] = []
    written: dict[int, str] = {}
    is_of_cells = False
    for kind, record in _records(styles):
        if kind == _FONT and len(record) >= 4:
            fonts.append(bool(record[2] & _STRUCK))
        elif kind == _NUMBER_FORMAT and len(record) >= 6:
            written[int.from_bytes(record[:2], "little")] = _text(record, 2)[0]
        elif kind in (_FORMATS, _FORMATS_END):
            is_of_cells = kind == _FORMATS
        elif kind == _FORMAT and is_of_cells and len(record) >= 6:
            formats.append(struct.unpack_from("<HH", record, 2))
    struck = (at for at, (_, font) in enumerate(formats) if font < len(fonts) and fonts[font])
    shows = shows_of(written, [shown for shown, _ in formats])
    return Styles(frozenset(struck), shows)


def _sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    """The relation and the name of each sheet."""
    for kind, record in _records(workbook):
        if kind == _SHEET and len(record) >= 12:
            link, end = _text(record, 8)
            name, _end = _text(record, end)
            yield link, name


def _text(record: bytes, start: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    length = int.from_bytes(record[start : start + 4], "little")
    end = start + 4 + 2 * length
    return record[start + 4 : end].decode("utf-16-le", "replace"), end


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each record."""
    start = 0
    while start + 2 <= len(part):
        kind = part[start]
        start += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[start] & 0x7F) << 7
            start += 1
        size = shift = 0
        for byte in part[start : start + 4]:
            size |= (byte & 0x7F) << shift
            shift += 7
            start += 1
            if not byte & 0x80:
                break
        yield kind, part[start : start + size]
        start += size


def _sheet(part: bytes, styles: Styles, commented: list[Place]) -> Told:
    row = 0
    shown: dict[Place, Show] = {}
    errors: dict[Place, NoValue] = {}
    hidden: list[int] = []
    folded: list[int] = []
    columns: list[int] = []
    merged: list[Area] = []
    lines: dict[int, set[bool]] = {}
    is_filtered = has_formulas = False
    for kind, record in _records(part):
        is_filtered |= kind == _FILTERED
        has_formulas |= kind in _FORMULAS
        if kind in _CELLS and len(record) >= 8:
            style = int.from_bytes(record[4:7], "little")
            lines.setdefault(row, set()).add(style in styles.struck)
            if show := styles.shows.get(style):
                shown[Place(row, int.from_bytes(record[:4], "little"))] = show
        if kind == _ROW and len(record) >= 12:
            row = int.from_bytes(record[:4], "little") + 1
            if record[11] & _HIDDEN:
                (folded if record[11] & _LEVEL else hidden).append(row)
        elif kind in _ERRORS and len(record) >= 9:
            column = int.from_bytes(record[:4], "little")
            errors[Place(row, column)] = NoValue(ERRORS.get(record[8], "#N/A"), "cell-error")
        elif kind == _COLUMN and len(record) >= 18 and record[16] & 1:
            first, last = struct.unpack_from("<II", record)
            columns += range(first, min(last, 16_383) + 1)
        elif kind == _MERGED and len(record) >= 16:
            top, bottom, left, right = struct.unpack_from("<4I", record)
            merged.append(Area(top + 1, left, bottom + 1, right))
    look = Look(
        hidden=() if is_filtered else tuple(hidden),
        filtered=tuple(hidden) if is_filtered else (),
        folded=tuple(folded),
        struck=tuple(number for number, seen in sorted(lines.items()) if seen == {True}),
        columns=tuple(columns),
        merged=tuple(merged[:MOST_PLACES]),
        commented=tuple(commented[:MOST_PLACES]),
        formulas=has_formulas,
    )
    return Told(errors, shown, look)
