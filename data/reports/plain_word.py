"""Refuses Word files with macros, programs or anything fetched from outside the file."""

import io
import re
import zipfile
from collections.abc import Mapping

from data.sheets.limits import NoTable

MOST_BYTES = 5_000_000
_MOST_UNPACKED = 40_000_000
_MOST_PARTS = 1_000
_TYPES = "[Content_Types].xml"
_MAIN = b"wordprocessingml.document.main+xml"
_MACROS = re.compile(r"vba(Project|Data)", re.IGNORECASE)
_PROGRAMS = re.compile(r"/(activeX|embeddings|afchunk)|oleObject|\.bin$", re.IGNORECASE)
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FETCHING = re.compile(
    rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE|MACROBUTTON)\b"
)
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)")


def refuse_unsafe(content: bytes) -> None:
    """Refuse an uploaded template that is not a plain Word document.

    Raises:
        NoTable: it is not a .docx, is too large, or could run or fetch something.

    """
    if len(content) > MOST_BYTES:
        raise NoTable("over-bytes", expected=f"≤ {MOST_BYTES // 1_000_000} MB")
    parts = _parts(content)
    types = parts.get(_TYPES, b"")
    if b"macroEnabled" in types or any(_MACROS.search(name) for name in parts):
        raise NoTable("has-macros")
    if _MAIN not in types or "word/document.xml" not in parts:
        raise NoTable("no-docx")
    if program := next(filter(_PROGRAMS.search, parts), None):
        raise NoTable("has-programs", found=program)
    for name, part in parts.items():
        _refuse_reach(name, part)


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
            is_text = (".xml", ".rels")
            return {
                one.filename: file.read(one) if one.filename.endswith(is_text) else b""
                for one in members
            }
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as wrong:
        raise NoTable("no-docx") from wrong


def _refuse_reach(name: str, part: bytes) -> None:
    """Refuse entities, linked files, and fields that make Word fetch or run something."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NoTable("reaches-out", found=name)
    for relation in _RELATION.findall(part):
        if b'"External"' in relation and b"/hyperlink" not in relation:
            raise NoTable("reaches-out", found=name)
    instructions = b"".join(b"".join(groups) for groups in _FIELD.findall(part))
    if command := _FETCHING.search(instructions.upper()):
        raise NoTable("reaches-out", found=command.group().decode())
