"""Builds the shipped templates: ``python -m data.reports.building``.

Each is an ordinary Word file: its words can be changed in Word, its fields moved or left out.
Whoever changes a shipped template by hand does so instead of this script, not beside it.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import Table

from data.language import NAMES, Language
from data.reports import form
from data.reports.kinds import FOLDER

_DOTS = "…" * 14
Columns = Sequence[tuple[str, str, float]]  # heading, field, millimetres


def built(name: str, code: str) -> bytes:
    """One template as the bytes of a .docx; the same texts give the same parts."""
    language = Language(code)
    tight = name == "partner"
    document = form.blank(code, table=11 if tight else 12, tight=tight)
    _mark(document, language)
    if code == "vi":
        _national_heading(document, language)
    _title(document, language, name)
    _BODIES[name](document, language.text)
    _signature(document, language)
    _annex(document, language.text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _mark(document: Word, language: Language) -> None:
    """The draft's mark on every page; the page number from the second, in the top margin."""
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


def _national_heading(document: Word, language: Language) -> None:
    """Who issues it on the left; on the right the country's name, motto, place and date."""
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


def _title(document: Word, language: Language, name: str) -> None:
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


def _basis(document: Word, _: Callable[[str], str], opening: str) -> None:
    form.line(
        document,
        opening
        + " "
        + _(
            "It rests on the province's cooperation record, version {version}, with sources up to "
            "{date}; numbers in brackets refer to the annex of sources."
        ).format(version="{{ record.version }}", date="{{ record.date }}"),
        style="Body Text",
    )


