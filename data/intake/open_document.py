"""Reads the sheets of an OpenDocument workbook: ODS, or flat in one XML file (FODS).

Every cell holds both its value and the text that is shown. A cell that shows something else than
its value, such as 35.1% or 2023-11, becomes the text that ``shown_xlsx`` would give.
"""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal

from lxml import etree
from lxml.etree import _Element as Element

from data.intake.building import Building
from data.intake.found import Found
from data.intake.shown_xlsx import partial_date, percentage
from data.sheets.errors import is_error
from data.sheets.grid import NoValue
from data.sheets.limits import Limits, NoTable
from data.sheets.looks import Area, Look, Place

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{{_OASIS}{n}:1.0}}" for n in ("office", "table", "text", "style")
)
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_GROUP = f"{_TABLE}table-row-group"
_SPACES = re.compile(r"[ \t\r\n]+")
_PADDED = re.compile(r"0\d+")
_PARTIAL = re.compile(r"(?:\d\d?[/.-])?\d{4}")
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_ELSEWHERE = re.compile(r"'[^']*'#")  # as in 'file:///other.ods'#$Sheet1.A1
_UNSHOWN = ("", f"{_TEXT}note", f"{_OFFICE}annotation")
_MOST_REPEATED = 1 << 20


def read(content: bytes, limits: Limits) -> Iterator[Found]:
    """The sheets of ``content.xml`` or of a flat file, also the empty ones.

    Raises:
        NoTable: it is damaged, holds something else than sheets, or passes a limit.

    """
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=(
            f"{_OFFICE}document",
            f"{_STYLE}style",
            f"{_TABLE}table",
            _GROUP,
            f"{_TABLE}table-row",
        ),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    try:
        yield from _sheets(events, limits)
    except etree.XMLSyntaxError as wrong:
        raise NoTable("is-damaged") from wrong


def _sheets(events: "etree.iterparse", limits: Limits) -> Iterator[Found]:
    styles = _Styles()
    table: _Table | None = None
    for event, element in events:
        match (event, element.tag.rpartition("}")[2]):
            case ("start", "document"):
                _refuse_other(element)
            case ("end", "style"):
                styles.add(element)
            case ("start", "table") if _is_sheet(element):
                table = _Table(element, styles, limits)
            case ("start", "table-row-group") if table:
                table.open_group(element)
            case ("end", "table-row-group") if table:
                table.close_group()
            case ("end", "table-row") if table and not _is_inside_row(element):
                table.add(element)
                _forget(element)
            case ("end", "table") if table and _is_sheet(element):
                if element.get(f"{_TABLE}style-name") != "ta_extref":  # a copy of another file
                    yield table.found(element)
                table = None
                _forget(element)


def _refuse_other(root: Element) -> None:
    if not root.get(f"{_OFFICE}mimetype", "").startswith(_SPREADSHEET):
        raise NoTable("is-document")


def _is_sheet(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{_OFFICE}spreadsheet"


def _is_inside_row(element: Element) -> bool:
    return next(element.iterancestors(f"{_TABLE}table-row"), None) is not None


def _forget(element: Element) -> None:
    """Free an element that was read, and those before it; columns are needed until the end."""
    element.clear()
    before = element.getprevious()
    parent = element.getparent()
    while before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)
        before = element.getprevious()


