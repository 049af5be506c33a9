"""Reads the cells of one column, however people wrote them, as texts for our CSVs."""

import datetime
import operator
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import NoneType
from typing import NamedTuple, cast

from data.schema import Field
from data.sheets.errors import is_error
from data.sheets.grid import Cell, NoValue
from data.values import code_names, written_coordinates, written_dates, written_numbers
from data.values.code_names import Codes
from data.values.folding import fold
from data.values.written_numbers import DECIMAL_COMMA

_TRUE = frozenset(["true", "co", "dung", "yes", "oui", "vrai", "x", "1"])
_FALSE = frozenset(["false", "khong", "sai", "no", "non", "faux", "0"])


class Unread(NamedTuple):
    """A value that could not be read: its text, the kind of fault, and what was expected."""

    text: str
    kind: str
    expected: str


_Read = Callable[[Cell], str | Unread]


@dataclass(frozen=True)
class Column:
    """The values of one column, one text per row; ``faults`` by row (0 is the first).

    ``cells`` are written as in our CSVs, ``original`` as in the file. ``read_as`` is the way in
    which doubtful values were read, ``other`` the ways in which they could be read; both are
    empty where nothing is in doubt. ``rounded`` are the rows with more decimals than we keep.
    ``way`` is how its texts were read, doubtful or not; "" where none is written otherwise.
    ``doubtful`` are its different texts whose value is another in the other way.
    """

    cells: list[str]
    original: list[str]
    faults: dict[int, Unread]
    read_as: str = ""
    other: tuple[str, ...] = ()
    rounded: tuple[int, ...] = ()
    way: str = ""
    doubtful: tuple[str, ...] = ()


def read_column(
    field: Field,
    values: list[Cell],
    *,
    choice: str | None = None,
    usual: str = DECIMAL_COMMA,
    restore: Callable[[str], str] = str,
    has_only_texts: bool = False,
) -> Column:
    """Read a column; a value that is repeated is read once.

    ``choice`` says how doubtful dates or numbers are read. ``usual`` is the style of numbers if
    no value of the column decides. ``restore`` undoes what the file's format did to texts. In a
    file that ``has_only_texts``, a text such as #REF! is the error that a spreadsheet saved.
    """
    keys, distinct = _distinct(values)
    texts = (_single_spaced(restore(cell)) for cell in distinct.values() if isinstance(cell, str))
    read_as, other = _way(field, texts, choice, usual)
    read = _reader(field, read_as)
    cells: dict[Hashable, str] = {}
    original: dict[Hashable, str] = {}
    bad: dict[Hashable, Unread] = {}
    rounded: set[Hashable] = set()
    for key, cell in distinct.items():
        original[key] = shown(cell)
        value = _without_value(cell, has_only_texts) or read(
            restore(cell) if isinstance(cell, str) else cell
        )
        if isinstance(value, str):
            cells[key] = written_numbers.rounded(value) if field.type == "number" else value
            if cells[key] != value:
                rounded.add(key)
        else:
            cells[key], bad[key] = value.text, value
    rewritten = any(
        isinstance(cell, str) and cells[key] != original[key] for key, cell in distinct.items()
    )
    return Column(
        way=read_as if rewritten else "",
        cells=_for_each(keys, cells),
        original=_for_each(keys, original),
        faults={place: bad[key] for place, key in enumerate(keys) if key in bad} if bad else {},
        read_as=read_as if other else "",
        other=other,
        rounded=tuple(place for place, key in enumerate(keys) if key in rounded) if rounded else (),
        doubtful=_doubtful(field, distinct.values(), restore, (read_as, *other)) if other else (),
    )


def _doubtful(
    field: Field, cells: Iterable[Cell], restore: Callable[[str], str], ways: tuple[str, ...]
) -> tuple[str, ...]:
    """The texts that have another value in each way."""
    readers = [_reader(field, way) for way in ways]
    texts = (cell for cell in cells if isinstance(cell, str))
    return tuple(cell for cell in texts if len({read(restore(cell)) for read in readers}) > 1)


def _without_value(cell: Cell, has_only_texts: bool) -> Unread | None:  # noqa: FBT001
    """An error, in a text file also one saved as text, or a formula that nobody calculated."""
    if isinstance(cell, NoValue):
        return Unread(cell.shown, cell.kind, "")
    if has_only_texts and isinstance(cell, str) and is_error(cell.strip()):
        return Unread(cell.strip(), "cell-error", "")
    return None


def shown(cell: Cell) -> str:
    """A cell as text, as a reader of the file sees it; numbers with all their digits."""
    if isinstance(cell, str):
        return cell
    if cell is None or isinstance(cell, NoValue):
        return cell.shown if cell else ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return written_numbers.number_of_cell(cell) if abs(cell) < float("inf") else str(cell)


