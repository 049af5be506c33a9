"""Turns the footnote marks in the texts of a document into real footnotes of Word."""

import re
from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.run import Run
from lxml import etree

from data.reports.lines import NOTE

Node = Any  # an XML element; python-docx and lxml have different types for it
_SIZE = "20"  # half-points
_STYLE = "FootnoteReference"
_LEFT_OVER = re.compile("[\ue000\ue001]")
_COMMA = (  # between two notes on one word, so that 1 and 2 do not look like 12
    f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="{_STYLE}"/></w:rPr><w:t>, </w:t></w:r>'
)
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>
</w:footnote></w:footnotes>"""


def place(document: Document, notes: Sequence[str]) -> None:
    """Turn the marks in the body into references, and add the notes that have one."""
    part, root = _part(document)
    _style(document)
    identities = [int(str(one.get(qn("w:id")))) for one in root]
    first = max([0, *identities]) + 1
    placed: set[int] = set()
    for text in list(document.element.body.iter(qn("w:t"))):
        if NOTE.search(text.text or ""):
            _split(text, placed, first, len(notes))
    for number in sorted(placed):
        root.append(_note(first + number - 1, notes[number - 1]))
    for text in document.element.body.iter(qn("w:t")):
        text.text = _LEFT_OVER.sub("", text.text or "")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _part(document: Document) -> tuple[Part, Node]:
    """The part that holds the footnotes, and its XML; both are made if there are none."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
            part = relation.target_part
            return part, parse_xml(part.blob)
    package = document.part.package
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, b"", package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    _announce(document)
    return part, parse_xml(_EMPTY)


def _style(document: Document) -> None:
    """Add the style that Word and LibreOffice expect for the number of a note."""
    if _STYLE in {style.style_id for style in document.styles}:
        return
    document.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="character" w:styleId="{_STYLE}">'
            '<w:name w:val="footnote reference"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/>'
            '<w:rPr><w:b w:val="0"/><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        )
    )


def _announce(document: Document) -> None:
    """Name the separators of the notes in the settings, where Word looks for them."""
    announced = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    settings = document.settings.element
    after = settings.find(qn("w:compat"))
    if after is None:
        settings.append(announced)
    else:
        after.addprevious(announced)


def _split(text: Node, placed: set[int], first: int, count: int) -> None:
    """Cut a run at its marks; a repeated mark, or one without a note, is dropped."""
    run = text.getparent()
    pieces = NOTE.split(text.text or "")
    text.text = pieces[0]
    text.set(qn("xml:space"), "preserve")
    tail = list(text.itersiblings())
    after, follows = run, False
    for mark, words in zip(pieces[1::2], pieces[2::2], strict=True):
        number = int(mark)
        if number not in placed and 1 <= number <= count:
            placed.add(number)
            if follows:
                after = _after(after, parse_xml(_COMMA))
            after = _after(after, _reference(first + number - 1))
        follows = not words
        if words:
            after = _after(after, _words(run, words))
    if tail:
        rest = _words(run, "")
        rest.extend(tail)
        _after(after, rest)


def _after(before: Node, element: Node) -> Node:
    before.addnext(element)
    return element


def _words(run: Node, words: str) -> Node:
    """A new run that looks like the given one."""
    made = OxmlElement("w:r")
    look = run.find(qn("w:rPr"))
    if look is not None:
        made.append(parse_xml(etree.tostring(look)))
    if words:
        Run(made, None).text = words  # type: ignore[arg-type]
    return made


def _reference(number: int) -> Node:
    return parse_xml(
        f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="{_STYLE}"/></w:rPr>'
        f'<w:footnoteReference w:id="{number}"/></w:r>'
    )


def _note(number: int, words: str) -> Node:
    # Kept whole: the second half of a note that a page cuts off beneath a table is not printed.
    size = f'<w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/>'
    made: Node = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p>'
        '<w:pPr><w:keepLines/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:firstLine="0"/><w:jc w:val="both"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{_STYLE}"/>{size}</w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr>{size}</w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:footnote>'
    )
    made.find(f".//{qn('w:t')}").text = f" {words}"
    return made
