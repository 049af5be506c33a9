"""How each table is filtered: one definition for the controls, the addresses, pages and API.

A filter means the same on a page and in the API; a page may offer fewer values, and may show fewer
rows by itself.
"""

from collections.abc import Callable, Mapping
from functools import cache

from data.schema import LANGUAGES, TABLES
from data.views import chains, map_filters, states
from data.views.filtering import Filter, UnknownValue, values
from data.views.lens import Lens, kept
from data.views.partners import countries_at, is_with, partners_of
from data.views.shared_filters import (
    body,
    in_abc,
    is_in,
    labels,
    named_rows,
    of_country,
    of_project,
    partner,
    state,
)
from data.views.sides import side_of

NAMES: Mapping[str, tuple[str, ...]] = {
    "visits": ("country", "org", "direction", "state"),
    "meetings": ("country", "org", "visit"),
    "outcomes": ("country", "org", "kind", "by", "state", "repeats"),
    "projects": ("country", "org", "state", "status", "sector", "record"),
    "project_amounts": ("project",),
    "project_progress": ("project", "stated"),
    "organisations": ("country", "org", "side"),
    "people": ("country", "org", "visit"),
    "places": ("weight", "country", "org", "layers", "located_in"),
    "sources": ("language",),
    "discrepancies": (),
    "papers": (),
}


@kept(len(LANGUAGES) * len(TABLES))
def filters(lens: Lens, table: str) -> Mapping[str, Filter]:
    """The filters of a table by parameter; shared between readers, so not to be changed.

    They are kept, as a page asks for them four times: to guard, to draw, to read and to choose.
    """
    made: Mapping[str, Callable[[Lens], dict[str, Filter]]] = {
        "visits": _visits,
        "meetings": _meetings,
        "outcomes": _outcomes,
        "projects": _projects,
        "project_progress": _progress,
        "organisations": _organisations,
        "people": _people,
        "places": map_filters.of_places,
        "sources": _sources,
    }
    if table in made:
        return made[table](lens)
    if table == "project_amounts":
        return {"project": of_project(lens)}
    return {}


def select(
    lens: Lens, table: str, asked: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Ids of the rows that fit every filter asked for, and the filters in the reader's words.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    known = filters(lens, table)
    for name, written in asked.items():
        for value in values(written) or [written]:
            if value not in known[name].options:
                raise UnknownValue(name, value, tuple(known[name].options))
    wanted = {name: values(written) for name, written in asked.items()}
    fitting = (
        str(row[TABLES[table].key])
        for row in lens.rows(table)
        if all(known[name].fits(row, wanted) for name in wanted)
    )
    told = {name: asked[name] for name in known if name in asked}  # in the order of the page
    words = ((known[name].label, known[name].words(written)) for name, written in told.items())
    return tuple(fitting), tuple(words)


def _visits(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    directions = labels(lens, "direction")
    return {
        "country": partner(lens, is_in("country", "partner_country")),
        "org": body(lens, "visits"),
        "direction": Filter(
            _("Direction"),
            directions,
            is_in("direction", "direction"),
            everything=_("Both"),
            nearest=_("Both directions are shown."),
            offered=tuple(directions),
        ),
        "state": state(lens, "visit_state", lambda row: states.visit_state(lens, row)),
    }


def _meetings(lens: Lens) -> dict[str, Filter]:
    return {
        "country": partner(
            lens, lambda row, asked: bool(countries_at(lens, row) & set(asked["country"]))
        ),
        "org": body(lens, "meetings"),
        "visit": Filter(
            lens.language.text("Visit"), named_rows(lens, "visits"), is_in("visit", "visit_id")
        ),
    }


def _projects(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["sector_code"] for row in lens.record.by_key("projects").values()}
    sectors = {code: lens.label("sector", code) for code in sorted(filter(None, used))}
    statuses = labels(lens, "activity_status")
    records = labels(lens, "record_kind")
    return {
        "country": partner(
            lens, lambda row, asked: any(is_with(lens, row, one) for one in asked["country"])
        ),
        "org": body(lens, "projects"),
        "state": state(lens, "project_state", lambda row: states.project_state(lens, row).code),
        "status": Filter(
            _("Status last reported"),
            statuses,
            is_in("status", "status_code"),
            everything=_("All statuses"),
            nearest=_("All statuses are shown."),
            offered=tuple(statuses),
        ),
        "sector": Filter(
            _("Sector"),
            sectors,
            is_in("sector", "sector_code"),
            everything=_("All sectors"),
            nearest=_("All sectors are shown."),
            offered=tuple(sectors),
        ),
        "record": Filter(
            _("Kind of record"),
            records,
            is_in("record", "record_kind"),
            everything=_("All kinds"),
            nearest=_("All kinds of record are shown."),
            offered=tuple(records),
        ),
    }


def _progress(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    ways = {"figure": _("A figure"), "words": _("Words alone")}
    return {
        "project": of_project(lens),
        "stated": Filter(
            _("Stated as"),
            ways,
            lambda row, asked: ("words" if row["value"] is None else "figure") in asked["stated"],
        ),
    }


def _outcomes(lens: Lens) -> dict[str, Filter]:
    """A page counts what is told twice once: ``repeats`` are the rows that tell it again."""
    _ = lens.language.text
    sides = {"province": _("The province"), "other": _("Others")}
    repeats = {"no": _("Without repeats"), "yes": _("Repeats only")}

    return {
        "country": partner(
            lens, lambda row, asked: bool(partners_of(lens, row) & set(asked["country"]))
        ),
        "org": body(lens, "outcomes"),
        "kind": Filter(
            _("Kind"),
            labels(lens, "outcome_kind"),
            is_in("kind", "kind"),
            everything=_("All kinds"),
            nearest=_("All kinds are shown."),
            offered=states.OPEN_KINDS,
            usual=states.OPEN_KINDS,
        ),
        "by": Filter(
            _("Asked or promised by"),
            sides,
            lambda row, asked: side_of(lens, row) in asked["by"],
            everything=_("Either side"),
            nearest=_("Both sides are shown."),
            offered=tuple(sides),
        ),
        "state": state(lens, "outcome_state", lambda row: states.outcome_state(lens, row)),
        "repeats": Filter(
            _("Repeats"),
            repeats,
            lambda row, asked: ("yes" if row["same_as"] else "no") in asked["repeats"],
            usual=("no",),
        ),
    }


def _organisations(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    sides = {"partner": _("Partner side"), "vietnamese": _("Vietnamese side")}
    return {
        "country": of_country(lens),
        "org": body(lens, "organisations"),
        "side": Filter(
            _("Side"),
            sides,
            lambda row, asked: (
                ("vietnamese" if row["country"] == "VN" else "partner") in asked["side"]
            ),
        ),
    }


def _people(lens: Lens) -> dict[str, Filter]:
    @cache
    def named(visit: str) -> set[str]:
        sides = chains.people_at(lens, chains.meetings_of(lens, visit=visit))
        return {person["person_id"] for side in sides for person in side}

    return {
        "country": of_country(lens),
        "org": body(lens, "people"),
        "visit": Filter(
            lens.language.text("Visit"),
            named_rows(lens, "visits"),
            lambda row, asked: any(row["person_id"] in named(visit) for visit in asked["visit"]),
        ),
    }


def _sources(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["language"] for row in lens.record.by_key("sources").values()}
    tongues = in_abc(lens, used, lens.language.tongue)
    return {
        "language": Filter(
            _("Language of the source"),
            tongues,
            is_in("language", "language"),
            everything=_("All languages"),
            nearest=_("Sources in all languages are shown."),
            offered=tuple(tongues),
        ),
    }
