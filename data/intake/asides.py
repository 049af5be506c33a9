"""Rows and columns of a sheet that are no part of its table: totals, notes, a second table.

A row may be left aside only if it cannot be a row of the table. Whatever has an id is one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from data.faults import Fault
from data.intake.headings import Header, headers
from data.sheets.grid import Cell, Sheet, column_letters
from data.values.columns import shown, tidy
from data.values.folding import fold

Rows = Mapping[int, Sequence[Cell]]  # by the number that a spreadsheet shows

_ENOUGH = 3  # columns of a table, or headings that make one
_MOST_SEARCHED = 50  # rows after an empty one that are compared with the headings of all tables
_LONGEST = 120
_NUMBER = re.compile(r"[-+(]?[\d.,\s]+\)?\s*%?")
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_TOTAL = re.compile(
    r"(?:tong|tong cong|tong so|tong so von|tong von|tong gia tri|tong so du an|tong muc dau tu"
    r"|cong|cong don|luy ke|total|totals|total general|grand total|sub-?total|sous-total|somme|sum)"
    r"(?:\s*[(\[][^)\]]{0,40}[)\]])?(?:\s+[ivx0-9]{1,4})?\s*[:.=]*"
)
_NOTE = re.compile(
    r"\W*(?:ghi chu|luu y|chu thich|giai thich|nguon so lieu|nguon\s*:|note|notes|nota|remarque"
    r"|source\s*:|nguoi lap|lap bieu|lap bang|ke toan|thu truong|thu ky|giam doc|pho giam doc"
    r"|truong phong|pho truong phong|chu tich|pho chu tich|chanh van phong|tm\.|t/m|tl\.|kt\.|k/t"
    r"|noi nhan|xac nhan|ky ten|\(\s*ky|\(da ky|prepared by|approved by|signature|signed"
    r"|etabli par|le directeur|fait a )"
    r"(?!\w).*|(?:[\w .,]{0,40},\s*)?ngay\s+[\d.…]+\s*(?:thang|/).*",
    re.DOTALL,
)
_NUMBERED = re.compile(r"[(\[]?(\d{1,3})[)\]]?")


def without_asides(
    sheet: Sheet, header: Header, rows: Rows
) -> tuple[dict[int, Sequence[Cell]], tuple[Fault, ...]]:
    """The rows that are rows of the table; and why others are not, in their order.

    ``rows`` are those below the header that hold something. Of a second table only the first row
    is told; all rows from there on are left aside.
    """
    second = _second_table(sheet, header, rows)
    kept = {number: row for number, row in rows.items() if second is None or number < second}
    found = dict(_below(header, kept)) | dict(_single(sheet, header, kept))
    faults = [_fault(kind, sheet, number, rows[number]) for number, kind in sorted(found.items())]
    if second is not None:
        last = max(rows)
        below = [row for number, row in rows.items() if number >= second]
        first = min(at for row in below for at in _filled(row))
        area = _area(second, first, last, max(map(len, below)) - 1)
        told = f"{area}: {_named(rows[second])}"
        faults.append(Fault("other-table", sheet.file, second, None, told))
    return {number: row for number, row in kept.items() if number not in found}, tuple(faults)


def holds_no_table(sheet: Sheet) -> bool:
    """Whether a sheet cannot be a table: it has not two rows of three filled cells."""
    wide = (row for row in sheet.rows if len(row) >= _ENOUGH and len(_filled(row)) >= _ENOUGH)
    return len(list(islice(wide, 2))) < 2


def without_beside(sheet: Sheet, header: Header) -> tuple[Sheet, Fault | None]:
    """The sheet without a second table that stands beside the first, and what was left out.

    It begins after an empty column, and has a heading that the first table has already.
    """
    headings = _headings(sheet, header)
    repeated = {heading for _, heading in header.repeated}
    filled = {place for place, cell in enumerate(headings) if _is_filled(cell)}
    for gap in range(min(filled, default=0) + 1, len(headings)):
        if gap in filled or any(_is_filled(cell) for cell in _column(sheet, header, gap)):
            continue
        left, right = ([shown(headings[at]) for at in sorted(filled) if (at > gap) == is_right]
                       for is_right in (False, True))  # fmt: skip
        texts = {" ".join(tidy(text).split()) for text in right}
        if len(left) >= _ENOUGH and len(right) > 1 and texts & repeated:
            first = min(at for at in filled if at > gap)
            last = max(
                at for at, row in enumerate(sheet.rows, 1) if any(map(_is_filled, row[gap:]))
            )
            area = _area(header.row, first, last, max(filled))
            told = f"{area}: {_named(headings[gap + 1 :])}"
            fault = Fault("beside-table", sheet.file, header.row, None, told)
            cut = replace(sheet, rows=[row[:gap] for row in sheet.rows])
            return cut, fault
    return sheet, None


def _area(row: int, column: int, last_row: int, last_column: int) -> str:
    """An area as spreadsheets write it: "E1:H20"."""
    return f"{column_letters(column)}{row}:{column_letters(last_column)}{last_row}"


def _column(sheet: Sheet, header: Header, place: int) -> Iterator[Cell]:
    return (row[place] for row in sheet.rows[header.row :] if place < len(row))


def _second_table(sheet: Sheet, header: Header, rows: Rows) -> int | None:
    """The row where another table begins: after an empty row, with headings that we know."""
    begins = (number for number in rows if number > header.row + 1 and _may_begin(rows, number))
    for _, number in zip(range(_MOST_SEARCHED), begins, strict=False):
        row = rows[number]
        if len(_filled(row)) >= _ENOUGH and all(isinstance(row[at], str) for at in _filled(row)):
            found = headers([row])
            if any(len(one.columns) >= _ENOUGH for one in found) and not _repeats(
                row, _headings(sheet, header)
            ):
                return number
    return None


def _may_begin(rows: Rows, number: int) -> bool:
    """Whether a row stands after an empty one, or after a title."""
    before = rows.get(number - 1, ())
    return len(before) <= _ENOUGH and len(_filled(before)) <= 1


def _single(sheet: Sheet, header: Header, rows: Rows) -> Iterator[tuple[int, str]]:
    """Rows that tell by themselves that they are none of the table."""
    headings = _headings(sheet, header)
    key = header.columns.get(header.table.key)
    merged = {area.row: area for area in sheet.look.merged
              if area.last_column - area.column + 1 >= _ENOUGH}  # fmt: skip
    for number, row in rows.items():
        if _repeats(row, headings) or (number == header.row + 1 and _numbers(row)):
            yield number, "repeated-heading"
        elif _has_id(row, key):
            continue
        elif _is_total(row):
            yield number, "total-row"
        elif number in merged and _filled(row) == [merged[number].column]:
            yield number, "group-row"


def _repeats(row: Sequence[Cell], headings: Sequence[Cell]) -> bool:
    """Whether every filled cell says what the heading of its column says."""
    first = next((place for place, cell in enumerate(row) if _is_filled(cell)), len(headings))
    if not _same(row, headings, first):
        return False
    filled = _filled(row)
    return len(filled) > 1 and all(_same(row, headings, place) for place in filled)


def _same(row: Sequence[Cell], headings: Sequence[Cell], place: int) -> bool:
    if place >= len(headings):
        return False
    one, other = row[place], headings[place]
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    return len(one.strip()) == len(other.strip()) and _plain(one) == _plain(other)


def _plain(cell: Cell) -> str:
    return " ".join(fold(shown(cell)).split()) if isinstance(cell, str) else shown(cell)


def _numbers(row: Sequence[Cell]) -> bool:
    """Whether a row only numbers the columns: such as (1), (2), (3)."""
    filled = [row[at] for at in _filled(row)]
    if len(filled) < _ENOUGH:
        return False
    numbers = [_NUMBERED.fullmatch(shown(cell).strip()) for cell in filled]
    return [int(one[1]) for one in numbers if one] == list(range(1, len(filled) + 1))


def _has_id(row: Sequence[Cell], key: int | None) -> bool:
    if key is None or key >= len(row):
        return False
    return isinstance(row[key], str | int) and _ID.fullmatch(shown(row[key]).strip()) is not None


def _is_total(row: Sequence[Cell]) -> bool:
    """Whether the only text of a row is a word for a total; all else are numbers."""
    texts = [cell for at in _filled(row) if isinstance(cell := row[at], str)
             and not _NUMBER.fullmatch(cell.strip())]  # fmt: skip
    return len(texts) == 1 and _TOTAL.fullmatch(_plain(texts[0]).strip()) is not None


def _below(header: Header, rows: Rows) -> Iterator[tuple[int, str]]:
    """Notes and signatures below the last row: such words, or lone cells after an empty row."""
    if len(header.columns) < _ENOUGH:
        return
    key = header.columns.get(header.table.key)
    numbers = list(rows)
    end = list(takewhile(lambda number: _may_be_note(rows[number], key), reversed(numbers)))
    is_after_gap = False
    for number in reversed(end):
        row = rows[number]
        if _is_total(row):
            is_after_gap = True
            continue
        is_after_gap |= number - 1 not in rows and number > header.row + 1
        texts = [_plain(row[at]) for at in _filled(row)]
        if all(map(_NOTE.fullmatch, texts)) or (is_after_gap and len(texts) == 1):
            is_after_gap = True  # names below a signature need no empty row
            yield number, "note-row"


def _may_be_note(row: Sequence[Cell], key: int | None) -> bool:
    filled = _filled(row)
    if _has_id(row, key):
        return False
    return len(filled) <= _ENOUGH and (
        all(isinstance(row[at], str) for at in filled) or _is_total(row)
    )


def _headings(sheet: Sheet, header: Header) -> Sequence[Cell]:
    """The heading of each column, also where they stand in two rows."""
    return header.texts or sheet.rows[header.row - 1]


def _filled(row: Sequence[Cell]) -> list[int]:
    return [place for place, cell in enumerate(row) if _is_filled(cell)]


def _is_filled(cell: Cell) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def _fault(kind: str, sheet: Sheet, number: int, row: Sequence[Cell]) -> Fault:
    return Fault(kind, sheet.file, number, None, _named(row))


def _named(row: Sequence[Cell]) -> str:
    return " · ".join(tidy(shown(row[at])) for at in _filled(row))[:_LONGEST]
