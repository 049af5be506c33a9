"""A sketch open on the page with its check, and the one way in which the page writes into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import streamlit as st

from components import shelf
from components.desk import questions
from components.entrance import gate
from components.page import address, parts
from data.desk.checked import Finding
from data.desk.editing import many_rows, sketch_check, sketching, successors
from data.desk.editing.many_rows import Step, Typed
from data.desk.editing.sketch_check import SketchCheck
from data.record.rows import Row, Rows
from data.record.wording import called
from data.roles import Caller, Forbidden
from data.schema import TABLES
from data.store import Store, Unreachable
from data.store.sketched import Beside, Edit, NoSketch, Sketch
from data.views.lens import Lens

_DRAWN = "sketch-drawn"  # key of the session: the sketches as this tab knows them, by number
_CHECKED = "sketch-checked"  # the last check, and of what it was
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


def opened(lens: Lens, number: int | None) -> Workbench | None:
    """The workbench of one's own sketch; None without one. Raises NoSketch."""
    where, by = shelf.opened(), gate.caller()
    if number is None:
        return None
    return _drawn(Workbench(lens, where, by, _read(number, by)))


def written(lens: Lens, number: int) -> Workbench:
    """The workbench just after this tab wrote; the page is drawn later. Raises NoSketch."""
    where, by = shelf.opened(), gate.caller()
    return Workbench(lens, where, by, _with_waiting(sketching.one(where, number, by=by)))


def current(lens: Lens) -> Workbench:
    """The sketch that the address names, else the one changed last, else a new one."""
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    named = own.get(address.value("draft", own) or "")
    sketch = named or next(iter(own.values()), None) or sketching.begin(where, by=by)
    if named is None:
        st.query_params["draft"] = str(sketch.number)
    return _drawn(Workbench(lens, where, by, _read(sketch.number, by)))


def keep(number: int, table: str, key: str, column: str, text: str) -> None:
    """Write one cell of a row into a sketch, as :func:`keep_rows` does."""
    keep_rows(number, table, {key: {column: text}})


def keep_rows(number: int, table: str, typed: Typed, *, begun: bool = True) -> Step | None:
    """Lay what was typed over rows of a sketch in one go, beside what other tabs have written.

    None lets a row go, {} brings it back. With ``begun`` a new row stays though all that was typed
    into it is empty. Gives what changed in the store; None where the sketch is gone or the sign-in
    has ended.

    A cell that another tab wrote since this one was drawn is written over; both are remembered in
    the session, for the page to tell (:func:`elsewhere`). What cannot be kept is remembered as well
    (:func:`lost`). While the store does not answer or is full, what was typed waits in the session
    (:func:`waiting`), stands on the screen, and is written with what is typed next or drawn next.
    """
    kept = _waiting().setdefault(number, [])
    kept.append(Waiting(table, typed, begun))
    return _write_waiting(number)


def write_waiting() -> None:
    """Write what waits for a store that did not answer or was full, as far as it goes now."""
    for number in list(_waiting()):
        _write_waiting(number)


def _write_waiting(number: int) -> Step | None:
    """Write all that waits for a sketch, the oldest first; gives what the last of it changed."""
    kept, step = _waiting().get(number, []), None
    try:
        while kept:
            step = _written(number, kept[0])
            del kept[0]
    except (NoSketch, Forbidden) as trouble:
        _note_lost(kept, is_gone=isinstance(trouble, NoSketch))
        kept.clear()
        return None
    except Unreachable:
        return {}
    return step


def _note_lost(kept: Sequence[Waiting], *, is_gone: bool) -> None:
    st.session_state.setdefault(_LOST, []).extend(
        Lost(one.table, column, text, is_gone) for one in kept for column, text in one.cells()
    )


def _written(number: int, one: Waiting) -> Step:
    where, by = shelf.opened(), gate.caller()
    published = shelf.rows(where.current_id()).get(one.table, {})
    step = many_rows.write(where, number, one.table, one.typed, published, begun=one.begun, by=by)
    if drawn := _known(number):
        for key, change in step.items():
            for column, text in (one.typed[key] or {}).items():
                there, before = (
                    (change.before or {}).get(column),
                    _cell(drawn, one.table, key, column),
                )
                is_unseen = widget(number, one.table, key, column) in _unseen()
                if there != text and (there != before or is_unseen):
                    told = Elsewhere(one.table, key, column, there or "", text, text)
                    st.session_state.setdefault(_ELSEWHERE, []).append(told)
        _remember(_with(drawn, one.table, step))
    return step


