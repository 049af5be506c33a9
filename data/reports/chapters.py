"""The chapters of each report's template, in order."""

from collections.abc import Callable, Mapping

from docx.document import Document as Word

from data.reports import form
from data.reports.pieces import grouped, head, otherwise, picture, table


def _visit(document: Word, _: Callable[[str], str]) -> None:
    _basis(document, _, _("This report gives the result of the visit."))
    head(document, "I", _("General information"))
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
    head(document, "II", _("Participants"))
    table(
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
    head(document, "III", _("Programme by day"))
    table(
        document,
        "programme",
        "item",
        ((_("Date"), "date", 46), (_("Meeting"), "what", 70), (_("Place"), "where", 44)),
        _("No meeting of this visit is on record."),
    )
    head(document, "IV", _("Contents of the meetings"))
    form.tag(document, "{%p for meeting in meetings %}")
    form.line(document, "{{ meeting.number }}. {{ meeting.title }}", style="Heading 2")
    sides = _("{date}. Vietnamese side: {home}. Partner side: {away}.").format(
        date="{{ meeting.date }}", home="{{ meeting.home }}", away="{{ meeting.away }}"
    )
    about = form.line(document, sides, style="Body Text", italic=True)
    about.paragraph_format.keep_with_next = True
    form.line(document, "{{ meeting.topics }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    otherwise(document, "meetings", _("No meeting of this visit is on record."))
    head(document, "V", _("Outcomes and who is responsible"))
    table(
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
    head(document, "VI", _("Proposals"))
    form.line(
        document,
        _("From what was asked, promised and agreed and is not known to be done:"),
        style="Body Text",
    )
    form.tag(document, "{%p for proposal in proposals %}")
    form.line(document, "- {{ proposal }}", style="Body Text")
    form.tag(document, "{%p endfor %}")
    otherwise(document, "proposals", _("Nothing is open on record."))


def _projects(document: Word, _: Callable[[str], str]) -> None:
    _basis(
        document,
        _,
        _("This report covers: {filters}.").format(filters="{{ filters }}"),
    )
    head(document, "I", _("Overview"))
    form.line(
        document,
        _(
            "{count} projects, programmes and proposals are counted; national funds and "
            "aggregates are not."
        ).format(count="{{ count }}"),
        style="Body Text",
    )
    picture(document, "status_chart", _("Figure 1. Projects by status"))
    table(
        document,
        "statuses",
        "status",
        ((_("Status"), "name", 110), (_("Count"), "count", 50)),
        _("No project is counted."),
    )
    head(document, "II", _("The projects"))
    table(
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
    head(document, "III", _("From proposal to end"))
    picture(document, "gantt", _("Figure 2. Projects over time: outline planned, filled actual"))
    table(
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
    head(document, "IV", _("Money by kind"))
    form.line(
        document,
        _(
            "Amounts are told as their sources state them; kinds, currencies and several "
            "statements of one sum are not added."
        ),
        style="Body Text",
    )
    grouped(
        document,
        (
            (_("Project"), "project", 45),
            (_("What is stated"), "label", 55),
            (_("Amount"), "amount", 36),
            (_("As of"), "date", 24),
        ),
        _("No source read states an amount."),
    )
    head(document, "V", _("Progress as reported"))
    table(
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
    head(document, "VI", _("Difficulties"))
    form.tag(document, "{%p for problem in problems %}")
    subject = _("{label}:").format(label="{{ problem.project }}")
    paragraph = form.line(document, subject, style="Body Text", bold=True)
    paragraph.add_run(" {{ problem.text }}").bold = False
    form.tag(document, "{%p endfor %}")
    otherwise(document, "problems", _("The sources read tell of none."))


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
    head(document, "I", _("Visits and meetings"))
    table(
        document,
        "meetings",
        "meeting",
        ((_("Date"), "date", 38), (_("Meeting"), "what", 86), (_("Place"), "where", 36)),
        _("No meeting is on record."),
        more="more_meetings",
    )
    head(document, "II", _("Requests and promises"))
    table(
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
    head(document, "III", _("Projects"))
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


BODIES: Mapping[str, Callable[[Word, Callable[[str], str]], None]] = {
    "visit": _visit,
    "projects": _projects,
    "partner": _partner,
}
