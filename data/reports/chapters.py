"""The chapters of each document's template, in order; its annexes stand in ``annexes``."""

from collections.abc import Callable, Mapping

from docx.document import Document as Word

from data.reports import form
from data.reports.pieces import chapter, fact, paragraphs, picture, subjects, table

_Text = Callable[[str], str]


def _visit(document: Word, _: _Text) -> None:
    _basis(
        document,
        (
            _("[document that assigned or allowed the visit: number, date, issuing body]"),
            _("[approved programme of the visit]"),
        ),
        _,
    )
    _lead(
        document,
        _("{body} reports as follows on the result of the visit “{title}”.").format(
            body="{{ body }}", title="{{ visit.title }}"
        ),
        _,
    )
    head = chapter(document)
    head(_("General information"))
    _facts(document, _)
    paragraphs(document, "", _("The participants are in Annex I, the programme in Annex II."))
    head(_("Results"))
    subjects(document, "results", _("No meeting of this visit is on record."))
    head(_("General assessment"))
    paragraphs(document, "assessment")
    head(_("Shortcomings and their causes"))
    paragraphs(document, "shortcomings", _("None is on record."))
    head(_("Proposals"))
    subjects(document, "proposals", _("Nothing is open on record."))
    form.tag(document, "{%p if tasks %}")
    head(_("Tasks of the province"))
    paragraphs(document, "tasks")
    form.tag(document, "{%p endif %}")


def _plan(document: Word, _: _Text) -> None:
    _basis(
        document,
        (_("[document that assigned or allowed the visit: number, date, issuing body]"),),
        _,
    )
    _lead(
        document,
        _("{body} plans the visit “{title}” as follows.").format(
            body="{{ body }}", title="{{ visit.title }}"
        ),
        _,
    )
    head = chapter(document)
    head(_("Purpose and requirements"))
    fact(document, _("Purpose"), "{{ visit.purpose }}", _)
    fact(document, _("Requirements"), "[…]", _)
    head(_("Time, place and participants"))
    _facts(document, _, purpose=False)
    paragraphs(document, "", "{{ confirmed }}")
    table(
        document,
        "participants",
        "person",
        _people(_),
        _("Participants: [list of both sides to be added]."),
    )
    head(_("Programme"))
    table(
        document,
        "programme",
        "item",
        _days(_),
        _("[Programme by day to be added.]"),
    )
    head(_("Points to raise"))
    paragraphs(document, "points", _("Nothing is open on record."), more="more_points")
    head(_("Who does what"))
    fact(document, _("Tasks of each office"), "[…]", _)
    fact(document, _("Budget and its source"), "[…]", _)


def _projects(document: Word, _: _Text) -> None:
    _basis(document, (_("[document that asks for this report: number, date, issuing body]"),), _)
    _lead(
        document,
        _(
            "{body} reports as follows on the international cooperation projects as of {date}. "
            "This report covers: {filters}."
        ).format(body="{{ body }}", date="{{ record.made }}", filters="{{ filters }}"),
        _,
    )
    head = chapter(document)
    head(_("Overview"))
    paragraphs(
        document,
        "",
        _(
            "{count} projects, programmes and proposals are counted: {tally}. National funds and "
            "aggregates are not counted. Each is listed in Annex I."
        ).format(count="{{ count }}", tally="{{ tally }}"),
    )
    picture(document, "status_chart", _("Figure 1. Projects by state"))
    head(_("State by subject"))
    subjects(document, "subjects_told", _("No project is counted."))
    head(_("General assessment"))
    paragraphs(document, "assessment")
    head(_("Delays, difficulties and their causes"))
    paragraphs(document, "delays", _("The sources read tell of none."))
    head(_("Proposals"))
    subjects(document, "proposals", _("Nothing is open on record."))


