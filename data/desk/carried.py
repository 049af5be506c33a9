"""A checkup on its way from the process that made it to the server, which keeps it as it came.

A large upload would fill the server with millions of small objects, and making them would hold up
everybody's pages. So what is long stays as it came, outside the server's own memory, and each
row, text or finding becomes an object when it is asked for.

A parcel is one line of JSON, then what is long, as Arrow keeps texts. Only the classes that the
wanted class is made of come out of it, whatever a parcel says.
"""

import dataclasses
import datetime
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import partial
from typing import Any, TypeVar, cast, get_args, get_type_hints, overload

import pyarrow as pa

LONG = 500  # entries; what is shorter travels in the line of JSON
_AT_ONCE = 1_000
_LONGEST_HEAD = 1 << 28  # bytes
_write = json.JSONEncoder(ensure_ascii=False).encode
One = TypeVar("One")


class Many(Sequence[One]):
    """Many objects, each made from its text when it is asked for."""

    def __init__(self, texts: pa.Array, made: Callable[[Any], One]) -> None:
        self._texts = texts
        self._made = made

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> One: ...
    @overload
    def __getitem__(self, place: slice) -> list[One]: ...
    def __getitem__(self, place: int | slice) -> One | list[One]:
        """One object, or those of a slice."""
        if isinstance(place, slice):
            return [self._made(text) for text in self._texts[place].to_pylist()]
        return self._made(self._texts[place].as_py())

    def __iter__(self) -> Iterator[One]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self[first : first + _AT_ONCE]


class Keyed(Mapping[str, One]):
    """Many objects by their keys, in order, each made when it is asked for."""

    def __init__(self, keys: Iterable[str], values: Many[One]) -> None:
        self._places = {key: place for place, key in enumerate(keys)}
        self._values = values

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __getitem__(self, key: str) -> One:
        return self._values[self._places[key]]


def packed(what: object) -> Iterator[bytes]:
    """An object as a parcel, in parts that are written one after another."""
    packing = _Packing()
    tree = packing.tree(what)
    head = {"tree": tree, "sizes": [section.size for section in packing.sections]}
    yield json.dumps(head, ensure_ascii=False).encode() + b"\n"
    yield from map(bytes, packing.sections)


def unpacked(parcel: Any, wanted: type[One]) -> One:
    """The object in a parcel: bytes or a file in memory, which must stay as it is."""
    buffer = pa.py_buffer(parcel)
    line = _line(memoryview(buffer))
    head = json.loads(line)
    columns, start = [], len(line) + 1
    for size in head["sizes"]:
        with pa.ipc.open_stream(buffer.slice(start, size)) as stream:
            columns.append(stream.read_next_batch().column(0))
        start += size
    return cast("One", _Unpacking(columns, classes(wanted)).value(head["tree"]))


def _line(parcel: memoryview) -> bytes:
    """The first line, looked for in parts."""
    found, at_once = b"", 1 << 16
    for first in range(0, min(len(parcel), _LONGEST_HEAD), at_once):
        part, end, _rest = bytes(parcel[first : first + at_once]).partition(b"\n")
        found += part
        if end:
            return found
    raise ValueError("no parcel")


def classes(wanted: type) -> Mapping[str, type]:
    """Every class that an object of a class may be made of, by its name."""
    found: dict[str, type] = {}
    waiting: list[Any] = [wanted]
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if not isinstance(one, type) or one.__name__ in found:
            continue
        if dataclasses.is_dataclass(one) or hasattr(one, "_fields"):
            found[one.__name__] = one
            waiting += get_type_hints(one).values()
        elif issubclass(one, Enum):
            found[one.__name__] = one
    return found


