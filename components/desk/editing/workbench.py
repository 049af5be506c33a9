"""A sketch open on the page with its check, and the one way in which the page writes into it."""

from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from components import shelf
from components.entrance import gate
from components.page import address, parts
from data.desk.checked import Finding
from data.desk.editing import sketch_check, sketching
from data.desk.editing.sketch_check import SketchCheck
from data.record.rows import Row, Rows
from data.roles import Caller
from data.schema import TABLES
from data.store import Store
from data.store.sketches import Edit, EditedElsewhere, Sketch
from data.views.lens import Lens

NOBODY_ELSE = "sketch-met"  # key of the session: cells that another tab wrote meanwhile


@dataclass(frozen=True)
class Workbench:
    """One sketch as it is now, in the reader's language."""

    lens: Lens
    where: Store
    by: Caller
    sketch: Sketch

    @cached_property
    def check(self) -> SketchCheck:
        """What the sketch would do, checked against the newest version."""
        confirmed = bool(st.session_state.get(self.confirming))
        return sketch_check.examined(self.sketch, self.where, parts.today(), confirmed=confirmed)

    @property
    def confirming(self) -> str:
        """Key of the box that says that translations left behind still say the same."""
        return f"sketch-{self.sketch.number}-confirmed"

    @cached_property
    def published(self) -> dict[str, Rows]:
        """The newest version, by table."""
        return shelf.rows(self.where.current_id())

    def edit(self, table: str, key: str) -> Edit:
        """What the sketch changes of a row so far."""
        return self.sketch.rows.get(table, {}).get(key, Edit({}, 0))

    def row(self, table: str, key: str) -> Row:
        """A row as it would become, whole."""
        now = self.published.get(table, {}).get(key, {})
        blank = dict.fromkeys(TABLES[table].fields, "")
        return {**blank, **now, **(self.edit(table, key).cells or {})}

    def rows(self, table: str) -> Rows:
        """Every row that the table would have, by id or by the key of a new row."""
        edits = self.sketch.rows.get(table, {})
        keys = dict.fromkeys([*self.published.get(table, {}), *edits])
        return {
            key: self.row(table, key) for key in keys if self.edit(table, key).cells is not None
        }

    def findings(self, table: str, key: str, column: str) -> list[Finding]:
        """What is wrong with one cell."""
        return [one for one in self.check.findings(table, key) if one.fault.column == column]


def opened(lens: Lens, number: int | None) -> Workbench | None:
    """The workbench of one's own sketch; None without one. Raises NoSketch."""
    where, by = shelf.opened(), gate.caller()
    if number is None:
        return None
    return Workbench(lens, where, by, sketching.one(where, number, by=by))


def current(lens: Lens) -> Workbench:
    """The sketch that the address names, else the one changed last, else a new one."""
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    named = own.get(address.value("draft", own) or "")
    sketch = named or next(iter(own.values()), None) or sketching.begin(where, by=by)
    if named is None:
        st.query_params["draft"] = str(sketch.number)
    return Workbench(lens, where, by, sketch)


def keep(number: int, table: str, key: str, column: str, text: str) -> None:
    """Write one cell of a row into a sketch, beside whatever other tabs have written.

    A cell that another tab wrote since this one was drawn is written over; both are remembered in
    the session under ``NOBODY_ELSE``, for the form to tell.
    """
    where, by = shelf.opened(), gate.caller()
    published = shelf.rows(where.current_id()).get(table, {}).get(key, {})
    while True:
        sketch = sketching.one(where, number, by=by)
        edit = sketch.rows.get(table, {}).get(key, Edit({}, 0))
        cells = {**(edit.cells or {}), column: text}
        if published.get(column, "") == text:
            cells.pop(column)
        try:
            sketching.write(where, sketch, table, key, cells, seen=edit.revision, by=by)
        except EditedElsewhere:
            continue
        return
