"""Opens the streams of an OLE2 file: XLS files of Excel 5 to 2003 are such files."""

import re
import struct
from collections.abc import Iterator

_SECTOR, _MINI = 0x1E, 0x20  # where the header has the sizes, as powers of two
_DIRECTORY, _SMALL, _MINI_TABLE = 0x30, 0x38, 0x3C
_TABLES, _MORE_TABLES = 0x4C, 0x44
_ENTRY = 128
_LAST = 0xFFFFFFFA  # from here on, numbers are no sectors
# "Workbook" or "Book" in UTF-16, with the end of the name.
_NAME = re.compile(rb"(?:w\0o\0r\0k\0)?b\0o\0o\0k\0\0\0", re.IGNORECASE)


def with_usual_names(content: bytes) -> bytes:
    """The file with its stream called Workbook or Book, where it is WORKBOOK, BOOK or alike.

    Names in such a file differ in nothing but capitals, so its order stays right.
    """
    changed = bytearray(content)
    for found in _NAME.finditer(content):
        start, name = found.start(), found[0].decode("utf-16-le")[:-1]
        length = int.from_bytes(content[start + 64 : start + 66], "little")
        if start % _ENTRY == 0 and length == len(found[0]):
            usual = name.capitalize().encode("utf-16-le")
            changed[start : start + len(usual)] = usual
    return bytes(changed)


def workbook_stream(content: bytes) -> bytes:
    """The stream with the workbook's records; nothing where there is none or it is broken."""
    try:
        return _Compound(content).stream("Workbook", "Book")
    except (struct.error, IndexError, ValueError):
        return b""


class _Compound:
    """An OLE2 file: sectors, a table of what follows each, and a directory of streams."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << min(self._short(_SECTOR), 16)
        self._mini_size = 1 << min(self._short(_MINI), 16)
        self._next = self._table()
        self._directory = self._chain(self._long(_DIRECTORY))

    def stream(self, *names: str) -> bytes:
        """The content of the first stream with one of these names."""
        entries = {name: (start, size) for name, start, size in self._entries()}
        found = next((entries[name] for name in names if name in entries), None)
        if found is None:
            return b""
        start, size = found
        whole = self._chain(start) if size >= self._long(_SMALL) else self._small(start)
        return whole[:size]

    def _entries(self) -> Iterator[tuple[str, int, int]]:
        for place in range(0, len(self._directory), _ENTRY):
            entry = self._directory[place : place + _ENTRY]
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", entry, 116)
            yield name, start, size

    def _small(self, start: int) -> bytes:
        """A small stream: in little sectors within the stream of the directory's first entry."""
        root = struct.unpack_from("<I", self._directory, 116)[0]
        all_small = self._chain(root)
        table = self._chain(self._long(_MINI_TABLE))
        following = struct.unpack(f"<{len(table) // 4}I", table)
        size = self._mini_size
        return b"".join(
            all_small[one * size : (one + 1) * size] for one in _numbers(start, following)
        )

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _numbers(start, self._next)))

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _table(self) -> tuple[int, ...]:
        """What sector follows each sector."""
        parts = list(struct.unpack_from("<109I", self._content, _TABLES))
        more = self._long(_MORE_TABLES)
        seen: set[int] = set()
        while more < _LAST and more not in seen:
            seen.add(more)
            numbers = struct.unpack(f"<{self._size // 4}I", self._sector(more))
            parts += numbers[:-1]
            more = numbers[-1]
        table = b"".join(self._sector(part) for part in parts if part < _LAST)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _short(self, place: int) -> int:
        return int(struct.unpack_from("<H", self._content, place)[0])

    def _long(self, place: int) -> int:
        return int(struct.unpack_from("<I", self._content, place)[0])


def _numbers(start: int, following: tuple[int, ...]) -> Iterator[int]:
    """A chain of sectors; one that comes back to itself is broken."""
    number, left = start, len(following)
    while number < _LAST and left:
        yield number
        number = following[number]
        left -= 1
