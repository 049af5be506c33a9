"""Many rows at once: a filtered table as a grid of cells, kept in a draft as it is typed."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from components import html, links
from components.desk.editing import grid, many_kept, many_tools, opening, told
from components.desk.editing.workbench import Workbench
from components.page import address, filter_bar, lists, parts
from data.desk.editing import sketching
from data.record.wording import called
from data.schema import TABLES, Table
from data.views.filtering import Filter, values
from data.views.filters import filters, select
from data.views.lens import Lens

MOST_ROWS = 100  # in the grid at once, so that it stays quick; filters and pages lead to the others
_MOST_FIRST = 8  # columns shown before others are asked for
_LISTED = 50  # findings below the grid

# What people change most often, in the order in which they look for it.
_FIRST: Mapping[str, tuple[str, ...]] = {
    "visits": ("title_vi", "start_date", "end_date", "status", "partner_country", "source_ids"),
    "meetings": ("title_vi", "date", "visit_id", "place_id", "foreign_org_ids", "source_ids"),
    "outcomes": (
        *("text_vi", "kind", "meeting_id", "from_org_ids", "due_date"),
        *("status", "status_date", "source_ids"),
    ),
    "projects": (
        *("name_vi", "status_code", "status_date", "planned_start", "planned_end"),
        *("funder_org_ids", "source_ids"),
    ),
    "project_amounts": ("project_id", "kind", "amount", "currency", "date", "source_ids"),
    "people": ("name", "role_vi", "org_id", "country", "source_ids"),
    "organisations": ("name_vi", "short_name_vi", "type_code", "country", "source_ids"),
}


class _Fault(NamedTuple):
    """One finding as it is listed: the row and its form, and what is wrong."""

    row: str
    href: str
    sentence: str


def href(lens: Lens, table: str, asked: Mapping[str, str]) -> str:
    """Address of the grid with the rows of a table that a page lists."""
    chosen = {"part": "rows", "table": table, **asked}
    return links.href("data", lens.language.code, **chosen)


def shown(lens: Lens) -> None:
    """The table that the address names, filtered, as a grid in the draft that is open."""
    _ = lens.language.text
    code = lens.language.code
    labels = {name: one.labels[code] for name, one in TABLES.items() if not one.keeps_files}
    parts.guard("table", labels, _("The first table is shown."))
    table = address.pick("table", _("Table"), labels, default=next(iter(labels)))
    bench = opening.current(lens)
    _draft(bench)
    keys = _kept_by_filters(lens, bench, table)
    first, last = lists.slice_of(lens, f"rows-{table}", len(keys), MOST_ROWS)
    columns = _columns(lens, TABLES[table])
    _for_small_screens(bench, table, keys[first:last])
    opened = grid.opened(bench, table, keys[first:last], columns)
    grid.draw(bench, opened)
    for sentence in many_kept.notes():
        st.info(html.literal(sentence))
    many_tools.shown(bench, opened)
    _faults(bench, table)


def _draft(bench: Workbench) -> None:
    """Which draft the cells go into, and the way to it."""
    _ = bench.lens.language.text
    number = bench.sketch.number
    at = links.href("data", bench.lens.language.code, part="drafts", draft=str(number))
    name = bench.sketch.title or _("Draft {number}").format(number=number)
    parts.show("many_rows_draft.html", bench.lens, name=name, href=at, count=bench.sketch.count)


def _kept_by_filters(lens: Lens, bench: Workbench, table: str) -> list[str]:
    """Rows of the newest version that fit the filters of the address."""
    known = filters(lens, table)
    for name, one in known.items():
        parts.guard(name, one.options, one.nearest or lens.language.text("All rows are shown."))
    with filter_bar.bar("rows"):
        filter_bar.controls(lens, table)
    asked = _asked(known)
    keys, words = select(lens, table, asked)
    hidden = [(label, value) for label, value in words if value]
    parts.show("many_rows_filters.html", lens, filters=hidden, count=len(keys))
    return [key for key in keys if key in bench.published[table]]


def _asked(known: Mapping[str, Filter]) -> dict[str, str]:
    """What the address asks for, also of filters that have no control."""
    asked = {}
    for name, one in known.items():
        written = values(st.query_params.get(name, ""))
        if chosen := ",".join(written if set(written) <= set(one.options) else ()):
            asked[name] = chosen
    return asked


def _columns(lens: Lens, table: Table) -> list[str]:
    """The columns that the reader chose; at first those that people change most."""
    _ = lens.language.text
    offered = [
        name
        for name, described in table.fields.items()
        if name != table.key and not described.names_translations
    ]
    first = _FIRST.get(table.name) or tuple(name for name in offered if name in table.required)
    code = lens.language.code
    with st.expander(_("Columns")):
        chosen = st.multiselect(
            _("Columns"),
            offered,
            list(first[:_MOST_FIRST]),
            format_func=lambda name: table.fields[name].labels[code],
            key=f"rows-columns-{table.name}",
            label_visibility="collapsed",
        )
    return list(chosen) or list(first[:1])


def _for_small_screens(bench: Workbench, table: str, keys: list[str]) -> None:
    """On a phone: what to do there, with a link to the form of each row."""
    lens = bench.lens
    own = [key for key in bench.sketch.rows.get(table, {}) if sketching.is_new(key)]
    rows = [(_name(bench, table, key), _form(bench, table, key)) for key in [*own, *keys]]
    parts.show("many_rows_cards.html", lens, rows=rows)


def _name(bench: Workbench, table: str, key: str) -> str:
    row = bench.row(table, key)
    return called(table, row, bench.lens.language) or bench.lens.language.text("new row")


def _form(bench: Workbench, table: str, key: str) -> str:
    at = {"part": "drafts", "draft": str(bench.sketch.number), "table": table, "row": key}
    return links.href("data", bench.lens.language.code, **at)


def _faults(bench: Workbench, table: str) -> None:
    """What is wrong in the rows of the draft, each with the way to the form of its row."""
    found = [
        _Fault(_name(bench, table, key), _form(bench, table, key), f"{one.column} – {one.sentence}")
        for key in bench.check.rows.get(table, {})
        for one in told.of_row(bench, table, key)
    ]
    if found:
        parts.show(
            "many_rows_faults.html",
            bench.lens,
            faults=found[:_LISTED],
            more=len(found) - _LISTED,
        )
