"""The row as readers will see it once the draft is published, beside its form."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from components import html
from components.desk.editing.workbench import Workbench
from components.maps.leaflet import place_card
from components.maps.scenes import Scene, spots
from components.page import lists, parts
from data.desk.comparing import Mode, merged
from data.record.canonical import canonical
from data.record.loading import Record, record_of
from data.record.wording import value
from data.schema import TABLES
from data.views import chains, citations, telling
from data.views import partners as dealings
from data.views.lens import Lens, Row

_Parts = list[tuple[str, dict[str, Any]]]  # templates, and what each of them shows
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
    drawn = [html.render(name, lens, **context) for name, context in _DRAWN[table](lens, row)]
    if drawn:
        st.html(f'<div class="nc-preview">{"".join(drawn)}</div>')
    else:
        parts.note(bench.lens.language.text("No map shows it, because its position is not known."))
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


def _visit(lens: Lens, row: Row) -> _Parts:
    held = chains.meetings_of(lens, visit=row["visit_id"])
    context = {
        "visit": row,
        "programme": chains.programme(row, held),
        "talks": telling.talks(lens, held),
        "answers": [],
        "meeting": None,
    }
    return [("visit.html", context)]


def _meeting(lens: Lens, row: Row) -> _Parts:
    talk = telling.talks(lens, [row])[row["meeting_id"]]
    return [("meeting.html", {"meeting": row, "talk": talk})]


def _outcome(lens: Lens, row: Row) -> _Parts:
    thread = chains.thread_of(lens, row["outcome_id"])
    return [("thread_alone.html", {"outcome": row, "thread": thread})]


def _project(_lens: Lens, row: Row) -> _Parts:
    """Its head and its facts; charts and the story are on its page."""
    return [("project_head.html", {"project": row}), ("project_facts.html", {"project": row})]


def _amount(lens: Lens, row: Row) -> _Parts:
    """The statement of money among the others of its project."""
    return [("amounts.html", {"rows": _of_project(lens, "project_amounts", row)})]


def _progress(lens: Lens, row: Row) -> _Parts:
    """The report among the others of its project."""
    return [("progress.html", {"rows": _of_project(lens, "project_progress", row)})]


def _of_project(lens: Lens, table: str, row: Row) -> list[Row]:
    """The rows of a table that are of the same project, the one that is written first."""
    others = [one for one in lens.rows(table) if one["project_id"] == row["project_id"]]
    return [row, *(one for one in others if one != row)]


def _person(lens: Lens, row: Row) -> _Parts:
    met = dealings.meetings_with_person(lens, row["person_id"])
    return [("person.html", {"person": row, "back": "#", "met": met, "led": []})]


def _organisation(_lens: Lens, row: Row) -> _Parts:
    return [("organisation.html", {"body": row, "folded": False})]


def _place(lens: Lens, row: Row) -> _Parts:
    """What the map says of the place; nothing where it lies on no map."""
    scene = Scene(layers=("visits", "meetings", "projects"), place=row["place_id"])
    spot = next((one for one in spots(lens, scene) if one.place == row), None)
    return [("popup_place.html", place_card(lens, spot))] if spot else []


def _source(lens: Lens, row: Row) -> _Parts:
    cited = citations.cited_by(lens, row["source_id"])
    return [("source.html", {"source": row, "cited_by": cited})]


def _discrepancy(_lens: Lens, row: Row) -> _Parts:
    return [("discrepancies.html", {"rows": [row], "opened": None})]


def _paper(_lens: Lens, row: Row) -> _Parts:
    return [("papers.html", {"papers": [row], "addresses": None, "names_rows": True})]


# How readers see a row of each table: templates of its page, and what they show.
_DRAWN: Mapping[str, Callable[[Lens, Row], _Parts]] = {
    "visits": _visit,
    "meetings": _meeting,
    "outcomes": _outcome,
    "projects": _project,
    "project_amounts": _amount,
    "project_progress": _progress,
    "people": _person,
    "organisations": _organisation,
    "places": _place,
    "sources": _source,
    "discrepancies": _discrepancy,
    "papers": _paper,
}


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
        lists.table(bench.lens, own.labels[language.code], heads, rows)
