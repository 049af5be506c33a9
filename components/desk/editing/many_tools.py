"""Tools beside the grid of many rows: paste a block, fill down, take back."""

import json

import streamlit as st

from components.desk.editing import grid, many_kept
from components.desk.editing.grid import Grid
from components.desk.editing.workbench import Workbench
from data.desk.editing import many_rows, pasted, sketching
from data.desk.editing.pasted import Block
from data.language import Language
from data.store.sketched import Cells

_FROM_GRID = "rows-from-grid"  # the field into which the page's script hands what is pasted
_BOX = "rows-paste"


def shown(bench: Workbench, opened: Grid) -> None:
    """The tools, each folded, and the button that takes the last change back."""
    _ = bench.lens.language.text
    number = bench.sketch.number
    with st.container(key="nc-rows-from-grid"):
        st.text_area(
            _("Paste from Excel"), key=_FROM_GRID, on_change=_from_grid, args=(number, opened)
        )
    _take_back(bench.lens.language, number)
    with st.expander(_("Paste from Excel")):
        _paste(bench, opened)
    with st.expander(_("Fill down")):
        _fill(bench, opened)


def _take_back(language: Language, number: int) -> None:
    steps = many_kept.steps(number)
    count = many_rows.cells_of(steps[-1][1]) if steps else 0
    label = language.plural(
        "Take back the last change ({count} cell)",
        "Take back the last change ({count} cells)",
        count,
    )
    st.button(
        label if steps else language.text("Nothing to take back"),
        icon=":material/undo:",
        key="rows-take-back",
        disabled=not steps,
        on_click=_taken_back,
        args=(language, number),
    )


def _taken_back(language: Language, number: int) -> None:
    many_kept.take_back(number)
    many_kept.notes().append(language.text("The last change was taken back."))
    grid.draw_anew()


def _paste(bench: Workbench, opened: Grid) -> None:
    """A block as text: it goes into new rows, or over those from a line on."""
    _ = bench.lens.language.text
    st.text_area(
        _("Cells as copied from Excel, with or without headings"),
        key=_BOX,
        max_chars=pasted.MOST_CHARACTERS,
    )
    first, column = st.columns(2)
    with first:
        lines = [0, *range(1, len(opened.lines) - grid.SPARE + 1)]
        st.selectbox(
            _("Into"),
            lines,
            format_func=lambda one: (
                _("line {number} and those below").format(number=one) if one else _("new rows")
            ),
            key="rows-paste-line",
        )
    with column:
        st.selectbox(
            _("First column (where the block has no headings)"),
            opened.columns,
            format_func=lambda one: _label(opened, one),
            key="rows-paste-column",
        )
    st.button(
        _("Put the cells into the draft"),
        key="rows-paste-go",
        on_click=_from_box,
        args=(bench.sketch.number, opened),
    )


def _label(opened: Grid, name: str) -> str:
    return opened.words.table.fields[name].labels[opened.words.language.code]


def _from_box(number: int, opened: Grid) -> None:
    """What stands in the box, as it is at this moment, with the choices beside it."""
    said = st.session_state
    line, name, text = said["rows-paste-line"], said["rows-paste-column"], said[_BOX]
    place = line - 1 if line else len(opened.lines) - grid.SPARE
    columns = opened.columns[opened.columns.index(name) :]
    if _lay(number, opened, place, columns, text):
        said[_BOX] = ""


def _from_grid(number: int, opened: Grid) -> None:
    """What was pasted in the grid itself: its text, its line and the headings from its cell on."""
    told = st.session_state[_FROM_GRID]
    st.session_state[_FROM_GRID] = ""  # in the browser too: else each later click pastes it again
    try:
        said = json.loads(told)
        line, heads, text = int(said["line"]), list(said["columns"]), str(said["text"])
    except (ValueError, TypeError, KeyError):
        return
    labels = {grid.heading(opened, name): name for name in opened.columns}
    columns = [labels[head] for head in heads if head in labels]
    if columns:  # columns out of sight stand behind those that are seen
        columns += opened.columns[opened.columns.index(columns[-1]) + 1 :]
    place = min(max(line - 1, 0), len(opened.lines) - 1)
    _lay(number, opened, place, columns, text)


