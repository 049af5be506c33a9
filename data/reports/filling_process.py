"""Fills an uploaded template in a process of its own: ``python -m data.reports.filling_process``.

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

from data.processes.confining import confine
from data.processes.ending import end_with
from data.reports import plain_word
from data.reports.filling import Lacking, fill
from data.reports.sandbox import Forbidden, Unknown
from data.sheets.limits import NoTable

_SECONDS = 30
_MEMORY = 1 << 30
_MOST_MADE = 40_000_000
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
    """Answer for one template, within fixed limits of memory and time."""
    confine(memory=_MEMORY, seconds=_SECONDS)
    end_with([json.dumps(answer(json.load(sys.stdin))).encode()])


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """The document in base 64, or the fault for which there is none."""
    try:
        return {"document": base64.b64encode(_filled(asked)).decode()}
    except _REASONS as reason:
        kind, found, expected = _fault(reason)
        return {"refused": {"kind": kind, "found": found, "expected": expected}}


def _fault(reason: Exception) -> tuple[str, str | None, str]:
    """The fault for a reason: its kind, what was found, what was expected."""
    fault: tuple[str, str | None, str] = ("no-docx", None, "")
    match reason:
        case NoTable():
            fault = (reason.kind, reason.found, reason.expected)
        case Lacking():
            fault = ("lacks-field", None, ", ".join(reason.fields))
        case Unknown():
            fault = ("unknown-field", reason.found, "")
        case Forbidden():
            fault = ("forbidden-field", reason.found, "")
        case TemplateError():
            fault = ("broken-field", _where(reason), "")
        case RecursionError():  # fields within fields within fields
            fault = ("broken-field", None, "")
        case etree.XMLSyntaxError():
            fault = ("crossing-field", None, "")
        case MemoryError():
            fault = ("over-filling", None, "")
    return fault


def _filled(asked: dict[str, Any]) -> bytes:
    template = base64.b64decode(asked["template"])
    plain_word.refuse_unsafe(template)
    pictures = {name: base64.b64decode(png) for name, png in asked["pictures"].items()}
    needs = tuple(asked["needs"])
    made = fill(template, asked["context"], pictures, title=asked["title"], needs=needs)
    plain_word.refuse_unsafe(made, _MOST_MADE)  # a text of the record may have become a field
    return made


def _where(reason: TemplateError) -> str:
    """The words of the template around the fault, without XML tags."""
    lines = [_TAGS.sub("", line).strip() for line in getattr(reason, "docx_context", ())]
    place = min(getattr(reason, "lineno", None) or 1, 4) - 1
    near = lines[place] if place < len(lines) else ""
    return near[:120] or str(reason.message or "")[:120]


if __name__ == "__main__":
    main()
