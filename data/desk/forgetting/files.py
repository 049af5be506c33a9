"""Whether an uploaded file names a person, and the file without the name where that is safe."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator

from data.desk.door import RefusedFile, sheets
from data.intake.content import kind_of
from data.sheets.limits import LIMITS, NoTable
from data.store.struck import Rules
from data.values.names import hits

_TAG = re.compile(r"<[^<>]*>")
_DEEPEST = 3  # a bundle of uploads, a workbook in it, a file within that


def names_somebody(content: bytes, names: Collection[str]) -> bool | None:
    """Whether a file holds one of some names, also in another encoding; None if unreadable."""
    is_read = False
    for text in texts(content):
        is_read = True
        if hits(text, names):
            return True
    return False if is_read else None


def texts(content: bytes, depth: int = 0) -> Iterator[str]:
    """All texts of a file as far as it can be read: as it stands, and cell by cell."""
    if content.startswith(b"PK"):
        yield from _members(content, depth)
    elif (text := _decoded(content)) is not None:
        yield text
        yield _TAG.sub("", text)
        yield _TAG.sub(" ", text)
    try:
        is_zip = kind_of(content) == "zip"
    except NoTable:  # such as a PDF: it has no cells
        return
    if (depth < _DEEPEST and not is_zip) or not depth:
        yield from _cells(content)


def _members(content: bytes, depth: int) -> Iterator[str]:
    """Names and texts of all that is in a zip, a workbook being one; not of what is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > LIMITS.unpacked:
                return
            for one in packed.infolist():
                yield one.filename
                if depth < _DEEPEST:
                    yield from texts(packed.read(one), depth + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        return


def _cells(content: bytes) -> Iterator[str]:
    try:
        read = sheets("file", content)
    except RefusedFile:
        return
    for sheet in read:
        known = {cell for row in sheet.rows for cell in row if isinstance(cell, str)}
        yield from sorted(known)


def _decoded(content: bytes) -> str | None:
    marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError:
        return None


def rewritten(content: bytes, rules: Rules, own: Collection[str]) -> bytes | None:
    """A UTF-8 text without struck names; None where the file must go as a whole.

    That is any file that has to be unpacked, and one that holds the person's own row: ``own`` are
    its id, posts and other cells.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\0" in text or any(cell in text for cell in own if cell):
        return None
    new = rules.text(text)
    return None if rules.hits(new) or new == text else new.encode()
