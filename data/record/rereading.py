"""Reads one table in one version after the other: a line that was there before is not read again.

Of a publication that changes one row of ten thousand, one line is read.
"""

from collections.abc import Iterable, Iterator

from data.record.rows import Row, Rows, rows_of


class Rereading:
    """The lines of a table as it was read last, each with its id and its row."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._header = b""
        self._known: dict[bytes, tuple[str, Row]] = {}

    def rows(self, content: bytes) -> Rows:
        """The same as ``rows_of``; rows that did not change are the very objects of before."""
        header, *lines = list(_lines(content)) or [b""]
        if not content.startswith(header):  # it begins with an empty line: no table of ours
            return rows_of(self._table, content)
        if header != self._header:
            self._header, self._known = header, {}
        new = [line for line in lines if line not in self._known]
        read = self._read(new)
        if len(read) != len(new):  # ids that are missing or given twice, a line that is none
            self._header, self._known = b"", {}
            return rows_of(self._table, content)
        self._known.update(zip(new, read.items(), strict=True))
        self._known = {line: self._known[line] for line in lines}
        return dict(self._known.values())

    def _read(self, lines: Iterable[bytes]) -> Rows:
        return rows_of(self._table, b"\n".join([self._header, *lines]))


def _lines(content: bytes) -> Iterator[bytes]:
    """The header and each row as it is written; a cell in quotes may go over several lines."""
    begun = b""
    for part in content.split(b"\n"):
        line = begun + b"\n" + part if begun else part
        begun = line if line.count(b'"') % 2 else b""
        if line and not begun:
            yield line
    if begun:
        yield begun
