"""The one way in which a table is written: equal rows give equal bytes on every machine.

``python -m data.record.canonical`` gives the files in data/curated the columns of the schema.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping

from data.schema import TABLES, Table

_BREAK = re.compile(r"\r\n?")


def canonical(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    r"""Write rows as UTF-8 CSV: no BOM, ``\n``, columns in schema order, quotes only where needed.

    Texts become NFC and line breaks within a cell ``\n``, nothing else is changed; rows keep their
    order. A column that a row lacks is empty.

    Raises:
        ValueError: a row has a column that the table has not, or half of a surrogate pair.

    """
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, list(table.fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _settled(text) for column, text in row.items()} for row in rows)
    return lines.getvalue().encode()


def _settled(text: str) -> str:
    if "\r" in text:  # seldom, and looking is quicker than replacing nothing
        text = _BREAK.sub("\n", text)
    return unicodedata.normalize("NFC", text)


def renewed(table: Table, content: bytes, *, known_only: bool = False) -> bytes:
    """A file of the record with the columns of today: a new one is empty, a removed one is gone.

    With ``known_only`` a column that is not one of the table's is gone as well.

    Raises:
        ValueError: a column is given twice, or is not one of the table's, or a line has more or
            fewer cells.

    """
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    header = table.current(next(lines, []))
    names = [name for name in header if name is not None]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"given twice: {', '.join(sorted(twice))}")
    kept = {name for name in names if name in table.fields or not known_only}
    cells = (zip(header, line, strict=True) for line in lines if any(line))
    return canonical(table, [{name: text for name, text in row if name in kept} for row in cells])


def as_today(table: Table, content: bytes, *, known_only: bool = False) -> bytes:
    """The same; a file that is not such a table stays as it is."""
    try:
        written = next(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")), [])
        if set(table.required) <= set(table.current(written)):
            return renewed(table, content, known_only=known_only)
    except (ValueError, csv.Error):
        pass
    return content


if __name__ == "__main__":
    for shipped in TABLES.values():
        shipped.path.write_bytes(renewed(shipped, shipped.path.read_bytes()))
