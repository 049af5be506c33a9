"""The way in which the page writes into a sketch, whatever else was typed there meanwhile."""

from collections.abc import Mapping
from dataclasses import replace

from components import shelf
from components.desk.editing import this_tab
from components.desk.editing.this_tab import Elsewhere, Waiting
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from data.desk.editing import many_rows, sketching
from data.desk.editing.many_rows import Step, Typed
from data.roles import Forbidden
from data.store import Unreachable
from data.store.sketched import NoSketch


def keep(number: int, table: str, key: str, column: str, text: str) -> None:
    """Write one cell of a row into a sketch, as :func:`keep_rows` does."""
    keep_rows(number, table, {key: {column: text}})


def keep_rows(number: int, table: str, typed: Typed, *, begun: bool = True) -> Step | None:
    """Lay what was typed over rows of a sketch in one go, beside what other tabs have written.

    None lets a row go, {} brings it back. With ``begun`` a new row stays though all that was typed
    into it is empty. Gives what changed in the store; None where the sketch is gone or the sign-in
    has ended.

    A cell that another tab wrote since this one was drawn is written over; both are remembered in
    the session, for the page to tell (``this_tab.elsewhere``). What cannot be kept is remembered as
    well (``this_tab.lost``). While the store does not answer or is full, what was typed waits in
    the session (``this_tab.waiting``), stands on the screen, and is written with what is typed next
    or drawn next.
    """
    kept = this_tab.waiting_by_sketch().setdefault(number, [])
    kept.append(Waiting(table, typed, begun))
    return write_waiting_of(number)


def write_waiting() -> None:
    """Write what waits for a store that did not answer or was full, as far as it goes now."""
    for number in list(this_tab.waiting_by_sketch()):
        write_waiting_of(number)


def write_waiting_of(number: int) -> Step | None:
    """Write all that waits for a sketch, the oldest first; gives what the last of it changed."""
    kept, step = this_tab.waiting_by_sketch().get(number, []), None
    try:
        while kept:
            step = _written(number, kept[0])
            del kept[0]
    except (NoSketch, Forbidden) as trouble:
        this_tab.note_lost(kept, is_gone=isinstance(trouble, NoSketch))
        kept.clear()
        return None
    except Unreachable:
        return {}
    return step


def _written(number: int, one: Waiting) -> Step:
    where, by = shelf.opened(), gate.caller()
    published = shelf.rows(where.current_id()).get(one.table, {})
    step = many_rows.write(where, number, one.table, one.typed, published, begun=one.begun, by=by)
    if drawn := this_tab.known(number):
        for key, change in step.items():
            for column, text in (one.typed[key] or {}).items():
                there, before = (
                    (change.before or {}).get(column),
                    this_tab.cell(drawn, one.table, key, column),
                )
                is_unseen = this_tab.widget(number, one.table, key, column) in this_tab.unseen()
                if there != text and (there != before or is_unseen):
                    this_tab.note_elsewhere(
                        Elsewhere(one.table, key, column, there or "", text, text)
                    )
        this_tab.remember(this_tab.with_step(drawn, one.table, step))
    return step


def take_back(number: int, table: str, step: Step) -> None:
    """Undo what was written, as far as nobody wrote there since; raises NoSketch and Forbidden."""
    back = many_rows.take_back(shelf.opened(), number, table, step, by=gate.caller())
    if drawn := this_tab.known(number):
        this_tab.remember(this_tab.with_step(drawn, table, back))


def begin_row(number: int, table: str, cells: Mapping[str, str]) -> str:
    """Begin a new row with what is known of it already; gives its key."""
    where, by = shelf.opened(), gate.caller()
    sketch, key = sketching.one(where, number, by=by), sketching.new_key()
    edit = sketching.write(where, sketch, table, key, cells, seen=0, by=by)
    if drawn := this_tab.known(number):
        rows = {name: dict(edits) for name, edits in drawn.rows.items()}
        rows.setdefault(table, {})[key] = edit
        this_tab.remember(replace(drawn, rows=rows))
    return key


def take_out(bench: Workbench, table: str, key: str) -> None:
    """Let the sketch change nothing about a row."""
    sketching.take_out(bench.where, bench.sketch, table, key, by=bench.by)
    this_tab.redraw(bench.sketch.number, table, key, "")
