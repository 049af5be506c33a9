"""Many cells of a sketch written at once from the page, what was said of it, and taking it back."""

from collections.abc import Mapping

import streamlit as st

from components.desk.editing import opening, writing
from components.desk.editing.workbench import Workbench
from components.page import parts
from data.desk import asking
from data.desk.editing.cell_words import CellWords
from data.desk.editing.many_rows import Step
from data.roles import Forbidden
from data.store import Unreachable
from data.store.sketched import Cells, NoSketch

_MOST_STEPS = 30  # that can be taken back


def steps(number: int) -> list[tuple[str, Step]]:
    """What was done to a sketch in this session, each with its table, the last at the end."""
    kept: list[tuple[str, Step]] = st.session_state.setdefault(f"rows-steps-{number}", [])
    return kept


def notes() -> list[str]:
    """Sentences about what was done last."""
    kept: list[str] = st.session_state.setdefault("rows-notes", [])
    return kept


def write(number: int, words: CellWords, typed: Mapping[str, Cells | None]) -> Workbench | None:
    """Read texts as they were typed and lay them over the rows of a sketch, in one go.

    None lets a row go, {} brings it back. Gives the workbench as it is then; None where nothing
    could be kept or the store does not answer, which the page tells.
    """
    notes().clear()
    table = words.table.name
    step = writing.keep_rows(number, table, _read(words, typed), begun=False)
    if step is None:
        return None
    if step:
        steps(number)[:] = [*steps(number), (table, step)][-_MOST_STEPS:]
    try:
        return opening.after_writing(parts.lens(), number)
    except (NoSketch, Unreachable):
        return None


def before_it_went(number: int, table: str, key: str) -> Cells:
    """The cells that a row had changed before it was to go; none if that is not known."""
    for changed, step in reversed(steps(number)):
        if changed == table and key in step and step[key].after is None:
            return step[key].before or {}
    return {}


def take_back(number: int) -> None:
    """Undo what was done last, as far as nobody wrote there since."""
    notes().clear()
    if steps(number):
        table, step = steps(number).pop()
        try:
            writing.take_back(number, table, step)
        except (NoSketch, Forbidden, Unreachable):
            steps(number).append((table, step))


def _read(words: CellWords, typed: Mapping[str, Cells | None]) -> dict[str, Cells | None]:
    """Every cell as our files hold it; the cells of a column are read together."""
    rows: dict[str, dict[str, str]] = {key: {} for key, cells in typed.items() if cells is not None}
    columns = dict.fromkeys(name for cells in typed.values() for name in cells or ())
    for name in columns:
        keys = [key for key, cells in typed.items() if cells is not None and name in cells]
        read = words.read(name, [(typed[key] or {})[name] for key in keys])
        for place, (key, text) in enumerate(zip(keys, read.cells, strict=True)):
            said = read.also.get(place, {})
            # what stands in a column of its own comes before what another column says of it
            rows[key] = {**said, **rows[key], name: text}
        if read.way:
            _note_way(words, name, read.way)
    return {key: rows.get(key) for key in typed}


def _note_way(words: CellWords, column: str, way: str) -> None:
    language = words.language
    sentence = language.text("“{column}” was read with the {way}. If that is wrong, take it back.")
    label = words.table.fields[column].labels[language.code]
    notes().append(sentence.format(column=label, way=asking.named(way, language)))
