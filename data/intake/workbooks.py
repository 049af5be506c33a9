"""Reads a workbook (XLSX, ODS, XLS, XLSB): typed cells of every sheet that its user can see."""

import dataclasses
import datetime
import json
from typing import Any

from data import processes
from data.intake.fonts import converted, font_encoding
from data.intake.legacy import FROM
from data.sheets.grid import Cell, Sheet
from data.sheets.limits import Limits, NoTable

_SECONDS = 300


def read_workbook(file: str, content: bytes, limits: Limits, encoding: str | None) -> list[Sheet]:
    """Sheets with at least one filled cell, in the workbook's order.

    Dates are dates, whole numbers int, errors such as #REF! texts, empty cells None. Times are
    texts as 14:30; so are numbers and dates shown as less or more than their value: 35.1%,
    2023-11, 0912345678.

    Raises:
        NoTable: no workbook, locked, damaged, empty, or more than the limits allow.

    """
    grids = [
        (name, [[_cell(cell) for cell in row] for row in rows])
        for name, rows in _answer(content, limits)
    ]
    if not grids:
        raise NoTable("is-empty")
    if encoding is None:
        font, is_sure = font_encoding([rows for _, rows in grids]), False
    else:
        font, is_sure = encoding if encoding in FROM else None, True
    return [_sheet(file, name, rows, font, is_sure=is_sure) for name, rows in grids]


def _sheet(
    file: str, name: str, rows: list[list[Cell]], font: str | None, *, is_sure: bool
) -> Sheet:
    kept, examples = converted(rows, font, is_sure=is_sure)
    was_converted = font is not None and bool(examples)
    return Sheet(file, name, kept, font if was_converted else None, None, examples)


def _answer(content: bytes, limits: Limits) -> list[tuple[str, list[list[Any]]]]:
    """What the process of ``apart.py`` read, whatever became of it."""
    asked = json.dumps(dataclasses.asdict(limits)).encode() + b"\n" + content
    try:
        answer = processes.answer("data.intake.workbook_process", asked, seconds=_SECONDS)
    except processes.Failed as failed:
        raise NoTable("is-damaged") from failed
    except processes.Spent as spent:
        raise NoTable("over-work") from spent
    if "refused" in answer:
        kind = answer["refused"].pop("kind")
        raise NoTable(kind, **answer["refused"])
    return [(name, rows) for name, rows in answer["sheets"]]


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]
    (written,) = cell
    day_only = len(written) == len("2023-11-22")
    return (datetime.date if day_only else datetime.datetime).fromisoformat(written)
