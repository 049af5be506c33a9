"""Finds out what a file is from its first bytes; its name does not matter."""

import re
from typing import Literal

from data.sheets.limits import NoTable

Content = Literal["text", "zip", "ole"]

# First bytes, and the fault of a file that begins with them. Two letters ("BM", "MZ") can also
# begin a text, so ``_signed`` looks further there.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "is-pdf"),
    (b"\x89PNG\r\n", "is-image"),
    (b"\xff\xd8\xff", "is-image"),
    (b"GIF87a", "is-image"),
    (b"GIF89a", "is-image"),
    (b"II*\0", "is-image"),
    (b"MM\0*", "is-image"),
    (b"8BPS\0", "is-image"),
    (b"\0\0\1\0", "is-image"),
    (b"{\\rtf", "is-document"),
    (b"Rar!\x1a\x07", "is-archive"),
    (b"7z\xbc\xaf\x27\x1c", "is-archive"),
    (b"\x1f\x8b\x08", "is-archive"),
    (b"BZh91AY&SY", "is-archive"),
    (b"\xfd7zXZ\0", "is-archive"),
    (b"\x28\xb5\x2f\xfd", "is-archive"),
    (b"PK\x05\x06", "is-archive"),
    (b"\x7fELF", "is-program"),
    (b"\xcf\xfa\xed\xfe", "is-program"),
    (b"\xfe\xed\xfa\xcf", "is-program"),
    (b"\xca\xfe\xba\xbe", "is-program"),
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILLED = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf\xff\xfe]")
# Streams of an OLE2 file: Office wrote such files until 2007, and still does with a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# In an XLS file, the record after the first says that the rest is encrypted.
_LOCKED_XLS = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})\x2f\x00", re.DOTALL)
_DOCUMENTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))
_WORKBOOK = re.compile(rb"b\0o\0o\0k\0\0\0", re.IGNORECASE)  # Workbook or Book, in any capitals


def kind_of(content: bytes) -> Content:
    """How to read the file: as text, as a zip (XLSX, ODS, XLSB) or as OLE2 (XLS).

    Raises:
        NoTable: it is empty, or something that is not a table.

    """
    if not _FILLED.search(content):
        raise NoTable("is-empty")
    if fault := _signed(content):
        raise NoTable(fault)
    if content.startswith(_ZIP):
        return "zip"
    if content.startswith(_OLE):
        _refuse_other_ole(content)
        return "ole"
    return "text"


def _signed(content: bytes) -> str | None:
    for signature, fault in _SIGNATURES:
        if content.startswith(signature):
            return fault
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "is-image"
    if content[:2] == b"BM" and int.from_bytes(content[2:6], "little") == len(content):
        return "is-image"
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "is-image"
    if content[:2] == b"MZ" and b"\0" in content[:256]:
        return "is-program"
    return None


def _refuse_other_ole(content: bytes) -> None:
    if _LOCKED in content or _LOCKED_XLS.search(content):
        raise NoTable("is-locked")
    if _WORKBOOK.search(content):
        return
    raise NoTable("is-document" if any(name in content for name in _DOCUMENTS) else "is-binary")
