"""How each table is filtered: one definition for the controls, the addresses, pages and API.

A filter takes one value or several with commas between: ``kind=request,commitment``. It means the
same on a page and in the API; a page may offer fewer values, and may show fewer rows by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from data.schema import TABLES, codelist
from data.values.folding import fold
from data.views import chains, citations, geography, measures
from data.views.lens import Lens, Row
from data.views.partners import is_with, partners_of

Asked = Mapping[str, tuple[str, ...]]


class Filter(NamedTuple):
    """One parameter: what readers call it, its values in their words, and which rows it keeps.

    ``fits`` is given all that is asked for. ``offered`` are the values that a page lets its readers
    choose (none: it has no control), ``everything`` and ``nearest`` what it says where none is
    chosen or known, ``usual`` the values that it then shows (none: all rows).
    """

    label: str
    options: Mapping[str, str]
    fits: Callable[[Row, Asked], bool]
    everything: str = ""
    nearest: str = ""
    offered: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()

    def choices(self) -> dict[str, str]:
        """The values that a page offers, in the reader's words."""
        return {code: self.options[code] for code in self.offered}

    def words(self, written: str) -> str:
        """One value or several in the reader's words."""
        return ", ".join(self.options[code] for code in values(written))


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
    "organisations": ("country", "side"),
    "people": ("country",),
    "places": ("country", "layers", "located_in"),
    "sources": ("language",),
    "discrepancies": (),
}


@lru_cache(maxsize=3 * len(TABLES))  # every table in three languages
def filters(lens: Lens, table: str, today: date) -> Mapping[str, Filter]:
    """The filters of a table by parameter; shared between readers, so not to be changed.

    They are kept, as a page asks for them four times: to guard, to draw, to read and to choose.
    """
    made: Mapping[str, Callable[[Lens, date], dict[str, Filter]]] = {
        "visits": _visits,
        "outcomes": _outcomes,
        "projects": _projects,
        "organisations": _organisations,
        "people": _people,
        "places": _places,
        "sources": _sources,
    }
    if table in made:
        return made[table](lens, today)
    _ = lens.language.text
    if table == "meetings":
        return {"visit": Filter(_("Visit"), _rows(lens, "visits"), _is("visit", "visit_id"))}
    if table in ("project_amounts", "project_progress"):
        known = _rows(lens, "projects")
        return {"project": Filter(_("Project"), known, _is("project", "project_id"))}
    return {}


