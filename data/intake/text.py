"""Reads a text file: CSV with any encoding, delimiter and line end that offices use."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.intake.arrow_rows import Uneven, even_rows
from data.intake.delimiters import DELIMITERS, declared, likely
from data.intake.encodings import decode
from data.intake.legacy import FROM
from data.intake.repair import Repair
from data.sheets.grid import Sheet
from data.sheets.limits import Limits, NoTable, refuse_excess

_MARKUP = re.compile(r"\ufeff?\s*<(?:!doctype|!--|\?xml|\?mso|html|head|body|meta|table)", re.I)
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")
_NOTHING = ' \r\n\ufeff"' + "".join(DELIMITERS)
_MOST_LINES = 1_048_576  # rows of a spreadsheet; even empty lines beyond this are too many
# The csv module's usual limit counts letters; here a letter may be up to four bytes.
csv.field_size_limit(4 * 131_072)
_MOST_CUTS = 200_000  # delimiters in one line; fifty million cells would fill the memory


@dataclass(frozen=True)
class _Manner:
    """How a file was written: its encoding and delimiter, and if it names the delimiter itself."""

    codec: str
    encoding: str
    delimiter: str
    is_declared: bool

    @property
    def by_byte(self) -> bool:
        """Whether lines can be cut as bytes, so that each different cell is decoded once."""
        return not self.codec.startswith("utf-16") and self.delimiter.isascii()

    def decode(self, cell: str) -> str:
        """The text of a cell that was cut as bytes, each shown as its Latin-1 letter."""
        return cell.encode("latin-1").decode(self.codec.removesuffix("-sig"))


def read_text(file: str, content: bytes, limits: Limits, encoding: str | None) -> Sheet:
    """The sheet of a text file; every cell is a text.

    Raises:
        NoTable: the bytes are not text, a quotation mark is never closed, or a limit is passed.

    """
    manner = _manner(content, encoding)
    try:
        rows, widths, repair = _rows(_even, content, manner, limits)
    except Uneven:
        rows, widths, repair = _rows(_uneven, content, manner, limits)
    if not rows:
        raise NoTable("is-empty")
    # Windows-1258 must write most Vietnamese letters in two parts, so that is no repair.
    examples = () if manner.encoding == "cp1258" else repair.examples
    return Sheet(file, "", rows, manner.encoding, manner.delimiter, examples, widths=tuple(widths))


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


_Cut = Callable[[bytes, _Manner, Limits, Repair], Iterator[list[str]]]


def _rows(
    cut: _Cut, content: bytes, manner: _Manner, limits: Limits
) -> tuple[list[list[str]], list[int], Repair]:
    """Rows without empty cells or rows at the end, how many there were, and what was changed."""
    decode = manner.decode if manner.by_byte else str
    repair = Repair(FROM.get(manner.encoding, str), decode=decode)
    rows: list[list[str]] = []
    widths: list[int] = []
    empty: list[str] = []
    filled = cells = 0
    for row in cut(content, manner, limits, repair):
        widths.append(len(row))
        while row and not row[-1].strip():
            row.pop()
        rows.append(row or empty)
        if row:
            filled = len(rows)
            refuse_excess(filled, row, limits, characters=repair.longest)
            cells += len(row)
            if cells > limits.cells:
                raise NoTable("over-cells", row=filled, expected=f"≤ {limits.cells}")
        elif len(rows) > _MOST_LINES:
            raise NoTable("over-rows", expected=f"≤ {limits.rows}")
    return rows[:filled], widths[:filled], repair


def _even(content: bytes, manner: _Manner, limits: Limits, repair: Repair) -> Iterator[list[str]]:
    """Rows that Arrow cuts; raises Uneven, at the start or later, if the file is not even."""
    if not manner.by_byte:
        raise Uneven
    table = _table(content, manner)
    yield from map(list, even_rows(table, manner.delimiter, limits.columns, repair.__getitem__))


def _uneven(content: bytes, manner: _Manner, limits: Limits, repair: Repair) -> Iterator[list[str]]:
    """Rows that the csv module cuts, of any file."""
    number = 0
    lines = _lines(content, manner, limits)
    rows = csv.reader(lines, delimiter=manner.delimiter, strict=True)
    try:
        for number, row in enumerate(rows, start=1):  # noqa: B007 -- where it ended
            yield list(map(repair.__getitem__, row))
    except csv.Error as wrong:
        if "limit" in str(wrong):
            raise NoTable("over-cell", row=number + 1, expected=f"≤ {limits.cell}") from wrong
        raise NoTable("open-quote", row=number + 1) from wrong


def _table(content: bytes, manner: _Manner) -> memoryview:
    """The bytes to cut: without the byte order mark and the line that names the delimiter."""
    has_mark = manner.codec == "utf-8-sig" and content.startswith(codecs.BOM_UTF8)
    first = len(codecs.BOM_UTF8) if has_mark else 0
    if manner.is_declared and (line := _LINE.match(content, first)):
        first = line.end()
    return memoryview(content)[first:]


def _lines(content: bytes, manner: _Manner, limits: Limits) -> Iterator[str]:
    if manner.by_byte:
        lines = io.TextIOWrapper(io.BytesIO(_table(content, manner)), "latin-1", newline="")
    else:
        lines = io.TextIOWrapper(io.BytesIO(content), manner.codec, newline="")
        if manner.is_declared:
            lines.readline()
    for line in lines:
        if len(line) > _MOST_CUTS and line.count(manner.delimiter) > _MOST_CUTS:
            raise NoTable("over-columns", expected=f"≤ {limits.columns}")
        yield line
