"""What this browser tab remembers of the drafts that it shows, in the session.

It knows the sketches as it has drawn them, the cells that another tab wrote, what could not be
kept, and what the store has not taken yet.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from components import shelf
from data.desk.editing import many_rows
from data.desk.editing.many_rows import Step, Typed
from data.store.sketched import Edit, Sketch

_DRAWN = "sketch-drawn"  # key of the session: the sketches as this tab knows them, by number
_ELSEWHERE = "sketch-elsewhere"  # cells that another tab wrote
_UNSEEN = "sketch-unseen"  # fields whose cell another tab wrote, while another server was lost
_LOST = "sketch-lost"  # cells that could not be kept, with what was typed
_WAITING = "sketch-waiting"  # what the store has not taken yet, by number of the sketch


class Elsewhere(NamedTuple):
    """A cell that another tab wrote: ``there`` is its text, ``here`` the one of this tab.

    ``stands`` is the one that is kept now.
    """

    table: str
    key: str
    column: str
    there: str
    here: str
    stands: str


class Lost(NamedTuple):
    """A cell that could not be kept, with what was typed; ``is_gone``: its sketch is gone."""

    table: str
    column: str
    text: str
    is_gone: bool


class Waiting(NamedTuple):
    """What was typed into rows of a table and is not in the store yet."""

    table: str
    typed: Typed
    begun: bool

    def cells(self) -> list[tuple[str, str]]:
        """Column and text of each cell that was typed."""
        return [pair for cells in self.typed.values() for pair in (cells or {}).items()]


def known(number: int) -> Sketch | None:
    """A sketch as this tab last knew it; None where it has not drawn it."""
    drawn: dict[int, Sketch] = st.session_state.get(_DRAWN, {})
    return drawn.get(number)


def remember(sketch: Sketch) -> None:
    """Know a sketch as it is now."""
    st.session_state.setdefault(_DRAWN, {})[sketch.number] = sketch


def with_step(drawn: Sketch, table: str, step: Step) -> Sketch:
    """A sketch as this tab knows it after it wrote: all other cells are as they were."""
    edits = dict(drawn.rows.get(table, {}))
    for key, change in step.items():
        edit = edits.get(key, Edit({}, 0))
        cells = dict(edit.cells or {})
        before, after = change.before or {}, change.after or {}
        for column in {**before, **after}:
            if before.get(column) == after.get(column):
                continue
            cells.pop(column, None)
            cells.update({column: after[column]} if column in after else {})
        edits[key] = Edit(None if change.after is None else cells, edit.revision + 1)
        if change.after == {}:
            del edits[key]
    return replace(drawn, rows={**drawn.rows, table: edits})


def cell(sketch: Sketch | None, table: str, key: str, column: str) -> str | None:
    """What a sketch says of one cell; None where it leaves the cell alone."""
    edit = sketch.rows.get(table, {}).get(key) if sketch else None
    return (edit.cells or {}).get(column) if edit else None


def widget(number: int, table: str, key: str, column: str) -> str:
    """Key of the widget of a cell in the session."""
    return f"sketch-{number}-{table}-{key}-{column}"


def redraw(number: int, table: str, key: str, column: str) -> None:
    """Let the widgets of a cell take their text from the sketch again."""
    name = widget(number, table, key, column)
    for one in [str(key) for key in st.session_state if str(key).startswith(name)]:
        del st.session_state[one]


def note_elsewhere(one: Elsewhere) -> None:
    """Remember a cell that another tab wrote, for the page to tell."""
    st.session_state.setdefault(_ELSEWHERE, []).append(one)


def elsewhere() -> list[Elsewhere]:
    """The cells that another tab wrote since this one last told; each is given once."""
    told: list[Elsewhere] = st.session_state.pop(_ELSEWHERE, [])
    return told


def note_unseen(name: str) -> None:
    """Remember that another tab wrote the cell of a field, and that this one has not shown it."""
    st.session_state[_UNSEEN] = unseen() | {name}


def forget_unseen() -> None:
    """All is shown from now on."""
    st.session_state.pop(_UNSEEN, None)


def unseen() -> set[str]:
    """The fields whose cell another tab wrote, and that this one has not shown since."""
    known: set[str] = st.session_state.get(_UNSEEN, set())
    return known


def note_lost(kept: Sequence[Waiting], *, is_gone: bool) -> None:
    """Remember what could not be kept."""
    st.session_state.setdefault(_LOST, []).extend(
        Lost(one.table, column, text, is_gone) for one in kept for column, text in one.cells()
    )


def lost() -> list[Lost]:
    """What was typed and could not be kept; it is given until something can be kept again."""
    told: list[Lost] = st.session_state.get(_LOST, [])
    return told


def forget_lost() -> None:
    """Tell no more of what could not be kept."""
    st.session_state.pop(_LOST, None)


def waiting() -> list[Waiting]:
    """What was typed and waits for a store that does not answer or is full."""
    return [one for kept in waiting_by_sketch().values() for one in kept]


def waiting_by_sketch() -> dict[int, list[Waiting]]:
    """The same by number of the sketch, the oldest first; who writes it takes it out."""
    kept: dict[int, list[Waiting]] = st.session_state.setdefault(_WAITING, {})
    return kept


def with_waiting(sketch: Sketch) -> Sketch:
    """A sketch with what waits to be written into it laid over."""
    waits = waiting_by_sketch().get(sketch.number)
    if not waits:
        return sketch
    rows = {table: dict(edits) for table, edits in sketch.rows.items()}
    published = shelf.rows(shelf.opened().current_id())
    for one in waits:
        edits = rows.setdefault(one.table, {})
        for key, cells in one.typed.items():
            edit = edits.pop(key, Edit({}, 0))
            was = published.get(one.table, {}).get(key, {})
            after = many_rows.laid(one.table, key, edit.cells, cells, was, begun=one.begun)
            if after != {}:
                edits[key] = Edit(after, edit.revision)
    return replace(sketch, rows={table: edits for table, edits in rows.items() if edits})
