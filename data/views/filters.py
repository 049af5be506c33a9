"""How each table is filtered: one definition for the controls, the addresses, pages and API.

A filter means the same on a page and in the API; a page may offer fewer values, and may show fewer
rows by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from data.schema import LANGUAGES, TABLES, codelist
from data.views import chains, geography, states
from data.views.filtering import Asked, Filter, UnknownValue, values
from data.views.lens import Lens, Row, kept
from data.views.partners import bodies_of, countries_at, is_with, partners_of
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
        "places": _places,
        "sources": _sources,
    }
    if table in made:
        return made[table](lens)
    if table == "project_amounts":
        return {"project": _of_project(lens)}
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


@kept(8)
def partner_countries(lens: Lens) -> Mapping[str, str]:
    """Countries that the record has dealings with, by name in the reader's language."""
    codes = {row["partner_country"] for row in lens.record.by_key("visits").values()}
    bodies = lens.record.by_key("organisations").values()
    codes |= {row["country"] for row in bodies if row["country"]}
    names = {code: lens.language.country(code) for code in codes - {"VN"}}
    abc = lens.language.abc
    return dict(sorted(names.items(), key=lambda item: (item[0] != "FR", abc(item[1]))))


def _in_abc(lens: Lens, codes: Iterable[str], name: Callable[[str], str]) -> dict[str, str]:
    """Codes with their names, in the order of the reader's alphabet."""
    names = {code: name(code) for code in codes}
    return dict(sorted(names.items(), key=lambda item: lens.language.abc(item[1])))


def _is(name: str, column: str) -> Callable[[Row, Asked], bool]:
    return lambda row, asked: row[column] in asked[name]


def _rows(lens: Lens, table: str) -> dict[str, str]:
    return {key: str(lens.name(table, key).name) for key in lens.record.by_key(table)}


def _labels(lens: Lens, name: str) -> dict[str, str]:
    return {code: lens.label(name, code) for code in codelist(name)}


def _partner(
    lens: Lens, fits: Callable[[Row, Asked], bool], *, label: str = "", others: Iterable[str] = ()
) -> Filter:
    """The partner country, which goes with a reader from page to page."""
    _ = lens.language.text
    partners = partner_countries(lens)
    return Filter(
        label or _("Partner"),
        {**partners, **{code: lens.language.country(code) for code in others}},
        fits,
        everything=_("All partners"),
        nearest=_("All partners are shown."),
        offered=tuple(partners),
    )


def _body(lens: Lens, table: str, fits: Callable[[Row, Asked], bool] | None = None) -> Filter:
    """One organisation with its offices, those of the partner side first."""
    _ = lens.language.text
    known = lens.record.by_key("organisations")
    names = sorted(
        _rows(lens, "organisations").items(),
        key=lambda item: (known[item[0]]["country"] == "VN", lens.language.abc(item[1])),
    )
    return Filter(
        _("Partner organisation"),
        dict(names),
        fits or (lambda row, asked: bool(bodies_of(lens, table, row) & set(asked["org"]))),
        everything=_("All partners"),
        nearest=_("All partners are shown."),
        offered=tuple(key for key, _name in names),
    )


