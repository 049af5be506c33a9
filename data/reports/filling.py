"""A template and what it tells become a document."""

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

_WIDEST, _HIGHEST = Mm(160), Mm(215)  # a page's text in the form of Decree 30/2020, and a caption


class _Template(DocxTemplate):
    """docxtpl mends broken XML as it goes and may lose text: here it is an error."""

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

    ``pictures`` are PNGs by the name of their field; a field without one stays empty and the
    template leaves it out.

    Raises:
        Lacking, Unknown, Forbidden, TemplateError, etree.XMLSyntaxError: as the template is wrong.

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
    """Raised when a template leaves out fields that its report is for."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(*fields)
        self.fields = fields


def _size(png: bytes) -> dict[str, Length]:
    """As wide as the text, unless it would then be higher than a page."""
    width, height = struct.unpack(">II", png[16:24])
    if height * _WIDEST > width * _HIGHEST:
        return {"height": _HIGHEST}
    return {"width": _WIDEST}
