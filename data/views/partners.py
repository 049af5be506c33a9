"""Finds what each organisation, person and country has done with the province."""

from collections.abc import Iterable
from typing import NamedTuple

from data.views.chains import latest
from data.views.lens import Lens, Row
from data.views.measures import projects_by_state


def partners_of(lens: Lens, outcome: Row) -> set[str]:
    """Countries, other than Viet Nam, on either side of an outcome or at its meeting."""
    meeting = lens.row("meetings", outcome["meeting_id"])
    bodies = {*outcome["from_org_ids"], *outcome["to_org_ids"]}
    if meeting:
        bodies.update(meeting["foreign_org_ids"])
        visit = lens.row("visits", meeting["visit_id"])
        if visit:
            return countries(lens, bodies) | {visit["partner_country"]}
    return countries(lens, bodies)


def countries(lens: Lens, bodies: Iterable[str]) -> set[str]:
    """Foreign countries of organisations; those without one (international) are left out."""
    rows = (lens.row("organisations", body) for body in bodies)
    return {row["country"] for row in rows if row and row["country"]} - {"VN"}


def countries_behind(lens: Lens, project: Row) -> list[str]:
    """Countries of a project's funders, else of those who carry it out; "" is international."""
    for bodies in (project["funder_org_ids"], project["implementing_org_ids"]):
        rows = [lens.row("organisations", body) for body in bodies]
        countries_found = {row["country"] or "" for row in rows if row} - {"VN"}
        if countries_found:
            return sorted(countries_found)
    return []


def is_with(lens: Lens, project: Row, country: str) -> bool:
    """Whether an organisation of a country funds or carries out a project."""
    bodies = (*project["funder_org_ids"], *project["implementing_org_ids"])
    return country in countries(lens, bodies)


class Work(NamedTuple):
    """What an organisation has done with the province: ids in file order, each once."""

    meetings: tuple[str, ...]
    outcomes: tuple[str, ...]
    projects: tuple[str, ...]
    visits: tuple[str, ...]
    people: tuple[str, ...]


def work_with(lens: Lens, body: str) -> Work:
    """Meetings, outcomes, projects, visits and people of an organisation."""
    return Work(
        tuple(
            row["meeting_id"]
            for row in lens.rows("meetings")
            if body in row["foreign_org_ids"] or body in row["vietnamese_org_ids"]
        ),
        tuple(
            row["outcome_id"]
            for row in lens.rows("outcomes")
            if body in row["from_org_ids"] or body in row["to_org_ids"]
        ),
        tuple(
            row["project_id"]
            for row in lens.rows("projects")
            if body in row["funder_org_ids"] or body in row["implementing_org_ids"]
        ),
        tuple(row["visit_id"] for row in lens.rows("visits") if row["delegation_org_id"] == body),
        tuple(row["person_id"] for row in lens.rows("people") if row["org_id"] == body),
    )


def meetings_with_person(lens: Lens, person: str) -> list[Row]:
    """Meetings at which a person is named, newest first."""
    meetings = [
        row
        for row in lens.rows("meetings")
        if person in row["vietnamese_person_ids"] or person in row["foreign_person_ids"]
    ]
    return sorted(meetings, key=lambda row: latest(row["date"]), reverse=True)


def by_country(lens: Lens, bodies: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Organisations by country, the largest group first; in a group by short name."""
    grouped: dict[str, list[Row]] = {}
    for body in bodies:
        grouped.setdefault(body["country"] or "", []).append(body)
    for rows in grouped.values():
        rows.sort(key=lambda row: lens.words(row, "short_name"))
    return sorted(grouped.items(), key=lambda item: -len(item[1]))


def projects_by_partner(lens: Lens, projects: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Number of projects by partner country and state on the day, the country with most first.

    A project of two countries counts in both; "" stands for international organisations.
    """
    grouped: dict[str, list[Row]] = {}
    for project in projects:
        for country in countries_behind(lens, project):
            grouped.setdefault(country, []).append(project)
    ordered = sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    return {country: projects_by_state(lens, rows) for country, rows in ordered}
