"""An uploaded IATI file as a source of the record, with an id made from its content."""

import base64
import hashlib
from dataclasses import dataclass

from lxml.etree import _Element as Element

from data.iati import dialects
from data.iati.organisations import notes
from data.iati.parsing import Activity
from data.iati.terms import LANG
from data.language import Language
from data.record.rows import Row
from data.schema import LANGUAGES
from data.values.dates import parse


@dataclass(frozen=True)
class Cited:
    """The id of a source and its row."""

    key: str
    row: Row


def cited(file: str, content: bytes, first: Activity) -> Cited:
    """The file as a source; the same content always gives the same id.

    The address is the digest of the content (RFC 6920), because the file may have no address
    on the web. The store keeps the file.
    """
    digest = hashlib.sha256(content).digest()
    name = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    root = first.element.getparent()
    names = dialects.texts(first.element.findall("reporting-org"))
    ref = first.element.find("reporting-org")
    reporter = next(iter(names.values()), "") or _ref(ref) or file
    key = f"iati-{digest.hex()[:12]}"
    row = {
        "source_id": key,
        "title": file,
        **{f"publisher_{code}": names.get(code, "") for code in LANGUAGES},
        "publisher_vi": names.get("vi", reporter),
        "published": _generated(root),
        "language": _language(first.element),
        "url": f"ni:///sha-256;{name}",
        "read_extent": "full",
        **notes(lambda in_: _remark(in_, first.version)),
    }
    return Cited(key, {column: text for column, text in row.items() if text})


def _remark(language: Language, version: str) -> str:
    return language.text("IATI activity file, version {version}.").format(version=version)


def _ref(element: Element | None) -> str:
    return "" if element is None else element.get("ref", "")


def _generated(root: Element | None) -> str:
    written = "" if root is None else root.get("generated-datetime", "")[:10]
    try:
        return parse(written).text if written else ""
    except ValueError:
        return ""


def _language(activity: Element) -> str:
    """The language that the file declares, else that of its first text."""
    for code in (activity.get(LANG, ""), *dialects.texts(activity.findall("title"))):
        if len(short := code.partition("-")[0].lower()) == 2:
            return short
    return "en"
