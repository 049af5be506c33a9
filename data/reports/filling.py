"""Fills a template with the fields and pictures of a report."""

import io
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.shared import Length, Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from data.reports import footnotes
from data.reports.lines import BLANK, clean
from data.reports.sandbox import Sandbox

_WIDEST, _HIGHEST = Mm(160), Mm(215)  # text of a page by Decree 30/2020, less a caption


class _Template(DocxTemplate):
    """docxtpl repairs broken XML and may lose text while doing so; here it is an error.

    The body it made is read once more by python-docx: as long as anything still holds docxtpl's
    own element, python-docx would be given that, which lacks what it needs.
    """

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)
        return super().fix_tables(xml)

    def map_tree(self, tree: Any) -> None:
        super().map_tree(parse_xml(etree.tostring(tree)))


def fill(
    template: bytes,
    context: Mapping[str, Any],
    pictures: Mapping[str, bytes],
    *,
    title: str,
    needs: tuple[str, ...] = (),
) -> bytes:
    """The document, as the bytes of a .docx.

    ``pictures`` are PNGs by the name of their field; a field without a picture stays empty.

    Raises:
        Lacking: the template does not use a field of ``needs``.
        Unknown: it names a field that the report does not have.
        Forbidden: it does more than fill in fields.
        TemplateError, etree.XMLSyntaxError: a field is not written correctly.

    """
    sandbox = Sandbox({*context, *pictures})
    document = _Template(io.BytesIO(template))
    document.init_docx()
    drawn = {
        name: InlineImage(document, io.BytesIO(picture), **_size(picture)) if picture else ""
        for name, picture in pictures.items()
    }
    document.render({**context, **drawn}, jinja_env=sandbox, autoescape=True)
    if lacking := [name for name in needs if name not in sandbox.named]:
        raise Lacking(lacking)
    made = document.docx
    footnotes.place(made, context["footnotes"])
    _describe(made, pictures, context.get("pictured", {}))
    named(made, title=title, author=context["body"], day=context["record"]["day"])
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def named(document: Word, *, title: str, author: str, day: str) -> None:
    """Write what a document is, who issues it and of which day it is into its properties."""
    properties = document.core_properties
    properties.title = clean(title, 200)
    properties.author = properties.last_modified_by = "" if author == BLANK else clean(author, 200)
    properties.comments = ""
    properties.created = properties.modified = datetime.fromisoformat(day)
    properties.revision = 1


def _describe(document: Word, pictures: Mapping[str, bytes], told: Mapping[str, str]) -> None:
    """Give every picture the text that is read out in its place."""
    for shape in document.inline_shapes:
        (key,) = shape._inline.xpath(".//a:blip/@r:embed")
        blob = document.part.related_parts[key].blob
        for name, picture in pictures.items():
            if picture == blob and name in told:
                shape._inline.docPr.set("descr", clean(told[name], 1_000))


class Lacking(Exception):  # noqa: N818 -- says what the template is, as a fault does
    """Raised when a template does not use fields that its report must show."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(*fields)
        self.fields = fields


def _size(png: bytes) -> dict[str, Length]:
    """As wide as the text, or as high as the page if it would not fit otherwise."""
    width, height = struct.unpack(">II", png[16:24])
    if height * _WIDEST > width * _HIGHEST:
        return {"height": _HIGHEST}
    return {"width": _WIDEST}
