"""The steps of the way of a visit: what each asks for, and how it is drawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from components import html
from components.desk.editing import (
    one_draft,
    row_form,
    visit_card,
    visit_going,
    visit_rows,
    writing,
)
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.editing.presets import of_meeting, of_outcome
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
PEOPLE = (
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


def steps_of(lens: Lens) -> dict[str, Step]:
    """The steps in their order, by their names in the address."""
    _ = lens.language.text
    return {
        "visit": Step(_("The visit"), {"visits": _VISIT}, _visit_step),
        "meetings": Step(_("Meetings by day"), {"meetings": _MEETING}, _meetings_step),
        "people": Step(_("Who took part"), {"meetings": PEOPLE}, _people_step),
        "outcomes": Step(_("Asked, promised, agreed"), {"outcomes": _OUTCOME}, _outcomes_step),
        "sources": Step(
            _("Sources, how sure"), dict.fromkeys(("meetings", "outcomes"), _SURE), _sources_step
        ),
        "look": Step(_("Look and hand in"), {}, _look_step),
    }


def _visit_step(bench: Workbench, visit: str) -> None:
    row_form.fields(bench, "visits", visit, visit_card.asked(bench, _VISIT))


def _meetings_step(bench: Workbench, visit: str) -> None:
    _ = bench.lens.language.text
    keys = visit_rows.keys(bench, "meetings", visit)
    if not keys:
        parts.note(_("No meeting yet."))
    for key in keys:
        visit_card.shown(bench, "meetings", key, _MEETING, keys)
    if st.button(_("Add a meeting"), icon=":material/add:", key="add-meeting"):
        last = bench.row("meetings", keys[-1]) if keys else None
        cells = of_meeting(visit, bench.row("visits", visit), last)
        visit_going.go(row=writing.begin_row(bench.sketch.number, "meetings", cells))


def _people_step(bench: Workbench, visit: str) -> None:
    _ = bench.lens.language.text
    keys = visit_rows.keys(bench, "meetings", visit)
    if not keys:
        parts.note(_("No meeting yet; add one in the step before."))
    for key in keys:
        visit_card.shown(bench, "meetings", key, PEOPLE, keys, may_go=False)


def _outcomes_step(bench: Workbench, visit: str) -> None:
    """For each meeting what came of it, and a button for each kind."""
    _ = bench.lens.language.text
    meetings = visit_rows.keys(bench, "meetings", visit)
    keys = visit_rows.keys(bench, "outcomes", visit)
    if not meetings:
        parts.note(_("No meeting yet; add one in the step before."))
    kinds = {
        "request": _("Something was asked"),
        "commitment": _("Something was promised"),
        "agreement": _("Something was agreed"),
    }
    for meeting in meetings:
        row = bench.row("meetings", meeting)
        st.markdown(f"**{html.literal(visit_card.headline(bench, 'meetings', meeting))}**")
        for key in keys:
            if bench.row("outcomes", key)["meeting_id"] == meeting:
                visit_card.shown(bench, "outcomes", key, _OUTCOME, keys)
        with st.container(key=f"nc-add-{meeting}".replace(".", "-"), horizontal=True):
            for kind, label in kinds.items():
                if st.button(label, icon=":material/add:", key=f"add-{kind}-{meeting}"):
                    cells = of_outcome(meeting, row, kind)
                    visit_going.go(row=writing.begin_row(bench.sketch.number, "outcomes", cells))


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
        (table, key)
        for table in ("meetings", "outcomes")
        for key in visit_rows.keys(bench, table, visit)
    ]
    for table, key in every:
        visit_card.shown(bench, table, key, _SURE, [one for _table, one in every], may_go=False)


def _look_step(bench: Workbench, _visit: str) -> None:
    one_draft.rows(bench)
    one_draft.handing_in(bench)
