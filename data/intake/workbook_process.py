"""Reads a workbook in a process of its own: ``python -m data.intake.workbook_process``.

The library that reads workbooks does not expect hostile files: two cells in far corners make it
reserve all memory, and then its process ends.

Standard input is one line of JSON, the limits, then the file. Standard output is one line of JSON:
``{"sheets": [[name, rows, look], …]}`` or ``{"refused": {kind, …}}``. Dates come as lists of one
element, cells without a value as lists of two, ``[shown, kind]``.
"""

import dataclasses
import datetime
import io
import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.intake import looks_xlsx, open_document, records_xlsb, shown_xlsx, xml_2003
from data.intake.building import is_empty
from data.intake.compound import with_usual_names, workbook_stream
from data.intake.content import OLE
from data.intake.found import Found
from data.intake.markup import Form, form_of
from data.intake.parts import format_of, packed, unpacked
from data.intake.records_xls import Told, told
from data.processes.confining import confine
from data.processes.ending import end_with
from data.sheets.grid import NoValue
from data.sheets.limits import Limits, NoTable, refuse_excess
from data.sheets.looks import PLAIN, Look, Place

_SECONDS = 120
_MEMORY = 4  # times the bytes a file may unpack to
_LEAST_MEMORY = 1 << 29
# Before what a text tells of a cell without a value; new in each process, so no file can forge it.
_MARK = f"{os.urandom(16).hex()}:"
_KINDS: Mapping[str, Literal["cell-error", "not-calculated"]] = {
    "e": "cell-error",
    "f": "not-calculated",
}


def main() -> None:
    """Answer for one file, within fixed limits of memory and time."""
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    confine(memory=max(_LEAST_MEMORY, _MEMORY * limits.unpacked), seconds=_SECONDS)
    try:
        found = tables(sys.stdin.buffer.read(), limits)
        answer = _json({"sheets": list(map(_told, found))})
        if len(answer) > limits.unpacked // 2:
            answer = _json({"refused": {"kind": "over-work"}})
    except NoTable as reason:
        answer = _json({"refused": vars(reason)})
    except MemoryError:
        answer = _json({"refused": {"kind": "over-work"}})
    end_with([answer])


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def _told(found: Found) -> tuple[str, list[list[Any]], dict[str, Any]]:
    rows = [list(map(_cell, row)) for row in found.rows]
    return found.name, rows, dataclasses.asdict(found.look.of_filled(rows))


def tables(content: bytes, limits: Limits) -> Iterator[Found]:
    """The sheets that have a filled cell, without hidden lists whose name begins with "_".

    Raises:
        NoTable: the file is not a workbook, is locked, or passes a limit.

    """
    for found in _every(content, limits):
        is_list = found.look.is_hidden and found.name.startswith("_")
        if found.rows and not is_list:
            yield found


def _every(content: bytes, limits: Limits) -> Iterator[Found]:
    if form := form_of(content) if not content.startswith((b"PK", OLE)) else None:
        return _of_markup(form)(content, limits)
    if not content.startswith(b"PK"):
        return _old(with_usual_names(content), limits)
    parts = unpacked(content, limits.unpacked)
    match format_of(parts):
        case "ods":
            return open_document.read(parts["content.xml"], limits)
        case "xlsx":
            shown_xlsx.refuse_width(parts, limits)
            shown = shown_xlsx.as_shown(parts, _MARK.encode())
            return _with_calamine(packed(shown), limits, looks_xlsx.looks(parts))
        case "xlsb":
            by_name = records_xlsb.told(parts)
            read = _numbered(packed(parts), limits, {})
            return (_completed(one, by_name.get(one.name, Told()), limits) for _, one in read)


def _of_markup(form: Form) -> Callable[[bytes, Limits], Iterator[Found]]:
    if form == "flat-ods":
        return open_document.read
    if form == "xml-2003":
        return xml_2003.read
    from data.intake import html_tables  # noqa: PLC0415 - a workbook would wait for it

    return html_tables.read if form == "html" else html_tables.read_mail