class _Styles:
    """What styles say that matters here: hidden sheets, and cells that are struck through."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.struck: set[str] = set()

    def add(self, style: Element) -> None:
        """Learn one style."""
        name = style.get(f"{_STYLE}name", "")
        table = style.find(f"{_STYLE}table-properties")
        if table is not None and table.get(f"{_TABLE}display") == "false":
            self.hidden.add(name)
        text = style.find(f"{_STYLE}text-properties")
        lines = ("text-line-through-style", "text-line-through-type")
        if text is not None and any(text.get(_STYLE + one, "none") != "none" for one in lines):
            self.struck.add(name)


class _Table:
    """One sheet while it is read."""

    def __init__(self, element: Element, styles: _Styles, limits: Limits) -> None:
        self._name = element.get(f"{_TABLE}name", "")
        self._is_hidden = element.get(f"{_TABLE}style-name") in styles.hidden
        self._struck = styles.struck
        self._limits = limits
        self._building = Building(limits)
        self._groups: list[bool] = []
        self._number = 0
        self._seen: dict[str, list[int]] = {
            "hidden": [],
            "filtered": [],
            "folded": [],
            "struck": [],
        }
        self._merged: list[Area] = []
        self._commented: list[Place] = []
        self._linked: list[Place] = []
        self._columns: list[tuple[bool, str]] | None = None

    def open_group(self, group: Element) -> None:
        """Rows until ``close_group`` are folded where this group is closed."""
        self._groups.append(group.get(f"{_TABLE}display") == "false")

    def close_group(self) -> None:
        """Leave the innermost group."""
        if self._groups:
            self._groups.pop()

    def add(self, row: Element) -> None:
        """Put a row and its repetitions."""
        if self._columns is None:
            self._columns = list(self._column_looks(row))
        cells, is_struck = self._cells(row)
        first, self._number = self._number + 1, self._number + _repeated(row, "rows")
        if not cells:
            return
        if self._number > self._limits.rows:
            found, expected = str(self._number), f"≤ {self._limits.rows}"
            raise NoTable("over-rows", found=found, expected=expected)
        for number in range(first, self._number + 1):
            self._building.add(number, list(cells))
            if is_struck:
                self._seen["struck"].append(number)
            if kind := self._unseen(row):
                self._seen[kind].append(number)

    def _unseen(self, row: Element) -> Literal["folded", "filtered", "hidden"] | None:
        if any(self._groups):
            return "folded"
        visibility = row.get(f"{_TABLE}visibility")
        return {"collapse": "hidden", "filter": "filtered"}.get(visibility or "")  # type: ignore[return-value]

    def _cells(self, row: Element) -> tuple[list[Any], bool]:
        """The cells of a row without empty ones at its end; and whether all are struck through."""
        cells: list[Any] = []
        struck: set[bool] = set()
        place, line = 0, self._number + 1
        of_row = row.get(f"{_TABLE}default-cell-style-name", "")
        for cell in row.iterchildren(*_CELLS):
            times = _repeated(cell, "columns")
            value = None if len(cell) == 0 and not cell.attrib else _value(cell)
            if value is not None:
                if place + times > self._limits.columns:
                    found, expected = str(place + times), f"≤ {self._limits.columns}"
                    raise NoTable("over-columns", row=line, found=found, expected=expected)
                cells += [None] * (place - len(cells)) + [value] * times
                struck.add(self._is_struck(cell, of_row, place))
            self._note(cell, line, place)
            place += times
        return cells, struck == {True}

    def _is_struck(self, cell: Element, of_row: str, place: int) -> bool:
        columns = self._columns or []
        of_column = columns[place][1] if place < len(columns) else ""
        return (cell.get(f"{_TABLE}style-name") or of_row or of_column) in self._struck

    def _note(self, cell: Element, line: int, place: int) -> None:
        spans = (cell.get(f"{_TABLE}number-{of}-spanned", "1") for of in ("rows", "columns"))
        height, width = map(_count, spans)
        if height > 1 or width > 1:
            self._merged.append(Area(line, place, line + height - 1, place + width - 1))
        if cell.find(f"{_OFFICE}annotation") is not None:
            self._commented.append(Place(line, place))
        if _ELSEWHERE.search(cell.get(f"{_TABLE}formula", "")):
            self._linked.append(Place(line, place))

    def _column_looks(self, row: Element) -> Iterator[tuple[bool, str]]:
        """Whether each column is hidden, and the style of its cells; read at the first row."""
        table = next(row.iterancestors(f"{_TABLE}table"))
        places = 0
        for column in table.iter(f"{_TABLE}table-column"):
            times = min(_repeated(column, "columns"), self._limits.columns - places)
            places += times
            is_hidden = column.get(f"{_TABLE}visibility", "visible") != "visible" or any(
                group.get(f"{_TABLE}display") == "false"
                for group in column.iterancestors(f"{_TABLE}table-column-group")
            )
            yield from [(is_hidden, column.get(f"{_TABLE}default-cell-style-name", ""))] * times

    def found(self, element: Element) -> Found:
        """The sheet when its end is reached."""
        is_hidden = self._is_hidden or element.get(f"{_TABLE}display") == "false"
        columns = enumerate(self._columns or ())
        look = Look(
            is_hidden,
            **{kind: tuple(rows) for kind, rows in self._seen.items()},
            columns=tuple(place for place, (hides, _style) in columns if hides),
            merged=tuple(self._merged),
            commented=tuple(self._commented),
            linked=tuple(self._linked),
            formulas=False,  # each of them is told by itself
        )
        return Found(self._name, self._building.rows, look)


def _repeated(element: Element, what: str) -> int:
    return _count(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _count(written: str) -> int:
    return min(max(int(written), 1), _MOST_REPEATED) if re.fullmatch("[0-9]{1,9}", written) else 1


def _value(cell: Element) -> Any:
    text = "\n".join(map(_paragraph, cell.iterchildren(f"{_TEXT}p")))
    is_formula = f"{_TABLE}formula" in cell.attrib
    if cell.get(f"{_CALC}value-type") == "error" or (is_formula and is_error(text)):
        return NoValue(text or "#N/A", "cell-error")
    match cell.get(f"{_OFFICE}value-type"):
        case None:
            value: Any = text
            if is_formula and not text:
                formula = cell.get(f"{_TABLE}formula", "").partition("=")[2]
                value = NoValue(f"={formula}", "not-calculated")
        case "string":
            value = cell.get(f"{_OFFICE}string-value") or text
        case "boolean":
            value = cell.get(f"{_OFFICE}boolean-value") == "true"
        case "percentage":
            fraction = _number(cell)
            value = text if fraction is None else percentage(fraction)
        case "date":
            value = _date(cell, text)
        case "time":
            value = _time(cell, text)
        case _:
            value = _float(cell, text)
    if isinstance(value, str) and "\0" in value:
        raise NoTable("is-binary")
    return None if value == "" else value


def _paragraph(element: Element) -> str:
    """The text of a paragraph as it is shown: its breaks, tabs and spaces, not those of the XML."""
    pieces = [
        "".join(text for _, text in group)
        if is_kept
        else _SPACES.sub(" ", "".join(text for _, text in group))
        for is_kept, group in groupby(_texts(element), itemgetter(0))
    ]
    return "".join(pieces).strip(" ") if pieces else ""


def _texts(element: Element) -> Iterator[tuple[bool, str]]:
    """Texts in their order; each with whether its spaces and breaks are meant."""
    yield False, element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == f"{_TEXT}s":
            yield True, " " * min(_count(child.get(f"{_TEXT}c", "1")), 1000)
        elif tag == f"{_TEXT}tab":
            yield True, "\t"
        elif tag == f"{_TEXT}line-break":
            yield True, "\n"
        elif tag not in _UNSHOWN:
            yield from _texts(child)
        yield False, child.tail or ""


def _number(cell: Element) -> Decimal | None:
    try:
        value = Decimal(cell.get(f"{_OFFICE}value", ""))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _float(cell: Element, text: str) -> Any:
    value = _number(cell)
    if value is None:
        return text
    if _PADDED.fullmatch(text) and value == Decimal(text):
        return text
    number = float(value)
    return int(number) if number.is_integer() else number


def _date(cell: Element, text: str) -> Any:
    written = cell.get(f"{_OFFICE}date-value", "")
    try:
        if "T" in written:
            return datetime.fromisoformat(written).replace(tzinfo=None)
        day = date.fromisoformat(written)
    except ValueError:
        return text or written
    part = (
        partial_date(day, has_month=len(text) > len("2023")) if _PARTIAL.fullmatch(text) else None
    )
    return part or day


def _time(cell: Element, text: str) -> str:
    written = _DURATION.fullmatch(cell.get(f"{_OFFICE}time-value", ""))
    if not written:
        return text
    days, hours, minutes, seconds = (int(part or 0) for part in written.groups())
    ending = f":{seconds:02}" if seconds else ""
    return f"{24 * days + hours:02}:{minutes:02}{ending}"
