"""Every chart by its name: what may be asked of it, which rows it counts, and how it is drawn.

Pages, files and embedded frames draw a chart by its name, so all of them show the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from components.charts import counts, money
from components.charts.chart import Chart
from components.charts.progress import progress_over_time
from components.charts.projects import project_over_time, projects_over_time
from components.charts.visits import visits_over_time
from data.exports import selecting
from data.exports.charted import Plate
from data.exports.edition import Edition, Extract
from data.schema import TABLES
from data.views import chains, measures, states
from data.views.filtering import UnknownValue, values
from data.views.filters import NAMES, filters
from data.views.lens import Lens, Row, kept
from data.views.partners import projects_by_partner

Asked = Mapping[str, str]
PART = "part"


class Drawn(NamedTuple):
    """A chart, the rows that it is of, and the name and parameters that give it again."""

    chart: Chart
    of: Extract
    name: str
    asked: Asked

    @property
    def plate(self) -> Plate:
        """The chart with all that goes with it into a file."""
        chart = self.chart
        cells = tuple(map(tuple, chart.rows))
        heads = tuple(chart.heads)
        return Plate(
            self.of, chart.name, chart.definition, chart.lens.day, heads, cells, chart.says
        )


class Named(NamedTuple):
    """A chart that can be asked for: by which filters, and how many rows it shows at once."""

    filters: tuple[str, ...]
    rows: Callable[[Edition, Asked], Extract]
    draw: Callable[[Extract, Extract], Chart]  # of all rows, and of the part that is shown
    most: int = 0  # no end

    @property
    def takes(self) -> tuple[str, ...]:
        """The parameters that may be asked."""
        return (*self.filters, *((PART,) if self.most else ()))


def drawn(edition: Edition, name: str, asked: Asked) -> Drawn:
    """A chart by its name. Raises UnknownValue."""
    return _drawn(edition, name, tuple(asked.items()))


@kept(100)
def _drawn(edition: Edition, name: str, told: tuple[tuple[str, str], ...]) -> Drawn:
    """The same, not counted again from all rows at each click."""
    asked = dict(told)
    known, every = CHARTS[name], rows_of(edition, name, asked)
    parts = max(-(-len(every.keys) // known.most), 1) if known.most else 1
    number = _part(asked.get(PART, ""), parts)
    first = (number - 1) * known.most
    shown = replace(every, keys=every.keys[first : first + known.most]) if known.most else every
    return Drawn(known.draw(every, shown), shown, name, asked)


def rows_of(edition: Edition, name: str, asked: Asked) -> Extract:
    """The rows of all parts of a chart. Raises UnknownValue."""
    return _rows_of(edition, name, tuple(_without(asked, PART).items()))


@kept(100)
def _rows_of(edition: Edition, name: str, told: tuple[tuple[str, str], ...]) -> Extract:
    return CHARTS[name].rows(edition, dict(told))


def currencies(edition: Edition, asked: Asked) -> Sequence[str]:
    """Currencies in which money of some projects, or of one, is stated, the usual ones first."""
    return _currencies(edition, tuple(_without(asked, "currency").items()))


@kept(100)
def _currencies(edition: Edition, told: tuple[tuple[str, str], ...]) -> Sequence[str]:
    lens, asked = edition.lens, dict(told)
    if "project" in asked:
        rows = _money_of(lens, asked["project"])
        return list(dict.fromkeys(row["currency"] for row in rows))
    codes = {row["currency"] for row in _committed(edition, asked)}
    return sorted(codes, key=lambda code: (code not in ("EUR", "VND"), code))


def progress_rows(lens: Lens, project: str) -> list[Row]:
    """Reports of work done in percent, which the chart of a project's progress marks."""
    return [
        step
        for step in lens.naming("project_progress", "project_id", project)
        if step["value"] is not None
        and step["unit"] == "percent"
        and step["date"]
        and step["metric"] in measures.WORK_DONE
    ]


