"""Fields of the report on the state of the projects: by subject, then a table as an annex."""

from collections.abc import Mapping, Sequence

from data.reports.addressing import addressed
from data.reports.apparatus import Apparatus
from data.reports.issuing import Issue, opening
from data.reports.lines import clean
from data.reports.office import (
    Context,
    closing,
    ended,
    lettered,
    lowered,
    name,
    names,
    numbered,
    words,
)
from data.reports.sectors import by_subject
from data.schema import codelist
from data.views import measures
from data.views.chains import latest
from data.views.lens import Lens, Row
from data.views.partners import countries_behind
from data.views.sides import in_province
from data.views.states import LATE, UNCLEAR, project_state, project_words

# States that are told project by project; the others are named together.
_TOLD = ("running", "late", "preparing", "unconfirmed", "suspended", "finalising")
_COMMITTED = ("total", "loan", "grant", "pledge", "counterpart", "estimate", "aid_abroad")
_MOST_FIGURES = 3
_MOST_AMOUNTS = 2
_LONGEST_NAME = 60
_CITED = 1  # sources of one project; the record has them all


def context(
    lens: Lens,
    projects: Sequence[Row],
    *,
    body: str | None = None,
    version: int | None = None,
    filters: Sequence[str] = (),
) -> Context:
    """Fields of the report on some projects, in the order in which its document uses them.

    ``filters`` says in words which projects the reader has chosen.
    """
    apparatus, _ = Apparatus(lens), lens.language.text
    shown = measures.in_time_order(projects, undated=True)
    counted = [row for row in shown if row["record_kind"] in measures.COUNTED]
    statuses = _statuses(lens, counted)
    tally = ", ".join(f"{lowered(told['name'])} ({told['count']})" for told in statuses)
    fields = {
        **opening(lens, Issue(body, version)),
        "filters": "; ".join(filters) or _("all projects on record"),
        "count": lens.language.number(len(counted)),
        "statuses": statuses,
        "tally": tally,
        "pictured": {
            "status_chart": _("Chart: projects by state. {tally}.").format(tally=tally),
            "gantt": _("Chart: projects over time, planned and actual. The dates are in Annex I."),
        },
        "subjects_told": _subjects(apparatus, counted),
        "assessment": _assessment(lens, counted),
        "delays": _delays(apparatus, counted),
        "proposals": _proposals(lens, counted),
        "projects": numbered(_project(apparatus, row) for row in counted or shown),
    }
    return closing(apparatus, fields)


def _statuses(lens: Lens, projects: Sequence[Row]) -> list[Context]:
    return [
        {"name": lens.label("project_state", code), "count": lens.language.number(count)}
        for code, count in measures.projects_by_state(lens, projects).items()
    ]


def _subjects(apparatus: Apparatus, projects: Sequence[Row]) -> list[Context]:
    """Each subject with what is at work in it; then all others, a sentence for each state."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    at_work = [row for row in projects if project_state(lens, row).code in _TOLD]
    subjects = [
        {"subject": subject, "points": lettered(lens, [_told(apparatus, row) for row in rows])}
        for subject, rows in by_subject(lens.language, at_work).items()
    ]
    if others := lettered(lens, _others(apparatus, projects)):
        subjects.append({"subject": _("Other projects, by state"), "points": others})
    return numbered(subjects)


def _told(apparatus: Apparatus, project: Row) -> str:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    named = words(apparatus, project, "name") + apparatus.note("projects", project["project_id"])
    partners = names(apparatus, "organisations", project["funder_org_ids"])
    said = _("{project}: {state}").format(
        project=f"{named} ({partners})" if partners else named,
        state=lowered(project_words(lens, project)),
    )
    sentences = [ended(said), ended(words(apparatus, project, "status_text", 300))]
    if figures := _figures(apparatus, project):
        sentences.append(_("Last figures: {figures}.").format(figures="; ".join(figures)))
    return " ".join(filter(None, sentences)) + _cited(apparatus, project)


def _figures(apparatus: Apparatus, project: Row) -> list[str]:
    """The newest figure of each measure of a project, newest first."""
    lens = apparatus.lens
    rows = [
        row
        for row in lens.rows("project_progress")
        if row["project_id"] == project["project_id"] and row["value"] is not None
    ]
    rows.sort(key=lambda row: latest(row["date"]), reverse=True)
    newest = {row["metric"]: row for row in reversed(rows)}
    shown = sorted(newest.values(), key=lambda row: latest(row["date"]), reverse=True)
    return [
        f"{lowered(lens.label('progress_metric', row['metric']))} {lowered(lens.value(row))}"
        f" ({lens.language.date(row['date'])})"
        + apparatus.note("project_progress", row["progress_id"])
        for row in shown[:_MOST_FIGURES]
    ]


def _others(apparatus: Apparatus, projects: Sequence[Row]) -> list[str]:
    """One sentence for each state that is not told project by project, without what is late."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    said = []
    for code in codelist("project_state"):
        rows = [row for row in projects if project_state(lens, row).code == code]
        if rows and code not in (*_TOLD, *LATE):
            listed = "; ".join(_named(apparatus, row) for row in rows)
            state = lens.label("project_state", code)
            said.append(ended(lens.language.pair(state, listed)))
    return said


