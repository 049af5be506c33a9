"""What a paper is, by its content alone: neither its name nor the browser's word counts.

What a check cannot rule out, such as a PDF that another program reads as something else, is made
harmless where papers are served (``components.web.papers``).
"""

import io
import re
import zipfile
import zlib
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from data.processes import running

_PROCESS = "data.desk.papers.picture_process"
_SECONDS = 60  # of real time, on a busy machine
_END = 2048  # bytes at the end of a PDF in which its last mark stands
_MOST_PARTS, _MOST_UNPACKED = 5_000, 300_000_000
_TYPES, _DOCUMENT = "[Content_Types].xml", "word/document.xml"
_LARGEST_TYPES = 1_000_000
_LARGEST_RELATIONS = 10_000_000
_OWN_DRIVE = re.compile(r"(file:/{0,3})?[a-z]:[\\/](?![\\/])", re.IGNORECASE)
_MACROS = (b"macroenabled", b"vbaproject")
_PAGES = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script", b"<head", b"<body")


class RefusedPaper(ValueError):  # noqa: N818 - the name says what happened
    """Raised where a file cannot be a paper; nothing was kept. ``kind`` says why."""

    def __init__(self, kind: str, most: int = 0) -> None:
        super().__init__(kind)
        self.kind = kind
        self.most = most


class Judged(NamedTuple):
    """The format of a file, and a small picture of it where it is one."""

    format: str
    preview: bytes | None


def judged(content: bytes, most: int) -> Judged:
    """What a file is; raises RefusedPaper for what is no PDF, DOCX, JPEG or PNG, or is cut off."""
    if not content:
        raise RefusedPaper("empty")
    if len(content) > most:
        raise RefusedPaper("too-large", most)
    if content.startswith(b"%PDF-"):
        return Judged(_whole_pdf(content), None)
    if content.startswith(b"PK\x03\x04"):
        return Judged(_whole_document(content), None)
    if content.startswith(b"\xff\xd8\xff"):
        return Judged("jpeg", _preview(content))
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Judged("png", _preview(content))
    raise RefusedPaper(_other(content))


def _other(content: bytes) -> str:
    """Why something is refused that is none of the four formats."""
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_PAGES):
        return "page"
    if start.startswith((b"mz", b"\x7felf", b"#!")):
        return "program"
    return "other"


def _whole_pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-_END:] or b"startxref" not in content[-_END:]:
        raise RefusedPaper("cut-off")
    return "pdf"


def _whole_document(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {one.filename for one in parts}
            if not {_TYPES, _DOCUMENT} <= names:
                raise RefusedPaper("other")
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > _MOST_UNPACKED:
                raise RefusedPaper("too-packed")
            if packed.getinfo(_TYPES).file_size > _LARGEST_TYPES:
                raise RefusedPaper("too-packed")
            types = packed.read(_TYPES).lower()
            _refuse_reach(packed, [one for one in parts if one.filename.lower().endswith(".rels")])
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        raise RefusedPaper("cut-off") from None
    said = types + b" ".join(name.lower().encode() for name in names)
    if any(mark in said for mark in _MACROS):
        raise RefusedPaper("macros")
    return "docx"


def _refuse_reach(packed: zipfile.ZipFile, relations: list[zipfile.ZipInfo]) -> None:
    """Refuse a Word file that fetches a template, picture or frame from elsewhere when opened.

    A link that a reader has to click on is none; nor is a template on the drive of who wrote it.
    """
    if sum(one.file_size for one in relations) > _LARGEST_RELATIONS:
        raise RefusedPaper("too-packed")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    for part in relations:
        try:
            root = etree.fromstring(packed.read(part), parser)
        except etree.XMLSyntaxError:
            raise RefusedPaper("cut-off") from None
        for relation in root.iter("{*}Relationship"):
            is_outside = relation.get("TargetMode", "").strip().lower() == "external"
            is_link = relation.get("Type", "").endswith("/hyperlink")
            target = unquote(relation.get("Target", "")).strip()
            if is_outside and not is_link and not _OWN_DRIVE.match(target):
                raise RefusedPaper("reaches-out")


def _preview(content: bytes) -> bytes:
    """A small picture made anew from what can be seen, without anything else of the file."""
    try:
        return running.output(_PROCESS, content, seconds=_SECONDS)
    except running.Failed:
        raise RefusedPaper("broken-picture") from None
    except running.Spent:
        raise RefusedPaper("too-packed") from None
    except running.NoTurn:
        raise RefusedPaper("no-turn") from None
