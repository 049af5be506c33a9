"""The list of one's drafts, and the ways to begin one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import streamlit as st

from components import links, shelf
from components.desk.editing import workbench
from components.entrance import gate
from components.page import parts, ways_in
from data.desk.editing import sketching
from data.language import Language
from data.store.sketched import Sketch
from data.views.lens import Lens


class Listed(NamedTuple):
    """A draft in the list; ``way`` is the address of its guided way, "" where it has no visit."""

    name: str
    href: str
    way: str
    rows: str
    changed: datetime
    begun: datetime
    age: str


def shown(lens: Lens, own: Sequence[Sketch]) -> None:
    """What was published last; each draft of the reader's that has rows; ways to begin one."""
    _ = lens.language.text
    done = st.session_state.pop("desk-done", None)
    if done is not None:
        parts.show("desk_done.html", lens, done=done)
    parts.note(
        _(
            "A draft keeps what is typed, field by field, until it is published, handed in or "
            "thrown away. Only its writer sees it."
        )
    )
    with st.container(key="nc-begin", horizontal=True):
        if st.button(_("New visit, step by step"), type="primary", key="begin-visit"):
            go(part="visit")
        if st.button(_("New draft"), key="begin-draft"):
            sketch = next((one for one in own if one.is_empty), None) or sketching.begin(
                shelf.opened(), by=gate.caller()
            )
            go(part="drafts", draft=str(sketch.number))
    ways_in.new(lens)
    if drafts := [_listed(lens, one) for one in own if not one.is_empty]:
        parts.show("draft_list.html", lens, drafts=drafts)
    else:
        parts.note(_("There is no draft."))


def visits_under_way(lens: Lens) -> None:
    """The reader's drafts of visits, to be taken up again."""
    own = [_listed(lens, one) for one in sketching.listed(shelf.opened(), by=gate.caller())]
    under_way = [one._replace(href=one.way, way="") for one in own if one.way]
    if under_way:
        st.subheader(lens.language.text("Visits under way"), anchor=False)
        parts.show("draft_list.html", lens, drafts=under_way)


def _listed(lens: Lens, sketch: Sketch) -> Listed:
    published = shelf.rows(shelf.opened().current_id())
    code, number = lens.language.code, str(sketch.number)
    visits = [key for key, edit in sketch.rows.get("visits", {}).items() if edit.cells is not None]
    return Listed(
        workbench.name_of(sketch, lens, published),
        links.href("data", code, part="drafts", draft=number),
        links.href("data", code, part="visit", draft=number) if visits else "",
        lens.language.number(sketch.count),
        sketch.changed,
        sketch.begun,
        _age(sketch.begun, lens.language),
    )


def _age(begun: datetime, language: Language) -> str:
    """How long ago it was begun."""
    days = (datetime.now(UTC) - begun).days
    if days < 1:
        return language.text("less than a day ago")
    return language.plural("{count} day ago", "{count} days ago", days)


def go(**parameters: str) -> None:
    """Open another part of the desk."""
    for name in ("part", "draft", "table", "row", "step", "again"):
        st.query_params.pop(name, None)
    st.query_params.update(parameters)
    st.rerun()
