"""Reads the tables of a web page (HTML, or MHTML as Excel saves it), often called .xls."""

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html
from lxml.etree import _Element as Element

from data.intake.building import Building
from data.intake.encodings import decode
from data.intake.found import Found
from data.sheets.errors import is_error
from data.sheets.grid import NoValue
from data.sheets.limits import Limits, NoTable
from data.sheets.looks import Area, Look

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse", re.IGNORECASE)
_BLOCKS = frozenset(["p", "div", "li", "tr", "h1", "h2", "h3", "h4"])
_UNREAD = frozenset(["script", "style", "comment", "template", "noscript", "select"])
_CELLS = ("td", "th")
_MOST_SPANNED = 1_000
_LEAST = 2  # rows and columns of a table that holds data


def read(content: bytes, limits: Limits) -> Iterator[Found]:
    """Each table of a page that has two rows and two columns, by its caption or number.

    Raises:
        NoTable: there is none, or it passes a limit.

    """
    yield from _tables([_page(content)], limits)


def read_mail(content: bytes, limits: Limits) -> Iterator[Found]:
    """The same of the pages of an MHTML file."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    pages = []
    for part in message.walk():
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(body, bytes):
                pages.append(_page(body, charset))
    yield from _tables(pages, limits)


def _tables(pages: list[str], limits: Limits) -> Iterator[Found]:
    count = 0
    for page in pages:
        try:
            root = html.document_fromstring(page)
        except (etree.ParserError, ValueError) as wrong:
            raise NoTable("is-markup") from wrong
        for table in root.iter("table"):
            if table.find(".//table") is not None:  # it only lays the page out
                continue
            found = _Table(limits).read(table)
            width = max(map(len, found.rows), default=0)
            if len(found.rows) >= _LEAST and width >= _LEAST:
                count += 1
                yield Found(found.name or str(count), found.rows, found.look)
    if not count:
        raise NoTable("is-markup")


def _page(content: bytes, charset: str | None = None) -> str:
    declared = _CHARSET.search(content[:5_000])
    named = charset or (declared[1].decode("ascii") if declared else None)
    try:
        text = content.decode("utf-8-sig") if named is None else content.decode(named, "replace")
    except (LookupError, UnicodeDecodeError):
        text = content.decode(decode(content, None).codec, "replace")
    # lxml refuses a text that declares its encoding
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff")) or " "


class _Table:
    """One table while it is read; cells that span rows or columns are merged areas."""

    def __init__(self, limits: Limits) -> None:
        self._building = Building(limits)
        self._columns = limits.columns
        self._hidden: list[int] = []
        self._struck: list[int] = []
        self._merged: list[Area] = []
        self._taken: dict[int, int] = {}  # the last row that a column is taken in by a cell above

    def read(self, table: Element) -> Found:
        """The table with its caption."""
        rows = (line for line in table.iter("tr"))
        for number, line in enumerate(rows, 1):
            self._add(number, line)
        caption = table.find("caption")
        name = " ".join(_text(caption).split())[:100] if caption is not None else ""
        look = Look(
            hidden=tuple(self._hidden), struck=tuple(self._struck), merged=tuple(self._merged)
        )
        return Found(name, self._building.rows, look)

    def _add(self, number: int, line: Element) -> None:
        cells: list[Any] = []
        place = 0
        crossed: set[bool] = set()
        for cell in line.iterchildren(*_CELLS):
            while self._taken.get(place, 0) >= number:
                place += 1
            width, height = (_span(cell, name) for name in ("colspan", "rowspan"))
            if place + width > self._columns and _text(cell):
                expected = f"≤ {self._columns}"
                raise NoTable("over-columns", row=number, expected=expected)
            if text := _text(cell):
                value = NoValue(text, "cell-error") if is_error(text) else text
                cells += [None] * (place - len(cells)) + [value]
                crossed.add(_is_crossed(cell))
            if width > 1 or height > 1:
                self._merged.append(Area(number, place, number + height - 1, place + width - 1))
                self._taken |= dict.fromkeys(range(place, place + width), number + height - 1)
            place += width
        self._building.add(number, cells)
        if _HIDDEN.search(line.get("style", "")) or line.get("hidden") is not None:
            self._hidden.append(number)
        if crossed == {True}:
            self._struck.append(number)


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    is_number = written.isascii() and written.isdigit() and len(written) < 6
    return min(max(int(written), 1), _MOST_SPANNED) if is_number else 1


def _is_crossed(cell: Element) -> bool:
    """Whether all text of a cell has a line through it."""
    return not any(text.strip() for text in _uncrossed(cell))


def _uncrossed(element: Element) -> Iterator[str]:
    if element.tag in ("s", "strike", "del") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _uncrossed(child)
        yield child.tail or ""


def _text(element: Element) -> str:
    """The text of a cell as a browser shows it, a line for each line."""
    lines = "".join(_texts(element)).split("\n")
    return "\n".join(filter(None, (line.strip() for line in lines)))


def _texts(element: Element) -> Iterator[str]:
    yield _SPACES.sub(" ", element.text or "")
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            yield "\n"
        elif tag and tag not in _UNREAD and not _HIDDEN.search(child.get("style", "")):
            yield "\n" if tag in _BLOCKS else ""
            yield from _texts(child)
            yield "\n" if tag in _BLOCKS else ""
        yield _SPACES.sub(" ", child.tail or "")
