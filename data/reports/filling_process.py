"""Fills an uploaded template in a process of its own: ``python -m data.reports.apart``.

Standard input is JSON: template, context, pictures, title, needs (bytes in base 64). Standard
output is JSON: ``{"document": …}`` or ``{"refused": {kind, found, expected}}``.
"""

import base64
import json
import re
import sys
import zipfile
from typing import Any

from jinja2 import TemplateError
from lxml import etree

from data.processes import confine
from data.reports import plain_word
from data.reports.filling import Lacking, fill
from data.reports.sandbox import Forbidden, Unknown
from data.sheets.limits import NoTable

_SECONDS = 30
_MEMORY = 1 << 30
_REASONS = (
    NoTable,
    Lacking,
    Unknown,
    Forbidden,
    TemplateError,
    etree.XMLSyntaxError,
    MemoryError,
    RecursionError,
    # What python-docx says of a package that lacks a part or has a broken one.
    KeyError,
    ValueError,
    zipfile.BadZipFile,
)
_TAGS = re.compile(r"<[^>]*>")


def main() -> None:
    """Answer for one template, and never beyond the share of memory and time."""
    confine(memory=_MEMORY, seconds=_SECONDS)
    json.dump(answer(json.load(sys.stdin)), sys.stdout)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The document, or why there is none."""
    try:
        return {"document": base64.b64encode(_filled(asked)).decode()}
    except _REASONS as reason:
        kind, found, expected = _told(reason)
        return {"refused": {"kind": kind, "found": found, "expected": expected}}


def _told(reason: Exception) -> tuple[str, str | None, str]:
    """Kind of fault, what was found, what was expected."""
    told: tuple[str, str | None, str] = ("no-docx", None, "")
    match reason:
        case NoTable():
            told = (reason.kind, reason.found, reason.expected)
        case Lacking():
            told = ("lacks-field", None, ", ".join(reason.fields))
        case Unknown():
            told = ("unknown-field", reason.found, "")
        case Forbidden():
            told = ("forbidden-field", reason.found, "")
        case TemplateError():
            told = ("broken-field", _where(reason), "")
        case RecursionError():  # fields within fields within fields
            told = ("broken-field", None, "")
        case etree.XMLSyntaxError():
            told = ("crossing-field", None, "")
        case MemoryError():
            told = ("over-filling", None, "")
    return told


def _filled(asked: dict[str, Any]) -> bytes:
    template = base64.b64decode(asked["template"])
    plain_word.checked(template)
    pictures = {name: base64.b64decode(png) for name, png in asked["pictures"].items()}
    needs = tuple(asked["needs"])
    return fill(template, asked["context"], pictures, title=asked["title"], needs=needs)


def _where(reason: TemplateError) -> str:
    """The template's own words around what is wrong, without the XML between them."""
    lines = [_TAGS.sub("", line).strip() for line in getattr(reason, "docx_context", ())]
    place = min(getattr(reason, "lineno", None) or 1, 4) - 1
    near = lines[place] if place < len(lines) else ""
    return near[:120] or str(reason.message or "")[:120]


if __name__ == "__main__":
    main()
