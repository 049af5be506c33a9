"""Opens IATI activity XML safely: nothing is run, fetched or expanded."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from data.iati import terms
from data.iati.elements import attribute, line_of
from data.sheets.limits import Limits, NoTable

VERSIONS = ("1.01", "1.02", "1.03", "1.04", "1.05", "2.01", "2.02", "2.03")
_ROOT = "iati-activities"
_ACTIVITIES = ("iati-activity", terms.ACTIVITY)
_SAMPLE = 20_000
# Everything that may stand before the first element, then its name.
_FIRST = re.compile(
    r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([\w:.-]+)",
    re.DOTALL,
)
_XML = re.compile(r"\ufeff?\s*<(?:\?xml[\s?]|iati-)")
_NOT_DATA = frozenset(["html", "body", "table", "Workbook"])


class Activity(NamedTuple):
    """One activity of a file, the IATI version of that file, and the line it begins on."""

    element: Element
    version: str
    line: int


def is_xml(content: bytes) -> bool:
    """Whether a file begins as XML that holds data; a web page does not count."""
    text = _beginning(content)
    if not _XML.match(text):
        return False
    first = _FIRST.match(text)
    return first is not None and first[1].rpartition(":")[2] not in _NOT_DATA


def _beginning(content: bytes) -> str:
    sample = content[:_SAMPLE]
    wide = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}.get(content[:2], "utf-8-sig")
    return sample.decode(wide, "replace")


def activities(content: bytes, limits: Limits) -> Iterator[Activity]:
    """Activities of a file, one at a time; each is freed when the next one is read.

    Activities in our own namespace come without it, like all others.

    Raises:
        NoTable: the file is not IATI, has an unknown version or a DTD, or is not well-formed.

    """
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _each(events, limits)
    except etree.XMLSyntaxError as wrong:
        raise NoTable("not-well-formed", row=wrong.lineno, found=wrong.msg) from wrong


def _each(events: "etree.iterparse", limits: Limits) -> Iterator[Activity]:
    version = ""
    root: Element | None = None
    count = 0
    for event, element in events:
        if root is None:
            root, version = element, _version(element)
        if event == "start" or element.getparent() is not root:
            continue
        if element.tag in _ACTIVITIES:
            count += 1
            if count > limits.rows:
                raise NoTable("over-rows", expected=f"≤ {limits.rows}")
            yield Activity(_plain(element), version, line_of(element))
        _forget(element)


def _version(root: Element) -> str:
    """The IATI version that the root element names; refuses a file that is not IATI."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise NoTable("has-dtd", row=1)
    if root.tag != _ROOT:
        raise NoTable("not-iati", row=line_of(root), found=str(root.tag), expected=_ROOT)
    version = attribute(root, "version")
    if version not in VERSIONS:
        expected = " | ".join(VERSIONS)
        raise NoTable("iati-version", row=line_of(root), found=version, expected=expected)
    return version


def _plain(activity: Element) -> Element:
    for element in activity.iter(f"{{{terms.OURS}}}*"):
        element.tag = etree.QName(element).localname
    return activity


def _forget(element: Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
