"""A sketch open on the page: its rows as they would become, what they are called, its check."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from components import shelf
from components.desk import questions
from components.page import parts
from data.desk.checked import Finding
from data.desk.editing import sketch_check, sketching, successors
from data.desk.editing.sketch_check import SketchCheck
from data.record.rows import Row, Rows
from data.record.wording import called
from data.roles import Caller
from data.schema import TABLES
from data.store import Store
from data.store.sketched import Beside, Edit, Sketch
from data.views.lens import Lens

_CHECKED = "sketch-checked"  # the last check, and of what it was


@dataclass(frozen=True)
class Workbench:
    """One sketch as it is now, in the reader's language."""

    lens: Lens
    where: Store
    by: Caller
    sketch: Sketch

    @cached_property
    def check(self) -> SketchCheck:
        """What the sketch would do, checked against the newest version; kept in the session."""
        confirmed = bool(st.session_state.get(self.confirming))
        handlings, today = dict(questions.handlings(self.asking)), parts.today()
        version = self.where.current_id(), self.where.strikes()
        now = self.sketch, version, handlings, confirmed, today
        of, check = st.session_state.get(_CHECKED, (None, None))
        if of != now or check is None:
            check = sketch_check.examined(
                self.sketch,
                self.where,
                today,
                handlings=handlings,
                confirmed=confirmed,
                tables=shelf.rows,
            )
            st.session_state[_CHECKED] = now, check
        kept: SketchCheck = check
        return kept

    @property
    def confirming(self) -> str:
        """Key of the box that says that translations left behind still say the same."""
        return f"sketch-{self.sketch.number}-confirmed"

    @property
    def asking(self) -> str:
        """Key of what was answered to the questions about the sketch."""
        return f"sketch-{self.sketch.number}-answers"

    @property
    def name(self) -> str:
        """What the sketch is called: its title, else its visit or first row, else its number."""
        return name_of(self.sketch, self.lens, self.published)

    @cached_property
    def published(self) -> dict[str, Rows]:
        """The newest version, by table."""
        return shelf.rows(self.where.current_id())

    def gone(self, table: str, key: str) -> Row | None:
        """A row that went since the draft was begun, as it was; None where there is none."""
        if key in self.rows(table):
            return None
        return shelf.rows(self.sketch.base).get(table, {}).get(key)

    def successor(self, table: str, key: str) -> str:
        """The row that the record names in the place of one that went since; "" if none."""
        return successors.successor(shelf.rows(self.sketch.base), self.published, table, key)

    @cached_property
    def beside(self) -> dict[tuple[str, str], list[Beside]]:
        """By table and key: the other drafts, of whomever, that change the row, too."""
        return sketching.beside(self.where, self.sketch, by=self.by)

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


def name_of(sketch: Sketch, lens: Lens, published: Mapping[str, Rows]) -> str:
    """What a sketch is called: its title, else its visit or its first row, else its number."""
    if sketch.title:
        return sketch.title
    for table in dict.fromkeys(["visits", *sketch.rows]):
        for key, edit in sketch.rows.get(table, {}).items():
            row = {**published.get(table, {}).get(key, {}), **(edit.cells or {})}
            if name := called(
                table, {**dict.fromkeys(TABLES[table].fields, ""), **row}, lens.language
            ):
                return name
    return lens.language.text("Draft {number}").format(number=sketch.number)
