"""The parts of the reports page: what to report on, its preview, the template, the document."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup, escape

from components import html
from components.page import address, filter_bar, handing, parts
from components.pictures import rendering, report_charts
from data.exports import feeds, making
from data.exports.formats import media_type
from data.reports import briefing, filling, partner, plan, projects, uploads, visit
from data.reports.kinds import KINDS, Kind
from data.reports.lines import NOTE
from data.views.briefing import of_partner as of_partner_body
from data.views.chains import TRIP, visits_newest_first
from data.views.filters import select
from data.views.lens import Lens, Row
from data.views.states import visit_state


@dataclass(frozen=True)
class Report:
    """A report that can be previewed and made: its content, and the projects of its charts."""

    kind: Kind
    lens: Lens
    title: str
    key: str
    context: Mapping[str, Any]
    charted: Sequence[Row] = ()


@dataclass(frozen=True)
class Template:
    """A template that a reader uploaded and that was found fit."""

    name: str
    content: bytes


def of_visit(lens: Lens, document_lens: Lens, body: str | None) -> Report | None:
    """Let the reader choose a visit."""
    _ = lens.language.text
    visits = lens.record.by_key("visits")
    if not visits:
        parts.empty(_("No visit is on record."))
        return None
    names = visits_newest_first(lens)
    chosen = address.pick(
        "visit",
        _("Visit"),
        names,
        default=TRIP if TRIP in visits else next(iter(names)),
    )
    row, state = visits[chosen], visit_state(document_lens, visits[chosen])
    if state == "cancelled":
        parts.empty(_("The visit was cancelled: there is nothing to report or to plan."))
        return None
    said, make, kind = _("Result of the visit: {title}"), visit.context, "visit"
    if state in plan.PLANNED:
        parts.note(_("The visit is not known to have been held: this is a plan, and no report."))
        said, make, kind = _("Visit: {title}"), plan.context, "plan"
    title = document_lens.language.text(said).format(title=document_lens.words(row, "title"))
    context = make(document_lens, row, body=body, version=_version(lens))
    return Report(KINDS[kind], document_lens, title, chosen, context)


def _version(lens: Lens) -> int:
    """The number of the version that the documents rest on."""
    return parts.edition(lens).version.number


def of_projects(lens: Lens, document_lens: Lens, body: str | None) -> Report | None:
    """Let the reader choose projects by the filters of the projects page."""
    _ = lens.language.text
    with filter_bar.bar("projects"):
        filter_bar.controls(lens, "projects")
    asked = filter_bar.asked(lens, "projects")
    keys, spoken = select(document_lens, "projects", asked)
    shown = [row for row in document_lens.rows("projects") if row["project_id"] in keys]
    if not shown:
        parts.empty(_("No project fits: choose all partners, statuses, sectors or kinds."))
        return None
    scope = [document_lens.language.pair(label, value) for label, value in spoken]
    title = document_lens.language.text("State of the international cooperation projects")
    key = "-".join(["projects", *asked.values()]).lower()
    version = _version(lens)
    context = projects.context(document_lens, shown, body=body, version=version, filters=scope)
    return Report(KINDS["projects"], document_lens, title, key, context, shown)


def of_partner(lens: Lens, document_lens: Lens, body: str | None) -> Report | None:
    """Let the reader choose a partner."""
    chosen = _partner(lens)
    if chosen is None:
        return None
    row = lens.record.by_key("organisations")[chosen]
    name = document_lens.full_name("organisations", chosen)
    title = document_lens.language.text("Cooperation with {partner}").format(partner=name)
    return Report(
        KINDS["partner"],
        document_lens,
        title,
        chosen,
        partner.context(document_lens, row, body=body, version=_version(lens)),
    )


def _partner(lens: Lens) -> str | None:
    """The partner that the reader chooses; None where there is none to choose."""
    _ = lens.language.text
    bodies = partners(lens)
    if not bodies:
        parts.empty(_("No partner is on record."))
        return None
    if address.value("org", lens.record.by_key("organisations")):  # else the filters have told it
        parts.guard("org", bodies, _("Another partner is shown."))
    default = "afd" if "afd" in bodies else next(iter(bodies))
    return address.pick("org", _("Partner"), bodies, default=default)


def of_briefing(lens: Lens, document_lens: Lens, body: str | None) -> None:
    """Let the reader choose a partner, and offer the briefing on it, which has no template."""
    chosen = _partner(lens)
    if chosen is None:
        return
    edition, _ = parts.edition(document_lens), lens.language.text
    name = document_lens.full_name("organisations", chosen)
    author = document_lens.full_name("organisations", body) if body else ""
    handing.button(
        _("Download the Word document"),
        lambda: feeds.briefing_as_docx(edition, chosen, None, author=author).content,
        name=feeds.briefing_name(edition, name),
        mime=media_type("docx"),
        key="report-briefing",
    )
    told = of_partner_body(document_lens, chosen, None)
    with parts.folded(lens, "preview", _("Preview")):
        parts.show(
            "report_briefing.html",
            document_lens,
            title=name,
            who=briefing.who(document_lens, told),
            chapters=briefing.chapters(document_lens, told, name),
        )


def partners(lens: Lens) -> dict[str, str]:
    """Foreign and international bodies by their names."""
    names = {
        row["org_id"]: lens.words(row, "name")
        for row in lens.rows("organisations")
        if row["country"] != "VN"
    }
    return dict(sorted(names.items(), key=lambda item: lens.language.abc(item[1])))


CHOOSERS: Mapping[str, Callable[[Lens, Lens, str | None], Report | None]] = {
    "visit": of_visit,
    "projects": of_projects,
    "partner": of_partner,
    "briefing": of_briefing,
}


def template(lens: Lens, report: Report) -> Template | None:
    """Offer the shipped template; gives the one that the reader uploaded, if it can be used."""
    _ = lens.language.text
    with st.expander(_("Another template")):
        parts.note(
            _(
                "Take the template, change it in Word and upload it here: it is used for this "
                "report and kept nowhere."
            )
        )
        handing.button(
            _("Take the template"),
            report.kind.template(report.lens.language),
            name=f"{report.kind.name}.{report.lens.language.code}.docx",
            mime=media_type("docx"),
        )
        file = st.file_uploader(_("Template (.docx, at most 5 MB)"), key="report-template")
        if file is None:
            return None
        uploaded = Template(file.name, file.getvalue())
        with st.spinner(_("Checking the template …")):
            refusal = _refusal(lens, report, uploaded)
        if refusal:
            st.error(html.literal(refusal))
            return None
        st.success(html.literal(_("The template is used for this report.")))
        return uploaded


def _refusal(lens: Lens, report: Report, uploaded: Template) -> str:
    """Why a template cannot be used; found out once for each template and report."""
    mark = _mark(report, uploaded)
    known: tuple[str, str] | None = st.session_state.get("report-refusal")
    if known is None or known[0] != mark:
        try:
            uploads.fill(uploaded.name, uploaded.content, report.kind, report.context, {}, title="")
        except uploads.RefusedTemplate as wrong:
            known = (mark, wrong.fault.sentence(lens.language))
        else:
            known = (mark, "")
        st.session_state["report-refusal"] = known
    return known[1]


def preview(lens: Lens, report: Report) -> None:
    """What the document will say, from the same fields; its charts are shown as tables."""
    label = lens.language.text("Preview")
    with parts.folded(lens, "preview", label):
        st.subheader(label, anchor=False)
        parts.show(
            f"report_{report.kind.name}.html",
            report.lens,
            title=report.title,
            marked=_marked,
            **report.context,
        )


def _marked(text: str) -> Markup:
    """A text of the report as HTML: marks of footnotes become raised numbers."""
    raised = NOTE.sub(r"<sup>\1</sup>", str(escape(text)))
    return Markup(raised.replace("</sup><sup>", ", "))  # noqa: S704 -- escaped before


def document(lens: Lens, report: Report, own: Template | None) -> None:
    """Make the document when asked, show how far it is, and offer it."""
    _ = lens.language.text
    mark = _mark(report, own)
    if st.button(_("Make the Word document"), type="primary", icon=":material/description:"):
        st.session_state["report-made"] = (mark, *_made(lens, report, own))
    made: tuple[str, bytes, str] | None = st.session_state.get("report-made")
    if made is None or made[0] != mark:
        return
    if made[2]:
        st.warning(html.literal(made[2]))
    if not made[1]:
        return
    handing.button(
        _("Download the Word document"),
        made[1],
        name=f"{report.kind.name}-{report.key}.{report.lens.language.code}.docx",
        mime=media_type("docx"),
    )


def _made(lens: Lens, report: Report, own: Template | None) -> tuple[bytes, str]:
    """The document, and what is missing from it or why there is none."""
    _ = lens.language.text
    bar = st.progress(0.0, _("Gathering what the record tells …"))
    figures = report_charts.figures(report.lens, report.charted)
    pictures = dict.fromkeys(report.kind.pictures, b"")
    missing = ""
    for place, (name, figure) in enumerate(figures.items()):
        bar.progress(0.1 + 0.3 * place, _("Drawing the charts …"))
        try:
            pictures[name] = making.PICTURES.made(partial(report_charts.drawn, figure))
        except making.Busy:
            bar.empty()
            return b"", _busy(lens)
        except rendering.NoPicture:
            missing = _(
                "The document holds tables only: no browser (Chromium, Chrome or Edge) on this "
                "server could draw its charts."
            )
            break
    bar.progress(0.8, _("Filling the template …"))
    try:
        made = making.FILES.made(partial(_filled, report, own, pictures))
    except uploads.RefusedTemplate as wrong:
        made, missing = b"", wrong.fault.sentence(lens.language)
    except making.Busy:
        made, missing = b"", _busy(lens)
    bar.empty()
    return made, missing


def _busy(lens: Lens) -> str:
    return lens.language.text("Many files are being made. Ask again in a few seconds.")


def _filled(report: Report, own: Template | None, pictures: Mapping[str, bytes]) -> bytes:
    if own:
        return uploads.fill(
            own.name, own.content, report.kind, report.context, pictures, title=report.title
        )
    shipped = report.kind.template(report.lens.language)
    return filling.fill(shipped, report.context, pictures, title=report.title)


def _mark(report: Report, own: Template | None) -> str:
    identity = (report.kind.name, report.lens.key, report.key, report.context["body"])
    digest = hashlib.sha256(repr((identity, report.context["record"])).encode())
    digest.update(own.content if own else b"")
    return digest.hexdigest()