def _part(written: str, parts: int) -> int:
    known = [str(number) for number in range(1, parts + 1)]
    if written and written not in known:
        raise UnknownValue(PART, written, tuple(known[:50]))
    return int(written or 1)


def _without(asked: Asked, *names: str) -> dict[str, str]:
    return {name: text for name, text in asked.items() if name not in names}


def _usual(table: str) -> Callable[[Edition, Asked], Extract]:
    """The rows of a table that its page shows where its reader chose nothing else."""

    def rows(edition: Edition, asked: Asked) -> Extract:
        known = filters(edition.lens, table)
        usual = {name: ",".join(one.usual) for name, one in known.items() if one.usual}
        return selecting.part(edition, table, {**usual, **asked})

    return rows


def _counted(edition: Edition, asked: Asked) -> Extract:
    """The projects that charts count, with the kinds of record that these are among the filters."""
    projects = selecting.part(edition, "projects", asked)
    chosen = values(asked.get("record", "")) or measures.COUNTED
    kinds = [kind for kind in measures.COUNTED if kind in chosen]
    if not kinds:
        return replace(projects, keys=())
    return selecting.part(edition, "projects", {**asked, "record": ",".join(kinds)})


def _dated(edition: Edition, asked: Asked) -> Extract:
    """The projects with a date, and that these are meant among the filters."""
    _ = edition.lens.language.text
    projects = selecting.part(edition, "projects", asked)
    shown = edition.lens.rows_at("projects", projects.keys)
    keys = tuple(row["project_id"] for row in measures.in_time_order(shown))
    told = (_("Dates"), _("projects with a date"))
    return replace(projects, keys=keys, filters=(*projects.filters, told))


def _draw_outcomes(_every: Extract, shown: Extract) -> Chart:
    threads = chains.threads(shown.lens, frozenset(shown.keys))
    tallies = {kind: measures.by_state(threads, kind) for kind in states.OPEN_KINDS}
    return counts.outcomes_by_state(shown.lens, {kind: one for kind, one in tallies.items() if one})


def _draw_states(_every: Extract, shown: Extract) -> Chart:
    lens = shown.lens
    rows = lens.rows_at("projects", shown.keys)
    rule = lens.language.text(
        "National funds and aggregates are not counted ({count} rows counted)."
    ).format(count=len(rows))
    return counts.projects_by_state(lens, measures.projects_by_state(lens, rows), rule)


def _draw_partners(_every: Extract, shown: Extract) -> Chart:
    lens = shown.lens
    rows = lens.rows_at("projects", shown.keys)
    return counts.projects_by_partner(lens, projects_by_partner(lens, rows))


def _draw_dates(every: Extract, shown: Extract) -> Chart:
    fitting = selecting.part(every.edition, "projects", dict(every.asked))
    undated = len(fitting.keys) - len(every.keys)
    return projects_over_time(shown.lens, shown.keys, undated=undated, every=every.keys)


def _committed(edition: Edition, asked: Asked) -> list[Row]:
    chosen = set(selecting.part(edition, "projects", asked).keys)
    return [
        row
        for row in measures.own_money(edition.lens.rows("project_amounts"))
        if row["project_id"] in chosen and row["kind"] in money.COMMITTED
    ]


def _currency(edition: Edition, asked: Asked) -> str:
    """The currency asked for, else the first there is; "" where there is none."""
    known = currencies(edition, asked)
    wanted = asked.get("currency", "")
    if wanted and wanted not in known:
        raise UnknownValue("currency", wanted, tuple(known))
    return wanted or next(iter(known), "")


def _stated(edition: Edition, asked: Asked) -> Extract:
    """Main statements of money of several projects in one currency."""
    _ = edition.lens.language.text
    currency, narrow = _currency(edition, asked), _without(asked, "currency")
    projects = selecting.part(edition, "projects", narrow)
    held = edition.rows["project_amounts"]
    return replace(
        projects,
        table=TABLES["project_amounts"],
        keys=tuple(
            row["amount_id"]
            for row in _committed(edition, narrow)
            if row["currency"] == currency and row["amount_id"] in held
        ),
        filters=(
            *projects.filters,
            (_("Amounts"), _("main statements of the province's own projects")),
            *(((_("Currency"), currency),) if currency else ()),
        ),
        asked=tuple(asked.items()),
    )


