"""Tells files of markup that hold sheets: flat ODS, Excel's XML of 2003, HTML and MHTML.

Many portals and old programs give such files the ending of a workbook, and Excel opens them.
"""

import re
from typing import Literal

from data.sheets.limits import NoTable

Form = Literal["flat-ods", "xml-2003", "html", "mhtml"]

_SAMPLE = 20_000
# All that may stand before the first element, then its name.
_FIRST = re.compile(
    r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([\w:.-]+)",
    re.DOTALL | re.IGNORECASE,
)
_MAIL = re.compile(r"\ufeff?(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.I)
_HTML = frozenset(["html", "head", "body", "meta", "table", "style", "title", "div", "center"])
_LINK = re.compile(r"\s*\[(?:InternetShortcut|Desktop Entry)\]", re.IGNORECASE)
_PROPERTY_LIST = frozenset(["plist"])


def form_of(content: bytes) -> Form | None:
    """What form of markup a file has; None for any other, also for other XML.

    Raises:
        NoTable: it is only a shortcut to a file or page.

    """
    text = _beginning(content)
    if _LINK.match(text):
        raise NoTable("is-shortcut")
    if _MAIL.match(text):
        return "mhtml"
    first = _FIRST.match(text)
    if first is None:
        return None
    name = first[1].rpartition(":")[2]
    if name in _PROPERTY_LIST:
        raise NoTable("is-shortcut")
    if name == "document" and "opendocument" in text:
        return "flat-ods"
    if name == "Workbook":
        return "xml-2003"
    return "html" if name.lower() in _HTML else None


def _beginning(content: bytes) -> str:
    sample = content[:_SAMPLE]
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return sample.decode("utf-16", "replace")
    return sample.decode("utf-8-sig", "replace")
