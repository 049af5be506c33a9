"""A visit put on record step by step: visit, meetings, people, what was agreed, sources, hand in.

Each step draws a few fields of the rows of one draft, which is kept as it is typed: the way can be
left at any moment and taken up again from the list of drafts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components import html, links, shelf
from components.desk.editing import (
    draft_list,
    one_draft,
    opening,
    other_windows,
    row_form,
    told,
    writing,
)
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from components.page import address, parts
from data.desk.checked import Tier
from data.desk.editing import sketching
from data.desk.editing.presets import of_meeting, of_outcome, of_visit
from data.record.rows import Row
from data.record.wording import called, value
from data.schema import TABLES
from data.views.lens import Lens

_VISIT = (
    "source_ids",
    "direction",
    "partner_country",
    "start_date",
    "end_date",
    "title_vi",
    "status",
    "head_person_id",
    "delegation_org_id",
    "place_ids",
    "purpose_vi",
)
_MEETING = ("date", "title_vi", "place_id", "mode", "topics_vi")
_PEOPLE = (
    "vietnamese_person_ids",
    "vietnamese_org_ids",
    "foreign_person_ids",
    "foreign_org_ids",
)
_OUTCOME = ("kind", "text_vi", "from_org_ids", "to_org_ids", "due_date", "status")
_SURE = ("source_ids", "confidence", "note_vi")


class Step(NamedTuple):
    """A step of the way: its name, the columns of a table that it asks for, what draws it."""

    name: str
    columns: Mapping[str, Sequence[str]]
    draw: Callable[[Workbench, str], None]


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
    visit = _visit(bench) if bench else None
    if bench is None or visit is None:
        _begin(lens)
        return
    steps = _steps(lens)
    parts.guard("step", steps, _("The first step is shown."))
    here = address.value("step", steps) or "visit"
    other_windows.told_elsewhere(lens)
    name = called("visits", bench.row("visits", visit), lens.language) or _("New visit")
    with st.container(key="nc-way"):
        st.subheader(html.literal(name), anchor=False)
        if not st.query_params.get("row"):  # else the reader goes on to the row that is open
            _goal(f"{here} {visit}", steps[here].name, hidden=True)
    _line(bench, visit, steps, here)
    with st.container(key="nc-form"):
        steps[here].draw(bench, visit)
    _onward(bench, list(steps), here, steps)


def _goal(name: str, heading: str, *, hidden: bool = False) -> None:
    """A heading to which screen and keyboard go once ``name`` is another than before."""
    look = "nc-goal nc-hidden" if hidden else "nc-goal"
    said = f'<p class="{look}" tabindex="-1" data-goal="{html.escape(name)}">'
    st.html(f"{said}{html.escape(heading)}</p>")


def _steps(lens: Lens) -> dict[str, Step]:
    _ = lens.language.text
    return {
        "visit": Step(_("The visit"), {"visits": _VISIT}, _visit_step),
        "meetings": Step(_("Meetings by day"), {"meetings": _MEETING}, _meetings_step),
        "people": Step(_("Who took part"), {"meetings": _PEOPLE}, _people_step),
        "outcomes": Step(_("Asked, promised, agreed"), {"outcomes": _OUTCOME}, _outcomes_step),
        "sources": Step(
            _("Sources, how sure"), dict.fromkeys(("meetings", "outcomes"), _SURE), _sources_step
        ),
        "look": Step(_("Look and hand in"), {}, _look_step),
    }


def _visit(bench: Workbench) -> str | None:
    """The key of the visit of a draft."""
    edits = bench.sketch.rows.get("visits", {})
    return next((key for key, edit in edits.items() if edit.cells is not None), None)


def _begin(lens: Lens) -> None:
    """What the way is, a button that begins it, and the visits that are under way."""
    _ = lens.language.text
    _goal("begin", _("New visit"), hidden=True)
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
                _open(draft=str(number), step="visit")
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


def _open(**parameters: str) -> None:
    """Go to another step, or another row of this one."""
    st.query_params.pop("row", None)
    st.query_params.update(parameters)
    st.rerun()


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
        for key in _keys(bench, table, visit)
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
        return len(_keys(bench, step, visit))
    columns = _PEOPLE if step == "people" else ("source_ids",)
    tables = ("meetings",) if step == "people" else ("visits", "meetings", "outcomes")
    rows = [bench.row(table, key) for table in tables for key in _keys(bench, table, visit)]
    named = {one for row in rows for column in columns for one in row[column].split(";")}
    return len(named - {""})


def _keys(bench: Workbench, table: str, visit: str) -> list[str]:
    """The rows of the draft's visit in a table, in the order in which they were begun."""
    if table == "visits":
        return [visit]
    meetings = [key for key, row in _own(bench, "meetings").items() if row["visit_id"] == visit]
    if table == "meetings":
        return meetings
    return [key for key, row in _own(bench, "outcomes").items() if row["meeting_id"] in meetings]


