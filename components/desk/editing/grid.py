"""Rows of a sketch in a grid of cells: what was drawn, what was typed into it, what stands in it.

Streamlit keeps what is typed by the place of the cell, laid over the cells that were drawn first.
So these stay as they were until the grid is drawn anew, and only the marks of each row follow what
is kept: else a cell that is left would lose the place of the keyboard.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from components import html
from components.desk.editing import many_kept, this_tab
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk.checked import Finding
from data.desk.editing import sketching
from data.desk.editing.cell_words import CellWords
from data.schema import TABLES

_At = tuple[int, str]  # line, the first being 0, and column
_Cells = Mapping[_At, Any]

SPARE = 10  # empty lines at the end, for new rows
MARKS, GOES = "marks", "goes"
_KEPT = "rows-grid"


@dataclass
class Grid:
    """What is drawn: rows by line, columns, the cells as they were drawn first.

    ``kept`` is what the sketch holds in each of them as far as this grid knows; what differs was
    written elsewhere. ``typed`` is what Streamlit said last, by line and column.
    """

    mark: tuple[Any, ...]
    key: str
    words: CellWords
    lines: list[str]
    columns: list[str]
    drawn: dict[str, list[Any]]
    gone: list[bool]
    kept: dict[str, dict[str, str] | None]
    typed: dict[tuple[int, str], Any] = field(default_factory=dict)


def draw_anew() -> None:
    """Have the grid drawn with what is kept now."""
    st.session_state.pop(_KEPT, None)


def opened(bench: Workbench, table: str, keys: Sequence[str], columns: list[str]) -> Grid:
    """The grid of some rows; drawn anew where rows, columns or words are others than before."""
    _ = bench.lens.language.text
    own = bench.sketch.rows.get(table, {})
    mark = (bench.sketch.number, table, bench.lens.key, tuple(keys), tuple(columns))
    grid: Grid | None = st.session_state.get(_KEPT)
    new = [key for key in own if sketching.is_new(key)]
    is_open = grid is not None and grid.mark == mark and grid.key in st.session_state
    if grid is None or not is_open or not set(new) <= set(grid.lines) or grid.lines[-1] in own:
        grid = st.session_state[_KEPT] = _made(bench, table, [*keys, *new], columns, mark)
    elif any(_held(bench, table, key, columns) != grid.kept[key] for key in grid.lines):
        sentence = _("Another tab or form has changed cells of this draft. They are shown now.")
        many_kept.notes()[:] = [sentence]
        grid = st.session_state[_KEPT] = _made(bench, table, [*keys, *new], columns, mark)
    return grid


def _made(
    bench: Workbench, table: str, keys: list[str], columns: list[str], mark: tuple[Any, ...]
) -> Grid:
    words = CellWords(table, bench.lens.language, bench.rows, parts.today())
    lines = [*keys, *(sketching.new_key() for _ in range(SPARE))]
    rows = [bench.row(table, key) for key in lines]
    drawn = {name: [_cell(words, name, row[name]) for row in rows] for name in columns}
    kept = {key: _held(bench, table, key, columns) for key in lines}
    gone = [kept[key] is None for key in lines]
    # No two grids have one name: the browser lays what was typed over the lines of the same name,
    # and after its server was lost these may be other rows.
    return Grid(mark, f"rows-{secrets.token_hex(4)}", words, lines, columns, drawn, gone, kept)


def _held(bench: Workbench, table: str, key: str, columns: list[str]) -> dict[str, str] | None:
    """The cells of a row as they would become; None for one that goes."""
    if bench.edit(table, key).cells is None:
        return None
    row = bench.row(table, key)
    return {name: row[name] for name in columns}


def _cell(words: CellWords, column: str, text: str) -> Any:
    described = words.table.fields[column]
    if described.is_list and words.offered(column):
        return words.parts(column, text)
    return words.shown(column, text)


def draw(bench: Workbench, grid: Grid) -> None:
    """Draw it, each row with its marks in front."""
    _ = bench.lens.language.text
    frame = pd.DataFrame(
        {
            MARKS: [_marks(bench, grid.words.table.name, key) for key in grid.lines],
            **{name: _series(grid, name) for name in grid.columns},
            GOES: grid.gone,
        },
        index=pd.RangeIndex(1, len(grid.lines) + 1),
    )
    config = {
        "_index": st.column_config.NumberColumn(_("Line"), pinned=True, width=80),
        MARKS: st.column_config.TextColumn(_("Marks"), pinned=True, disabled=True, width=150),
        **{name: _config(bench, grid, name) for name in grid.columns},
        GOES: st.column_config.CheckboxColumn(_("Remove"), width=80),
    }
    with st.container(key="nc-rows-grid"):
        st.data_editor(
            frame,
            key=grid.key,
            column_config=config,
            num_rows="fixed",
            on_change=_typed,
            args=(bench.sketch.number,),
            placeholder="",
            height=min(len(grid.lines), 14) * 35 + 38,
            alt=_("Table of {table}").format(
                table=TABLES[grid.words.table.name].labels[bench.lens.language.code]
            ),
        )


def heading(grid: Grid, column: str) -> str:
    """The heading of a column, with a star where its cells must be filled."""
    described = grid.words.table.fields[column]
    return described.labels[grid.words.language.code] + (" *" if described.required else "")


def _series(grid: Grid, name: str) -> "pd.Series[Any]":
    return pd.Series(grid.drawn[name], index=range(1, len(grid.lines) + 1), dtype=object)


def _config(bench: Workbench, grid: Grid, name: str) -> Any:
    code = bench.lens.language.code
    described = grid.words.table.fields[name]
    label = heading(grid, name)
    explained = html.literal(described.descriptions.get(code, "")) or None
    offered = _offered(grid, name)
    if offered and described.is_list:
        return st.column_config.MultiselectColumn(label, help=explained, options=offered, width=220)
    if offered:
        return st.column_config.SelectboxColumn(label, help=explained, options=offered, width=160)
    is_long = described.text_of is not None
    return st.column_config.TextColumn(label, help=explained, width=280 if is_long else 130)


def _offered(grid: Grid, name: str) -> list[str]:
    """The words to choose from, with those that were typed and are none of them: else unseen."""
    offered = grid.words.offered(name)
    drawn = grid.drawn[name]
    cells = [one for cell in drawn for one in (cell if isinstance(cell, list) else [cell])]
    return list(dict.fromkeys([*offered, *filter(None, cells)])) if offered else []


def _marks(bench: Workbench, table: str, key: str) -> str:
    """What becomes of a row and what is wrong with it, in few words."""
    _ = bench.lens.language.text
    own = bench.sketch.rows.get(table, {})
    if key not in own:
        return ""
    if own[key].cells is None:
        return f"✕ {_('goes')}"
    if faults := bench.check.findings(table, key):
        problems = dict.fromkeys(_problem(bench, table, one) for one in faults)
        return "⚠ " + " · ".join(problems)
    return f"＋ {_('new')}" if sketching.is_new(key) else f"✎ {_('changed')}"


def _problem(bench: Workbench, table: str, finding: Finding) -> str:
    """What is wrong, with the label of the column."""
    language = bench.lens.language
    described = TABLES[table].fields.get(finding.fault.column or "")
    problem = finding.fault.problem(language)
    return language.pair(described.labels[language.code], problem) if described else problem


def _typed(number: int) -> None:
    """Keep what was typed since the last time."""
    grid: Grid | None = st.session_state.get(_KEPT)
    if grid is None or grid.key not in st.session_state:
        return
    edited: Mapping[int, Mapping[str, Any]] = st.session_state[grid.key]["edited_rows"]
    now = {(int(line), name): cell for line, row in edited.items() for name, cell in row.items()}
    changed = [at for at in {**grid.typed, **now} if _is_other(grid.typed, now, at)]
    grid.typed = now
    cells: dict[str, dict[str, str]] = {}
    going: dict[str, bool] = {}
    for line, name in changed:
        key = grid.lines[line]
        if name == GOES:
            going[key] = bool(now.get((line, name), grid.gone[line]))
        else:
            cell = now.get((line, name), grid.drawn[name][line])
            cells.setdefault(key, {})[name] = text_of(grid, name, cell)
    typed: dict[str, Mapping[str, str] | None] = dict(cells)
    for key, goes in going.items():
        back = many_kept.before_it_went(number, grid.words.table.name, key)
        typed[key] = None if goes else {**back, **cells.get(key, {})}
    bench = many_kept.write(number, grid.words, typed)
    if this_tab.waiting():  # the page may be drawn without it meanwhile
        draw_anew()
    if bench is None:
        return
    came_back = any(grid.kept[key] is None for key in cells)
    expected = {(key, name) for key in cells for name in cells[key]}
    also_filled = False  # cells that a text in another column filled
    for key in typed:
        held, before = _held(bench, grid.words.table.name, key, grid.columns), grid.kept[key]
        also_filled |= any(
            (key, name) not in expected and text != (before or {}).get(name)
            for name, text in (held or {}).items()
        )
        grid.kept[key] = held
    if came_back or also_filled or any(map(sketching.is_new, going)):
        draw_anew()


def _is_other(before: _Cells, now: _Cells, at: _At) -> bool:
    return (at in before) != (at in now) or (at in now and before[at] != now[at])


def text_of(grid: Grid, column: str, cell: Any) -> str:
    """What was typed or chosen in a column, as one text."""
    if isinstance(cell, (list, tuple)):
        return (grid.words.table.fields[column].delimiter or ";").join(map(str, cell))
    return "" if cell is None else str(cell)
