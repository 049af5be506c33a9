"""Sheets as bytes, to be handed from one process to another.

Most cells of a column repeat a few texts. Each different value is written once, and each cell as
its number, so that on the other side equal cells share one object again.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from data.sheets.grid import Cell, NoValue, Sheet, Strange
from data.sheets.limits import NoTable

_CELL, _VALUE = 8, 60  # bytes that each takes on the other side, beside the letters of a text
_NUMBERS = "I"


class _Numbers(dict[Any, int]):
    """Numbers the different values that it is asked for, from 0."""

    def __missing__(self, value: Any) -> int:
        number = self[value] = len(self)
        return number


def packed(sheets: Sequence[Sheet], most: int) -> bytes:
    """The sheets as one line of JSON, then how wide their lines and rows are, and the cells.

    Raises:
        NoTable: unpacked, they would take more than ``most`` bytes of memory.

    """
    numbers = _Numbers()
    described: list[dict[str, Any]] = []
    counted: list[bytes] = []
    size = 0
    for sheet in sheets:
        widths, cells = array(_NUMBERS, map(len, sheet.rows)), array(_NUMBERS)
        lines = array(_NUMBERS, sheet.widths)
        has_texts_only = sheet.delimiter is not None
        for row in sheet.rows:
            keys = row if has_texts_only else map(_told_apart, row)
            cells.extend(map(numbers.__getitem__, keys))
            if _CELL * len(cells) + _VALUE * len(numbers) + size > most:
                raise NoTable("over-work")
        size += _CELL * len(cells)
        described.append(
            {
                "name": sheet.name,
                "encoding": sheet.encoding,
                "delimiter": sheet.delimiter,
                "repaired": sheet.repaired,
                "lines": len(lines),
                "widths": len(widths),
                "cells": len(cells),
                "strange": sheet.strange,
            }
        )
        counted += (lines.tobytes(), widths.tobytes(), cells.tobytes())
    values = [value if isinstance(value, str) else _plain(value[1]) for value in numbers]
    line = json.dumps({"sheets": described, "values": values}, ensure_ascii=False)
    return b"".join((line.encode(), b"\n", *counted))


def _told_apart(value: Cell) -> Any:
    """A value as a key: 1, 1.0 and true are equal in Python and differ in a file."""
    return value if isinstance(value, str) else (type(value), value)


def _plain(value: Cell) -> Any:
    return value._asdict() if isinstance(value, NoValue) else value


def unpacked(file: str, parcel: bytes) -> list[Sheet]:
    """The sheets of a file that were packed."""
    line, _, _rest = parcel.partition(b"\n")
    head = json.loads(line)
    numbers = memoryview(parcel)[len(line) + 1 :].cast("B")
    values = [NoValue(**one) if isinstance(one, dict) else one for one in head["values"]]
    sheets = []
    for sheet in head["sheets"]:
        lines, numbers = _taken(numbers, sheet["lines"])
        widths, numbers = _taken(numbers, sheet["widths"])
        cells, numbers = _taken(numbers, sheet["cells"])
        rows = list(_rows(widths, cells, values))
        repaired = tuple((before, after) for before, after in sheet["repaired"])
        sheets.append(
            Sheet(
                file,
                sheet["name"],
                rows,
                sheet["encoding"],
                sheet["delimiter"],
                repaired,
                widths=tuple(lines),
                strange=tuple(Strange(*one) for one in sheet["strange"]),
            )
        )
    return sheets


def _taken(numbers: memoryview, count: int) -> "tuple[array[int], memoryview]":
    size = count * array(_NUMBERS).itemsize
    taken = array(_NUMBERS)
    taken.frombytes(numbers[:size])
    return taken, numbers[size:]


def _rows(
    widths: Sequence[int], cells: Sequence[int], values: Sequence[Cell]
) -> Iterator[list[Cell]]:
    filled = map(values.__getitem__, cells)
    empty: list[Cell] = []
    for width in widths:
        yield list(islice(filled, width)) if width else empty
