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
    key = f"iati-{digest.hex()[:12]}"
    row = {
        "source_id": key,
        "title": file,
        **reported_by(first.element, file),
        "published": _generated(root),
        "language": tongue(first.element),
        "url": f"ni:///sha-256;{name}",
        "read_extent": "full",
        **notes(lambda in_: _remark(in_, first.version)),
    }
    return Cited(key, {column: text for column, text in row.items() if text})


def reported_by(activity: Element, otherwise: str) -> Row:
    """The publisher of a source: whoever reports the activity."""
    names = dialects.texts(activity.findall("reporting-org"))
    reporter = next(iter(names.values()), "") or _ref(activity.find("reporting-org")) or otherwise
    known = {f"publisher_{code}": names.get(code, "") for code in LANGUAGES}
    return {**known, "publisher_vi": names.get("vi", reporter)}


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


def tongue(activity: Element) -> str:
    """The language that the file declares, else that of its first text."""
    for code in (activity.get(LANG, ""), *dialects.texts(activity.findall("title"))):
        if len(short := code.partition("-")[0].lower()) == 2:
            return short
    return "en"
