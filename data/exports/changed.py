"""What changed, version by version, in the reader's words: for the page and for the feed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from data.exports.edition import Edition
from data.exports.past import Change, Past, Step, typed
from data.record.wording import Pieces, Sides, called, change
from data.schema import TABLES
from data.store import Version, is_seed
from data.views.filtering import Filter, UnknownValue, values
from data.views.filters import NAMES, filters
from data.views.lens import Lens, Row

Asked = Mapping[str, str]

PARAMETERS = ("country", "org", "project", "table")
_PARTNER = ("country", "org")
_MOST_ROWS = 300  # of one version in words


class Cell(NamedTuple):
    """A cell that changed: its column, and what it said before and after."""

    column: str
    before: Pieces
    after: Pieces


class Told(NamedTuple):
    """A row that a version added, changed or removed; ``cells`` are those that it changed.

    ``is_there`` says whether the record still has it.
    """

    table: str
    key: str
    name: str
    is_there: bool
    act: str
    cells: tuple[Cell, ...]


class Published(NamedTuple):
    """What one version did to the rows that fit the filters; ``more`` is how many are not told.

    ``is_first``: its rows are the whole record as it was then.
    """

    version: Version
    is_first: bool
    is_seed: bool
    rows: tuple[Told, ...]
    more: int


def changes(edition: Edition, asked: Asked) -> Iterator[Published]:
    """What the versions changed, newest first; those that changed nothing that fits are left out.

    Raises:
        UnknownValue: a filter does not have that value.

    """
    known = options(edition.lens)
    for name, written in asked.items():
        for value in values(written) or (written,):
            if value not in known[name].options:
                raise UnknownValue(name, value, tuple(known[name].options))
    past = edition.past()
    return _published(edition, asked, past) if past else iter(())


def options(lens: Lens) -> Mapping[str, Filter]:
    """The filters by parameter: a partner, a project, a table."""
    _ = lens.language.text
    of_partner = filters(lens, "visits")
    projects = filters(lens, "project_amounts")["project"]
    tables = {name: table.labels[lens.language.code] for name, table in TABLES.items()}
    return {
        **{name: of_partner[name] for name in _PARTNER},
        "project": replace(
            projects,
            everything=_("All projects"),
            nearest=_("All projects are shown."),
            offered=tuple(projects.options),
        ),
        "table": Filter(
            _("Table"),
            tables,
            lambda _row, _asked: True,
            everything=_("All tables"),
            nearest=_("All tables are shown."),
            offered=tuple(tables),
        ),
    }


def _published(edition: Edition, asked: Asked, past: Past) -> Iterator[Published]:
    for step in past.steps:
        if told := _told(edition, step, asked, is_first=step.version.number == 1):
            yield told


def _told(edition: Edition, step: Step, asked: Asked, *, is_first: bool) -> Published | None:
    """What a version changed that fits; None where that is nothing."""
    fitting = [
        (table, key, one)
        for (table, key), one in step.rows.items()
        if _fits(edition.lens, table, one, asked)
    ]
    unread = step.total - len(step.rows)
    if (is_first and asked) or not (fitting or unread):
        return None
    sides = Sides(edition.lens.language, edition.rows, edition.rows)
    rows = tuple(_row(table, key, one, sides) for table, key, one in fitting[:_MOST_ROWS])
    more = unread + len(fitting) - len(rows)
    return Published(step.version, is_first, is_seed(step.version), rows, more)


def _row(table: str, key: str, one: Change, sides: Sides) -> Told:
    before, after = one
    there = after or before or {}
    act = "added" if before is None else "removed" if after is None else "changed"
    cells = tuple(
        Cell(field.labels[sides.language.code], *change(TABLES[table], name, before, after, sides))
        for name, field in TABLES[table].fields.items()
        if before and after and before[name] != after[name]
    )
    name = called(table, there, sides.language) or key
    return Told(table, key, name, key in sides.after.get(table, {}), act, cells)


def _fits(lens: Lens, table: str, one: Change, asked: Asked) -> bool:
    """Whether a row fits all filters, as it was before the version or as it is after it."""
    wanted = {name: values(written) for name, written in asked.items()}
    if "table" in wanted and table not in wanted["table"]:
        return False
    rows = [(typed(table, row), row) for row in one if row is not None]
    return all(
        any(_is_of(lens, table, row, name, wanted) for row, _written in rows)
        for name in wanted
        if name != "table"
    )


def _is_of(
    lens: Lens, table: str, row: Row, name: str, wanted: Mapping[str, tuple[str, ...]]
) -> bool:
    """Whether a row is about a partner or a project: itself, or what it belongs to."""
    if table in ("discrepancies", "papers"):  # these are about rows of other tables
        about = row["subject_table"]
        subjects = (lens.row(about, key) for key in row["subject_ids"] if about in TABLES)
        return any(_is_of(lens, about, one, name, wanted) for one in subjects if one)
    if name == "project":
        return is_of_project(table, row, wanted["project"])
    if name in NAMES[table] and table != "places":
        return filters(lens, table)[name].fits(row, wanted)
    project = lens.row("projects", row.get("project_id")) if table != "projects" else None
    return bool(project) and filters(lens, "projects")[name].fits(project or {}, wanted)


def is_of_project(table: str, row: Row, wanted: tuple[str, ...]) -> bool:
    """Whether a row is one of some projects, or names one of them."""
    if table == "projects":
        return row["project_id"] in wanted
    named = {row.get("project_id"), *(row.get("project_ids") or ())}
    return bool(named & set(wanted))