def _visit(document: Word, _: Callable[[str], str]) -> None:
    _basis(document, _, _("This report gives the result of the visit."))
    _head(document, "I", _("General information"))
    for label, name in (
        (_("Dates"), "period"),
        (_("Country"), "country"),
        (_("Delegation"), "delegation"),
        (_("Head of delegation"), "head"),
        (_("Places"), "places"),
        (_("Purpose"), "purpose"),
    ):
        paragraph = form.line(
            document, _("{label}:").format(label=label), style="Body Text", bold=True
        )
        paragraph.add_run(f" {{{{ visit.{name} }}}}").bold = False
    _head(document, "II", _("Participants"))
    _table(
        document,
        "participants",
        "person",
        (
            (_("No."), "number", 14),
            (_("Name"), "name", 40),
            (_("Side"), "side", 28),
            (_("Post at the time"), "role", 78),
        ),
        _("The sources read name nobody."),
    )
    _head(document, "III", _("Programme by day"))
    _table(
        document,
        "programme",
        "item",
        ((_("Date"), "date", 46), (_("Meeting"), "what", 70), (_("Place"), "where", 44)),
        _("No meeting of this visit is on record."),
    )
    _head(document, "IV", _("Contents of the meetings"))
    form.tag(document, "{%p for meeting in meetings %}")
    form.line(document, "{{ meeting.number }}. {{ meeting.title }}", style="Heading 2")
    sides = _("{date}. Vietnamese side: {home}. Partner side: {away}.").format(
        date="{{ meeting.date }}", home="{{ meeting.home }}", away="{{ meeting.away }}"
    )
    about = form.line(document, sides, style="Body Text", italic=True)
    about.paragraph_format.keep_with_next = True
    form.line(document, "{{ meeting.topics }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    _otherwise(document, "meetings", _("No meeting of this visit is on record."))
    _head(document, "V", _("Outcomes: who owes what to whom"))
    _table(
        document,
        "outcomes",
        "outcome",
        (
            (_("No."), "number", 14),
            (_("Content"), "text", 56),
            (_("Kind"), "kind", 27),
            (_("From → to"), "who", 33),
            (_("Deadline and state"), "state", 30),
        ),
        _("No outcome of this visit is on record."),
    )
    _head(document, "VI", _("Proposals"))
    form.line(
        document,
        _("From what was asked, promised and agreed and is not known to be done:"),
        style="Body Text",
    )
    form.tag(document, "{%p for proposal in proposals %}")
    form.line(document, "- {{ proposal }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    _otherwise(document, "proposals", _("Nothing is open on record."))


def _projects(document: Word, _: Callable[[str], str]) -> None:
    _basis(
        document,
        _,
        _("This report covers: {filters}.").format(filters="{{ filters }}"),
    )
    _head(document, "I", _("Overview"))
    form.line(
        document,
        _(
            "{count} projects, programmes and proposals are counted; national funds and "
            "aggregates are not."
        ).format(count="{{ count }}"),
        style="Body Text",
    )
    _picture(document, "status_chart", _("Figure 1. Projects by status"))
    _table(
        document,
        "statuses",
        "status",
        ((_("Status"), "name", 110), (_("Count"), "count", 50)),
        _("No project is counted."),
    )
    _head(document, "II", _("The projects"))
    _table(
        document,
        "projects",
        "project",
        (
            (_("No."), "number", 14),
            (_("Project"), "name", 62),
            (_("Partner"), "partner", 38),
            (_("Status, as of"), "status", 46),
        ),
        _("No project is on record."),
    )
    _head(document, "III", _("From proposal to end"))
    _picture(document, "gantt", _("Figure 2. Projects over time: outline planned, filled actual"))
    _table(
        document,
        "timeline",
        "step",
        (
            (_("Project"), "name", 46),
            (_("Proposed"), "proposed", 25),
            (_("Planned"), "planned", 32),
            (_("Actual"), "actual", 32),
            (_("Extension asked for"), "requested", 25),
        ),
        _("No project has a date on record."),
    )
    _head(document, "IV", _("Money by kind"))
    form.line(
        document,
        _(
            "Amounts are told as their sources state them; kinds, currencies and several "
            "statements of one sum are not added."
        ),
        style="Body Text",
    )
    _grouped(
        document,
        (
            (_("Project"), "project", 45),
            (_("What is stated"), "label", 55),
            (_("Amount"), "amount", 36),
            (_("As of"), "date", 24),
        ),
        _("No source read states an amount."),
    )
    _head(document, "V", _("Progress as reported"))
    _table(
        document,
        "progress",
        "step",
        (
            (_("Project"), "project", 34),
            (_("Measure"), "metric", 31),
            (_("Figure"), "figure", 27),
            (_("As of"), "date", 24),
            (_("As its source says"), "told", 44),
        ),
        _("No source read states a figure."),
    )
    _head(document, "VI", _("Difficulties"))
    form.tag(document, "{%p for problem in problems %}")
    subject = _("{label}:").format(label="{{ problem.project }}")
    paragraph = form.line(document, subject, style="Body Text", bold=True)
    paragraph.add_run(" {{ problem.text }}").bold = False
    form.tag(document, "{%p endfor %}")
    _otherwise(document, "problems", _("The sources read tell of none."))


def _partner(document: Word, _: Callable[[str], str]) -> None:
    form.line(
        document,
        _("{name}; {kind}; {country}. Record version {version}, sources up to {date}.").format(
            name="{{ partner.name }}",
            kind="{{ partner.kind }}",
            country="{{ partner.country }}",
            version="{{ record.version }}",
            date="{{ record.date }}",
        ),
        style="Body Text",
    )
    _head(document, "I", _("Visits and meetings"))
    _table(
        document,
        "meetings",
        "meeting",
        ((_("Date"), "date", 38), (_("Meeting"), "what", 86), (_("Place"), "where", 36)),
        _("No meeting is on record."),
        more="more_meetings",
    )
    _head(document, "II", _("Requests and promises"))
    _table(
        document,
        "promises",
        "promise",
        (
            (_("No."), "number", 12),
            (_("Content"), "text", 82),
            (_("From → to"), "who", 38),
            (_("State"), "state", 28),
        ),
        _("No request or promise is on record."),
        more="more_promises",
    )
    _head(document, "III", _("Projects"))
    _table(
        document,
        "projects",
        "project",
        (
            (_("Project"), "name", 75),
            (_("Status"), "status", 27),
            (_("Time"), "period", 26),
            (_("Stated amounts"), "money", 32),
        ),
        _("No project is on record."),
        more="more_projects",
    )


_BODIES: Mapping[str, Callable[[Word, Callable[[str], str]], None]] = {
    "visit": _visit,
    "projects": _projects,
    "partner": _partner,
}


def _head(document: Word, number: str, text: str) -> None:
    form.line(document, f"{number}. {text.upper()}", style="Heading 1")


def _otherwise(document: Word, name: str, sentence: str, *, more: str = "") -> None:
    """What is said where a list is empty, and where it is longer than its table."""
    form.tag(document, f"{{%p if not {name} %}}")
    form.line(document, sentence, style="Body Text")
    form.tag(document, "{%p endif %}")
    if more:
        form.tag(document, f"{{%p if {more} %}}")
        form.line(document, f"{{{{ {more} }}}}", style="Annex Text", italic=True)
        form.tag(document, "{%p endif %}")


def _picture(document: Word, name: str, caption: str) -> None:
    form.tag(document, f"{{%p if {name} %}}")
    picture = form.line(document, f"{{{{ {name} }}}}", align=ALIGN.CENTER)
    picture.paragraph_format.keep_with_next = True
    picture.paragraph_format.line_spacing = 1.0
    form.line(document, caption, italic=True, align=ALIGN.CENTER)
    form.tag(document, "{%p endif %}")


def _table(
    document: Word, name: str, item: str, columns: Columns, empty: str, *, more: str = ""
) -> None:
    form.tag(document, f"{{%p if {name} %}}")
    table = form.grid(document, [width for _h, _f, width in columns], borders=True)
    _headings(table, columns)
    form.tag_row(table, f"{{%tr for {item} in {name} %}}")
    for cell, (_heading, name_of, _width) in zip(form.row(table), columns, strict=True):
        form.line(cell, f"{{{{ {item}.{name_of} }}}}", style="Table Text")
    form.tag_row(table, "{%tr endfor %}")
    form.tag(document, "{%p endif %}")
    _otherwise(document, name, empty, more=more)


def _grouped(document: Word, columns: Columns, empty: str) -> None:
    """Money: a row that names the kind, then its statements."""
    form.tag(document, "{%p if money %}")
    table = form.grid(document, [width for _h, _f, width in columns], borders=True)
    _headings(table, columns)
    form.tag_row(table, "{%tr for group in money %}")
    cells = form.row(table)
    kind = cells[0].merge(cells[-1])
    paragraph = form.line(kind, "{{ group.kind }}", style="Table Text", bold=True)
    paragraph.paragraph_format.keep_with_next = True
    form.tag_row(table, "{%tr for amount in group.amounts %}")
    for cell, (_heading, name_of, _width) in zip(form.row(table), columns, strict=True):
        align = ALIGN.RIGHT if name_of == "amount" else None
        form.line(cell, f"{{{{ amount.{name_of} }}}}", style="Table Text", align=align)
    form.tag_row(table, "{%tr endfor %}")
    form.tag_row(table, "{%tr endfor %}")
    form.tag(document, "{%p endif %}")
    _otherwise(document, "money", empty)


def _headings(table: Table, columns: Columns) -> None:
    for cell, (heading, _field, _width) in zip(
        form.row(table, repeated=True), columns, strict=True
    ):
        form.line(cell, heading, style="Table Text", bold=True, align=ALIGN.CENTER)


def _signature(document: Word, language: Language) -> None:
    """Recipients on the left, room for post, signature and name on the right; nothing filled."""
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


def _annex(document: Word, _: Callable[[str], str]) -> None:
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
    _otherwise(document, "sources", _("No source is cited."))


def build(folder: Path = FOLDER) -> None:
    """Write every template."""
    for name in _BODIES:
        for code in NAMES:
            (folder / f"{name}.{code}.docx").write_bytes(built(name, code))


if __name__ == "__main__":
    build()
