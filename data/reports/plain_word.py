"""Refuses Word files with macros, programs or anything fetched from outside the file."""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from data.reports.reaching import refuse_reach
from data.sheets.limits import NoTable

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 40_000_000
_MOST_PARTS = 1_000
_TYPES = "[Content_Types].xml"
_MAIN = b"wordprocessingml.document.main+xml"
_MACROS = re.compile(r"vba(Project|Data)", re.IGNORECASE)
_PROGRAMS = re.compile(r"/(activeX|embeddings|afchunk)|oleObject|\.bin$", re.IGNORECASE)
_XML = (".xml", ".rels", ".svg")
# Whatever else a document may hold: pictures, fonts, and the folders of the zip.
_OTHER = re.compile(r".*(\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|odttf|ttf)|/)", re.IGNORECASE)
_ODD = re.compile(r"^[/\\]|\\|:|[\x00-\x1f]|(^|/)\.\.?(/|$)|//")


def refuse_unsafe(content: bytes, most: int = MOST_BYTES) -> None:
    """Refuse a template, or what was made from one, that is not a plain Word document.

    Raises:
        NoTable: it is not a .docx, is too large, or could run or fetch something.

    """
    if len(content) > most:
        raise NoTable("over-bytes", expected=f"≤ {most // 1_000_000} MB")
    parts = _parts(content)
    types = parts.get(_TYPES, b"")
    if b"macroEnabled" in types or any(_MACROS.search(name) for name in parts):
        raise NoTable("has-macros")
    if _MAIN not in types or "word/document.xml" not in parts:
        raise NoTable("no-docx")
    if program := next(filter(_PROGRAMS.search, parts), None):
        raise NoTable("has-programs", found=program)
    for name, part in parts.items():
        if name.lower().endswith(_XML):
            refuse_reach(name, part)
        elif not _OTHER.fullmatch(name):  # its type could call it XML all the same
            raise NoTable("strange-part", found=name[:60])


def _parts(content: bytes) -> Mapping[str, bytes]:
    """The XML parts by name; pictures and fonts are there by name only, with no content."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            members = file.infolist()
            unpacked = sum(one.file_size for one in members)
            if len(members) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
                raise NoTable("over-bytes", expected=f"≤ {_MOST_UNPACKED // 1_000_000} MB")
            if any(one.flag_bits & 0x1 for one in members):
                raise NoTable("is-locked-document")
            _refuse_names([one.orig_filename for one in members])
            return {
                one.filename: file.read(one) if one.filename.lower().endswith(_XML) else b""
                for one in members
            }
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as wrong:
        raise NoTable("no-docx") from wrong


def _refuse_names(names: Sequence[str]) -> None:
    """Refuse names that lead out of the document, and two parts of one name."""
    seen: set[str] = set()
    for name in names:
        if _ODD.search(name) or name.lower() in seen:
            raise NoTable("strange-part", found=name[:60])
        seen.add(name.lower())
