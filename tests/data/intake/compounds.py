"""Binary workbooks made to order: records of Excel 5, the OLE2 file around them, and XLSB."""

import struct
from collections.abc import Sequence

from tests.data.intake.written import archive

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LEAST = 4096  # a smaller stream would stand elsewhere


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def excel_5(rows: Sequence[Sequence[str | float]]) -> bytes:
    """Records of a workbook as Excel 5 and 95 wrote it (BIFF5), in Windows-1252."""
    start = record(0x809, struct.pack("<HHHH", 0x500, 0x05, 0, 0))
    start += record(0x42, struct.pack("<H", 1252))
    name = b"Sheet1"
    sheet_at = len(start) + 4 + 7 + len(name) + 4
    start += record(0x85, struct.pack("<IBBB", sheet_at, 0, 0, len(name)) + name)
    sheet = record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    sheet += record(0x200, struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                text = cell.encode("cp1252")
                sheet += record(0x204, place + struct.pack("<H", len(text)) + text)
            else:
                sheet += record(0x203, place + struct.pack("<d", cell))
    return start + record(0x0A) + sheet + record(0x0A)


def compound(name: str, stream: bytes) -> bytes:
    """An OLE2 file with one stream."""
    stream = stream.ljust(max(_LEAST, -len(stream) % _SECTOR + len(stream)), b"\0")
    count = len(stream) // _SECTOR
    following = [_TABLE, _END, *range(3, count + 2), _END]
    table = struct.pack(f"<{len(following)}I", *following).ljust(_SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, _LEAST, _END, 0,
                          _END, 0)  # fmt: skip
    header += struct.pack("<I", 0) + b"\xff" * (_SECTOR - len(header) - 4)
    root = _entry("Root Entry", kind=5, child=1, start=_END, size=0)
    only = _entry(name, kind=2, child=_FREE, start=2, size=len(stream))
    return header + table + (root + only).ljust(_SECTOR, b"\0") + stream


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    length = struct.pack("<H", len(wide))
    return wide.ljust(64, b"\0") + length + links + b"\0" * 36 + struct.pack("<IQ", start, size)


def binary_workbook(
    name: str,
    *records: tuple[int, bytes],
    styles: Sequence[tuple[int, bytes]] = (),
    comments: Sequence[tuple[int, bytes]] = (),
) -> bytes:
    """An XLSB file with one sheet of these records between its begin and end."""
    link = "rId1"
    sheet = struct.pack("<III", 0, 1, len(link)) + link.encode("utf-16-le")
    sheet += struct.pack("<I", len(name)) + name.encode("utf-16-le")
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    target = '<Relationship Id="rId1" Type="{type}" Target="{target}"/>'
    links = f'<Relationships xmlns="{package}/relationships">{target}</Relationships>'
    more = {"xl/styles.bin": _binary(*styles)} if styles else {}
    if comments:
        path = "xl/worksheets/_rels/sheet1.bin.rels"
        more[path] = links.format(type=f"{relations}/comments", target="../comments1.bin").encode()
        more["xl/comments1.bin"] = _binary(*comments)
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types"><Default Extension="bin" '
                f'ContentType="{main}"/></Types>'
            ).encode(),
            "_rels/.rels": links.format(
                type=f"{relations}/officeDocument", target="xl/workbook.bin"
            ).encode(),
            "xl/workbook.bin": _binary(
                (131, b""), (143, b""), (156, sheet), (144, b""), (132, b"")
            ),
            "xl/_rels/workbook.bin.rels": links.format(
                type=f"{relations}/worksheet", target="worksheets/sheet1.bin"
            ).encode(),
            "xl/worksheets/sheet1.bin": _binary(*records),
            **more,
        }
    )


def _binary(*records: tuple[int, bytes]) -> bytes:
    return b"".join(
        (bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7]))
        + bytes([len(content)])
        + content
        for kind, content in records
    )
