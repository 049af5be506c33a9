"""Reads a text file: CSV in any of the encodings, delimiters and line ends that offices write."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
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

    @property
    def by_byte(self) -> bool:
        """Whether lines can be cut as bytes, and only the distinct cells be decoded."""
        return not self.codec.startswith("utf-16") and self.delimiter.isascii()

    def decode(self, cell: str) -> str:
        """The text of a cell that was cut as bytes (each as the letter that Latin-1 has for it)."""
        return cell.encode("latin-1").decode(self.codec.removesuffix("-sig"))


def read_text(file: str, content: bytes, limits: Limits, encoding: str | None) -> Sheet:
    """The table of a text file, every cell a text.

    Raises:
        NoTable: the bytes are no text, its quotation marks do not pair, or a limit is passed.

    """
    manner = _manner(content, encoding)
    decode = manner.decode if manner.by_byte else str
    repair = Repair(FROM.get(manner.encoding, str), decode=decode)
    rows = _rows(content, manner, limits, repair)
    if not rows:
        raise NoTable("is-empty")
    # Windows-1258 has no other way to write most Vietnamese letters than in two parts.
    examples = () if manner.encoding == "cp1258" else repair.examples
    return Sheet(file, "", rows, manner.encoding, manner.delimiter, examples)


def _manner(content: bytes, encoding: str | None) -> _Manner:
    decoded = decode(content, encoding)
    if _MARKUP.match(decoded.beginning):
        raise NoTable("is-markup")
    if decoded.is_whole and not decoded.beginning.strip(_NOTHING):
        raise NoTable("is-empty")
    delimiter = declared(decoded.beginning)
    return _Manner(
        decoded.codec,
        decoded.encoding,
        delimiter or likely(decoded.beginning),
        delimiter is not None,
    )


def _rows(content: bytes, manner: _Manner, limits: Limits, repair: Repair) -> list[list[str]]:
    rows: list[list[str]] = []
    empty: list[str] = []
    filled = 0
    try:
        for found in records(_lines(content, manner, limits), manner.delimiter):
            row = list(map(repair.__getitem__, found))
            while row and not row[-1].strip():
                row.pop()
            rows.append(row or empty)
            if row:
                filled = len(rows)
                refuse_excess(filled, row, limits, characters=repair.longest)
            elif len(rows) > _MOST_LINES:
                raise NoTable("over-rows", expected=f"≤ {limits.rows}")
    except csv.Error as wrong:
        if "limit" in str(wrong):
            raise NoTable("over-cell", row=len(rows) + 1, expected=f"≤ {limits.cell}") from wrong
        raise NoTable("open-quote", row=len(rows) + 1) from wrong
    return rows[:filled]


def _lines(content: bytes, manner: _Manner, limits: Limits) -> Iterator[str]:
    raw = io.BytesIO(content)
    if manner.codec == "utf-8-sig" and content.startswith(codecs.BOM_UTF8):
        raw.seek(len(codecs.BOM_UTF8))
    codec = "latin-1" if manner.by_byte else manner.codec
    lines = io.TextIOWrapper(raw, encoding=codec, newline="")
    if manner.is_declared:
        lines.readline()
    for line in lines:
        if len(line) > _MOST_CUTS and line.count(manner.delimiter) > _MOST_CUTS:
            raise NoTable("over-columns", expected=f"≤ {limits.columns}")
        yield line