def take_back(number: int, table: str, step: Step) -> None:
    """Undo what was written, as far as nobody wrote there since; raises NoSketch and Forbidden."""
    back = many_rows.take_back(shelf.opened(), number, table, step, by=gate.caller())
    if drawn := _known(number):
        _remember(_with(drawn, table, back))


def begin_row(number: int, table: str, cells: Mapping[str, str]) -> str:
    """Begin a new row with what is known of it already; gives its key."""
    where, by = shelf.opened(), gate.caller()
    sketch, key = sketching.one(where, number, by=by), sketching.new_key()
    edit = sketching.write(where, sketch, table, key, cells, seen=0, by=by)
    if drawn := _known(number):
        rows = {name: dict(edits) for name, edits in drawn.rows.items()}
        rows.setdefault(table, {})[key] = edit
        _remember(replace(drawn, rows=rows))
    return key


def take_out(bench: Workbench, table: str, key: str) -> None:
    """Let the sketch change nothing about a row."""
    sketching.take_out(bench.where, bench.sketch, table, key, by=bench.by)
    _redraw(bench.sketch.number, table, key, "")


def _with(drawn: Sketch, table: str, step: Step) -> Sketch:
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


def _with_waiting(sketch: Sketch) -> Sketch:
    """A sketch with what waits to be written into it laid over."""
    waits = _waiting().get(sketch.number)
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


def _read(number: int, by: Caller) -> Sketch:
    """One's own sketch, after what waited was written; raises NoSketch and Forbidden."""
    _write_waiting(number)
    return sketching.one(shelf.opened(), number, by=by)


def _drawn(bench: Workbench) -> Workbench:
    """Note what this tab now shows; fields that another tab has changed take their new text."""
    before = _known(bench.sketch.number)
    _remember(bench.sketch)
    if before is not None:
        for table, key, column in _differing(before, bench.sketch):
            text = _cell(bench.sketch, table, key, column)
            here = _cell(before, table, key, column)
            now = bench.row(table, key)[column] if text is None else text
            told = Elsewhere(table, key, column, now, here or "", now)
            st.session_state.setdefault(_ELSEWHERE, []).append(told)
            _redraw(bench.sketch.number, table, key, column)
    return replace(bench, sketch=_with_waiting(bench.sketch))


def widget(number: int, table: str, key: str, column: str) -> str:
    """Key of the widget of a cell in the session."""
    return f"sketch-{number}-{table}-{key}-{column}"


def _redraw(number: int, table: str, key: str, column: str) -> None:
    """Let the widgets of a cell take their text from the sketch again."""
    name = widget(number, table, key, column)
    for one in [str(key) for key in st.session_state if str(key).startswith(name)]:
        del st.session_state[one]


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


def _cell(sketch: Sketch | None, table: str, key: str, column: str) -> str | None:
    """What a sketch says of one cell; None where it leaves the cell alone."""
    edit = sketch.rows.get(table, {}).get(key) if sketch else None
    return (edit.cells or {}).get(column) if edit else None


def _known(number: int) -> Sketch | None:
    known: dict[int, Sketch] = st.session_state.get(_DRAWN, {})
    return known.get(number)


def _remember(sketch: Sketch) -> None:
    st.session_state.setdefault(_DRAWN, {})[sketch.number] = sketch


def elsewhere() -> list[Elsewhere]:
    """The cells that another tab wrote since this one last told; each is given once."""
    told: list[Elsewhere] = st.session_state.pop(_ELSEWHERE, [])
    return told


def note_unseen(name: str) -> None:
    """Remember that another tab wrote the cell of a field, and that this one has not shown it."""
    st.session_state[_UNSEEN] = _unseen() | {name}


def forget_unseen() -> None:
    """All is shown from now on."""
    st.session_state.pop(_UNSEEN, None)


def _unseen() -> set[str]:
    known: set[str] = st.session_state.get(_UNSEEN, set())
    return known


def lost() -> list[Lost]:
    """What was typed and could not be kept; it is given until something can be kept again."""
    told: list[Lost] = st.session_state.get(_LOST, [])
    return told


def forget_lost() -> None:
    """Tell no more of what could not be kept."""
    st.session_state.pop(_LOST, None)


def waiting() -> list[Waiting]:
    """What was typed and waits for a store that does not answer or is full."""
    return [one for kept in _waiting().values() for one in kept]


def _waiting() -> dict[int, list[Waiting]]:
    kept: dict[int, list[Waiting]] = st.session_state.setdefault(_WAITING, {})
    return kept
