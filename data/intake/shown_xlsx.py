"""Rewrites cells of an XLSX file that show something else than the value they hold.

A cell that shows 35.1 % holds 0.351, one that shows 11/2023 holds 1 November, one that shows
0912345678 may hold 912345678. Such cells become texts before the workbook is read. A cell that
shows #REF! would be read as empty, and so would a formula that nobody calculated: they become
texts that begin with a mark.
"""

import datetime
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from functools import partial

from data.sheets.grid import column_number
from data.sheets.limits import Limits, NoTable

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_ERROR_CELL = re.compile(
    rb'(<(?:\w+:)?c\s[^<>]*?\bt=")e("[^<>]*>\s*(?:%b\s*)?<(?:\w+:)?v>)' % _FORMULA
)
# A formula without a value: the program that wrote the file left it for Excel to calculate.
_UNCALCULATED = re.compile(
    rb"<(?P<prefix>(?:\w+:)?)c(?P<attributes>\s[^<>]*)?(?<!/)>\s*"
    rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>(?P<formula>[^<]*)</(?:\w+:)?f>)\s*"
    rb"(?P<value><(?:\w+:)?v>(?P<held>[^<]*)</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>"
)
_TYPE = re.compile(rb'\st="[^"]*"')
# XlsxWriter and others write 0 for every formula, and ask Excel to calculate all when it opens.
_RECALCULATED = re.compile(rb'\bfullCalcOnLoad="(?:1|true)"')
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^<>]*>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb'<(?:\w+:)?xf\s[^<>]*?\bnumFmtId="(\d+)"')
_BUILT_IN = {9: "0%", 10: "0.00%", 17: "mmm-yy"}
# Parts of a format that are no digits: quoted, escaped, padding, or in brackets (colours).
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DIGITS = Context(prec=15)  # as many as a spreadsheet keeps
_DAY_ZERO = {False: datetime.date(1899, 12, 30), True: datetime.date(1904, 1, 1)}

# A filled cell of a column that has two letters or three; the first rows are looked at.
_FAR_CELL = re.compile(rb'<c r="([A-Z]{2,3})\d+"[^<>]*(?<!/)>\s*<(?:v>[^<]|is>|f\b)')
_LOOKED_AT = 4_000_000  # bytes: one row of 16,000 cells is a sixth

Show = Callable[[Decimal], str | None]


def refuse_width(parts: Mapping[str, bytes], limits: Limits) -> None:
    """Refuse a sheet whose first rows are too wide, before millions of cells are read for nothing.

    Raises:
        NoTable: a cell is filled beyond the last column that is read.

    """
    for name, content in parts.items():
        if not _SHEET.fullmatch(name):
            continue
        found = _FAR_CELL.finditer(content, 0, _LOOKED_AT)
        widest = max((column_number(cell[1].decode()) for cell in found), default=0)
        if widest > limits.columns:
            expected = f"≤ {limits.columns}"
            raise NoTable("over-columns", found=str(widest), expected=expected)


def as_shown(parts: Mapping[str, bytes], mark: bytes) -> dict[str, bytes]:
    """The parts of an XLSX file with such cells rewritten; all other bytes stay the same.

    Cells without a value become texts: ``mark``, then "e" and an error, or "f" and a formula.
    """
    shows = _shows(parts)
    is_recalculated = bool(_RECALCULATED.search(parts.get("xl/workbook.xml", b"")))
    return {
        name: _rewritten(content, shows, mark, is_recalculated)
        if _SHEET.fullmatch(name)
        else content
        for name, content in parts.items()
    }


def percentage(fraction: Decimal) -> str:
    """A fraction as a percentage: 0.351 gives 35.1%, and never exactly three decimals.

    Three digits after a point could be read as thousands: 0.12345 gives 12.3450%.
    """
    text = f"{_DIGITS.multiply(fraction, 100).normalize():f}"
    is_ambiguous = "." in text and len(text.partition(".")[2]) == 3
    return f"{text}{'0' if is_ambiguous else ''}%"


def partial_date(day: datetime.date, *, has_month: bool) -> str | None:
    """The month or year that a spreadsheet stores as its first day; None for any other day."""
    if day.day != 1 or (day.month != 1 and not has_month):
        return None
    return f"{day:%Y-%m}" if has_month else f"{day.year}"


