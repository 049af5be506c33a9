"""What an XLSX file shows beside its values, read from the parts of its sheets."""

import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from lxml import etree

from data.sheets.looks import MOST_PLACES, Area, Look, Place
from data.values import spreadsheets

_WORKBOOK = "xl/workbook.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_ROWS = re.compile(rb"<(?:\w+:)?row\b([^<>]*)(?<!/)>(.*?)</(?:\w+:)?row>", re.DOTALL)
_FILLED = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)(?<!/)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?(?:v|t)\b[^<>]*>[^<]",
    re.DOTALL,
)
_NUMBER = re.compile(rb'\sr="(\d{1,7})"')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_LEVEL = re.compile(rb'\soutlineLevel="[1-9]')
_STYLE = re.compile(rb'\ss="(\d+)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_BOUNDS = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]*?\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"'
)
_FILTER = re.compile(
    rb'<(?:\w+:)?autoFilter\s[^<>]*?\bref="[A-Z]+(\d+):[A-Z]+(\d+)"[^<>]*>\s*<(?:\w+:)?filterColumn'
)
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s([^<>]*)>")
_COMMENTED = re.compile(rb'\bref="([A-Z]{1,3}\d{1,7})"')
_AUTHOR_ID = re.compile(rb'\bauthorId="(\d+)"')
_AUTHOR = re.compile(rb"<(?:\w+:)?author>([^<]*)<")
# A formula that reads another workbook: [1]Sheet!A1 or '[1]Sheet 1'!A1, and not a table's [1].
_LINKED = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3}\d{1,7})"[^<>]*>\s*'
    rb"<(?:\w+:)?f\b[^<>]*>(?:[^<]*?[^\w\]<])??(?:'|&apos;)?\[\d+\][^<\[\]]*![^<]*</"
)
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.DOTALL)
_FONT = re.compile(rb"<(?:\w+:)?font\s*/>|<(?:\w+:)?font\b[^<>]*>(.*?)</(?:\w+:)?font>", re.DOTALL)
_STRIKE = re.compile(rb'<(?:\w+:)?strike(?!\s+val="(?:0|false)")')
_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT = re.compile(rb"<(?:\w+:)?xf\s([^<>]*)>")
_FONT_ID = re.compile(rb'\bfontId="(\d+)"')


def looks(parts: Mapping[str, bytes]) -> dict[str, Look]:
    """The look of each sheet by its name; ``is_hidden`` is left to the reader of the workbook."""
    struck = frozenset(_struck_styles(parts.get("xl/styles.xml", b"")))
    has_links = any(name.startswith("xl/externalLinks/") for name in parts)
    return {
        name: _look(parts, path, struck, has_links=has_links)
        for name, path in _sheets(parts)
        if path in parts
    }


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Name and part of each sheet; none where the workbook's part is not what it should be."""
    targets = relations(parts, _WORKBOOK)
    try:
        root = etree.fromstring(parts.get(_WORKBOOK, b""), _parser())
    except etree.XMLSyntaxError:  # the reader of the workbook says so
        return
    for sheet in root.iter("{*}sheet"):
        if target := targets.get(sheet.get(_ID) or sheet.get(_STRICT_ID) or ""):
            yield sheet.get("name", ""), target


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)


def relations(parts: Mapping[str, bytes], of: str) -> dict[str, str]:
    """The parts that a part refers to, by the id it gives them."""
    folder, name = posixpath.split(of)
    try:
        root = etree.fromstring(parts.get(f"{folder}/_rels/{name}.rels", b""), _parser())
    except etree.XMLSyntaxError:
        return {}
    return {
        link.get("Id", ""): posixpath.normpath(
            posixpath.join("/" + folder, link.get("Target", ""))
        ).lstrip("/")
        for link in root.iter("{*}Relationship")
    }


