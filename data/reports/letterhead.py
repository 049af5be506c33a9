"""The parts around the body of every template: mark of a draft, headings, signature."""

from collections.abc import Callable, Mapping

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from data.language import Language
from data.reports import form
from data.reports.lines import BLANK

NUMBER = "Số:            /{{ symbol }}"


def mark(document: Word, language: Language) -> None:
    """Put the word "draft" on every page, and the page number from the second page on."""
    section, word = document.sections[0], language.text("DRAFT")
    first = section.first_page_header.paragraphs[0]
    others = section.header.paragraphs[0]
    page = section.header.paragraphs[0].add_run("\t")
    page.font.size = Pt(13)
    form.field(others, "PAGE")
    others.add_run("\t")
    for paragraph in (first, others):
        tabs = paragraph.paragraph_format.tab_stops
        tabs.clear_all()
        tabs.add_tab_stop(Mm(form.WIDTH / 2), WD_TAB_ALIGNMENT.CENTER)
        tabs.add_tab_stop(Mm(form.WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        run = paragraph.add_run(f"\u00a0{word}\u00a0")
        run.bold, run.font.size = True, Pt(12)
        run._r.get_or_add_rPr().append(
            parse_xml(
                f'<w:bdr {nsdecls("w")} w:val="single" w:sz="8" w:space="0" w:color="000000"/>'
            )
        )
    first.alignment = ALIGN.RIGHT


def heading(document: Word, language: Language) -> None:
    """Who issues the document, its number, place and date; in Vietnamese the national heading.

    Number, place and date have a row of their own: they stay on one line however long a name is.
    """
    is_vietnamese = language.code == "vi"
    table = form.grid(document, (66, 94), borders=False)
    left, right = form.row(table)
    form.tag(left, "{%p if parent %}")
    form.line(left, "{{ parent }}", size=12, caps=True, align=ALIGN.CENTER)
    form.tag(left, "{%p endif %}")
    form.line(left, "{{ heading }}", size=12, bold=True, caps=True, align=ALIGN.CENTER)
    form.bordered(
        left.add_paragraph(), left=24, right=24
    )  # half of a short name, a third of a long
    if is_vietnamese:
        _nation(right)
    number, dated = form.row(table)
    said = NUMBER if is_vietnamese else language.text("No. {number}").format(number=BLANK)
    form.line(number, said, size=13, align=ALIGN.CENTER)
    date = (
        "Điện Biên, ngày       tháng       năm 20……"
        if is_vietnamese
        else language.text("Điện Biên, {date}").format(date=BLANK)
    )
    side = ALIGN.CENTER if is_vietnamese else ALIGN.RIGHT
    form.line(dated, date, size=13, italic=True, align=side)
    for cell in (left, right, number, dated):
        _close(cell)


def _nation(cell: _Cell) -> None:
    form.line(cell, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=ALIGN.CENTER)
    form.line(cell, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=ALIGN.CENTER)
    form.bordered(cell.add_paragraph(), left=15.9, right=15.9)  # as long as the words


def _close(cell: _Cell) -> None:
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = paragraph.paragraph_format.line_spacing or 1


def title(document: Word, language: Language, name: str) -> None:
    """The kind of document and its subject, then its addressee; a plan has none."""
    _ = language.text
    _gap(document)
    form.line(document, _("PLAN") if name == "plan" else _("REPORT"), style="Title")
    form.line(document, _SUBJECTS[name](_), style="Title")
    form.bordered(document.add_paragraph(), left=55, right=55)
    if name == "plan":
        return
    addressee = f"Kính gửi: {BLANK}" if language.code == "vi" else f"{_('To:')} {BLANK}"
    form.line(document, addressee, align=ALIGN.CENTER)


def _gap(document: Word) -> Paragraph:
    gap = form.line(document, "", size=6)
    gap.paragraph_format.space_after = Pt(0)
    return gap


_SUBJECTS: Mapping[str, Callable[[Callable[[str], str]], str]] = {
    "visit": lambda _: _("Result of the visit: {title}").format(title="{{ visit.title }}"),
    "plan": lambda _: _("Visit: {title}").format(title="{{ visit.title }}"),
    "projects": lambda _: _("State of the international cooperation projects"),
    "partner": lambda _: _("Cooperation with {partner}").format(partner="{{ partner.plain_name }}"),
}

_CLOSING: Mapping[str, Callable[[Callable[[str], str]], str]] = {
    "visit": lambda _: _(
        "The above is the report on the result of the visit; {body} submits it for consideration "
        "and direction."
    ),
    "plan": lambda _: _(
        "The above is the plan for the visit; {body} asks the offices concerned to carry it out "
        "together."
    ),
    "projects": lambda _: _(
        "The above is the report on the international cooperation projects; {body} submits it for "
        "consideration and direction."
    ),
    "partner": lambda _: _(
        "The above is the report on the cooperation with the partner; {body} submits it for "
        "consideration and direction."
    ),
}


def closing(document: Word, language: Language, name: str) -> None:
    """The last sentence, which Vietnamese ends with "./.", then recipients and signature.

    They keep together, so that no signature stands alone on a page.
    """
    said = _CLOSING[name](language.text).format(body="{{ body }}")
    if language.code == "vi":
        said = f"{said.rstrip('.')}./."
    last = form.line(document, said, style="Body Text")
    last.paragraph_format.keep_with_next = last.paragraph_format.keep_together = True
    _gap(document).paragraph_format.keep_with_next = True
    table = form.grid(document, (80, 80), borders=False)
    left, right = form.row(table)
    _recipients(left, language, name)
    form.tag(right, "{%p if on_behalf %}")
    form.line(right, "{{ on_behalf }}", size=13, bold=True, align=ALIGN.CENTER)
    form.tag(right, "{%p endif %}")
    form.line(right, "{{ post }}", size=13, bold=True, align=ALIGN.CENTER)
    for _line in range(4):
        form.line(right, " ", align=ALIGN.CENTER)
    form.line(right, BLANK, bold=True, align=ALIGN.CENTER)
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = 1
            paragraph.paragraph_format.keep_with_next = True


def _recipients(cell: _Cell, language: Language, name: str) -> None:
    """Who gets the document; of a plan, which is addressed to nobody, not "as above"."""
    if language.code == "vi":
        form.line(cell, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
        first = f"- {BLANK};" if name == "plan" else "- Như trên;"
        lines: tuple[str, ...] = (first, f"- {BLANK};", f"- Lưu: VT, {BLANK}.")
    else:
        form.line(cell, language.text("Copies to:"), size=12, bold=True, align=ALIGN.LEFT)
        lines = (f"- {BLANK}",)
    for recipient in lines:
        form.line(cell, recipient, size=11, align=ALIGN.LEFT)
