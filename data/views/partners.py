"""Finds what each organisation, person and country has done with the province."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from data.schema import TABLES
from data.views.chains import latest
from data.views.lens import Lens, Row, kept
from data.views.measures import projects_by_state


def partners_of(lens: Lens, outcome: Row) -> frozenset[str]:
    """Countries, other than Viet Nam, on either side of an outcome or at its meeting."""
    if not _is_of(lens, "outcomes", outcome):
        return frozenset(_partners_of(lens, outcome))
    return _partners_of_each(lens)[outcome["outcome_id"]]


@kept(20)
def _partners_of_each(lens: Lens) -> dict[str, frozenset[str]]:
    return {row["outcome_id"]: frozenset(_partners_of(lens, row)) for row in lens.rows("outcomes")}


def _partners_of(lens: Lens, outcome: Row) -> set[str]:
    meeting = lens.row("meetings", outcome["meeting_id"])
    bodies = {*outcome["from_org_ids"], *outcome["to_org_ids"]}
    return countries(lens, bodies) | (countries_at(lens, meeting) if meeting else set())


def countries_at(lens: Lens, meeting: Row) -> set[str]:
    """Countries, other than Viet Nam, of the partner side of a meeting and of its visit."""
    visit = lens.row("visits", meeting["visit_id"])
    return countries(lens, meeting["foreign_org_ids"]) | (
        {visit["partner_country"]} if visit else set()
    )


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


def with_heads(lens: Lens, bodies: Iterable[str]) -> set[str]:
    """Some organisations and all that they are part of: an office and its head office."""
    found: set[str] = set()
    waiting = list(bodies)
    while waiting:
        body = lens.row("organisations", waiting.pop())
        if body and body["org_id"] not in found:
            found.add(body["org_id"])
            waiting.append(body["part_of_org_id"] or "")
    return found


def family(lens: Lens, body: str) -> tuple[str, ...]:
    """An organisation and its offices and departments, itself first."""
    others = (row["org_id"] for row in lens.rows("organisations") if row["org_id"] != body)
    return body, *(one for one in others if body in with_heads(lens, [one]))


def bodies_of(lens: Lens, table: str, row: Row) -> frozenset[str]:
    """Organisations that a row names, with those that they are part of.

    A visit is with those of its meetings, too.
    """
    if not _is_of(lens, table, row):
        return frozenset(_bodies_of(lens, table, row))
    return _bodies_of_each(lens, table)[row[TABLES[table].key]]


def _is_of(lens: Lens, table: str, row: Row) -> bool:
    """Whether a row is of this record, not as another version had it."""
    return lens.row(table, row[TABLES[table].key]) is row


@kept(20)
def _bodies_of_each(lens: Lens, table: str) -> dict[str, frozenset[str]]:
    key = TABLES[table].key
    return {row[key]: frozenset(_bodies_of(lens, table, row)) for row in lens.rows(table)}


def _bodies_of(lens: Lens, table: str, row: Row) -> set[str]:
    if table == "organisations":
        return with_heads(lens, [row["org_id"]])
    named = set(_bodies(row, _NAMING[table]))
    if table == "visits":
        named.update(_met(lens).get(row["visit_id"], ()))
    return with_heads(lens, named)


@kept(4)
def _met(lens: Lens) -> dict[str, set[str]]:
    """Organisations at the meetings of each visit."""
    met: dict[str, set[str]] = {}
    for row in lens.rows("meetings"):
        if row["visit_id"]:
            met.setdefault(row["visit_id"], set()).update(_bodies(row, _NAMING["meetings"]))
    return met


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
    return _work(lens).get(body, Work((), (), (), (), ()))


class Dealings(NamedTuple):
    """Some organisations by country, and with how many of them there was a meeting or a project.

    ``meetings`` and ``projects`` are how many those were, each counted once.
    """

    groups: Sequence[tuple[str, list[Row]]]
    met: int
    meetings: int
    working: int
    projects: int


@kept(50)
def dealings(lens: Lens, bodies: tuple[str, ...]) -> Dealings:
    """What there was with these organisations in all."""
    done = [work_with(lens, body) for body in bodies]
    return Dealings(
        by_country(lens, lens.rows_at("organisations", bodies)),
        sum(bool(work.meetings) for work in done),
        len({key for work in done for key in work.meetings}),
        sum(bool(work.projects) for work in done),
        len({key for work in done for key in work.projects}),
    )


# In which columns the rows of each part of ``Work`` name organisations.
_NAMING: Mapping[str, tuple[str, ...]] = {
    "meetings": ("foreign_org_ids", "vietnamese_org_ids"),
    "outcomes": ("from_org_ids", "to_org_ids"),
    "projects": ("funder_org_ids", "implementing_org_ids"),
    "visits": ("delegation_org_id",),
    "people": ("org_id",),
}


@kept(4)
def _work(lens: Lens) -> dict[str, Work]:
    """What each organisation has done, read from every row once."""
    found: dict[str, dict[str, list[str]]] = {}
    for table, columns in _NAMING.items():
        key = TABLES[table].key
        for row in lens.rows(table):
            for body in dict.fromkeys(_bodies(row, columns)):
                found.setdefault(body, {}).setdefault(table, []).append(row[key])
    return {
        body: Work(*(tuple(of.get(table, ())) for table in _NAMING)) for body, of in found.items()
    }


def _bodies(row: Row, columns: Iterable[str]) -> Iterator[str]:
    for column in columns:
        value = row[column]
        yield from value if isinstance(value, tuple) else filter(None, (value,))


def meetings_with_person(lens: Lens, person: str) -> list[Row]:
    """Meetings at which a person is named, newest first."""
    columns = ("vietnamese_person_ids", "foreign_person_ids")
    rows = (row for column in columns for row in lens.naming("meetings", column, person))
    meetings = {row["meeting_id"]: row for row in rows}
    return sorted(meetings.values(), key=lambda row: latest(row["date"]), reverse=True)


def most_met(lens: Lens, most: int) -> list[str]:
    """Countries with the most meetings on record, the one met most first."""
    met = Counter(country for row in lens.rows("meetings") for country in countries_at(lens, row))
    abc, name = lens.language.abc, lens.language.country
    return sorted(met, key=lambda country: (-met[country], abc(name(country))))[:most]


def by_country(lens: Lens, bodies: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Organisations by country, the largest group first; in a group in the alphabet's order."""
    grouped: dict[str, list[Row]] = {}
    for body in bodies:
        grouped.setdefault(body["country"] or "", []).append(body)
    for rows in grouped.values():
        rows.sort(key=lambda row: lens.language.abc(lens.words(row, "short_name")))
    return sorted(grouped.items(), key=lambda item: -len(item[1]))


def part_of(
    groups: Iterable[tuple[str, list[Row]]], first: int, last: int
) -> list[tuple[str, int, list[Row]]]:
    """Those of many grouped rows from one place to another, each group with its whole number."""
    part, place = [], 0
    for name, rows in groups:
        if shown := rows[max(first - place, 0) : max(last - place, 0)]:
            part.append((name, len(rows), shown))
        place += len(rows)
    return part


def projects_by_partner(lens: Lens, projects: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Number of projects by partner country and state on the day, the country with most first.

    A project of two countries counts in both; "" stands for international organisations.
    """
    grouped: dict[str, list[Row]] = {}
    for project in projects:
        for country in countries_behind(lens, project):
            grouped.setdefault(country, []).append(project)
    abc, name = lens.language.abc, lens.language.country
    ordered = sorted(grouped.items(), key=lambda item: (-len(item[1]), abc(name(item[0]))))
    return {country: projects_by_state(lens, rows) for country, rows in ordered}