def _look(
    parts: Mapping[str, bytes], path: str, struck: frozenset[bytes], *, has_links: bool
) -> Look:
    sheet = parts[path]
    rows = dict(_unseen(sheet))
    filtered = _FILTER.search(sheet)
    within = range(int(filtered[1]), int(filtered[2]) + 1) if filtered else range(0)
    commented = [
        place
        for target in relations(parts, path).values()
        if "omment" in target
        for place in _commented(parts.get(target, b""))
    ]
    linked = _LINKED.findall(sheet) if has_links else ()
    return Look(
        hidden=tuple(row for row, kind in rows.items() if kind == "hidden" and row not in within),
        filtered=tuple(row for row, kind in rows.items() if kind == "hidden" and row in within),
        folded=tuple(row for row, kind in rows.items() if kind == "folded"),
        struck=tuple(_struck_rows(sheet, struck)) if struck else (),
        columns=tuple(_hidden_columns(sheet)),
        merged=tuple(
            Area(*_place(first), *_place(last))
            for first, last in islice(_MERGED.findall(sheet), MOST_PLACES)
        ),
        commented=tuple(sorted(set(commented))),
        linked=tuple(map(_place, islice(linked, MOST_PLACES))),
    )


def _commented(part: bytes) -> Iterator[Place]:
    """Cells with a comment that is not ours."""
    authors = [html.unescape(name.decode(errors="replace")) for name in _AUTHOR.findall(part)]
    ours = {b"%d" % place for place, name in enumerate(authors) if name == spreadsheets.AUTHOR}
    for attributes in islice(_COMMENT.findall(part), MOST_PLACES):
        place, author = _COMMENTED.search(attributes), _AUTHOR_ID.search(attributes)
        if place and not (author and author[1] in ours):
            yield _place(place[1])


def _unseen(sheet: bytes) -> Iterator[tuple[int, str]]:
    """Rows that are hidden; "folded" where a closed group hides them."""
    if b'hidden="' not in sheet:
        return
    number = 0
    for (attributes,) in (row.groups() for row in _ROW.finditer(sheet)):
        written = _NUMBER.search(attributes)
        number = int(written[1]) if written else number + 1
        if _HIDDEN.search(attributes):
            yield number, "folded" if _LEVEL.search(attributes) else "hidden"


def _struck_rows(sheet: bytes, struck: frozenset[bytes]) -> Iterator[int]:
    """Rows of which every filled cell has a style with a line through it."""
    number = 0
    for attributes, cells in (row.groups() for row in _ROWS.finditer(sheet)):
        written = _NUMBER.search(attributes)
        number = int(written[1]) if written else number + 1
        styles = {
            style[1] if (style := _STYLE.search(cell)) else b"" for cell in _FILLED.findall(cells)
        }
        if styles and styles <= struck:
            yield number


def _struck_styles(styles: bytes) -> Iterator[bytes]:
    """Numbers of the cell styles whose font has a line through it."""
    fonts, formats = _FONTS.search(styles), _FORMATS.search(styles)
    if not fonts or not formats or not _STRIKE.search(fonts[0]):
        return
    struck = {
        b"%d" % place
        for place, font in enumerate(_FONT.finditer(fonts[0]))
        if font[1] and _STRIKE.search(font[1])
    }
    for place, attributes in enumerate(_FORMAT.findall(formats[1])):
        font_id = _FONT_ID.search(attributes)
        if font_id and font_id[1] in struck:
            yield b"%d" % place


def _hidden_columns(sheet: bytes) -> Iterator[int]:
    for attributes in _COLUMN.findall(sheet):
        first, last = (bound.search(attributes) for bound in _BOUNDS)
        if first and last and _HIDDEN.search(b" " + attributes):
            yield from range(int(first[1]) - 1, min(int(last[1]), 16_384))


def _place(address: bytes) -> Place:
    letters = address.rstrip(b"0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + letter - ord("A") + 1
    return Place(int(address[len(letters) :]), column - 1)
