"""The form of one row, made from the schema: a field for each column, faults at the field."""

from collections.abc import Iterable

import streamlit as st

from components import html
from components.desk.editing import workbench
from components.desk.editing.workbench import Workbench
from data.record.wording import called
from data.schema import TABLES, Field, codelist

# Columns that nobody types: the program fills them.
MADE = frozenset(
    field.name
    for table in TABLES.values()
    for field in table.fields.values()
    if field.names_translations
)


def shown(bench: Workbench, table: str, key: str) -> None:
    """Every field of a row."""
    columns = [name for name in TABLES[table].fields if name != TABLES[table].key]
    fields(bench, table, key, columns)


def fields(bench: Workbench, table: str, key: str, columns: Iterable[str]) -> None:
    """Some fields of a row, each with what is wrong with it."""
    for name in columns:
        if name not in MADE:
            field(bench, table, key, TABLES[table].fields[name])


def field(bench: Workbench, table: str, key: str, described: Field) -> None:
    """One field: a list for codes, a choice for references, else a text; faults below it."""
    code = bench.lens.language.code
    label = described.labels[code] + (" *" if described.required else "")
    text = bench.row(table, key)[described.name]
    widget = f"sketch-{bench.sketch.number}-{table}-{key}-{described.name}"
    place = (bench.sketch.number, table, key, described.name, widget)
    help_text = described.descriptions.get(code)
    if described.references:
        _references(bench, described, label, text, place)
    elif described.codelist and described.codelist != "country" and not described.is_list:
        options = ["", *codelist(described.codelist)]
        st.session_state.setdefault(widget, text if text in options else "")
        names = {one.code: one.names[code] for one in codelist(described.codelist).values()}
        st.selectbox(
            html.literal(label),
            options,
            format_func=lambda one: names.get(one, "—"),
            key=widget,
            help=help_text,
            on_change=_keep,
            args=place,
        )
    else:
        st.session_state.setdefault(widget, text)
        is_long = described.text_of is not None and described.text_of not in ("title", "name")
        draw = st.text_area if is_long else st.text_input
        draw(html.literal(label), key=widget, help=help_text, on_change=_keep, args=place)
    for finding in bench.findings(table, key, described.name):
        st.error(html.literal(finding.fault.sentence(bench.lens.language)))


def _references(
    bench: Workbench, described: Field, label: str, text: str, place: tuple[int, str, str, str, str]
) -> None:
    target = described.references or ""
    rows = bench.rows(target)
    names = {one: called(target, row, bench.lens.language) for one, row in rows.items()}
    widget = place[-1]
    delimiter = described.delimiter or ";"
    chosen = [one for one in text.split(delimiter) if one in rows]
    if described.is_list:
        st.session_state.setdefault(widget, chosen)
        st.multiselect(
            html.literal(label),
            list(rows),
            format_func=names.__getitem__,
            key=widget,
            on_change=_keep,
            args=place,
        )
    else:
        st.session_state.setdefault(widget, chosen[0] if chosen else None)
        st.selectbox(
            html.literal(label),
            list(rows),
            format_func=names.__getitem__,
            key=widget,
            on_change=_keep,
            args=place,
        )


def _keep(number: int, table: str, key: str, column: str, widget: str) -> None:
    """Write what a field holds now into the sketch."""
    value = st.session_state[widget]
    delimiter = TABLES[table].fields[column].delimiter or ";"
    text = delimiter.join(value) if isinstance(value, list) else value or ""
    workbench.keep(number, table, key, column, text)