def tidy(text: str) -> str:
    r"""A text as we store it: NFC, without spaces around it, and with ``\n`` as line end."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _distinct(values: list[Cell]) -> tuple[list[Hashable], dict[Hashable, Cell]]:
    """One key per row, and the cell of each key; 1, 1.0 and True have different keys."""
    once = dict.fromkeys(values)
    if set(map(type, once)) <= {str, NoneType}:
        return cast(list[Hashable], values), {cell: cell for cell in once}
    keys: list[Hashable] = [
        cell if isinstance(cell, str) else (type(cell), cell) for cell in values
    ]
    return keys, dict(zip(keys, values, strict=True))


def _for_each(keys: list[Hashable], texts: Mapping[Hashable, str]) -> list[str]:
    # Most columns are already as we write them; then the keys are the texts.
    if all(map(operator.is_, texts.keys(), texts.values())):
        return cast(list[str], keys)
    return list(map(texts.__getitem__, keys))


def _way(
    field: Field, texts: Iterable[str], choice: str | None, usual: str
) -> tuple[str, tuple[str, ...]]:
    if field.is_edtf:
        return written_dates.order(texts, choice)
    if field.type == "number":
        plain = (_percent(text)[0] for text in texts)
        return written_numbers.style(plain, _bounds(field), choice=choice, usual=usual)
    return "", ()


def _reader(field: Field, read_as: str) -> _Read:
    if field.is_edtf:
        return partial(_date, read_as)
    if field.unit == "°":
        return partial(_coordinate, field.maximum == 90, read_as, _bounds(field))
    if field.type == "number":
        return partial(_number, read_as, _bounds(field))
    if field.type == "boolean":
        return _boolean
    codes = code_names.codes_of(field)
    if field.is_list:
        return partial(_list, field, codes)
    return partial(_code, field, codes) if codes else _text


def _text(cell: Cell) -> str:
    return tidy(cell) if isinstance(cell, str) else shown(cell)


def _date(read_as: str, cell: Cell) -> str | Unread:
    text = _text(cell)
    if isinstance(cell, str):
        plain = _single_spaced(text)
        dated = written_dates.edtf_of_text(plain, read_as) if plain else ""
        if dated is None:
            day = written_dates.edtf_of_text(written_dates.without_time(plain), read_as)
            return Unread(text, "date", day or written_dates.FORMS)
        return dated
    if cell is None or isinstance(cell, NoValue):
        return ""
    dated = written_dates.edtf_of_cell(cell)
    day = written_dates.without_time(text)
    return dated or Unread(text, "date", day if day != text else written_dates.FORMS)


def _number(read_as: str, fits: Callable[[str], bool], cell: Cell) -> str | Unread:
    text = _text(cell)
    if not text or _is_number(cell):
        return text
    number = full = None
    if isinstance(cell, str):
        plain, is_percent = _percent(_single_spaced(text))
        number = written_numbers.number_of_text(plain, read_as, fits)
        full = None if is_percent else written_numbers.in_full(plain)
    if number is not None:
        return number
    return Unread(text, "amount-words", full) if full else Unread(text, "number", "1234.5")


def _coordinate(
    is_latitude: bool,  # noqa: FBT001
    read_as: str,
    fits: Callable[[str], bool],
    cell: Cell,
) -> str | Unread:
    text = _text(cell)
    if not text or _is_number(cell):
        return text
    number = None
    if isinstance(cell, str):
        plain = _single_spaced(text)
        number = written_numbers.number_of_text(plain, read_as, fits)
        number = number or written_coordinates.degrees_of_text(plain, is_latitude=is_latitude)
    return number or Unread(text, "coordinate", written_coordinates.FORMS)


def _is_number(cell: Cell) -> bool:
    return type(cell) in (int, float) and abs(cell) < float("inf")  # type: ignore[arg-type]


def _boolean(cell: Cell) -> str | Unread:
    text = _text(cell)
    word = fold(text)
    if word in _TRUE or word in _FALSE:
        return "true" if word in _TRUE else "false"
    return Unread(text, "boolean", "true | false") if text else ""


def _code(field: Field, codes: Codes, cell: Cell) -> str | Unread:
    text = _text(cell)
    code = codes.of(text) if text else ""
    if code is not None:
        return code
    kind = "currency" if field.is_currency else "code"
    return Unread(text, kind, code_names.expected(field, text))


def _list(field: Field, codes: Codes | None, cell: Cell) -> str | Unread:
    text = _text(cell)
    delimiter = field.delimiter or ";"
    parts = [part.strip() for part in text.replace("\n", delimiter).split(delimiter)]
    values = [_code(field, codes, part) if codes else part for part in parts if part]
    bad = next((value for value in values if isinstance(value, Unread)), None)
    return bad._replace(text=text) if bad else delimiter.join(map(str, values))


def _single_spaced(text: str) -> str:
    return " ".join(tidy(text).split())


def _percent(text: str) -> tuple[str, bool]:
    return (text[:-1].rstrip(), True) if text.endswith("%") else (text, False)


def _bounds(field: Field) -> Callable[[str], bool]:
    low = float("-inf") if field.minimum is None else field.minimum
    high = float("inf") if field.maximum is None else field.maximum
    return lambda number: low <= float(number) <= high
