"""Finds out what a file is from its first bytes; its name does not matter."""

import re
from collections.abc import Callable
from itertools import chain
from typing import Literal

from data.intake.markup import form_of
from data.sheets.limits import NoTable

Content = Literal["text", "markup", "zip", "ole"]

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
    (b"\x4c\0\0\0\x01\x14\x02\0", "is-shortcut"),
    (b"\x7fELF", "is-program"),
    (b"\xcf\xfa\xed\xfe", "is-program"),
    (b"\xfe\xed\xfa\xcf", "is-program"),
    (b"\xca\xfe\xba\xbe", "is-program"),
)
_ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a program puts beside an open file, to tell who has it: "~$name.xlsx", ".~lock.name.ods#".
_LOCKS, _LOCK_NAME = (162, 165), 54
_LIBREOFFICE_LOCK = re.compile(rb"[^\r\n;]{0,200},\d\d\.\d\d\.\d{4} \d\d:\d\d,[^\r\n;]{0,500};\s*")
# A file that only leads to a Google Sheet: it has an address or an id, and no table.
_CLOUD = re.compile(
    rb'[\xef\xbb\xbf\s]*\{(?:"[^"]*"\s*:\s*"[^"]*"\s*,\s*)*'
    rb'(?:"doc_id"\s*:|"url"\s*:\s*"https://(?:docs|drive|sheets)\.google\.com/)'
)
_LONGEST_SHORTCUT = 2_000
_PHOTOS = (b"heic", b"heix", b"mif1", b"avif")
_FILLED = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf\xff\xfe]")
# Streams of an OLE2 file: Office wrote such files until 2007, and still does with a password.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
# In an XLS file, the record after the first says that the rest is encrypted.
_LOCKED_XLS = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})\x2f\x00", re.DOTALL)
_DOCUMENTS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document"))
_WORKBOOK = re.compile(rb"b\0o\0o\0k\0\0\0", re.IGNORECASE)  # Workbook or Book, in any capitals


def kind_of(content: bytes) -> Content:
    """How to read the file: as text, as markup with sheets, as a zip (XLSX, ODS, XLSB) or as OLE2.

    Raises:
        NoTable: it is empty, or something that is not a table.

    """
    if not _FILLED.search(content):
        raise NoTable("is-empty")
    if fault := _signed(content):
        raise NoTable(fault)
    if content.startswith(_ZIP):
        return "zip"
    if content.startswith(OLE):
        _refuse_other_ole(content)
        return "ole"
    return "markup" if form_of(content) else "text"


def _signed(content: bytes) -> str | None:
    first = (fault for signature, fault in _SIGNATURES if content.startswith(signature))
    further = (fault for applies, fault in _FURTHER if applies(content))
    return next(chain(first, further), None)


def _is_lock(content: bytes) -> bool:
    """Whether this is what Office or LibreOffice puts beside a file that is open."""
    length = content[0]
    is_office = (
        len(content) in _LOCKS
        and 0 < length <= _LOCK_NAME
        and content[_LOCK_NAME + 1 : _LOCK_NAME + 3] == bytes([length, 0])
    )
    return is_office or _LIBREOFFICE_LOCK.fullmatch(content) is not None


def _is_cloud(content: bytes) -> bool:
    return len(content) < _LONGEST_SHORTCUT and _CLOUD.match(content) is not None


# Where the first bytes alone do not tell.
_FURTHER: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (lambda one: one[:4] == b"RIFF" and one[8:12] == b"WEBP", "is-image"),
    (lambda one: one[:2] == b"BM" and int.from_bytes(one[2:6], "little") == len(one), "is-image"),
    (lambda one: one[4:8] == b"ftyp" and one[8:12] in _PHOTOS, "is-image"),
    (lambda one: one[:2] == b"MZ" and b"\0" in one[:256], "is-program"),
    (lambda one: one[:6] == b"bplist" and b"URL" in one[:200], "is-shortcut"),
    (_is_lock, "is-lock-file"),
    (_is_cloud, "is-cloud-shortcut"),
)


def _refuse_other_ole(content: bytes) -> None:
    if _LOCKED in content or _LOCKED_XLS.search(content):
        raise NoTable("is-locked")
    if _WORKBOOK.search(content):
        return
    raise NoTable("is-document" if any(name in content for name in _DOCUMENTS) else "is-binary")
