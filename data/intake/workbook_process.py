"""Reads a workbook in a process of its own: ``python -m data.intake.workbook_process``.

The library that reads workbooks does not expect hostile files: two cells in far corners make it
reserve all memory, and then its process ends.

Standard input is one line of JSON, the limits, then the file. Standard output is one line of JSON:
``{"sheets": [[name, rows], …]}`` or ``{"refused": {kind, …}}``. Dates come as one-element lists.
"""

import datetime
import io
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from data.intake import shown_ods, shown_xlsx
from data.intake.parts import format_of, packed, unpacked
from data.processes import confine
from data.sheets.limits import Limits, NoTable, refuse_excess

_SECONDS = 120
_MEMORY = 4  # times the bytes a file may unpack to
_LEAST_MEMORY = 1 << 29


def main() -> None:
    """Answer for one file, within fixed limits of memory and time."""
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    confine(memory=max(_LEAST_MEMORY, _MEMORY * limits.unpacked), seconds=_SECONDS)
    try:
        answer = _json({"sheets": list(tables(sys.stdin.buffer.read(), limits))})
        if len(answer) > limits.unpacked // 2:
            answer = _json({"refused": {"kind": "over-work"}})
    except NoTable as reason:
        answer = _json({"refused": vars(reason)})
    except MemoryError:
        answer = _json({"refused": {"kind": "over-work"}})
    sys.stdout.buffer.write(answer)


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def tables(content: bytes, limits: Limits) -> Iterator[tuple[str, list[list[Any]]]]:
    """Name and rows of each sheet that has a filled cell.

    Raises:
        NoTable: the file is not a workbook, is locked, or passes a limit.

    """
    if content.startswith(b"PK"):
        content = packed(_prepared(unpacked(content, limits.unpacked)))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as locked:
        raise NoTable("is-locked") from locked
    for sheet in workbook.sheets_metadata:
        is_list = sheet.visible != SheetVisibleEnum.Visible and sheet.name.startswith("_")
        if sheet.typ != SheetTypeEnum.WorkSheet or is_list:
            continue
        if rows := _rows(workbook.get_sheet_by_name(sheet.name), limits):
            yield sheet.name, rows


def _prepared(parts: dict[str, bytes]) -> dict[str, bytes]:
    match format_of(parts):
        case "xlsx":
            return shown_xlsx.as_shown(parts)
        case "ods":
            return shown_ods.as_shown(parts)
        case "xlsb":
            return parts


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
        cells = [_cell(value) for value in row]
        while cells and (cells[-1] is None or not str(cells[-1]).strip()):
            cells.pop()
        refuse_excess(number, cells, limits)
        rows.append(cells)
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _cell(value: object) -> Any:
    match value:
        case "":
            return None
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
