"""The form of an administrative document by Decree 30/2020/NĐ-CP, Annex I, in python-docx.

Measures were read in the annex on 21 November 2026. Times New Roman is named, not shipped.
"""

from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
PAGE = (Mm(210), Mm(297))
MARGINS = {"top": Mm(20), "bottom": Mm(20), "left": Mm(30), "right": Mm(20)}
WIDTH = 160  # millimetres of text
TAG = "Template Tag"  # lines with "if" and "for": grey in the template, not in the document
_BODY = 13  # points
_FIRST_LINE = Mm(12.7)


def blank(tag: str, *, tight: bool = False) -> Word:
    """An empty document with page, margins, fonts and styles; ``tight`` fits more on a page.

    ``tag`` is its language and country: vi-VN.
    """
    document = Document()
    without_preview(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE
    for side, margin in MARGINS.items():
        setattr(section, f"{side}_margin", margin)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _styles(document, tight=tight)
    _speaks(document, tag)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = tag
    return document


def without_preview(document: Word) -> None:
    """Take out the small picture of another document that the library's own template brings."""
    relations = document.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]


def _styles(document: Word, *, tight: bool) -> None:
    after = Pt(6)  # the decree's least between two paragraphs
    normal = _style(document, "Normal", _BODY)
    normal.paragraph_format.alignment = ALIGN.JUSTIFY
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(0), after
    normal.paragraph_format.line_spacing = 1.0 if tight else 1.15
    normal.paragraph_format.widow_control = True
    text = _style(document, "Body Text", _BODY)
    text.paragraph_format.first_line_indent = _FIRST_LINE
    text.paragraph_format.space_after = after
    for name, size in (("Heading 1", 14), ("Heading 2", _BODY)):
        heading = _style(document, name, size, bold=True)
        heading.paragraph_format.space_before = Pt(6 if tight else 12)
        heading.paragraph_format.space_after = after
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.alignment = ALIGN.LEFT
    title = _style(document, "Title", 14, bold=True)
    title.paragraph_format.alignment = ALIGN.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(0)
    in_table = 11.0 if tight else 12.0
    for name, points in {"Table Text": in_table, "Annex Text": 11.0, "Small Text": 9.5}.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(document, name, points)
        style.paragraph_format.alignment = ALIGN.LEFT
        is_cell = name != "Annex Text"
        within = Pt(0) if tight or name == "Small Text" else Pt(1.5)  # of a cell
        style.paragraph_format.space_before = within if is_cell else Pt(0)
        style.paragraph_format.space_after = within if is_cell else Pt(3)
        style.paragraph_format.line_spacing = 1.0
    header = _style(document, "Header", _BODY)
    header.paragraph_format.space_after = Pt(0)
    header.paragraph_format.tab_stops.clear_all()
    tag = document.styles.add_style(TAG, WD_STYLE_TYPE.PARAGRAPH)
    tag.base_style = document.styles["Normal"]
    _style(document, TAG, 9).font.color.rgb = RGBColor(0x80, 0x80, 0x80)
    tag.paragraph_format.alignment, tag.paragraph_format.space_after = ALIGN.LEFT, Pt(0)


def _style(document: Word, name: str, size: float, *, bold: bool = False) -> ParagraphStyle:
    """A style in black Times New Roman, without the fonts and colours of Word's theme."""
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # noqa: S101 -- for the type checker
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    spacing = style.element.rPr.find(qn("w:spacing"))
    if spacing is not None:
        style.element.rPr.remove(spacing)
    frame = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if frame is not None:
        style.element.pPr.remove(frame)
    return style


def _speaks(document: Word, tag: str) -> None:
    for tongue in document.styles.element.iter(qn("w:lang")):
        tongue.set(qn("w:val"), tag)


def bordered(paragraph: Paragraph, *, left: float, right: float) -> None:
    """Make a paragraph a horizontal rule, indented by millimetres on both sides."""
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = Mm(left), Mm(right)
    form.first_line_indent, form.line_spacing = Mm(0), Pt(3)
    form.space_before, form.space_after = Pt(2), Pt(2)
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/>'
            "</w:pBdr>"
        ),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def line(
    cell: _Cell | Word,
    text: str,
    *,
    style: str | None = None,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    caps: bool = False,
    align: ALIGN | None = None,
) -> Paragraph:
    """A paragraph with a text; an empty cell's first paragraph is used."""
    if isinstance(cell, _Cell) and len(cell.paragraphs) == 1 and not cell.text:
        paragraph: Paragraph = cell.paragraphs[0]
    else:
        paragraph = cell.add_paragraph()
    if style:
        paragraph.style = style
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if caps:
        run.font.all_caps = True
    if align is not None:
        paragraph.alignment = align
    return paragraph


def grid(document: Word, widths: Sequence[float], *, borders: bool) -> Table:
    """A table without rows, with columns of fixed width in millimetres."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    if borders:
        table.style = "Table Grid"
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def row(table: Table, *, repeated: bool = False) -> Sequence[_Cell]:
    """Cells of a new row that stays on one page; ``repeated`` makes it the heading of each page."""
    added = table.add_row()
    properties = added._tr.get_or_add_trPr()
    properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if repeated:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell, column in zip(added.cells, table.columns, strict=True):
        cell.width = column.width
    cells: Sequence[_Cell] = added.cells
    return cells


def tag(document: Word | _Cell, text: str) -> None:
    """A line with a command for the template, such as "if"."""
    line(document, text, style=TAG)


def tag_row(table: Table, text: str) -> None:
    """A row with a command for the template, in one cell as wide as the table."""
    cells = row(table)
    tag(cells[0].merge(cells[-1]), text)


def field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word computes, such as the page number."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "instr":
            run._r.append(
                parse_xml(
                    f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>'
                )
            )
        elif kind == "text":
            run.text = "2"
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