def _visits(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    directions = _labels(lens, "direction")
    return {
        "country": _partner(lens, _is("country", "partner_country")),
        "org": _body(lens, "visits"),
        "direction": Filter(
            _("Direction"),
            directions,
            _is("direction", "direction"),
            everything=_("Both"),
            nearest=_("Both directions are shown."),
            offered=tuple(directions),
        ),
        "state": _state(lens, "visit_state", lambda row: states.visit_state(lens, row)),
    }


def _meetings(lens: Lens) -> dict[str, Filter]:
    return {
        "country": _partner(
            lens, lambda row, asked: bool(countries_at(lens, row) & set(asked["country"]))
        ),
        "org": _body(lens, "meetings"),
        "visit": Filter(
            lens.language.text("Visit"), _rows(lens, "visits"), _is("visit", "visit_id")
        ),
    }


def _state(lens: Lens, name: str, state_of: Callable[[Row], str]) -> Filter:
    """The state on the day of reading, by a codelist."""
    _ = lens.language.text
    known = _labels(lens, name)
    return Filter(
        _("State"),
        known,
        lambda row, asked: state_of(row) in asked["state"],
        everything=_("All states"),
        nearest=_("All states are shown."),
        offered=tuple(known),
    )


def _projects(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["sector_code"] for row in lens.record.by_key("projects").values()}
    sectors = {code: lens.label("sector", code) for code in sorted(filter(None, used))}
    statuses = _labels(lens, "activity_status")
    records = _labels(lens, "record_kind")
    return {
        "country": _partner(
            lens, lambda row, asked: any(is_with(lens, row, one) for one in asked["country"])
        ),
        "org": _body(lens, "projects"),
        "state": _state(lens, "project_state", lambda row: states.project_state(lens, row).code),
        "status": Filter(
            _("Status last reported"),
            statuses,
            _is("status", "status_code"),
            everything=_("All statuses"),
            nearest=_("All statuses are shown."),
            offered=tuple(statuses),
        ),
        "sector": Filter(
            _("Sector"),
            sectors,
            _is("sector", "sector_code"),
            everything=_("All sectors"),
            nearest=_("All sectors are shown."),
            offered=tuple(sectors),
        ),
        "record": Filter(
            _("Kind of record"),
            records,
            _is("record", "record_kind"),
            everything=_("All kinds"),
            nearest=_("All kinds of record are shown."),
            offered=tuple(records),
        ),
    }


def _of_project(lens: Lens) -> Filter:
    label = lens.language.text("Project")
    return Filter(label, _rows(lens, "projects"), _is("project", "project_id"))


def _progress(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    ways = {"figure": _("A figure"), "words": _("Words alone")}
    return {
        "project": _of_project(lens),
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
        "country": _partner(
            lens, lambda row, asked: bool(partners_of(lens, row) & set(asked["country"]))
        ),
        "org": _body(lens, "outcomes"),
        "kind": Filter(
            _("Kind"),
            _labels(lens, "outcome_kind"),
            _is("kind", "kind"),
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
        "state": _state(lens, "outcome_state", lambda row: states.outcome_state(lens, row)),
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
        "country": _of_country(lens),
        "org": _body(lens, "organisations"),
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
        "country": _of_country(lens),
        "org": _body(lens, "people"),
        "visit": Filter(
            lens.language.text("Visit"),
            _rows(lens, "visits"),
            lambda row, asked: any(row["person_id"] in named(visit) for visit in asked["visit"]),
        ),
    }


def _of_country(lens: Lens) -> Filter:
    label = lens.language.text("Country")
    return _partner(lens, _is("country", "country"), label=label, others=["VN"])


def _places(lens: Lens) -> dict[str, Filter]:
    """The map draws a place for what took place there, or for a line that leads to it."""
    _ = lens.language.text
    layers = {
        "links": _("Lines to partners"),
        "visits": _("Visits"),
        "meetings": _("Meetings"),
        "projects": _("Projects"),
    }

    weights = {"meetings": _("Meetings"), "projects": _("Projects")}

    @cache
    def drawn(
        shown: tuple[str, ...], partners: tuple[str, ...], measures: tuple[str, ...]
    ) -> set[str]:
        lines = geography.drawn_lines(lens, measures, partners) if "links" in shown else ()
        ends = (line.place["place_id"] for line in lines)
        return {*geography.drawn_places(lens, shown, partners), *ends}

    def is_drawn(row: Row, asked: Asked) -> bool:
        return row["place_id"] in drawn(
            asked.get("layers", tuple(layers)),
            asked.get("org") or asked.get("country", ()),
            asked.get("weight", geography.MEASURES),
        )

    used = {row["country"] for row in lens.record.by_key("places").values()}
    countries = _in_abc(lens, filter(None, used), lens.language.country)
    return {
        "weight": Filter(
            _("Width of the lines"),
            weights,
            is_drawn,
            nearest=_("Lines are weighted by meetings."),
            offered=geography.MEASURES,
            usual=("meetings",),
            is_single=True,
        ),
        "country": _partner(lens, is_drawn, others=["VN"]),
        "org": _body(lens, "places", is_drawn),
        "layers": Filter(
            _("Layers"),
            layers,
            is_drawn,
            nearest=_("All layers are shown."),
            offered=tuple(layers),
            usual=tuple(layers),
        ),
        "located_in": Filter(_("Country"), countries, _is("located_in", "country")),
    }


def _sources(lens: Lens) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["language"] for row in lens.record.by_key("sources").values()}
    tongues = _in_abc(lens, used, lens.language.tongue)
    return {
        "language": Filter(
            _("Language of the source"),
            tongues,
            _is("language", "language"),
            everything=_("All languages"),
            nearest=_("Sources in all languages are shown."),
            offered=tuple(tongues),
        ),
    }