def _own(bench: Workbench, table: str) -> dict[str, Row]:
    edits = bench.sketch.rows.get(table, {})
    return {key: bench.row(table, key) for key, one in edits.items() if one.cells is not None}


def _visit_step(bench: Workbench, visit: str) -> None:
    row_form.fields(bench, "visits", visit, _asked(bench, _VISIT))


def _meetings_step(bench: Workbench, visit: str) -> None:
    _ = bench.lens.language.text
    keys = _keys(bench, "meetings", visit)
    if not keys:
        parts.note(_("No meeting yet."))
    for key in keys:
        _card(bench, "meetings", key, _MEETING, keys)
    if st.button(_("Add a meeting"), icon=":material/add:", key="add-meeting"):
        last = bench.row("meetings", keys[-1]) if keys else None
        cells = of_meeting(visit, bench.row("visits", visit), last)
        _open(row=writing.begin_row(bench.sketch.number, "meetings", cells))


def _people_step(bench: Workbench, visit: str) -> None:
    _ = bench.lens.language.text
    keys = _keys(bench, "meetings", visit)
    if not keys:
        parts.note(_("No meeting yet; add one in the step before."))
    for key in keys:
        _card(bench, "meetings", key, _PEOPLE, keys, may_go=False)


def _outcomes_step(bench: Workbench, visit: str) -> None:
    """For each meeting what came of it, and a button for each kind."""
    _ = bench.lens.language.text
    meetings, keys = _keys(bench, "meetings", visit), _keys(bench, "outcomes", visit)
    if not meetings:
        parts.note(_("No meeting yet; add one in the step before."))
    kinds = {
        "request": _("Something was asked"),
        "commitment": _("Something was promised"),
        "agreement": _("Something was agreed"),
    }
    for meeting in meetings:
        row = bench.row("meetings", meeting)
        st.markdown(f"**{html.literal(_headline(bench, 'meetings', meeting))}**")
        for key in keys:
            if bench.row("outcomes", key)["meeting_id"] == meeting:
                _card(bench, "outcomes", key, _OUTCOME, keys)
        with st.container(key=f"nc-add-{meeting}".replace(".", "-"), horizontal=True):
            for kind, label in kinds.items():
                if st.button(label, icon=":material/add:", key=f"add-{kind}-{meeting}"):
                    cells = of_outcome(meeting, row, kind)
                    _open(row=writing.begin_row(bench.sketch.number, "outcomes", cells))


def _sources_step(bench: Workbench, visit: str) -> None:
    """Where each meeting and each outcome is from, and how sure it is."""
    _ = bench.lens.language.text
    parts.note(
        _(
            "New meetings have the sources of the visit, and what came of them those of the "
            "meeting. Change what comes from elsewhere."
        )
    )
    every = [
        (table, key) for table in ("meetings", "outcomes") for key in _keys(bench, table, visit)
    ]
    for table, key in every:
        _card(bench, table, key, _SURE, [one for _table, one in every], may_go=False)


def _look_step(bench: Workbench, _visit: str) -> None:
    one_draft.rows(bench)
    one_draft.handing_in(bench)


def _card(
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
            _goal(key, _headline(bench, table, key))
        else:
            st.markdown(f"**{html.literal(_headline(bench, table, key))}**")
        if key != opened:
            parts.note(_in_short(bench, table, key, columns))
            if st.button(_("Open"), key=f"open-{key}"):
                _open(row=key)
            return
        row_form.fields(bench, table, key, _asked(bench, columns))
        if may_go and st.button(_("Take out of the draft"), key=f"out-{key}"):
            _take_out(bench, table, key)


def _asked(bench: Workbench, columns: Sequence[str]) -> list[str]:
    """The columns with each text in Vietnamese and in the reader's own language."""
    code = bench.lens.language.code
    asked = [(name, f"{name[:-3]}_{code}" if name.endswith("_vi") else name) for name in columns]
    return list(dict.fromkeys(name for pair in asked for name in pair))


def _take_out(bench: Workbench, table: str, key: str) -> None:
    """Take out a row, and with a meeting what came of it."""
    if table == "meetings":
        for outcome, row in _own(bench, "outcomes").items():
            if row["meeting_id"] == key:
                writing.take_out(bench, "outcomes", outcome)
    writing.take_out(bench, table, key)
    _open()


def _headline(bench: Workbench, table: str, key: str) -> str:
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


def _onward(bench: Workbench, names: Sequence[str], here: str, steps: Mapping[str, Step]) -> None:
    """Buttons to the step before and the next; that the way can be left."""
    _, place = bench.lens.language.text, names.index(here)
    with st.container(key="nc-onward", horizontal=True):
        if place > 0 and st.button(_("Back"), key=f"back-{here}"):
            _open(step=names[place - 1])
        if place + 1 < len(names):
            after = names[place + 1]
            label = _("On to: {step}").format(step=steps[after].name)
            if st.button(html.literal(label), type="primary", key=f"on-{here}"):
                _open(step=after)
    parts.note(_("All that is typed is kept; the way can be left here and taken up again."))
