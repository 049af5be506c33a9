"""Reads the sheets of a workbook (XLSX, ODS, XLS, XLSB) as typed cells."""

import dataclasses
import datetime
import json
from typing import Any

from data.intake.fonts import converted, font_encoding
from data.intake.legacy import FROM
from data.processes import running
from data.sheets.grid import Cell, NoValue, Sheet
from data.sheets.limits import Limits, NoTable
from data.sheets.looks import Look

_SECONDS = 300


def read_workbook(file: str, content: bytes, limits: Limits, encoding: str | None) -> list[Sheet]:
    """Sheets with at least one filled cell, in the workbook's order.

    Dates are dates, whole numbers are int, empty cells are None; errors such as #REF! and formulas
    that nobody calculated are ``NoValue``. Texts are: times such as 14:30, and numbers and dates
    that the workbook shows in another form, such as 35.1%, 2023-11 and 0912345678.

    Raises:
        NoTable: it is not a workbook, is locked, damaged or empty, or passes a limit.

    """
    grids = [
        (name, [[_cell(cell) for cell in row] for row in rows], Look.of(look))
        for name, rows, look in _answer(content, limits)
    ]
    if not grids:
        raise NoTable("is-empty")
    if encoding is None:
        font, is_sure = font_encoding([rows for _, rows, _ in grids]), False
    else:
        font, is_sure = encoding if encoding in FROM else None, True
    return [_sheet(file, name, rows, look, font, is_sure=is_sure) for name, rows, look in grids]


def _sheet(
    file: str, name: str, rows: list[list[Cell]], look: Look, font: str | None, *, is_sure: bool
) -> Sheet:
    kept, examples = converted(rows, font, is_sure=is_sure)
    was_converted = font is not None and bool(examples)
    return Sheet(file, name, kept, font if was_converted else None, None, examples, look)


def _answer(content: bytes, limits: Limits) -> list[tuple[str, list[list[Any]], dict[str, Any]]]:
    """Name, rows and look of each sheet, as ``workbook_process`` reads them."""
    asked = json.dumps(dataclasses.asdict(limits)).encode() + b"\n" + content
    try:
        answer = running.answer("data.intake.workbook_process", asked, seconds=_SECONDS)
    except running.Failed as failed:
        raise NoTable("is-damaged") from failed
    except running.Spent as spent:
        raise NoTable("over-work") from spent
    except running.NoTurn as waited:
        raise NoTable("no-turn") from waited
    if "refused" in answer:
        kind = answer["refused"].pop("kind")
        raise NoTable(kind, **answer["refused"])
    return [(name, rows, look) for name, rows, look in answer["sheets"]]


def _cell(cell: Any) -> Cell:
    if not isinstance(cell, list):
        return cell  # type: ignore[no-any-return]
    written, *kind = cell
    if kind:
        return NoValue(written, kind[0])
    day_only = len(written) == len("2023-11-22")
    return (datetime.date if day_only else datetime.datetime).fromisoformat(written)
