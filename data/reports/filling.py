"""Fills a template with the fields and pictures of a report."""

import io
import struct
from collections.abc import Mapping
from typing import Any

from docx.shared import Length, Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from data.reports import footnotes
from data.reports.apparatus import clean
from data.reports.sandbox import Sandbox

_WIDEST, _HIGHEST = Mm(160), Mm(215)  # text of a page by Decree 30/2020, less a caption


class _Template(DocxTemplate):
    """docxtpl repairs broken XML and may lose text while doing so; here it is an error."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml)
        return super().fix_tables(xml)


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
    made.core_properties.title = clean(title, 200)
    made.core_properties.author = clean(context["body"], 200).strip("…")
    made.core_properties.comments = ""
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


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
