"""Reads the sheets of an "XML Spreadsheet 2003", as Excel and many programs save it."""

import io
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from data.intake.building import Building
from data.intake.found import Found
from data.intake.shown_xlsx import percentage
from data.sheets.grid import NoValue
from data.sheets.limits import Limits, NoTable
from data.sheets.looks import Area, Look, Place

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_TAGS = ("Style", "Worksheet", "Table", "Column", "Row")


def read(content: bytes, limits: Limits) -> Iterator[Found]:
    """The sheets of a file, also the empty ones.

    Raises:
        NoTable: it is damaged, holds no sheet, or passes a limit.

    """
    events = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=[_SS + tag for tag in _TAGS],
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    found = False
    try:
        for one in _sheets(events, limits):
            found = True
            yield one
    except etree.XMLSyntaxError as wrong:
        raise NoTable("is-damaged") from wrong
    if not found:
        raise NoTable("is-markup")


def _sheets(events: "etree.iterparse", limits: Limits) -> Iterator[Found]:
    struck: set[str] = set()
    percents: set[str] = set()
    sheet = _Sheet(limits, struck, percents)
    for event, element in events:
        match (event, element.tag.removeprefix(_SS)):
            case ("end", "Style"):
                _learn(element, struck, percents)
            case ("start", "Worksheet"):
                sheet = _Sheet(limits, struck, percents)
            case ("end", "Column"):
                sheet.learn(element)
            case ("end", "Row"):
                sheet.add(element)
                element.clear()
            case ("end", "Worksheet"):
                yield sheet.found(element)
                element.clear()


def _learn(style: Element, struck: set[str], percents: set[str]) -> None:
    name = style.get(f"{_SS}ID", "")
    font, form = style.find(f"{_SS}Font"), style.find(f"{_SS}NumberFormat")
    if font is not None and font.get(f"{_SS}StrikeThrough") == "1":
        struck.add(name)
    written = form.get(f"{_SS}Format", "") if form is not None else ""
    if written == "Percent" or "%" in written:
        percents.add(name)


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, limits: Limits, struck: set[str], percents: set[str]) -> None:
        self._building = Building(limits)
        self._limits = limits
        self._struck = struck
        self._percents = percents
        self._number = 0
        self._column = 0
        self._hidden: list[int] = []
        self._struck_rows: list[int] = []
        self._columns: list[int] = []
        self._merged: list[Area] = []
        self._commented: list[Place] = []

    def learn(self, column: Element) -> None:
        """Learn whether a column is hidden."""
        first = _number(column, "Index") or self._column + 1
        self._column = first + (_number(column, "Span") or 0)
        if column.get(f"{_SS}Hidden") == "1":
            self._columns += range(first - 1, min(self._column, self._limits.columns))

    def add(self, row: Element) -> None:
        """Put a row at its place."""
        self._number = _number(row, "Index") or self._number + 1
        cells: list[Any] = []
        struck: set[bool] = set()
        place = 0
        for cell in row.iterchildren(f"{_SS}Cell"):
            place = (_number(cell, "Index") or place + 1) - 1
            value = self._value(cell)
            if value is not None:
                if place >= self._limits.columns:
                    expected = f"≤ {self._limits.columns}"
                    raise NoTable("over-columns", row=self._number, expected=expected)
                cells += [None] * (place - len(cells)) + [value]
                style = cell.get(f"{_SS}StyleID") or row.get(f"{_SS}StyleID", "")
                struck.add(style in self._struck)
            place = self._note(cell, place) + 1
        self._building.add(self._number, cells)
        if row.get(f"{_SS}Hidden") == "1":
            self._hidden.append(self._number)
        if struck == {True}:
            self._struck_rows.append(self._number)
        self._number += _number(row, "Span") or 0

    def _note(self, cell: Element, place: int) -> int:
        """Note a merged area and a comment; the last column of the cell comes back."""
        across, down = _number(cell, "MergeAcross") or 0, _number(cell, "MergeDown") or 0
        if across or down:
            area = Area(self._number, place, self._number + down, place + across)
            self._merged.append(area)
        if cell.find(f"{_SS}Comment") is not None:
            self._commented.append(Place(self._number, place))
        return place + across

    def _value(self, cell: Element) -> Any:
        data = cell.find(f"{_SS}Data")
        formula = cell.get(f"{_SS}Formula")
        if data is None:
            return NoValue(formula, "not-calculated") if formula else None
        text = "".join(map(str, data.itertext()))
        match data.get(f"{_SS}Type"):
            case "Number":
                return _numeric(text, is_percent=cell.get(f"{_SS}StyleID") in self._percents)
            case "Boolean":
                return text == "1"
            case "DateTime":
                return _moment(text)
            case "Error":
                return NoValue(text, "cell-error")
        return text or None

    def found(self, worksheet: Element) -> Found:
        """The sheet when its end is reached."""
        options = worksheet.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
        is_filtered = worksheet.find(f"{_EXCEL}AutoFilter/{_EXCEL}AutoFilterColumn") is not None
        hidden = tuple(self._hidden)
        look = Look(
            is_hidden=options is not None and (options.text or "").startswith("SheetHidden"),
            hidden=() if is_filtered else hidden,
            filtered=hidden if is_filtered else (),
            struck=tuple(self._struck_rows),
            columns=tuple(self._columns),
            merged=tuple(self._merged),
            commented=tuple(self._commented),
        )
        return Found(worksheet.get(f"{_SS}Name", ""), self._building.rows, look)


def _number(element: Element, name: str) -> int | None:
    written = element.get(_SS + name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None


def _numeric(text: str, *, is_percent: bool) -> Any:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    if is_percent:
        return percentage(value)
    number = float(value)
    return int(number) if number.is_integer() else number


def _moment(text: str) -> Any:
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    if moment.year < 1900:  # a time of day is counted from 1899
        return f"{moment:%H:%M}"
    return moment.date() if moment.time() == datetime.min.time() else moment