def _lay(number: int, opened: Grid, place: int, columns: list[str], text: str) -> bool:
    """Lay a block over the rows from a line on; gives whether anything was laid."""
    _ = opened.words.language.text
    table = opened.words.table
    block = pasted.read(table.name, text, columns)
    if len(block.rows) > pasted.MOST_ROWS:
        sentence = _("At most {count} rows can be pasted at once. Upload more as a file.")
        many_kept.notes()[:] = [sentence.format(count=pasted.MOST_ROWS)]
        return False
    if not any(block.rows):
        many_kept.notes()[:] = [_("There is nothing in what was pasted that has a place here.")]
        return False
    keys = opened.lines[place:]
    keys += [sketching.new_key() for _line in range(len(block.rows) - len(keys))]
    typed: dict[str, Cells | None] = {}
    for key, cells in zip(keys, block.rows, strict=False):
        at = cells.get(table.key, "")
        target = at if at in opened.kept else key
        if own := {name: cell for name, cell in cells.items() if name != table.key}:
            typed[target] = own
    if many_kept.write(number, opened.words, typed) is not None:
        many_kept.notes().extend(_said(opened, block, len(typed)))
    grid.draw_anew()
    return True


def _said(opened: Grid, block: Block, count: int) -> list[str]:
    """What was pasted, and what was left out of it."""
    language = opened.words.language
    _ = language.text
    said = [language.plural("{count} row was pasted.", "{count} rows were pasted.", count)]
    if block.has_headings:
        said.append(_("Its headings say which columns these are."))
    if block.above:
        said.append(_("Lines above the headings were left out: {count}").format(count=block.above))
    if block.left_out:
        names = ", ".join(f"“{one[:40]}”" for one in block.left_out)
        said.append(_("Columns without a place here were left out: {names}").format(names=names))
    return [" ".join(said)]


def _fill(bench: Workbench, opened: Grid) -> None:
    """One value for a column in many lines."""
    _ = bench.lens.language.text
    name = st.selectbox(
        _("Column"),
        opened.columns,
        format_func=lambda one: _label(opened, one),
        key="rows-fill-column",
    )
    count = len(opened.lines) - grid.SPARE
    if not count:
        return
    first, last = st.columns(2)
    first.number_input(_("From line"), 1, count, 1, key="rows-fill-from")
    last.number_input(_("To line"), 1, count, count, key=f"rows-fill-to-{count}")
    offered = opened.words.offered(name)
    key = f"rows-fill-{name}"
    if offered and not opened.words.table.fields[name].is_list:
        st.selectbox(_("Value"), offered, None, key=key)
    elif offered:
        st.multiselect(_("Value"), offered, key=key)
    else:
        st.text_input(_("Value"), key=key)
    st.button(
        _("Fill these lines"),
        key="rows-fill-go",
        on_click=_filled,
        args=(bench.sketch.number, opened),
    )


def _filled(number: int, opened: Grid) -> None:
    """Fill as the fields say at this moment; a row that is to go stays as it is."""
    said, count = st.session_state, len(opened.lines) - grid.SPARE
    name = said["rows-fill-column"]
    text = grid.text_of(opened, name, said.get(f"rows-fill-{name}"))
    if not text:
        sentence = opened.words.language.text("Choose or type the value with which to fill.")
        many_kept.notes()[:] = [sentence]
        return
    start, end = sorted((said["rows-fill-from"], said[f"rows-fill-to-{count}"]))
    keys = [key for key in opened.lines[start - 1 : end] if opened.kept[key] is not None]
    many_kept.write(number, opened.words, {key: {name: text} for key in keys})
    grid.draw_anew()