class _Packing:
    """Turns objects into trees that JSON can write; what is long goes into ``sections``.

    A tree is a plain value, or an object with one key that says what it holds.
    """

    def __init__(self) -> None:
        self.sections: list[pa.Buffer] = []

    def tree(self, value: Any) -> Any:  # noqa: PLR0911 -- a line for each kind
        """One object as a tree."""
        match value:
            case Enum():
                return {"enum": [type(value).__name__, value.value]}
            case None | bool() | int() | float() | str():
                return value
            case datetime.datetime():
                return {"moment": value.isoformat()}
            case datetime.date():
                return {"day": value.isoformat()}
            case bytes():
                return {"bytes": self._column(pa.array([value], pa.large_binary()))}
            case Mapping():
                return self._mapping(value)
        if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value)]
            return self._object(value, [getattr(value, name) for name in names])
        if hasattr(value, "_fields"):
            return self._object(value, list(value))
        return self._series(value)

    def _object(self, value: object, parts: Sequence[object]) -> Any:
        return {"object": [type(value).__name__, *map(self.tree, parts)]}

    def _mapping(self, value: Mapping[Any, Any]) -> Any:
        kind = "count" if isinstance(value, Counter) else "map"
        if len(value) <= LONG or not all(isinstance(key, str) for key in value):
            return {kind: [[self.tree(key), self.tree(one)] for key, one in value.items()]}
        first = next(iter(value.values()))
        keys = self._section(value)
        if not _are_rows(value.values()):
            return {"keyed": [keys, self._section(map(self._text, value.values()))]}
        rows = (_write([*row.values()]) for row in value.values())
        return {"rows": [keys, list(first), self._section(rows)]}

    def _series(self, value: Any) -> Any:
        kinds_of_series: dict[Any, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
        kind = kinds_of_series.get(type(value), "list")
        parts = list(value)
        if len(parts) <= LONG:
            return {kind: [self.tree(one) for one in parts]}
        kinds = _kinds(parts)
        if kinds == {str}:
            return {"texts": self._section(parts)}
        if kinds == {int}:
            return {"numbers": self._column(pa.array(parts, pa.int64()))}
        return {"many": self._section(map(self._text, parts))}

    def _text(self, value: object) -> str:
        if (
            isinstance(value, (list, tuple))
            and not hasattr(value, "_fields")
            and _kinds(value) <= {str}
        ):
            # as below, and much quicker: the rows of a sheet are such
            return _write({type(value).__name__: value})
        return _write(self.tree(value))

    def _section(self, texts: Iterable[str]) -> int:
        """The number of a new section with these texts; what repeats is kept once."""
        column = pa.array(texts, pa.string()).dictionary_encode()
        if 2 * len(column.dictionary) > len(column):
            column = column.cast(pa.string())
        return self._column(column)

    def _column(self, column: pa.Array) -> int:
        batch = pa.record_batch([column], [""])
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, batch.schema) as stream:
            stream.write_batch(batch)
        self.sections.append(sink.getvalue())
        return len(self.sections) - 1


def _kinds(values: Iterable[object]) -> set[type]:
    return set(map(type, values))


def _are_rows(values: Iterable[object]) -> bool:
    """Whether all are rows of texts with the same columns."""
    columns: list[str] | None = None
    for value in values:
        if not isinstance(value, dict):
            return False
        names = list(value)
        if columns is None:
            columns = names
        if names != columns or _kinds(value.values()) != {str}:
            return False
    return bool(columns)


class _Unpacking:
    """Turns trees into objects again; what is long stays in its columns."""

    def __init__(self, columns: Sequence[pa.Array], known: Mapping[str, type]) -> None:
        self._columns = columns
        self._known = known

    def value(self, tree: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 -- a line for each kind
        """The object that a tree stands for."""
        if not isinstance(tree, dict):
            return tree
        ((kind, of),) = tree.items()
        match kind:
            case "enum":
                return self._known[of[0]](of[1])
            case "moment":
                return datetime.datetime.fromisoformat(of)
            case "day":
                return datetime.date.fromisoformat(of)
            case "bytes":
                return self._columns[of][0].as_py()
            case "object":
                return self._known[of[0]](*map(self.value, of[1:]))
            case "map":
                return {self.value(key): self.value(one) for key, one in of}
            case "count":
                return Counter({self.value(key): one for key, one in of})
            case "keyed":
                return Keyed(self._texts(of[0]), self._many(of[1]))
            case "rows":
                return Keyed(
                    self._texts(of[0]), Many(self._columns[of[2]], partial(_row, tuple(of[1])))
                )
            case "texts":
                return self._texts(of)
            case "numbers":
                return Many(self._columns[of], int)
            case "many":
                return self._many(of)
            case "list" | "tuple" | "set" | "frozenset":
                series = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
                return series[kind](map(self.value, of))
        raise ValueError(kind)

    def _texts(self, column: int) -> Many[str]:
        return Many(self._columns[column], str)

    def _many(self, column: int) -> Many[Any]:
        return Many(self._columns[column], lambda text: self.value(json.loads(text)))


def _row(columns: Sequence[str], text: str) -> dict[str, str]:
    return dict(zip(columns, json.loads(text), strict=True))
