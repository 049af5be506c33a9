"""A row is removed by the draft: first everything that this brings with it is shown."""

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from components import html
from components.desk.editing import writing
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.editing import choosing
from data.desk.editing.leaving import Leaving, Place, leaving
from data.schema import TABLES

_MOST_NAMED = 30


def shown(bench: Workbench, table: str, key: str, *, expanded: bool = False) -> None:
    """What refers to a row, what becomes of that, and the button that removes the row."""
    _ = bench.lens.language.text
    part = st.expander(
        _("Remove this row"), expanded=expanded, key=f"remove-part-{table}-{key}", on_change="rerun"
    )
    if not part.open:  # what refers to a row is looked for only where somebody asks
        return
    with part:
        tables = {name: bench.rows(name) for name in TABLES}
        found = leaving(tables, table, key)
        others = found.goes[1:]
        if not others and not found.changes:
            parts.note(_("No other row refers to it."))
        if others:
            st.warning(html.literal(_("These rows cannot be without it and would go as well:")))
            _listed(bench, others)
        if found.changes:
            st.write(html.literal(_("These rows stay and would no longer name it:")))
            _listed(bench, tuple(found.changes))
        understood = True
        if others:
            label = bench.lens.language.plural(
                "{count} row goes", "{count} rows go", len(found.goes)
            )
            understood = st.checkbox(html.literal(label), key=f"remove-sure-{table}-{key}")
        st.button(
            _("Remove"),
            key=f"remove-{table}-{key}",
            disabled=not understood,
            on_click=_remove,
            args=(bench, found),
        )
        parts.note(_("It is only noted in the draft: nothing goes before the draft is published."))


def is_removed(bench: Workbench, table: str, key: str) -> bool:
    """Whether the draft lets the row go; says so, with a way back."""
    if bench.edit(table, key).cells is not None:
        return False
    _ = bench.lens.language.text
    st.warning(html.literal(_("This draft removes the row.")))
    st.button(
        _("Do not remove it"),
        key=f"keep-{table}-{key}",
        on_click=_restore,
        args=(bench, table, key),
    )
    return True


def _listed(bench: Workbench, places: tuple[Place, ...]) -> None:
    """Rows by name, at most some; the rest by number."""
    language = bench.lens.language
    names = [
        (TABLES[table].labels[language.code], _name(bench, table, key))
        for table, key in places[:_MOST_NAMED]
    ]
    items = "".join(
        f'<li><span class="nc-tag">{html.escape(label)}</span> {html.escape(name)}</li>'
        for label, name in names
    )
    st.html(f'<ul class="nc-list">{items}</ul>')
    if len(places) > _MOST_NAMED:
        counted = Counter(table for table, _ in places[_MOST_NAMED:])
        rest = (
            language.pair(TABLES[table].labels[language.code], language.number(count))
            for table, count in counted.items()
        )
        parts.note("… " + " · ".join(rest))


def _name(bench: Workbench, table: str, key: str) -> str:
    return choosing.described(table, bench.row(table, key), bench.lens.language) or key


def _remove(bench: Workbench, found: Leaving) -> None:
    """Let the rows go, and take their names out of those that stay."""
    typed: dict[str, dict[str, Mapping[str, str] | None]] = {}
    for (table, key), cells in found.changes.items():
        typed.setdefault(table, {})[key] = cells
    for table, key in found.goes:
        typed.setdefault(table, {})[key] = None
    for table, rows in typed.items():
        writing.keep_rows(bench.sketch.number, table, rows)


def _restore(bench: Workbench, table: str, key: str) -> None:
    writing.keep_rows(bench.sketch.number, table, {key: {}})
