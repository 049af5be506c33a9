"""Cuts an even text file into rows with Arrow, three times as fast as the csv module.

A file is even if each line has the same number of cells and quotation marks stand only at the
edges of cells, or doubled inside. Then both give the same rows; the csv module reads the rest.
"""

import csv
import io
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

_AT_ONCE = 1_000_000  # bytes
_CELLS = pa.dictionary(pa.int32(), pa.binary())  # equal cells become one Python object


class Uneven(Exception):  # noqa: N818 -- what the file is
    """Raised when the csv module might cut a file into other cells."""


def even_rows(
    content: memoryview, delimiter: str, columns: int, kept: Callable[[str], str]
) -> Iterator[tuple[str, ...]]:
    """Rows of at most ``columns`` cells; ``kept`` turns a cell, read as Latin-1, into its text.

    Raises:
        Uneven: at the start or after any row.

    """
    if _first_width(content, delimiter) > columns or not _is_even(content, delimiter):
        raise Uneven
    try:
        reader = arrow_csv.open_csv(
            pa.py_buffer(content),
            arrow_csv.ReadOptions(use_threads=False, autogenerate_column_names=True),
            arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
            ),
            arrow_csv.ConvertOptions(
                column_types={f"f{place}": _CELLS for place in range(columns)},
                check_utf8=False,
                strings_can_be_null=False,
            ),
        )
        for part in reader:
            yield from zip(*(_cells(column, kept) for column in part.columns), strict=True)
    except pa.ArrowInvalid as uneven:
        raise Uneven from uneven


def _first_width(content: memoryview, delimiter: str) -> int:
    """How many cells the first row has; Arrow would make ready for a million of them."""
    beginning = io.StringIO(str(content[:_AT_ONCE], "latin-1"), newline="")
    try:
        return len(next(csv.reader(beginning, delimiter=delimiter), ()))
    except csv.Error as wrong:
        raise Uneven from wrong


def _cells(column: pa.DictionaryArray, kept: Callable[[str], str]) -> Iterator[str]:
    texts = [kept(cell.decode("latin-1")) for cell in column.dictionary.to_pylist()]
    return map(texts.__getitem__, column.indices.to_numpy().tolist())


def _is_even(content: memoryview, delimiter: str) -> bool:
    """Whether quotation marks come in pairs, each at the edge of a cell or next to another."""
    letters = np.frombuffer(content, np.uint8)
    is_outside = np.zeros(256, np.bool_)
    is_outside[[*f'{delimiter}\r\n"'.encode()]] = True
    is_open = False
    for first in range(0, len(letters), _AT_ONCE):  # in parts: a place takes eight bytes
        marks = np.flatnonzero(letters[first : first + _AT_ONCE] == ord('"')) + first
        before, after = marks[int(is_open) :: 2] - 1, marks[int(not is_open) :: 2] + 1
        beside = letters[before[before >= 0]], letters[after[after < len(letters)]]
        if not all(bool(is_outside[neighbours].all()) for neighbours in beside):
            return False
        is_open ^= len(marks) % 2 == 1
    return not is_open