def _named(apparatus: Apparatus, project: Row) -> str:
    """A project by its short name, with the date of its last report where that is known."""
    when = apparatus.lens.language.date_or_blank(project["status_date"])
    named = name(apparatus, "projects", project["project_id"])
    return f"{named} ({when})" if when else named


def _assessment(lens: Lens, projects: Sequence[Row]) -> list[str]:
    """What can be counted; the judgement is left to who signs."""
    _, number = lens.language.text, lens.language.number
    codes = [project_state(lens, row).code for row in projects]
    counts = _(
        "Of {all} projects, {known} have a state known as of {date}; of {unclear} the record does "
        "not tell how they stand today."
    ).format(
        all=number(len(codes)),
        known=number(sum(code not in (*UNCLEAR, "unknown") for code in codes)),
        date=lens.language.date(lens.day.isoformat()),
        unclear=number(sum(code in (*UNCLEAR, "unknown") for code in codes)),
    )
    return [counts, _("[Judgement of the issuing body.]")]


def _delays(apparatus: Apparatus, projects: Sequence[Row]) -> list[str]:
    """What is late, with its cause where the record gives one; then difficulties of the rest."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    told: list[str] = []
    for code in LATE:
        late = [row for row in projects if project_state(lens, row).code == code]
        silent = [row for row in late if not lens.words(row, "problems")]
        told += [_explained(apparatus, row) for row in late if row not in silent]
        if silent:
            listed = "; ".join(_named(apparatus, row) for row in silent)
            said = lens.language.pair(lens.label("project_state", code), listed)
            told.append(f"{ended(said)} {_('Cause not known.')}")
    for row in projects:
        if project_state(lens, row).code not in LATE and lens.words(row, "problems"):
            named = name(apparatus, "projects", row["project_id"])
            problems = words(apparatus, row, "problems", 600)
            told.append(ended(lens.language.pair(named, problems)) + _cited(apparatus, row))
    return lettered(lens, told)


def _explained(apparatus: Apparatus, project: Row) -> str:
    """How late a project is, and why."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    named = name(apparatus, "projects", project["project_id"])
    said = ended(lens.language.pair(named, lowered(project_words(lens, project))))
    cause = ended(_("Cause: {cause}").format(cause=words(apparatus, project, "problems", 600)))
    return f"{said} {cause}{_cited(apparatus, project)}"


def _cited(apparatus: Apparatus, project: Row) -> str:
    return apparatus.cite(project["source_ids"][:_CITED])


