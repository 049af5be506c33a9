"""The parts around the body of every template: mark of a draft, headings, signature, sources."""

from collections.abc import Callable, Mapping

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from data.language import Language
from data.reports import form
from data.reports.pieces import otherwise

_DOTS = "…" * 14


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


def national_heading(document: Word, language: Language) -> None:
    """The issuing body on the left; the country's name, motto, place and date on the right."""
    _ = language.text
    table = form.grid(document, (64, 96), borders=False)
    left, right = form.row(table)
    form.tag(left, "{%p if parent %}")
    form.line(left, "{{ parent }}", size=12, caps=True, align=ALIGN.CENTER)
    form.tag(left, "{%p endif %}")
    form.line(left, "{{ body }}", size=12, bold=True, caps=True, align=ALIGN.CENTER)
    form.bordered(left.add_paragraph(), left=20, right=20)
    form.line(left, "Số:            /BC-……", size=13, align=ALIGN.CENTER)
    form.line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align=ALIGN.CENTER)
    form.line(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align=ALIGN.CENTER)
    form.bordered(right.add_paragraph(), left=17.5, right=17.5)
    form.line(
        right,
        "Điện Biên, ngày       tháng       năm 20……",
        size=13,
        italic=True,
        align=ALIGN.CENTER,
    )
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.line_spacing = paragraph.paragraph_format.line_spacing or 1


def title(document: Word, language: Language, name: str) -> None:
    """The report's title and subject, then its addressee (Vietnamese) or its place and date."""
    _ = language.text
    gap = form.line(document, "", size=6)
    gap.paragraph_format.space_after = Pt(0)
    form.line(document, _("REPORT"), style="Title")
    form.line(document, _SUBJECTS[name](_), style="Title")
    form.bordered(document.add_paragraph(), left=55, right=55)
    if language.code == "vi":
        form.line(document, f"Kính gửi: {_DOTS}", align=ALIGN.CENTER)
    elif name != "partner":
        form.line(
            document,
            f"{_('Điện Biên Province, Viet Nam')} · {_('Date:')} {_DOTS}",
            align=ALIGN.CENTER,
        )


_SUBJECTS: Mapping[str, Callable[[Callable[[str], str]], str]] = {
    "visit": lambda _: _("Result of the visit: {title}").format(title="{{ visit.title }}"),
    "projects": lambda _: _("State of the international cooperation projects"),
    "partner": lambda _: _("Cooperation with {partner}").format(partner="{{ partner.plain_name }}"),
}


def signature(document: Word, language: Language) -> None:
    """Recipients on the left, post, signature and name on the right; all to be filled by hand."""
    gap = form.line(document, "", size=6)
    gap.paragraph_format.space_after = Pt(0)
    table = form.grid(document, (80, 80), borders=False)
    left, right = form.row(table)
    if language.code == "vi":
        form.line(left, "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
        for recipient in ("- Như trên;", f"- {_DOTS[:8]};", "- Lưu: VT, ………"):
            form.line(left, recipient, size=11, align=ALIGN.LEFT)
    else:
        form.line(left, language.text("Copies to:"), size=12, bold=True, align=ALIGN.LEFT)
        form.line(left, f"- {_DOTS[:8]}", size=11, align=ALIGN.LEFT)
    form.line(right, _DOTS, bold=True, align=ALIGN.CENTER)
    for _gap in range(3):
        form.line(right, " ", align=ALIGN.CENTER)
    form.line(right, _DOTS, bold=True, align=ALIGN.CENTER)
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.paragraph_format.keep_with_next = True


def annex(document: Word, _: Callable[[str], str]) -> None:
    """The list of sources, on a new page."""
    heading = form.line(document, _("Annex: sources").upper(), style="Heading 1")
    heading.alignment = ALIGN.CENTER
    heading.paragraph_format.page_break_before = True
    form.tag(document, "{%p for source in sources %}")
    entry = "[{{ source.number }}] " + _("{publisher}: “{title}”, {date}.").format(
        publisher="{{ source.publisher }}", title="{{ source.title }}", date="{{ source.date }}"
    )
    paragraph = form.line(document, entry + " {{ source.address }}", style="Annex Text")
    paragraph.paragraph_format.left_indent = Mm(8)
    paragraph.paragraph_format.first_line_indent = Mm(-8)
    form.tag(document, "{%p endfor %}")
    otherwise(document, "sources", _("No source is cited."))