def _draw_stated(every: Extract, shown: Extract) -> Chart:
    return money.money_by_project(shown.lens, shown.keys, _currency_of(shown), every.keys)


def _currency_of(amounts: Extract) -> str:
    """The currency of statements that all have the same; "" without any."""
    rows = amounts.lens.rows_at("project_amounts", amounts.keys[:1])
    return next((str(row["currency"]) for row in rows), "")


def _project(edition: Edition, asked: Asked) -> Row:
    known = edition.lens.record.by_key("projects")
    asked_for = asked.get("project", "")
    if asked_for not in known:
        raise UnknownValue("project", asked_for, tuple(known)[:500])
    row: Row = known[asked_for]
    return row


def _about(edition: Edition, asked: Asked) -> tuple[str, str]:
    lens = edition.lens
    return lens.language.text("Project"), lens.words(_project(edition, asked), "name")


def _one_project(edition: Edition, asked: Asked) -> Extract:
    about = _about(edition, asked)
    return _of(edition, "projects", [asked["project"]], asked, about)


def _of(
    edition: Edition, table: str, keys: Sequence[str], asked: Asked, *about: tuple[str, str]
) -> Extract:
    extract = selecting.rows(edition, table, keys, *about)
    return replace(extract, asked=tuple(asked.items()))


def _money_of(lens: Lens, project: str) -> list[Row]:
    amounts = lens.naming("project_amounts", "project_id", project)
    return [row for row in amounts if row["charted"]]


def _money_of_project(edition: Edition, asked: Asked) -> Extract:
    about = _about(edition, asked)
    currency = _currency(edition, asked)
    rows = _money_of(edition.lens, asked["project"])
    keys = [row["amount_id"] for row in rows if row["currency"] == currency]
    told = ((edition.lens.language.text("Currency"), currency),) if currency else ()
    return _of(edition, "project_amounts", keys, asked, about, *told)


def _draw_money_of_project(every: Extract, shown: Extract) -> Chart:
    return money.money_of_project(shown.lens, shown.keys, _currency_of(shown), every.keys)


def _progress_of_project(edition: Edition, asked: Asked) -> Extract:
    about = _about(edition, asked)
    keys = [row["progress_id"] for row in progress_rows(edition.lens, asked["project"])]
    return _of(edition, "project_progress", keys, asked, about)


# Rows of a chart that one A4 holds with letters of 8 points: of projects, statements of several
# projects or of one, visits.
_PROJECTS, _STATEMENTS, _AMOUNTS, _VISITS = 30, 8, 12, 60
CHARTS: Mapping[str, Named] = {
    "outcomes-by-state": Named(NAMES["outcomes"], _usual("outcomes"), _draw_outcomes),
    "projects-by-state": Named(NAMES["projects"], _counted, _draw_states),
    "projects-by-partner": Named(NAMES["projects"], _counted, _draw_partners),
    "projects-over-time": Named(NAMES["projects"], _dated, _draw_dates, most=_PROJECTS),
    "money-by-project": Named(
        (*NAMES["projects"], "currency"), _stated, _draw_stated, most=_STATEMENTS
    ),
    "visits-over-time": Named(
        NAMES["visits"],
        _usual("visits"),
        lambda every, shown: visits_over_time(shown.lens, shown.keys, every.keys),
        most=_VISITS,
    ),
    "project-over-time": Named(
        ("project",),
        _one_project,
        lambda _every, shown: project_over_time(shown.lens, dict(shown.asked)["project"]),
    ),
    "project-money": Named(
        ("project", "currency"), _money_of_project, _draw_money_of_project, most=_AMOUNTS
    ),
    "project-progress": Named(
        ("project",),
        _progress_of_project,
        lambda _every, shown: progress_over_time(shown.lens, shown.keys),
    ),
}
