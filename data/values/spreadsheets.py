"""What spreadsheets do to texts, numbers and sheets, so that a file comes back as it went out."""

import re
from collections.abc import Iterable

from data.sheets.grid import Sheet
from data.values.written_numbers import number_of_cell

# The first cell of a sheet that explains and holds no data; rows with "#" are comments.
AUTHOR = "Nhịp Cầu"  # of our comments in a copy that goes back
OURS = f"# {AUTHOR}"
LISTS = "_lists"
# The colours of every workbook: headings and links, what we say in small, words beside codes.
ACCENT, SMALL, WORDS = "#12555C", "#8A8A8A", "#6B6259"
WHITE, PALE = "#FFFFFF", "#F4F1EC"
MOST_CHARACTERS = 32_767  # of an Excel cell, in UTF-16 units
_TITLE = 31
_LINE = 15  # points
# How a text begins that Excel, LibreOffice or Google Sheets may take for a formula.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_UNFIT = re.compile(r"[\ufffe\uffff]")  # not allowed in XML


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might evaluate a text instead of showing it."""
    return _FORMULA.match(text) is not None


def neutralised(text: str) -> str:
    """A text for a CSV that Excel opens: an apostrophe goes before a possible formula.

    If there are apostrophes before the formula already, one more is added, so that ``restored``
    gives every text back exactly.
    """
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def restored(text: str) -> str:
    """The text before ``neutralised``; only for text files, as workbooks mark texts themselves."""
    return text[1:] if text[:1] == "'" and is_formula(text.lstrip("'")) else text


def number_of(text: str) -> float | None:
    """The number in a text; None if it is none, or if a spreadsheet would round it.

    Spreadsheets keep 15 digits; a longer number is written as a text.
    """
    if not _NUMBER.fullmatch(text):
        return None
    number = float(f"{float(text):.15g}")
    return number if number_of_cell(number) == text else None


def fits(text: str) -> bool:
    """Whether a cell of a workbook can hold the whole text."""
    short = len(text) <= MOST_CHARACTERS // 2
    return (short or len(text.encode("utf-16-le")) // 2 <= MOST_CHARACTERS) and not _UNFIT.search(
        text
    )


def height(texts: Iterable[tuple[str, int]], most: int = 6) -> int:
    """Height in points of a row of (text, width in characters), at most ``most`` lines.

    LibreOffice does not make rows higher by itself, and Excel makes them as high as a page.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return _LINE * min(lines, most)


def _lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def titles(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names for sheets that Excel accepts: short, without special signs, all different."""
    names: list[str] = []
    used = {title.casefold() for title in (*taken, "History")}  # Excel keeps that one for itself
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:_TITLE].rstrip(" '")
        title = plain = plain or "1"
        number = 1
        while title.casefold() in used:
            number += 1
            title = f"{plain[: _TITLE - len(str(number)) - 1]} {number}"
        used.add(title.casefold())
        names.append(title)
    return names


def is_ours(sheet: Sheet) -> bool:
    """Whether a sheet is our guide, list of codes or list of findings, and so holds no data."""
    first = sheet.rows[0][0] if sheet.rows and sheet.rows[0] else None
    return sheet.name == LISTS or (isinstance(first, str) and first.startswith(OURS))
