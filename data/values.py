"""Reads the values of one column, as people and spreadsheets write them, into our CSVs' writing."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from types import NoneType
from typing import NamedTuple

from data import code_names, written_coordinates, written_dates, written_numbers
from data.code_names import Codes
from data.intake.sheets import Cell
from data.schema import Field
from data.search import fold

_TRUE = frozenset(["true", "co", "dung", "yes", "oui", "vrai", "x", "1"])
_FALSE = frozenset(["false", "khong", "sai", "no", "non", "faux", "0"])


class Value(NamedTuple):
    """A cell in our writing; where it could not be read, as found, with kind and expectation."""

    text: str
    kind: str | None = None
    expected: str = ""


@dataclass(frozen=True)
class Column:
    """The values of one column: one text per row, and the rows (0-based) that are at fault.

    ``read_as`` names the way that doubtful values were read, ``other`` the ways they also could
    be; both are empty where nothing is in doubt.
    """

    cells: list[str]
    original: list[str]
    faults: dict[int, Value]
    read_as: str
    other: tuple[str, ...]


def read_column(
    field: Field, found: Sequence[Cell], *, choice: str | None = None, usual: str | None = None
) -> Column:
    """Read a column, each distinct value once.

    ``choice`` settles how doubtful dates or numbers are read; ``usual`` is the style of numbers
    that nothing decides.
    """
    keys = _keys(found)
    cells = dict(zip(keys, found, strict=True))
    texts = (_single_spaced(tidy(cell)) for cell in cells.values() if isinstance(cell, str))
    read_as, other = _way(field, texts, choice, usual)
    read = _reader(field, read_as)
    values = {key: read(cell) for key, cell in cells.items()}
    bad = {key: value for key, value in values.items() if value.kind}
    return Column(
        cells=list(map({key: value.text for key, value in values.items()}.__getitem__, keys)),
        original=list(map({key: shown(cell) for key, cell in cells.items()}.__getitem__, keys)),
        faults={i: bad[key] for i, key in enumerate(keys) if key in bad} if bad else {},
        read_as=read_as if other else "",
        other=other,
    )


def read_value(field: Field, cell: Cell, *, read_as: str = "") -> Value:
    """Read one value by its column; doubtful dates day-first, numbers with a decimal comma."""
    return _reader(field, read_as or _way(field, (), None, None)[0])(cell)


def shown(cell: Cell) -> str:
    """A cell as a reader of the file sees it; numbers with all their digits."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return written_numbers.of_cell(cell) if abs(cell) < float("inf") else str(cell)


def tidy(text: str) -> str:
    """A text as we store it: NFC, without spaces around it, lines ended by one character."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.strip())


def _keys(found: Sequence[Cell]) -> Sequence[Hashable]:
    """Something to remember each value by, in which 1, 1.0 and True differ."""
    if set(map(type, found)) <= {str, NoneType}:
        return found
    return [cell if isinstance(cell, str) else (type(cell), cell) for cell in found]


def _way(
    field: Field, texts: Iterable[str], choice: str | None, usual: str | None
) -> tuple[str, tuple[str, ...]]:
    if field.is_edtf:
        return written_dates.order(texts, choice)
    if field.type == "number":
        plain = (_percent(text)[0] for text in texts)
        usual = usual or written_numbers.DECIMAL_COMMA
        return written_numbers.style(plain, _bounds(field), choice=choice, usual=usual)
    return "", ()


def _reader(field: Field, read_as: str) -> Callable[[Cell], Value]:
    if field.is_edtf:
        return partial(_date, read_as)
    if field.type == "number":
        return partial(_number, field, read_as)
    if field.type == "boolean":
        return _boolean
    codes = code_names.codes_of(field)
    if field.is_list:
        return partial(_list, field, codes)
    return partial(_code, field, codes) if codes else _text


def _text(cell: Cell) -> Value:
    return Value(tidy(shown(cell)))


def _date(read_as: str, cell: Cell) -> Value:
    text = tidy(shown(cell))
    if isinstance(cell, str | None):
        plain = _single_spaced(text)
        dated = written_dates.of_text(plain, read_as) if plain else ""
    else:
        plain = text
        dated = written_dates.of_cell(cell)
    if dated is not None:
        return Value(dated)
    day = written_dates.of_text(written_dates.without_time(plain), read_as)
    return Value(text, "date", day or written_dates.FORMS)


def _number(field: Field, read_as: str, cell: Cell) -> Value:
    text = tidy(shown(cell))
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if not text or (is_number and text[-1].isdigit()):
        return Value(text)
    is_coordinate = field.unit == "°"
    expected = written_coordinates.FORMS if is_coordinate else "1234.5"
    kind = "coordinate" if is_coordinate else "number"
    if not isinstance(cell, str):
        return Value(text, kind, expected)
    plain, is_percent = _percent(_single_spaced(text))
    number = written_numbers.of_text(plain, read_as, _bounds(field))
    if number is None and is_coordinate:
        number = written_coordinates.of_text(plain, is_latitude=field.maximum == 90)
    if number is not None and not (is_percent and is_coordinate):
        return Value(number)
    full = None if is_coordinate or is_percent else written_numbers.in_full(plain, read_as)
    return Value(text, "amount-words", full) if full else Value(text, kind, expected)


def _boolean(cell: Cell) -> Value:
    text = tidy(shown(cell))
    word = fold(text)
    if word in _TRUE or word in _FALSE:
        return Value("true" if word in _TRUE else "false")
    return Value(text, "boolean", "true | false") if text else Value("")


def _code(field: Field, codes: Codes, cell: Cell) -> Value:
    text = tidy(shown(cell))
    code = codes.of(text) if text else ""
    if code is not None:
        return Value(code)
    kind = "currency" if field.is_currency else "code"
    return Value(text, kind, code_names.expected(field))


def _list(field: Field, codes: Codes | None, cell: Cell) -> Value:
    text = tidy(shown(cell))
    delimiter = field.delimiter or ";"
    parts = [part.strip() for part in re.split(f"[{re.escape(delimiter)}\n]", text)]
    values = [_code(field, codes, part) if codes else Value(part) for part in parts if part]
    bad = next((value for value in values if value.kind), None)
    return bad._replace(text=text) if bad else Value(delimiter.join(v.text for v in values))


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _percent(text: str) -> tuple[str, bool]:
    return (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)


def _bounds(field: Field) -> Callable[[str], bool]:
    low = float("-inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    return lambda number: low <= float(number) <= high
