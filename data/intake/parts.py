"""Unpacks a zipped workbook under a limit, and tells its format from its parts."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Literal

from data.sheets.limits import NoTable

Format = Literal["xlsx", "xlsb", "ods"]

_MOST_PARTS = 10_000
_CHUNK = 1 << 20
# The tables, not the pictures, macros and printer settings beside them.
_READ = re.compile(r"mimetype|.*\.(?:xml|rels)|xl/.*\.bin")
_UNREAD = re.compile(
    r"xl/(?:media|printerSettings|embeddings|drawings|charts|customXml)/.*|.*vba.*"
)
_ENCRYPTED = 0x1
# How a part in UTF-16 begins: a mark, or "<" in two bytes.
_WIDE = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_DECLARED = re.compile(r"""^(<\?xml[^>]*?encoding=["'])[\w-]+(["'])""")
_CONTENT_TYPES = "[Content_Types].xml"
_XLSX = (
    b"spreadsheetml.sheet.main",
    b"spreadsheetml.template.main",
    b"ms-excel.sheet.macroEnabled.main",
    b"ms-excel.template.macroEnabled.main",
)


def _is_read(name: str) -> bool:
    return bool(_READ.fullmatch(name)) and not _UNREAD.fullmatch(name)


def unpacked(
    content: bytes, most: int, is_read: Callable[[str], bool] = _is_read
) -> dict[str, bytes]:
    """The parts of a zip that ``is_read`` chooses, by name; of a workbook if not given.

    ``most`` is the largest size in bytes of all parts together.

    Raises:
        NoTable: it is too large, encrypted or damaged.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = file.infolist()
            if len(members) > _MOST_PARTS or sum(one.file_size for one in members) > most:
                raise NoTable("over-unpacked", expected=f"≤ {most // 1_000_000} MB")
            if any(one.flag_bits & _ENCRYPTED for one in members):
                raise NoTable("is-locked")
            wanted = [one for one in members if is_read(one.filename)]
            return {one.filename: _part(file, one) for one in wanted}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as wrong:
        raise NoTable("is-damaged") from wrong


def _part(file: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Read a part in steps: in one step zipfile would unpack more than the directory says."""
    with file.open(member) as part:
        return _in_utf8(b"".join(iter(lambda: part.read(_CHUNK), b"")))


def _in_utf8(part: bytes) -> bytes:
    """An XML part in UTF-8 where it was in UTF-16, which is as good and rarely expected."""
    codec = next((codec for start, codec in _WIDE.items() if part.startswith(start)), None)
    if codec is None:
        return part
    try:
        text = part.decode(codec).lstrip("\ufeff")
    except UnicodeDecodeError as wrong:
        raise NoTable("is-damaged") from wrong
    return _DECLARED.sub(r"\1UTF-8\2", text, count=1).encode("utf-8", "replace")


def format_of(parts: Mapping[str, bytes]) -> Format:
    """The format of the workbook that has these parts.

    Raises:
        NoTable: it is a text document, a presentation, encrypted, or any other zip.

    """
    types = parts.get(_CONTENT_TYPES, b"")
    mimetype = parts.get("mimetype", b"")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise NoTable("is-locked")
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if b"sheet.binary" in types:
        return "xlsb"
    if any(kind in types for kind in _XLSX):
        return "xlsx"
    is_document = b"wordprocessingml" in types or b"presentationml" in types
    if is_document or mimetype.startswith(b"application/vnd.oasis.opendocument"):
        raise NoTable("is-document")
    raise NoTable("is-archive")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an uncompressed zip, so that what was measured is what will be read."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()