def select(
    lens: Lens, table: str, asked: Mapping[str, str], today: date
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Ids of the rows that fit every filter asked for, and the filters in the reader's words.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    known = filters(lens, table, today)
    for name, written in asked.items():
        for value in values(written) or [written]:
            if value not in known[name].options:
                raise UnknownValue(name, value, tuple(known[name].options))
    wanted = {name: values(written) for name, written in asked.items()}
    kept = (
        str(row[TABLES[table].key])
        for row in lens.rows(table)
        if all(known[name].fits(row, wanted) for name in wanted)
    )
    words = ((known[name].label, known[name].words(written)) for name, written in asked.items())
    return tuple(kept), tuple(words)


def on_page(
    known: Mapping[str, Filter], address: Mapping[str, str], fixed: Mapping[str, str]
) -> dict[str, str]:
    """What a page asks for: what its address says, else what it shows by itself.

    ``fixed`` are values that the page has chosen for its readers.
    """
    chosen_values = {}
    for name, one in known.items():
        written = values(address.get(name, ""))
        chosen = written if set(written) <= set(one.offered) else ()
        if asked := fixed.get(name) or ",".join(chosen or one.usual):
            chosen_values[name] = asked
    return chosen_values


def values(written: str) -> tuple[str, ...]:
    """The values of a parameter, each once."""
    return tuple(dict.fromkeys(filter(None, written.split(","))))


def in_order(lens: Lens, table: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Rows as a page lists them: the newest, the most cited, the gravest first."""
    kept = set(keys)
    rows = [row for row in lens.rows(table) if row[TABLES[table].key] in kept]
    ordered = _ORDERS[table](lens, rows) if table in _ORDERS else rows
    return tuple(str(row[TABLES[table].key]) for row in ordered)


def _outcomes_in_order(lens: Lens, rows: list[Row]) -> list[Row]:
    meetings = lens.record.by_key("meetings")
    return sorted(
        rows, key=lambda row: chains.latest(meetings[row["meeting_id"]]["date"]), reverse=True
    )


def _sources_in_order(lens: Lens, rows: list[Row]) -> list[Row]:
    cited = citations.citations(lens)
    return sorted(rows, key=lambda row: (-cited[row["source_id"]], fold(row["title"])))


_GRAVEST_FIRST = ("high", "medium", "low")
_ORDERS: Mapping[str, Callable[[Lens, list[Row]], list[Row]]] = {
    "visits": lambda _lens, rows: sorted(rows, key=lambda row: chains.latest(row["start_date"]))[
        ::-1
    ],
    "outcomes": _outcomes_in_order,
    "projects": lambda _lens, rows: measures.in_time_order(rows, undated=True),
    "people": lambda _lens, rows: sorted(
        rows, key=lambda row: (row["country"] == "VN", row["name"])
    ),
    "sources": _sources_in_order,
    "discrepancies": lambda _lens, rows: sorted(
        rows, key=lambda row: _GRAVEST_FIRST.index(row["severity"])
    ),
}


def partner_countries(lens: Lens) -> dict[str, str]:
    """Countries that the record has dealings with, by name in the reader's language."""
    codes = {row["partner_country"] for row in lens.record.by_key("visits").values()}
    bodies = lens.record.by_key("organisations").values()
    codes |= {row["country"] for row in bodies if row["country"]}
    names = {code: lens.language.country(code) for code in codes - {"VN"}}
    return dict(sorted(names.items(), key=lambda item: (item[0] != "FR", fold(item[1]))))


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
        partners | {code: lens.language.country(code) for code in others},
        fits,
        everything=_("All partners"),
        nearest=_("All partners are shown."),
        offered=tuple(partners),
    )


def _visits(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    directions = _labels(lens, "direction")
    return {
        "country": _partner(lens, _is("country", "partner_country")),
        "direction": Filter(
            _("Direction"),
            directions,
            _is("direction", "direction"),
            everything=_("Both"),
            nearest=_("Both directions are shown."),
            offered=tuple(directions),
        ),
    }


def _projects(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["sector_code"] for row in lens.record.by_key("projects").values()}
    sectors = {code: lens.label("sector", code) for code in sorted(filter(None, used))}
    statuses = _labels(lens, "activity_status")
    records = _labels(lens, "record_kind")
    return {
        "country": _partner(
            lens, lambda row, asked: any(is_with(lens, row, one) for one in asked["country"])
        ),
        "status": Filter(
            _("Status"),
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


def _outcomes(lens: Lens, today: date) -> dict[str, Filter]:
    """Only requests, promises and agreements have a state; what is overdue depends on the day."""
    _ = lens.language.text
    threads = chains.threads(lens, today)
    states = {thread.outcome["outcome_id"]: measures.states_of(thread) for thread in threads}
    names = {code: lens.label("outcome_status", code) for code in measures.STATES}
    names["overdue"] = _("Overdue")
    return {
        "country": _partner(
            lens, lambda row, asked: bool(partners_of(lens, row) & set(asked["country"]))
        ),
        "kind": Filter(
            _("Kind"),
            _labels(lens, "outcome_kind"),
            _is("kind", "kind"),
            everything=_("All kinds"),
            nearest=_("All kinds are shown."),
            offered=chains.OPEN_KINDS,
            usual=chains.OPEN_KINDS,
        ),
        "state": Filter(
            _("State"),
            names,
            lambda row, asked: bool(states.get(row["outcome_id"], set()) & set(asked["state"])),
            everything=_("All states"),
            nearest=_("All states are shown."),
            offered=tuple(names),
        ),
    }


def _organisations(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    sides = {"partner": _("Partner side"), "vietnamese": _("Vietnamese side")}
    return {
        "country": _of_country(lens),
        "side": Filter(
            _("Side"),
            sides,
            lambda row, asked: (
                ("vietnamese" if row["country"] == "VN" else "partner") in asked["side"]
            ),
        ),
    }


def _people(lens: Lens, _today: date) -> dict[str, Filter]:
    return {"country": _of_country(lens)}


def _of_country(lens: Lens) -> Filter:
    label = lens.language.text("Country")
    return _partner(lens, _is("country", "country"), label=label, others=["VN"])


def _places(lens: Lens, _today: date) -> dict[str, Filter]:
    """The map draws a place for what took place there: on its layers, with its partner."""
    _ = lens.language.text
    layers = {
        "links": _("Lines to partners"),
        "visits": _("Visits"),
        "meetings": _("Meetings"),
        "projects": _("Projects"),
    }

    @cache
    def drawn(shown: tuple[str, ...], partners: tuple[str, ...]) -> set[str]:
        return set(geography.drawn_places(lens, shown, partners))

    def is_drawn(row: Row, asked: Asked) -> bool:
        shown = asked.get("layers", tuple(layers))
        return row["place_id"] in drawn(shown, asked.get("country", ()))

    used = {row["country"] for row in lens.record.by_key("places").values()}
    countries = {code: lens.language.country(code) for code in sorted(filter(None, used))}
    return {
        "country": _partner(lens, is_drawn, others=["VN"]),
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


def _sources(lens: Lens, _today: date) -> dict[str, Filter]:
    _ = lens.language.text
    used = {row["language"] for row in lens.record.by_key("sources").values()}
    tongues = {code: lens.language.tongue(code) for code in sorted(used)}
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
