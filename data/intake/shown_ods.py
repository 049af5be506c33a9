"""Rewrites cells of an ODS file that show something else than their value, as in ``shown_xlsx``.

In ODS every cell holds both its value and the text that is shown.
"""

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from data.intake.shown_xlsx import partial_date, percentage

_TAG = rb"<table:table-cell\s(?P<attributes>[^<>]*%b[^<>]*)>"
_ERROR = re.compile(_TAG % rb'calcext:value-type="error"')
_PERCENTAGE = re.compile(_TAG % rb'office:value-type="percentage"')
_PADDED = re.compile(_TAG % rb'office:value-type="float"' + rb"<text:p>(?P<shown>0\d+)</text:p>")
_PARTIAL = re.compile(
    _TAG % rb'office:value-type="date"' + rb"<text:p>(?P<shown>(?:\d\d?[/.-])?\d{4})</text:p>"
)
_VALUE = re.compile(rb'\s(?:office|calcext):(?:(?:date-|string-)?value|value-type)="[^"]*"')
_NUMBER = re.compile(rb'office:value="([^"]*)"')
_DATE = re.compile(rb'office:date-value="(\d{4}-\d\d-\d\d)"')


def as_shown(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of an ODS file with such cells rewritten as texts."""
    content = parts.get("content.xml", b"")
    for cell, rewrite in ((_ERROR, _error), (_PERCENTAGE, _percentage), (_PADDED, _padded),
                          (_PARTIAL, _partial)):  # fmt: skip
        content = cell.sub(rewrite, content)
    return {**parts, "content.xml": content}


def _text(cell: re.Match[bytes], text: str | None) -> bytes:
    if text is None:
        return cell[0]
    kept = _VALUE.sub(b"", b" " + cell["attributes"])
    end = cell[0][cell.end("attributes") - cell.start() + 1 :]
    value = b'office:value-type="string" office:string-value="%b"' % text.encode()
    return b"<table:table-cell%b %b>%b" % (kept.removesuffix(b"/"), value, end)


def _error(cell: re.Match[bytes]) -> bytes:
    # With an empty value beside it, the reader would ignore the text of the error.
    return cell[0].replace(b' office:string-value=""', b"")


def _percentage(cell: re.Match[bytes]) -> bytes:
    fraction = _number(cell)
    return _text(cell, percentage(fraction) if fraction is not None else None)


def _padded(cell: re.Match[bytes]) -> bytes:
    shown = cell["shown"].decode()
    return _text(cell, shown if _number(cell) == int(shown) else None)


def _partial(cell: re.Match[bytes]) -> bytes:
    date = _DATE.search(cell["attributes"])
    try:
        day = datetime.date.fromisoformat(date[1].decode()) if date else None
    except ValueError:
        day = None
    has_month = len(cell["shown"]) > len("2023")
    return _text(cell, partial_date(day, has_month=has_month) if day else None)


def _number(cell: re.Match[bytes]) -> Decimal | None:
    written = _NUMBER.search(cell["attributes"])
    try:
        value = Decimal(written[1].decode()) if written else None
    except (InvalidOperation, ValueError):
        return None
    return value if value is not None and value.is_finite() else None
