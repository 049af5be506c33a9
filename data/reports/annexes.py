"""The annexes of every template, each on pages of its own with numbers of its own."""

from collections.abc import Callable, Mapping, Sequence

from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from data.language import Language
from data.reports import form
from data.reports.chapters import participants_annex, programme_annex, projects_annex
from data.reports.lines import BLANK
from data.reports.pieces import ROMAN, otherwise

_Text = Callable[[str], str]
_Annex = tuple[Callable[[_Text], str], Callable[[Word, _Text], None]]


def _sources(document: Word, _: _Text) -> None:
    """The sources that the document cites, with their addresses."""
    _listed(document, _, " {{ source.address }}")


def _many_sources(document: Word, _: _Text) -> None:
    """The same without addresses, which would fill three pages."""
    _listed(document, _, "")


def _listed(document: Word, _: _Text, address: str) -> None:
    form.tag(document, "{%p for source in sources %}")
    entry = "[{{ source.number }}] " + _("{publisher}: “{title}”, {date}.").format(
        publisher="{{ source.publisher }}", title="{{ source.title }}", date="{{ source.date }}"
    )
    paragraph = form.line(document, entry + address, style="Small Text")
    paragraph.paragraph_format.left_indent = Mm(8)
    paragraph.paragraph_format.first_line_indent = Mm(-8)
    form.tag(document, "{%p endfor %}")
    otherwise(document, "sources", _("No source is cited."))


def _named_sources(_: _Text) -> str:
    return _("Sources cited")


_SOURCES: _Annex = (_named_sources, _sources)
ANNEXES: Mapping[str, Sequence[_Annex]] = {
    "visit": (
        (lambda _: _("Participants"), participants_annex),
        (lambda _: _("Programme and contents of the meetings"), programme_annex),
        _SOURCES,
    ),
    "plan": (_SOURCES,),
    "projects": (
        (lambda _: _("List of the projects"), projects_annex),
        (_named_sources, _many_sources),
    ),
    "partner": (_SOURCES,),
}


def annexes(document: Word, language: Language, name: str) -> None:
    """Every annex of a kind of document, numbered if there are several."""
    several = len(ANNEXES[name]) > 1
    for place, (named, body) in enumerate(ANNEXES[name]):
        _new_pages(document)
        number = f" {ROMAN[place]}" if several else ""
        _heading(document, f"{language.text('Annex')}{number}", named(language.text))
        form.line(document, _attached(language, name), italic=True, align=ALIGN.CENTER)
        body(document, language.text)


def _new_pages(document: Word) -> None:
    """Start a section whose pages count from 1; an annex shows its number on its first page."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    properties = section._sectPr
    for old in properties.xpath("w:pgNumType"):
        properties.remove(old)
    numbers = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')
    properties.xpath("w:pgMar")[0].addnext(numbers)


def _heading(document: Word, annex: str, subject: str) -> None:
    paragraph = form.line(document, annex, style="Heading 1", align=ALIGN.CENTER)
    paragraph.runs[0].add_break(WD_BREAK.LINE)
    paragraph.add_run(subject.upper())
    paragraph.paragraph_format.space_before = Mm(0)


def _attached(language: Language, name: str) -> str:
    """The line that ties an annex to its document."""
    if language.code == "vi":
        kind = "Kế hoạch" if name == "plan" else "Báo cáo"
        day = "ngày       tháng       năm 20……"
        return f"(Kèm theo {kind} số            /{{{{ symbol }}}} {day} của {{{{ body }}}})"
    said = language.text("(Annexed to document No. {number} of {date}, issued by {body})")
    return said.format(number=BLANK, date=BLANK, body="{{ body }}")
