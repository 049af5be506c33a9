"""One row of a visit in a step of the way: folded in short, or open with its fields."""

from collections.abc import Iterable, Sequence

import streamlit as st

from components import html
from components.desk.editing import row_form, told, visit_going, visit_rows, writing
from components.desk.editing.workbench import Workbench
from components.page import address, parts
from data.desk.checked import Tier
from data.record.wording import called, value
from data.schema import TABLES


def shown(
    bench: Workbench,
    table: str,
    key: str,
    columns: Sequence[str],
    among: Iterable[str],
    *,
    may_go: bool = True,
) -> None:
    """A row in short, or with its fields where it is the one that is open."""
    _ = bench.lens.language.text
    keys = list(among)
    opened = address.value("row", keys) or keys[0]
    with st.container(border=True):
        if key == st.query_params.get("row"):
            visit_going.goal(key, headline(bench, table, key))
        else:
            st.markdown(f"**{html.literal(headline(bench, table, key))}**")
        if key != opened:
            parts.note(_in_short(bench, table, key, columns))
            if st.button(_("Open"), key=f"open-{key}"):
                visit_going.go(row=key)
            return
        row_form.fields(bench, table, key, asked(bench, columns))
        if may_go and st.button(_("Take out of the draft"), key=f"out-{key}"):
            _take_out(bench, table, key)


def asked(bench: Workbench, columns: Sequence[str]) -> list[str]:
    """The columns with each text in Vietnamese and in the reader's own language."""
    code = bench.lens.language.code
    asked = [(name, f"{name[:-3]}_{code}" if name.endswith("_vi") else name) for name in columns]
    return list(dict.fromkeys(name for pair in asked for name in pair))


def _take_out(bench: Workbench, table: str, key: str) -> None:
    """Take out a row, and with a meeting what came of it."""
    if table == "meetings":
        for outcome, row in visit_rows.own(bench, "outcomes").items():
            if row["meeting_id"] == key:
                writing.take_out(bench, "outcomes", outcome)
    writing.take_out(bench, table, key)
    visit_going.go()


def headline(bench: Workbench, table: str, key: str) -> str:
    """What a row is called, with its day or its kind before."""
    language, row = bench.lens.language, bench.row(table, key)
    name = called(table, row, language) or language.text("without a name yet")
    before = "date" if table == "meetings" else "kind"
    field = TABLES[table].fields[before]
    text = value(field, row, row[before], language, {}) if row[before] else ""
    return " · ".join(filter(None, (text, name)))


def _in_short(bench: Workbench, table: str, key: str, columns: Sequence[str]) -> str:
    """What a folded row has so far, and what is missing."""
    language, row = bench.lens.language, bench.row(table, key)
    tables = ("people", "organisations", "places", "sources")
    known = {one: bench.rows(one) for one in tables}
    fields = [TABLES[table].fields[name] for name in columns if row[name]]
    texts = [
        value(one, row, row[one.name], language, known)
        for one in fields
        if one.name not in ("title_vi", "text_vi", "date", "kind")
    ]
    found = told.of_row(bench, table, key)
    texts += [language.pair(one.column, one.sentence) for one in found if one.tier is Tier.REFUSED]
    return " · ".join(filter(None, texts))
