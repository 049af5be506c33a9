"""The workbench of a sketch, as a page opens it and as it is after this tab wrote."""

from dataclasses import replace

import streamlit as st

from components import shelf
from components.desk.editing import this_tab, writing
from components.desk.editing.this_tab import Elsewhere
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from components.page import address
from data.desk.editing import sketching
from data.roles import Caller
from data.store.sketched import Sketch
from data.views.lens import Lens


def opened(lens: Lens, number: int | None) -> Workbench | None:
    """The workbench of one's own sketch; None without one. Raises NoSketch."""
    where, by = shelf.opened(), gate.caller()
    if number is None:
        return None
    return _drawn(Workbench(lens, where, by, _read(number, by)))


def after_writing(lens: Lens, number: int) -> Workbench:
    """The workbench just after this tab wrote; the page is drawn later. Raises NoSketch."""
    where, by = shelf.opened(), gate.caller()
    return Workbench(lens, where, by, this_tab.with_waiting(sketching.one(where, number, by=by)))


def current(lens: Lens) -> Workbench:
    """The sketch that the address names, else the one changed last, else a new one."""
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    named = own.get(address.value("draft", own) or "")
    sketch = named or next(iter(own.values()), None) or sketching.begin(where, by=by)
    if named is None:
        st.query_params["draft"] = str(sketch.number)
    return _drawn(Workbench(lens, where, by, _read(sketch.number, by)))


def _read(number: int, by: Caller) -> Sketch:
    """One's own sketch, after what waited was written; raises NoSketch and Forbidden."""
    writing.write_waiting_of(number)
    return sketching.one(shelf.opened(), number, by=by)


def _drawn(bench: Workbench) -> Workbench:
    """Note what this tab now shows; fields that another tab has changed take their new text."""
    before = this_tab.known(bench.sketch.number)
    this_tab.remember(bench.sketch)
    if before is not None:
        for table, key, column in _differing(before, bench.sketch):
            text = this_tab.cell(bench.sketch, table, key, column)
            here = this_tab.cell(before, table, key, column)
            now = bench.row(table, key)[column] if text is None else text
            this_tab.note_elsewhere(Elsewhere(table, key, column, now, here or "", now))
            this_tab.redraw(bench.sketch.number, table, key, column)
    return replace(bench, sketch=this_tab.with_waiting(bench.sketch))


def _differing(before: Sketch, now: Sketch) -> list[tuple[str, str, str]]:
    """The cells of rows that both have and that another tab wrote in the meantime."""
    return [
        (table, key, column)
        for table, edits in now.rows.items()
        for key, edit in edits.items()
        if (old := before.rows.get(table, {}).get(key)) and old.revision != edit.revision
        for column in {**(old.cells or {}), **(edit.cells or {})}
        if (old.cells or {}).get(column) != (edit.cells or {}).get(column)
    ]