def _old(content: bytes, limits: Limits) -> Iterator[Found]:
    """The sheets of an XLS file, with the errors that calamine takes for empty cells."""
    of_sheets = told(workbook_stream(content))
    for place, found in _numbered(content, limits, {}):
        yield _completed(found, of_sheets[place] if place < len(of_sheets) else Told(), limits)


def _completed(found: Found, of_sheet: Told, limits: Limits) -> Found:
    """A sheet with what its records tell."""
    look = replace(of_sheet.look, is_hidden=found.look.is_hidden)
    for place, show in of_sheet.shown.items():
        row = found.rows[place.row - 1] if place.row <= len(found.rows) else []
        if place.column < len(row):
            row[place.column] = shown_xlsx.as_it_is_shown(row[place.column], show)
    return Found(found.name, _with_errors(found.rows, of_sheet.errors, limits), look)


def _with_errors(
    rows: list[list[Any]], errors: Mapping[Place, NoValue], limits: Limits
) -> list[list[Any]]:
    for (number, column), error in errors.items():
        rows += [[] for _ in range(min(number, limits.rows) - len(rows))]
        if number > limits.rows or column >= limits.columns:
            continue
        row = rows[number - 1]
        row += [None] * (column + 1 - len(row))
        row[column] = error
    return rows


def _with_calamine(content: bytes, limits: Limits, looks: Mapping[str, Look]) -> Iterator[Found]:
    return (found for _, found in _numbered(content, limits, looks))


def _numbered(
    content: bytes, limits: Limits, looks: Mapping[str, Look]
) -> Iterator[tuple[int, Found]]:
    """Each sheet that calamine reads, with its place in the workbook."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as locked:
        raise NoTable("is-locked") from locked
    for place, sheet in enumerate(workbook.sheets_metadata):
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        is_hidden = sheet.visible != SheetVisibleEnum.Visible
        look = replace(looks.get(sheet.name, PLAIN), is_hidden=is_hidden)
        yield place, Found(sheet.name, _rows(workbook.get_sheet_by_name(sheet.name), limits), look)


def _rows(sheet: CalamineSheet, limits: Limits) -> list[list[Any]]:
    if sheet.end is None:
        return []
    last_row, last_column = sheet.end
    if last_row >= limits.rows:
        count, expected = str(last_row + 1), f"≤ {limits.rows}"
        raise NoTable("over-rows", found=count, expected=expected)
    if last_column >= limits.columns:
        count, expected = str(last_column + 1), f"≤ {limits.columns}"
        raise NoTable("over-columns", found=count, expected=expected)
    if (spanned := (last_row + 1) * (last_column + 1)) > limits.cells:
        raise NoTable("over-cells", found=str(spanned), expected=f"≤ {limits.cells}")
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = list(map(_valued, row))
        while cells and is_empty(cells[-1]):
            cells.pop()
        refuse_excess(number, cells, limits)
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _valued(cell: object) -> object:
    """A cell of calamine; one that was marked is again one without a value."""
    if isinstance(cell, str) and cell.startswith(_MARK):
        kind, text = cell[len(_MARK)], cell[len(_MARK) + 1 :]
        return NoValue(text, _KINDS[kind])
    return None if cell == "" else cell


def _cell(value: object) -> Any:
    """A cell as JSON has it."""
    match value:
        case NoValue():
            return [value.shown, value.kind]
        case str() if "\0" in value:
            raise NoTable("is-binary")
        case float():
            return _number(value)
        case datetime.date():
            return [value.isoformat()]
        case datetime.time():
            return value.isoformat().removesuffix(":00")
        case datetime.timedelta():
            return _duration(value)
    return value


def _number(value: float) -> int | float | str:
    if not math.isfinite(value):
        return str(value)
    return int(value) if value.is_integer() else value


def _duration(value: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(value.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


if __name__ == "__main__":
    main()
