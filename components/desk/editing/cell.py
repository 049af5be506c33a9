"""One cell of a row as a field: its label and help, what was found in it, and how it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components import html
from components.desk.editing import this_tab, told, writing
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.checked import STALE, Finding, Tier
from data.desk.editing import typed
from data.record.wording import expected
from data.schema import Field, Table


@dataclass(frozen=True)
class Cell:
    """A cell of a row that is open on the page."""

    bench: Workbench
    table: Table
    key: str
    field: Field

    @property
    def text(self) -> str:
        """What the cell holds now."""
        return self.bench.row(self.table.name, self.key)[self.field.name]

    @property
    def widget(self) -> str:
        """Key of its widget in the session."""
        return this_tab.widget(self.bench.sketch.number, self.table.name, self.key, self.field.name)

    @property
    def label(self) -> str:
        """Its label in the reader's language; a star where it must be filled.

        Not escaped: it is of the schema, and a screen reader would read the escapes aloud.
        """
        label = self.field.labels[self.bench.lens.language.code]
        return label + (" *" if self.field.required else "")

    @property
    def help(self) -> str | None:
        """What the column means, in the reader's language."""
        text = self.field.descriptions.get(self.bench.lens.language.code)
        return html.literal(text) if text else None

    def settle(self, value: object) -> None:
        """Let its widget show ``value`` unless it shows already what the cell holds.

        The cell may have been written elsewhere: by another field, another tab, or taken back.
        """
        mark = f"{self.widget}-seen"
        if self.widget not in st.session_state or st.session_state.get(mark) != self.text:
            st.session_state[self.widget] = value
            st.session_state[mark] = self.text

    def keep(self, text: str) -> None:
        """Write the cell; its widget is left as it is."""
        keep(self.bench, self.table.name, self.key, {self.field.name: text})
        st.session_state[f"{self.widget}-seen"] = text


def keep(bench: Workbench, table: str, key: str, cells: Mapping[str, str]) -> None:
    """Write some cells of a row into the sketch, all of them or none."""
    writing.keep_rows(bench.sketch.number, table, {key: cells})


def keep_typed(cell: Cell) -> None:
    """Write what was typed into a field, understood, with all other cells that it fills."""
    text = st.session_state[cell.widget] or ""
    language = cell.bench.lens.language
    made = typed.cells(cell.table, cell.field.name, text, language, parts.today())
    keep(cell.bench, cell.table.name, cell.key, made)
    own = made[cell.field.name]
    if len(made) == 1:  # else a part of it stands in another field now, and both are shown anew
        st.session_state[f"{cell.widget}-seen"] = own


def found(cell: Cell) -> None:
    """What is wrong with a cell, in the words of the check, below its field.

    That a cell is empty is said once it has been touched; before, the star says so.
    """
    edit = cell.bench.edit(cell.table.name, cell.key)
    is_touched = cell.field.name in (edit.cells or {}) or edit.cells is None
    for finding in cell.bench.findings(cell.table.name, cell.key, cell.field.name):
        if finding.fault.kind == "required" and not is_touched:
            continue
        if sentence := told.incomplete(cell.bench, cell.table.name, cell.key, finding):
            st.warning(html.literal(sentence))
            continue
        notice = st.warning if finding.tier == Tier.WARNED else st.error
        notice(html.literal(_told(cell, finding)))


def _told(cell: Cell, finding: Finding) -> str:
    """A finding in a sentence, without the place at which it stands anyway."""
    language = cell.bench.lens.language
    _ = language.text
    fault = finding.fault
    problem = fault.problem(language)
    said = [problem[:1].upper() + problem[1:]]
    if fault.kind == "date":
        said.append(_("A month, a year or “about 2018” will do."))
    if fault.found and fault.kind != STALE:
        said.append(_("Found: “{value}”.").format(value=fault.found[:80]))
    if wanted := expected(cell.table, fault, language, cell.bench.published):
        said.append(_("Expected: {value}.").format(value=wanted))
    return " ".join(said)
