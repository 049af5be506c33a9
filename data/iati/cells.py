"""Rows read from an IATI file as sheets, each row with the line number it has in the file."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from operator import itemgetter

from data.record.rows import Row, Rows
from data.schema import TABLES, Field
from data.sheets.grid import Cell, NoValue, Sheet
from data.sheets.limits import Limits, refuse_excess
from data.values.columns import tidy

Lines = list[tuple[int, Row]]


def sheet_of(
    file: str,
    table: str,
    lines: Lines,
    *,
    published: Rows,
    left: Iterable[str],
    limits: Limits,
) -> Sheet:
    """A sheet of one table, one row per record; a missing cell keeps its published value.

    Rows keep the line numbers of the file, unless the file has more lines than a sheet may have
    rows: then they follow one another. ``left`` are headings without cells, for the parts of
    the file that no column takes.

    Raises:
        NoTable: the rows pass a limit.

    """
    fields = TABLES[table].fields
    columns = [name for name in fields if any(name in row for _line, row in lines)]
    rows: list[Sequence[Cell]] = [[*columns, *left]]
    empty: list[Cell] = []
    has_lines = all(line <= limits.rows for line, _row in lines)
    for line, row in sorted(lines, key=itemgetter(0)):
        whole = published.get(row[TABLES[table].key], {}) | row
        cells = [_cell(fields[name], whole.get(name, "")) for name in columns]
        number = max(line if has_lines else 0, len(rows) + 1)
        refuse_excess(number, cells, limits)
        rows.extend([empty] * (number - len(rows) - 1))
        rows.append(cells)
    return Sheet(file, table, rows)


def _cell(field: Field, text: str) -> Cell:
    """A text as a cell; a number as a number, because XML has one way to write it.

    Any other way is no number: "1,234" may be a thousand or one and a bit.
    """
    if field.type != "number" or not text:
        return text
    number = number_in(text)
    if number is None:
        return NoValue(text, "number-in-xml")
    return int(number) if number == number.to_integral_value() else float(number)


def number_in(text: str) -> Decimal | None:
    """A number as XML has it; None for any other text."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 18 else None


def has_news(table: str, row: Row, before: Mapping[str, str] | None) -> bool:
    """Whether a row holds a value that differs from what is published."""
    if before is None:
        return True
    fields = TABLES[table].fields
    return any(not _equal(fields[name], text, before[name]) for name, text in row.items())


def _equal(field: Field, text: str, before: str) -> bool:
    if field.type == "number" and before:
        return number_in(text) == number_in(before)
    return tidy(text) == before
