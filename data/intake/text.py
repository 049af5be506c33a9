"""Reads a text file: CSV in any of the encodings, delimiters and line ends that offices write."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from data.intake.delimiters import DELIMITERS, declared, likely
from data.intake.encodings import decode
from data.intake.grid import Sheet
from data.intake.legacy import FROM
from data.intake.limits import Limits, NoTable, refuse_excess
from data.intake.records import records
from data.intake.repair import Repair

_MARKUP = re.compile(r"\ufeff?\s*<(?:!doctype|!--|\?xml|\?mso|html|head|body|meta|table)", re.I)
_NOTHING = ' \r\n\ufeff"' + "".join(DELIMITERS)
_MOST_LINES = 1_048_576  # what a spreadsheet can show: beyond it, even empty lines are too many
_MOST_CUTS = 200_000  # delimiters in one line: cut up, fifty million of them would fill the memory


@dataclass(frozen=True)
class _Manner:
    """How a file was written: enough to read its bytes again, record by record."""

    codec: str
    encoding: str
    delimiter: str
    is_declared: bool
    is_composed: bool


def read_text(file: str, content: bytes, limits: Limits, encoding: str | None) -> Sheet:
    """The table of a text file, every cell a text.

    Raises:
        NoTable: the bytes are no text, its quotation marks do not pair, or a limit is passed.

    """
    manner = _manner(content, encoding)
    rows = _rows(content, manner, limits)
    if not rows:
        raise NoTable("is-empty")
    examples: tuple[tuple[str, str], ...] = ()
    if manner.encoding in FROM or not manner.is_composed:
        repair = Repair(FROM.get(manner.encoding, str))
        rows = [list(map(repair, row)) for row in rows]
        # Windows-1258 has no other way to write most Vietnamese letters than in two parts.
        examples = () if manner.encoding == "cp1258" else repair.examples
    return Sheet(file, "", rows, manner.encoding, manner.delimiter, examples)


def _manner(content: bytes, encoding: str | None) -> _Manner:
    decoded = decode(content, encoding)
    if _MARKUP.match(decoded.text):
        raise NoTable("is-markup")
    if not decoded.text.strip(_NOTHING):
        raise NoTable("is-empty")
    delimiter = declared(decoded.text)
    return _Manner(
        decoded.codec,
        decoded.encoding,
        delimiter or likely(decoded.text),
        delimiter is not None,
        unicodedata.is_normalized("NFC", decoded.text),
    )


def _rows(content: bytes, manner: _Manner, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    empty: list[str] = []
    filled = 0
    longest = _longest_line(content, manner.delimiter, limits)
    try:
        for row, lines in records(_lines(content, manner), manner.delimiter):
            while row and not row[-1].strip():
                row.pop()
            rows.append(row or empty)
            if row:
                filled = len(rows)
                refuse_excess(filled, row, limits, characters=lines * longest)
            elif len(rows) > _MOST_LINES:
                raise NoTable("over-rows", expected=f"≤ {limits.rows}")
    except csv.Error as wrong:
        if "limit" in str(wrong):
            raise NoTable("over-cell", row=len(rows) + 1, expected=f"≤ {limits.cell}") from wrong
        raise NoTable("open-quote", row=len(rows) + 1) from wrong
    return rows[:filled]


def _lines(content: bytes, manner: _Manner) -> io.TextIOWrapper:
    lines = io.TextIOWrapper(io.BytesIO(content), encoding=manner.codec, newline="")
    if manner.is_declared:
        lines.readline()
    return lines


def _longest_line(content: bytes, delimiter: str, limits: Limits) -> int:
    """Bytes of the longest line: its cells have no more characters than that."""
    lines = content.splitlines()
    longest = max(map(len, lines))
    if longest > _MOST_CUTS and any(line.count(delimiter.encode()) > _MOST_CUTS for line in lines):
        raise NoTable("over-columns", expected=f"≤ {limits.columns}")
    return longest
