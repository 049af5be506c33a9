"""The row as readers will see it once the draft is published, beside its form."""

from typing import Any

import streamlit as st

from components import html
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.comparing import Mode, merged
from data.record.canonical import canonical
from data.record.loading import Record, record_of
from data.record.wording import value
from data.schema import TABLES
from data.views import chains, citations
from data.views import partners as dealings
from data.views.lens import Lens

_KEPT = "sketch-previewed"  # key of the session: the last record, and of which sketch it was


def shown(bench: Workbench, table: str, key: str) -> None:
    """The row by the template of its page; by its cells where it cannot stand there yet."""
    lens = _lens(bench)
    row = lens.record.by_key(table).get(bench.check.ids.get((table, key), key))
    if row is None or any(lens.record.faults.values()):
        parts.note(
            bench.lens.language.text("Not complete yet: these are the cells that are filled.")
        )
        _cells(bench, table, key)
        return
    template, context = _drawn(lens, table, row)
    if template:
        st.html(f'<div class="nc-preview">{html.render(template, lens, **context)}</div>')
    else:
        _cells(bench, table, key)


def _lens(bench: Workbench) -> Lens:
    """The record with the draft in it, as the reader would see it; kept in the session."""
    now = bench.sketch, bench.lens.key
    of, record = st.session_state.get(_KEPT, (None, None))
    if of != now or record is None:
        record = _record(bench)
        st.session_state[_KEPT] = now, record
    return Lens(record, bench.lens.language, bench.lens.day)


def _record(bench: Workbench) -> Record:
    checkup = bench.check.checkup
    staying = checkup.staying()
    touched = {name: rows for name, rows in checkup.checked.rows.items() if rows}
    changed = {*touched, *(name for name, keys in checkup.removed.items() if keys)}
    contents = {
        name: canonical(
            TABLES[name],
            list(merged(staying.get(name, {}), touched.get(name, {}), Mode.UPDATE).values()),
        )
        for name in TABLES
    }
    readings = bench.lens.record.readings
    return record_of(contents, {name: one for name, one in readings.items() if name not in changed})


def _drawn(lens: Lens, table: str, row: Any) -> tuple[str, dict[str, Any]]:
    """The template of the page of a table, and what it shows; "" where it has none for one row."""
    key = row[TABLES[table].key]
    if table in ("people", "organisations", "sources"):
        return _of_party(lens, table, row)
    if table == "meetings":
        outcomes = chains.outcomes_of(lens, meetings=[key])
        return "meeting.html", {"meeting": row, "outcomes": outcomes}
    if table == "visits":
        return "visit.html", _visit(lens, row)
    if table == "outcomes":
        return "thread_alone.html", {"outcome": row, "thread": chains.thread_of(lens, key)}
    return "", {}


def _visit(lens: Lens, visit: Any) -> dict[str, Any]:
    held = chains.meetings_of(lens, visit=visit["visit_id"])
    keys = [one["meeting_id"] for one in held]
    return {
        "visit": visit,
        "programme": chains.programme(visit, held),
        "outcomes": {key: chains.outcomes_of(lens, meetings=[key]) for key in keys},
        "meeting": None,
    }


def _of_party(lens: Lens, table: str, row: Any) -> tuple[str, dict[str, Any]]:
    key = row[TABLES[table].key]
    if table == "people":
        met = dealings.meetings_with_person(lens, key)
        return "person.html", {"person": row, "back": "#", "met": met, "led": []}
    if table == "organisations":
        work = dealings.work_with(lens, key)
        return "organisation.html", {"body": row, "work": work, "back": "#", "threads": []}
    return "source.html", {"source": row, "cited_by": citations.cited_by(lens, key)}


def _cells(bench: Workbench, table: str, key: str) -> None:
    """Label and value of each cell that is filled, in the reader's words."""
    own, row, language = TABLES[table], bench.row(table, key), bench.lens.language
    known = {name: bench.rows(name) for name in TABLES}
    rows = [
        (field.labels[language.code], value(field, row, row[field.name], language, known))
        for field in own.fields.values()
        if row[field.name] and field.name != own.key and not field.names_translations
    ]
    heads = [language.text("Column"), language.text("Value")]
    if rows:
        parts.table(bench.lens, own.labels[language.code], heads, rows)