def _rewritten(
    sheet: bytes,
    shows: Mapping[bytes, Show],
    mark: bytes,
    is_recalculated: bool,  # noqa: FBT001
) -> bytes:
    if b't="e"' in sheet:
        sheet = _ERROR_CELL.sub(rb"\g<1>str\g<2>%be" % mark, sheet)
    if b":f" in sheet or b"<f" in sheet:
        sheet = _UNCALCULATED.sub(partial(_formula, mark, is_recalculated), sheet)
    if not shows:
        return sheet
    cell = re.compile(
        rb"<(?P<prefix>(?:\w+:)?)c\s"
        rb'(?P<attributes>[^<>]*?\bs="(?P<style>%b)"[^<>]*)>'
        rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?"
        rb"<(?:\w+:)?v>(?P<value>[^<]*)</(?:\w+:)?v>" % b"|".join(shows)
    )
    return cell.sub(partial(_cell, shows), sheet)


def _formula(mark: bytes, is_recalculated: bool, cell: re.Match[bytes]) -> bytes:  # noqa: FBT001
    attributes, held = cell["attributes"] or b"", cell["held"]
    if held and held.strip() and not (is_recalculated and held == b"0"):
        return cell[0]
    if cell["value"] and b't="' in attributes and b't="n"' not in attributes:
        return cell[0]  # it was calculated, and the result is an empty text
    prefix, kept = cell["prefix"], _TYPE.sub(b"", attributes)
    text = b"%bf=%b" % (mark, cell["formula"] or "…".encode())
    return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (prefix, kept, prefix, text, prefix, prefix)


def _cell(shows: Mapping[bytes, Show], cell: re.Match[bytes]) -> bytes:
    attributes = cell["attributes"]
    if b't="' in attributes and b't="n"' not in attributes:
        return cell[0]
    try:
        text = shows[cell["style"]](Decimal(cell["value"].decode("ascii")))
    except (InvalidOperation, OverflowError, ValueError):
        return cell[0]
    if text is None:
        return cell[0]
    prefix, kept = cell["prefix"], attributes.replace(b't="n"', b"")
    return b'<%bc %b t="str"><%bv>%b</%bv>' % (prefix, kept, prefix, text.encode(), prefix)


def _shows(parts: Mapping[str, bytes]) -> dict[bytes, Show]:
    """How cells are shown, by the number of their style as the sheets write it."""
    styles = parts.get("xl/styles.xml", b"")
    is_1904 = bool(re.search(rb'date1904="(?:1|true)"', parts.get("xl/workbook.xml", b"")))
    used = _CELL_FORMATS.search(styles)
    numbers = map(int, _CELL_FORMAT.findall(used[1]) if used else ())
    shows = shows_of(dict(_written_formats(styles)), numbers, is_1904=is_1904)
    return {b"%d" % style: show for style, show in shows.items()}


def shows_of(
    written: Mapping[int, str], used: Iterable[int], *, is_1904: bool = False
) -> dict[int, Show]:
    """How cells are shown, by the number of their style, for the formats that matter here.

    ``written`` are the formats that a workbook writes out, by their number, ``used`` the number
    that each style has.
    """
    formats = {**_BUILT_IN, **written}
    shows = {
        style: _show(formats.get(number, ""), is_1904=is_1904) for style, number in enumerate(used)
    }
    return {style: show for style, show in shows.items() if show}


def as_it_is_shown(value: object, show: Show) -> object:
    """A number or date as its cell shows it; itself where that is no other text."""
    if isinstance(value, bool) or not isinstance(value, int | float | datetime.date):
        return value
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        value_or_serial = Decimal((day - _DAY_ZERO[False]).days)
    else:
        value_or_serial = Decimal(repr(value))
    try:
        return show(value_or_serial) or value
    except (InvalidOperation, OverflowError, ValueError):
        return value


def _written_formats(styles: bytes) -> Iterator[tuple[int, str]]:
    for tag in _NUMBER_FORMAT.findall(styles):
        number = re.search(rb'numFmtId="(\d+)"', tag)
        code = re.search(rb'formatCode="([^"]*)"', tag)
        if number and code:
            yield int(number[1]), html.unescape(code[1].decode("utf-8", "replace"))


def _show(code: str, *, is_1904: bool) -> Show | None:
    pattern = _LITERAL.sub("", code).partition(";")[0].strip().lower()
    if "%" in pattern:
        return percentage
    if re.fullmatch("00+", pattern):
        return partial(_padded, len(pattern))
    if "y" in pattern and not re.search("[dhs]", pattern):
        return partial(_first_day, _DAY_ZERO[is_1904], "m" in pattern)
    return None


def _padded(length: int, value: Decimal) -> str | None:
    text = str(value.to_integral_value())
    return text.zfill(length) if value == value.to_integral_value() and value >= 0 else None


def _first_day(zero: datetime.date, has_month: bool, serial: Decimal) -> str | None:  # noqa: FBT001
    return partial_date(zero + datetime.timedelta(days=int(serial)), has_month=has_month)