def _partner(document: Word, _: _Text) -> None:
    _basis(document, (_("[document that asks for this report: number, date, issuing body]"),), _)
    _lead(
        document,
        _("{body} reports as follows on the cooperation with {name}; {kind}; {country}.").format(
            body="{{ body }}",
            name="{{ partner.name }}",
            kind="{{ partner.kind }}",
            country="{{ partner.country }}",
        ),
        _,
    )
    head = chapter(document)
    head(_("Visits and meetings"))
    table(
        document,
        "meetings",
        "meeting",
        ((_("Date"), "date", 38), (_("Meeting"), "what", 86), (_("Place"), "where", 36)),
        _("No meeting is on record."),
        more="more_meetings",
    )
    head(_("Requests and promises"))
    table(
        document,
        "promises",
        "promise",
        (
            (_("No."), "number", 12),
            (_("Content"), "text", 68),
            (_("Who to whom"), "who", 38),
            (_("What came of it"), "state", 42),
        ),
        _("No request or promise is on record."),
        more="more_promises",
    )
    head(_("Projects"))
    table(
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
    head(_("Assessment and proposals"))
    paragraphs(document, "", "{{ assessment }} {{ delays }}")
    paragraphs(document, "", _("[Judgement and proposals of the issuing body.]"))


def _basis(document: Word, documents: tuple[str, ...], _: _Text) -> None:
    """On what the document is issued, one line each; only an official knows the numbers."""
    for place, named in enumerate(documents, start=1):
        mark = "." if place == len(documents) else ";"
        said = _("On the basis of {document}").format(document=named)
        form.line(document, said + mark, style="Body Text", italic=True)


def _lead(document: Word, sentence: str, _: _Text) -> None:
    rests = _(
        "It rests on the province's cooperation record, {version}, with sources up to {date}; "
        "numbers in brackets refer to the annex of sources."
    ).format(version="{{ record.version }}", date="{{ record.date }}")
    form.line(document, f"{sentence} {rests}", style="Body Text")


def _facts(document: Word, _: _Text, *, purpose: bool = True) -> None:
    for label, name in (
        (_("Dates"), "period"),
        (_("Country"), "country"),
        (_("Delegation"), "delegation"),
        (_("Head of delegation"), "head"),
        (_("Places"), "places"),
        (_("Purpose"), "purpose"),
    ):
        if purpose or name != "purpose":
            fact(document, label, f"{{{{ visit.{name} }}}}", _)


def _people(_: _Text) -> tuple[tuple[str, str, float], ...]:
    return (
        (_("No."), "number", 14),
        (_("Name"), "name", 40),
        (_("Side"), "side", 28),
        (_("Post at the time"), "role", 78),
    )


def _days(_: _Text) -> tuple[tuple[str, str, float], ...]:
    return ((_("Date"), "date", 46), (_("Meeting"), "what", 70), (_("Place"), "where", 44))


def participants_annex(document: Word, _: _Text) -> None:
    """The people named at the meetings."""
    table(document, "participants", "person", _people(_), _("The sources read name nobody."))


def programme_annex(document: Word, _: _Text) -> None:
    """The visit day by day, and what was talked about."""
    nothing = _("No meeting of this visit is on record.")
    table(document, "programme", "item", _days(_), nothing)
    form.tag(document, "{%p for meeting in meetings %}")
    form.line(document, "{{ meeting.number }}. {{ meeting.title }}", style="Heading 2")
    sides = _("{date}. Vietnamese side: {home}. Partner side: {away}.").format(
        date="{{ meeting.date }}", home="{{ meeting.home }}", away="{{ meeting.away }}"
    )
    form.line(document, sides, style="Body Text", italic=True)
    form.line(document, "{{ meeting.topics }}", style="Body Text")
    form.tag(document, "{%p endfor %}")


def projects_annex(document: Word, _: _Text) -> None:
    """Each project with its partner, state, time and money."""
    table(
        document,
        "projects",
        "project",
        (
            (_("No."), "number", 12),
            (_("Project (funder)"), "name", 48),
            (_("State"), "status", 38),
            (_("Time"), "period", 31),
            (_("Stated amounts"), "money", 31),
        ),
        _("No project is on record."),
        style="Small Text",
    )
    picture(document, "gantt", _("Figure 2. Projects over time: outline planned, filled actual"))


BODIES: Mapping[str, Callable[[Word, _Text], None]] = {
    "visit": _visit,
    "plan": _plan,
    "projects": _projects,
    "partner": _partner,
}
