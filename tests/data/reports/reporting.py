"""Reports on the shipped record, and what is read from them."""

import datetime
import io
from collections.abc import Mapping
from typing import Any

import pypdfium2
from docx import Document
from docx.document import Document as Word

from data.reports import partner, plan, projects, visit
from data.reports.filling import fill
from data.reports.kinds import KINDS
from data.views.chains import TRIP
from data.views.lens import Lens

TODAY = datetime.date(2026, 11, 21)
PLANNED = "2025-09-batna-planned"  # announced, and not known to have been held


def fields_of(lens: Lens, kind: str, key: str = "", **options: Any) -> dict[str, Any]:
    """Fields of a report: of the trip, of every project, of AFD, or of another row."""
    if kind == "visit":
        return visit.context(lens, lens.row("visits", key or TRIP) or {}, **options)
    if kind == "plan":
        return plan.context(lens, lens.row("visits", key or PLANNED) or {}, **options)
    if kind == "projects":
        return projects.context(lens, lens.rows("projects"), **options)
    return partner.context(lens, lens.row("organisations", key or "afd") or {}, **options)


def made(
    lens: Lens,
    kind: str,
    key: str = "",
    pictures: Mapping[str, bytes] | None = None,
    **options: Any,
) -> bytes:
    """The document filled from the shipped template."""
    empty = dict.fromkeys(KINDS[kind].pictures, b"")
    template = KINDS[kind].template(lens.language)
    context = fields_of(lens, kind, key, **options)
    return fill(template, context, {**empty, **(pictures or {})}, title=f"{kind} {key}")


def opened(content: bytes) -> Word:
    return Document(io.BytesIO(content))


def text(document: Word) -> str:
    """Everything that the body says, tables included."""
    return "\n".join(
        node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t")
    )


def printed(document: pypdfium2.PdfDocument) -> str:
    """Text of every page, in one line of single spaces; U+FFFE is a hyphen at a line's end."""
    pages = (page.get_textpage().get_text_bounded() for page in document)
    return " ".join(" ".join(pages).replace("\ufffe", "-").split())
