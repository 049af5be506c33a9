"""How each table is filtered: the parameters of the pages, which are those of the API too."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from data.schema import TABLES, codelist
from data.values.folding import fold
from data.views import chains, measures
from data.views.lens import Lens, Row
from data.views.partners import is_with, partners_of


class Filter(NamedTuple):
    """One parameter: what readers call it, its values in their words, and which rows it keeps."""

    label: str
    options: Mapping[str, str]
    fits: Callable[[Row, str], bool]


class UnknownValue(ValueError):  # noqa: N818 - what was given
    """Raised when a filter is given a value that it does not have."""

    def __init__(self, name: str, value: str, known: tuple[str, ...]) -> None:
        super().__init__(f"{name}={value}")
        self.name = name
        self.value = value
        self.known = known


NAMES: Mapping[str, tuple[str, ...]] = {
    "visits": ("country", "direction"),
    "meetings": ("visit",),
    "outcomes": ("country", "kind", "state"),
    "projects": ("country", "status", "sector", "record"),
    "project_amounts": ("project",),
    "project_progress": ("project",),
    "organisations": ("country",),
    "people": ("country",),
    "places": ("country",),
    "sources": ("language",),
    "discrepancies": (),
}


def filters(lens: Lens, table: str, today: date) -> dict[str, Filter]:
    """The filters of a table by parameter."""
    made = {
        "visits": _visits,
        "outcomes": _outcomes,
        "projects": _projects,
        "sources": _sources,
    }
    if table in made:
        return made[table](lens, today)
    _ = lens.language.text
    if table in ("organisations", "people", "places"):
        countries = partner_countries(lens) | {"VN": lens.language.country("VN")}
        return {"country": Filter(_("Country"), countries, _is("country"))}
    if table == "meetings":
        return {"visit": Filter(_("Visit"), _rows(lens, "visits"), _is("visit_id"))}
    if table in ("project_amounts", "project_progress"):
        return {"project": Filter(_("Project"), _rows(lens, "projects"), _is("project_id"))}
    return {}


def select(
    lens: Lens, table: str, asked: Mapping[str, str], today: date
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Ids of the rows that fit every filter asked for, and the filters in the reader's words.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    known = filters(lens, table, today)
    for name, value in asked.items():
        if value not in known[name].options:
            raise UnknownValue(name, value, tuple(known[name].options))
    kept = (
        str(row[TABLES[table].key])
        for row in lens.rows(table)
        if all(known[name].fits(row, value) for name, value in asked.items())
    )
    told = ((known[name].label, known[name].options[value]) for name, value in asked.items())
    return tuple(kept), tuple(told)


def partner_countries(lens: Lens) -> dict[str, str]:
    """Countries that the record has dealings with, by name in the reader's language."""
    found = {row["partner_country"] for row in lens.record.by_key("visits").values()}
    bodies = lens.record.by_key("organisations").values()
    found |= {row["country"] for row in bodies if row["country"]}
    names = {code: lens.language.country(code) for code in found - {"VN"}}
    return dict(sorted(names.items(), key=lambda item: (item[0] != "FR", fold(item[1]))))


def _is(column: str) -> Callable[[Row, str], bool]:
    return lambda row, value: row[column] == value


def _rows(lens: Lens, table: str) -> dict[str, str]:
    return {key: str(lens.name(table, key).name) for key in lens.record.by_key(table)}


def _labels(lens: Lens, name: str) -> dict[str, str]:
    return {code: lens.label(name, code) for code in codelist(name)}


def _visits(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    countries = partner_countries(lens)
    return {
        "country": Filter(_("Partner"), countries, _is("partner_country")),
        "direction": Filter(_("Direction"), _labels(lens, "direction"), _is("direction")),
    }


def _projects(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["sector_code"] for row in lens.record.by_key("projects").values()}
    sectors = {code: lens.label("sector", code) for code in sorted(filter(None, used))}
    statuses = _labels(lens, "activity_status")
    records = _labels(lens, "record_kind")
    return {
        "country": Filter(
            _("Partner"), partner_countries(lens), lambda row, value: is_with(lens, row, value)
        ),
        "status": Filter(_("Status"), statuses, _is("status_code")),
        "sector": Filter(_("Sector"), sectors, _is("sector_code")),
        "record": Filter(_("Kind of record"), records, _is("record_kind")),
    }


def _outcomes(lens: Lens, today: date) -> dict[str, Filter]:
    """Only requests, promises and agreements have a state; what is overdue depends on the day."""
    _ = lens.language.text
    threads = chains.threads(lens, today)
    states = {thread.outcome["outcome_id"]: measures.states_of(thread) for thread in threads}
    told = {code: lens.label("outcome_status", code) for code in measures.STATES}
    return {
        "country": Filter(
            _("Partner"),
            partner_countries(lens),
            lambda row, value: value in partners_of(lens, row),
        ),
        "kind": Filter(_("Kind"), _labels(lens, "outcome_kind"), _is("kind")),
        "state": Filter(
            _("State"),
            told | {"overdue": _("Overdue")},
            lambda row, value: value in states.get(row["outcome_id"], ()),
        ),
    }


def _sources(lens: Lens, _today: date) -> dict[str, Filter]:
    used = {row["language"] for row in lens.record.by_key("sources").values()}
    tongues = {code: lens.language.tongue(code) for code in sorted(used)}
    label = lens.language.text("Language of the source")
    return {"language": Filter(label, tongues, _is("language"))}
