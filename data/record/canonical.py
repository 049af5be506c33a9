"""The one way in which a table is written: equal rows give equal bytes on every machine."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping

from data.schema import Table


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
    return unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text))
