"""Reads a workbook (XLSX, ODS, XLS, XLSB): typed cells of every sheet that its user can see."""

import dataclasses
import datetime
import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

from data.intake.fonts import converted, font_encoding
from data.intake.grid import Cell, Sheet
from data.intake.legacy import FROM
from data.intake.limits import Limits, NoTable

_ROOT = Path(__file__).parents[2]
_SECONDS = 300  # of the clock: a busy machine; apart.py has fewer of its own
_READER_FAILED = 1  # Python's exit status for an error; other ends are the operating system's
_log = logging.getLogger(__name__)


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
    command = [sys.executable, "-m", "data.intake.apart"]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module; the file goes in by the pipe
            command, input=asked, capture_output=True, cwd=_ROOT, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise NoTable("over-work") from slow
    if ended.returncode:
        _log.warning("no workbook: %s", ended.stderr.decode(errors="replace")[-2000:])
        raise NoTable("is-damaged" if ended.returncode == _READER_FAILED else "over-work")
    answer = json.loads(ended.stdout)
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