def _proposals(lens: Lens, projects: Sequence[Row]) -> list[Context]:
    """To who decides on extensions, and to the funders of projects whose state is not clear."""
    _ = lens.language.text
    asked = [
        _("To decide on the extension of {project} to {date}.").format(
            project=lens.short("projects", [row["project_id"]]),
            date=lens.language.date(row["requested_end"]),
        )
        for row in projects
        if row["requested_end"] and project_state(lens, row).code in LATE
    ]
    unclear: dict[str, list[Row]] = {}
    for row in projects:
        funder = _funder(lens, row)
        if funder and project_state(lens, row).code in UNCLEAR:
            unclear.setdefault(funder, []).append(row)
    told = (
        (_("To the authority that approves: […]"), lettered(lens, asked)),
        (_("To the funders"), _informing(lens, unclear)),
    )
    return numbered({"to": to, "points": points} for to, points in told if points)


def _funder(lens: Lens, project: Row) -> str | None:
    """The first funder that is not a body of the province."""
    bodies = (lens.row("organisations", key) for key in project["funder_org_ids"])
    return next((row["org_id"] for row in bodies if row and not in_province(lens, row)), None)


def _informing(lens: Lens, projects: Mapping[str, Sequence[Row]]) -> list[str]:
    """What is asked of the funders, by their ids, of projects of which nothing is known today."""
    if not projects:
        return []
    listed = (
        f"{addressed(lens, funder)} "
        f"({'; '.join(lens.short('projects', [row['project_id']]) for row in rows)})"
        for funder, rows in projects.items()
    )
    sentence = lens.language.text("Asked to tell how their projects stand today: {funders}.")
    return [clean(sentence.format(funders=", ".join(listed)))]


def _project(apparatus: Apparatus, row: Row) -> Context:
    """A row of the annex."""
    lens, _ = apparatus.lens, apparatus.lens.language.text
    countries = ", ".join(lens.language.country(code) for code in countries_behind(lens, row))
    funders = lens.short("organisations", row["funder_org_ids"])
    return {
        "name": _listed(lens, row)
        + apparatus.note("projects", row["project_id"])
        + f" ({funders or countries or _('unknown')})"
        + _cited(apparatus, row),
        "status": _state(lens, row) or words(apparatus, row, "status_text", 120),
        "period": _period(lens, row),
        "money": "; ".join(_amounts(apparatus, row)) or _("not stated"),
    }


def _state(lens: Lens, row: Row) -> str:
    """The state on the day; where that is not known, with the date of the last report."""
    code = project_state(lens, row).code
    if code not in UNCLEAR:
        return project_words(lens, row)
    when = lens.language.date_or_blank(row["status_date"])
    return f"{lens.label('project_state', code)} ({when})" if when else project_words(lens, row)


def _listed(lens: Lens, row: Row) -> str:
    """The full name of a project, or the short one if it would fill many lines of a cell."""
    full = clean(lens.words(row, "name"))
    return full if len(full) <= _LONGEST_NAME else clean(lens.words(row, "short_name")) or full


def _period(lens: Lens, row: Row) -> str:
    """The planned and the actual time of a project, in words."""
    _ = lens.language.text
    said = [
        lens.language.pair(label, lens.language.period(row[start], row[end]))
        for label, start, end in (
            (_("planned"), "planned_start", "planned_end"),
            (_("actual"), "actual_start", "actual_end"),
        )
        if row[start] or row[end]
    ]
    return "; ".join(said) or _("not stated")


def _amounts(apparatus: Apparatus, project: Row) -> list[str]:
    """What the sources state of a project's money, by kind and never added."""
    lens = apparatus.lens
    rows = [
        row
        for row in measures.own_money(lens.rows("project_amounts"))
        if row["project_id"] == project["project_id"] and row["kind"] in _COMMITTED
    ]
    rows.sort(key=lambda row: _COMMITTED.index(row["kind"]))
    told = [
        lens.language.pair(lens.label("amount_kind", row["kind"]), lens.amount(row))
        + apparatus.note("project_amounts", row["amount_id"])
        for row in rows[:_MOST_AMOUNTS]
    ]
    if more := len(rows[_MOST_AMOUNTS:]):
        told.append(lens.language.plural("{count} more amount", "{count} more amounts", more))
    return told
