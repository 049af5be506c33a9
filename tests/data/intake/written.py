"""Texts as offices' programs wrote them: in each encoding, and in workbooks made to order."""

import codecs
import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl

from data.schema import TABLES

FILES = Path(__file__).parent / "files"
CASES = Path(__file__).parents[1] / "cases"  # small files that were once read wrongly

# Alphabets of the two font encodings, as published (TCVN 5712:1993 VN2; VNI-Windows).
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ"
_TCVN3_CAPITALS = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
_VNI = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä "
    "ì í æ ó ò oø où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï uø uù uû uõ uï "
    "ö öø öù öû öõ öï yø yù yû yõ î"
)
_UNICODE = {
    "utf-8": ("utf-8", b""),
    "utf-8 with BOM": ("utf-8", codecs.BOM_UTF8),
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-16-le with BOM": ("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be with BOM": ("utf-16-be", codecs.BOM_UTF16_BE),
}
UNICODE = tuple(_UNICODE)


def _tcvn3() -> dict[str, str]:
    small = dict(zip(_LETTERS, _TCVN3, strict=True))
    # No font has toned capitals: a heading is small letters in a font of capitals.
    capitals = {letter.upper(): code for letter, code in small.items()}
    return small | capitals | _TCVN3_CAPITALS


def _vni() -> dict[str, str]:
    small = dict(zip(_LETTERS, _VNI.split(), strict=True))
    return small | {letter.upper(): code.upper() for letter, code in small.items()}


_FONTS = {"tcvn3": _tcvn3(), "vni": _vni()}


def encode(text: str, encoding: str) -> bytes:
    """Bytes of a text; letters that the encoding lacks become question marks."""
    if encoding in _UNICODE:
        codec, mark = _UNICODE[encoding]
        return mark + text.encode(codec)
    return "".join(_written(letter, encoding) for letter in text).encode(_codec(encoding))


def within(text: str, encoding: str) -> str:
    """The text with question marks for what the encoding lacks."""
    if encoding in _UNICODE:
        return text
    return "".join("?" if _written(letter, encoding) == "?" else letter for letter in text)


def _codec(encoding: str) -> str:
    return "cp1252" if encoding in _FONTS else encoding


@cache
def _written(letter: str, encoding: str) -> str:
    if encoding in _FONTS:
        font = _FONTS[encoding]
        if letter in font:
            return font[letter]
        is_taken = any(letter in code for code in font.values()) and not letter.isascii()
        return "?" if is_taken else _fitting(letter, "cp1252")
    if encoding == "cp1258":
        return _in_two_parts(letter)
    return _fitting(letter, encoding)


def _in_two_parts(letter: str) -> str:
    """Windows-1258 has hats, horns and breves, and writes most tones as a second character."""
    if _fitting(letter, "cp1258") != "?":
        return letter
    base, *marks = list(unicodedata.normalize("NFD", letter))
    hats = [mark for mark in marks if mark in "\u0302\u0306\u031b"]
    tones = [mark for mark in marks if mark not in hats]
    return _fitting(unicodedata.normalize("NFC", "".join([base, *hats])) + "".join(tones), "cp1258")


def _fitting(text: str, codec: str) -> str:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return "?"
    return text


def comma_separated(
    rows: Iterable[Sequence[str]], delimiter: str = ",", line_end: str = "\r\n"
) -> str:
    """Rows as Python's csv module writes them."""
    target = io.StringIO()
    # Where a line ends in CR alone, the module leaves LF in a cell without quotation marks.
    csv.writer(
        target,
        delimiter=delimiter,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if line_end == "\r" else csv.QUOTE_MINIMAL,
    ).writerows(rows)
    return target.getvalue()


@cache
def table(name: str, *, language: str | None = None) -> list[list[str]]:
    """A curated table with its header; of one language, only the key and that language's texts."""
    with TABLES[name].path.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    kept = [
        index
        for index, column in enumerate(header)
        if language is None or column == TABLES[name].key or column.endswith(f"_{language}")
    ]
    return [[row[index] for index in kept] for row in [header, *rows]]


def trimmed(rows: Iterable[Sequence[object]]) -> list[list[object]]:
    """Rows without empty cells at their end, and without empty rows at the end of all."""
    kept = [list(row) for row in rows]
    for row in kept:
        while row and (row[-1] is None or not str(row[-1]).strip()):
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """An XLSX file with one sheet per name; texts stay texts, even those like formulas."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_cells(cells: str) -> bytes:
    """An XLSX file whose one sheet has this XML for its rows."""
    made = parts(workbook({"Sheet1": []}))
    made["xl/worksheets/sheet1.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    ).encode()
    return archive(made)
