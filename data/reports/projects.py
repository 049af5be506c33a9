"""Fields of the report on the state of the projects."""

from collections.abc import Sequence
from typing import Any

from data.reports.apparatus import Apparatus
from data.reports.office import Context, closing, name, names, numbered, opening, words
from data.schema import codelist
from data.views import measures
from data.views.chains import latest
from data.views.lens import Lens, Row
from data.views.partners import countries_behind
from data.views.states import UNCLEAR, project_state, project_words


def context(
    lens: Lens,
    projects: Sequence[Row],
    *,
    body: str | None = None,
    filters: Sequence[str] = (),
) -> Context:
    """Fields of the report on some projects, with the footnotes they use.

    ``filters`` says in words which projects the reader has chosen.
    """
    apparatus, _ = Apparatus(lens), lens.language.text
    shown = measures.in_time_order(projects, undated=True)
    counted = [row for row in shown if row["record_kind"] in measures.COUNTED]
    fields = {
        **opening(lens, body),
        "filters": "; ".join(filters) or _("all projects on record"),
        "count": lens.language.number(len(counted)),
        "statuses": _statuses(lens, counted),
        "projects": numbered(_project(apparatus, row) for row in shown),
        "timeline": _timeline(apparatus, shown),
        "money": _money(apparatus, shown),
        "progress": _progress(apparatus, shown),
        "problems": _problems(apparatus, shown),
    }
    return {**fields, **closing(apparatus), "footnotes": apparatus.footnotes}


def _state(lens: Lens, row: Row) -> str:
    """The state on the day; where it is not known, without the last report, which follows."""
    code = project_state(lens, row).code
    return lens.label("project_state", code) if code in UNCLEAR else project_words(lens, row)


def _last_report(lens: Lens, row: Row) -> str:
    """The status last reported and its date."""
    _ = lens.language.text
    code = row["status_code"]
    status = lens.label("activity_status", code) if code else _("Status unknown")
    when = f" ({lens.language.date(row['status_date'])})" if row["status_date"] else ""
    return _("Last report: {status}").format(status=status + when)


def _statuses(lens: Lens, counted: Sequence[Row]) -> list[Context]:
    return [
        {"name": lens.label("project_state", code), "count": lens.language.number(count)}
        for code, count in measures.projects_by_state(lens, counted).items()
    ]


def _project(apparatus: Apparatus, row: Row) -> Context:
    lens, _ = apparatus.lens, apparatus.lens.language.text
    countries = ", ".join(lens.language.country(code) for code in countries_behind(lens, row))
    funders = names(apparatus, "organisations", row["funder_org_ids"])
    return {
        "name": name(apparatus, "projects", row["project_id"], full=True)
        + apparatus.cite(row["source_ids"]),
        "partner": (f"{countries} ({funders})" if countries and funders else countries or funders)
        or _("unknown"),
        "status": ". ".join(
            filter(
                None,
                [
                    _state(lens, row),
                    _last_report(lens, row),
                    words(apparatus, row, "status_text", 400),
                ],
            )
        ),
    }


def _timeline(apparatus: Apparatus, shown: Sequence[Row]) -> list[Context]:
    """Stages of the projects that have any date."""
    lens = apparatus.lens

    def period(row: Row, start: str, end: str) -> str:
        return lens.language.period(row[start], row[end]) if row[start] or row[end] else "–"

    def day(row: Row, column: str) -> str:
        return lens.language.date(row[column]) if row[column] else "–"

    return [
        {
            "name": name(apparatus, "projects", row["project_id"]),
            "proposed": day(row, "proposal_date"),
            "planned": period(row, "planned_start", "planned_end"),
            "actual": period(row, "actual_start", "actual_end"),
            "requested": day(row, "requested_end"),
        }
        for row in measures.in_time_order(shown)
    ]


def _money(apparatus: Apparatus, shown: Sequence[Row]) -> list[Context]:
    """Amounts of the projects, grouped by kind; they are never added."""
    lens = apparatus.lens
    keys = {row["project_id"] for row in shown}
    amounts = [
        row for row in measures.own_money(lens.rows("project_amounts")) if row["project_id"] in keys
    ]
    return [
        {
            "kind": lens.label("amount_kind", kind),
            "amounts": [_amount(apparatus, row) for row in amounts if row["kind"] == kind],
        }
        for kind in codelist("amount_kind")
        if any(row["kind"] == kind for row in amounts)
    ]


def _amount(apparatus: Apparatus, row: Row) -> Context:
    lens = apparatus.lens
    return {
        "project": name(apparatus, "projects", row["project_id"]),
        "label": words(apparatus, row, "label", 300) + apparatus.cite(row["source_ids"]),
        "amount": lens.amount(row) + apparatus.note("project_amounts", row["amount_id"]),
        "date": lens.language.date(row["date"]),
    }


def _progress(apparatus: Apparatus, shown: Sequence[Row]) -> list[Context]:
    """Progress figures as reported, project by project, newest first."""
    lens = apparatus.lens
    return [
        {
            "project": name(apparatus, "projects", project["project_id"]),
            "metric": lens.label("progress_metric", row["metric"]),
            "figure": lens.value(row) + apparatus.note("project_progress", row["progress_id"]),
            "date": lens.language.date(row["date"]),
            "told": words(apparatus, row, "statement", 400) + apparatus.cite(row["source_ids"]),
        }
        for project in shown
        for row in _figures(lens, project)
    ]


def _figures(lens: Lens, project: Row) -> list[Row]:
    rows = [
        row
        for row in lens.rows("project_progress")
        if row["project_id"] == project["project_id"] and row["value"] is not None
    ]
    return sorted(rows, key=lambda row: latest(row["date"]), reverse=True)


def _problems(apparatus: Apparatus, shown: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "project": name(apparatus, "projects", row["project_id"]),
            "text": words(apparatus, row, "problems") + apparatus.cite(row["source_ids"]),
        }
        for row in shown
        if apparatus.lens.words(row, "problems")
    ]
