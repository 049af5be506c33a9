"""A visit put on record step by step: visit, meetings, people, what was agreed, sources, hand in.

Each step draws a few fields of the rows of one draft, which is kept as it is typed: the way can be
left at any moment and taken up again from the list of drafts.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components import html, links, shelf
from components.desk.editing import (
    draft_list,
    opening,
    other_windows,
    told,
    visit_going,
    visit_rows,
    visit_steps,
    writing,
)
from components.desk.editing.visit_steps import Step
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from components.page import address, parts
from data.desk.editing import sketching
from data.desk.editing.presets import of_visit
from data.record.wording import called
from data.views.lens import Lens


class StepShown(NamedTuple):
    """A step in the line of steps: what is missing in it, and whether one is there."""

    name: str
    href: str
    state: str
    is_here: bool


def shown(lens: Lens) -> None:
    """The step that the address names of the draft that it names; else a visit is begun."""
    _ = lens.language.text
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    parts.guard("draft", own, _("A new visit can be begun."))
    named = address.value("draft", own)
    bench = opening.opened(lens, int(named)) if named else None
    visit = visit_rows.visit_of(bench) if bench else None
    if bench is None or visit is None:
        _begin(lens)
        return
    steps = visit_steps.steps_of(lens)
    parts.guard("step", steps, _("The first step is shown."))
    here = address.value("step", steps) or "visit"
    other_windows.told_elsewhere(lens)
    name = called("visits", bench.row("visits", visit), lens.language) or _("New visit")
    with st.container(key="nc-way"):
        st.subheader(html.literal(name), anchor=False)
        if not st.query_params.get("row"):  # else the reader goes on to the row that is open
            visit_going.goal(f"{here} {visit}", steps[here].name, hidden=True)
    _line(bench, visit, steps, here)
    with st.container(key="nc-form"):
        steps[here].draw(bench, visit)
    _onward(bench, list(steps), here, steps)


def _begin(lens: Lens) -> None:
    """What the way is, a button that begins it, and the visits that are under way."""
    _ = lens.language.text
    visit_going.goal("begin", _("New visit"), hidden=True)
    parts.note(
        _(
            "A visit is put on record step by step: the visit, its meetings by day, who took part, "
            "what was asked, promised and agreed, the sources. Everything is kept as it is typed; "
            "the way can be left at any moment and taken up again."
        )
    )
    with st.container(key="nc-begin", horizontal=True):
        for direction, label in (
            ("outgoing", _("The province travelled")),
            ("incoming", _("Partners came to the province")),
        ):
            if st.button(label, type="primary", key=f"begin-{direction}"):
                number = _untouched(direction) or _begun(direction)
                visit_going.go(draft=str(number), step="visit")
    draft_list.visits_under_way(lens)


def _untouched(direction: str) -> int | None:
    """The number of a draft of the reader's in which nothing was typed since it was begun so."""
    for sketch in sketching.listed(shelf.opened(), by=gate.caller()):
        held = [edit.cells for edits in sketch.rows.values() for edit in edits.values()]
        if held == [of_visit(direction)] and sketch.rows.get("visits") and not sketch.title:
            return sketch.number
    return None


def _begun(direction: str) -> int:
    """Begin a draft with a visit in one direction; gives its number."""
    sketch = sketching.begin(shelf.opened(), by=gate.caller())
    writing.begin_row(sketch.number, "visits", of_visit(direction))
    return sketch.number


def _line(bench: Workbench, visit: str, steps: Mapping[str, Step], here: str) -> None:
    """The steps in their order: where one is, and what is missing in each."""
    code, number = bench.lens.language.code, str(bench.sketch.number)
    shown = [
        StepShown(
            step.name,
            links.href("data", code, part="visit", draft=number, step=name),
            _state(bench, visit, name, step),
            name == here,
        )
        for name, step in steps.items()
    ]
    parts.show("visit_steps.html", bench.lens, steps=shown)


def _state(bench: Workbench, visit: str, name: str, step: Step) -> str:
    """How many rows a step has so far, and how many of its fields are missing or wrong."""
    language = bench.lens.language
    if name == "look":
        return ""
    missing = sum(
        told.missing(bench, table, key, columns)
        for table, columns in step.columns.items()
        for key in visit_rows.keys(bench, table, visit)
    )
    if missing:
        return language.plural("{count} still missing", "{count} still missing", missing)
    if name != "visit":
        count = _count(bench, visit, name)
        return language.number(count) if count else language.text("none yet")
    return "✓"


def _count(bench: Workbench, visit: str, step: str) -> int:
    """How many meetings, outcomes, sources, or people and bodies a step has so far."""
    if step in ("meetings", "outcomes"):
        return len(visit_rows.keys(bench, step, visit))
    columns = visit_steps.PEOPLE if step == "people" else ("source_ids",)
    tables = ("meetings",) if step == "people" else ("visits", "meetings", "outcomes")
    rows = [
        bench.row(table, key) for table in tables for key in visit_rows.keys(bench, table, visit)
    ]
    named = {one for row in rows for column in columns for one in row[column].split(";")}
    return len(named - {""})


def _onward(bench: Workbench, names: Sequence[str], here: str, steps: Mapping[str, Step]) -> None:
    """Buttons to the step before and the next; that the way can be left."""
    _, place = bench.lens.language.text, names.index(here)
    with st.container(key="nc-onward", horizontal=True):
        if place > 0 and st.button(_("Back"), key=f"back-{here}"):
            visit_going.go(step=names[place - 1])
        if place + 1 < len(names):
            after = names[place + 1]
            label = _("On to: {step}").format(step=steps[after].name)
            if st.button(html.literal(label), type="primary", key=f"on-{here}"):
                visit_going.go(step=after)
    parts.note(_("All that is typed is kept; the way can be left here and taken up again."))
