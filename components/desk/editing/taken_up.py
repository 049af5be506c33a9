"""What is typed while the browser comes to another server, which knows of the form only the draft.

The browser says what stands in each field, but not whether that was typed or only shown. So each
page gives it, in a field out of sight, marks of what is shown and of what the draft holds.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, NamedTuple

import streamlit as st

from components.desk.editing import this_tab
from components.inside.heard import Heed, hearing, said
from data.language import Language

_FIELD = "desk-last-shown"
_LETTERS = 8  # of each mark
_NONE = "-" * _LETTERS


class _Shown(NamedTuple):
    """Marks of what a field showed last and of what the draft held in its cell."""

    value: str
    cell: str


@contextmanager
def taking_up(language: Language) -> Iterator[None]:
    """A part of the desk in which what a browser brings from another server is kept as typed."""
    before = _read(said(_FIELD))

    def heeds(key: str, value: Any) -> Heed:
        shown = before.get(_mark(key))
        if shown is None:
            return Heed.PAGE
        is_same = shown.cell == _cell(key)
        if shown.value == _mark(value):
            return Heed.BROWSER if is_same else Heed.PAGE
        if not is_same:
            this_tab.note_unseen(key)
        return Heed.CHANGE

    with hearing(heeds) as answered:
        this_tab.forget_unseen()
        yield
        _tell(language, answered)


def _tell(language: Language, answered: Mapping[str, Any]) -> None:
    """Give the browser the marks of what it shows now."""
    st.session_state[_FIELD] = "".join(
        f"{_mark(key)}{_mark(value)}{_cell(key)}" for key, value in answered.items()
    )
    with st.container(key="nc-last-shown"):
        st.text_input(language.text("What was shown last"), key=_FIELD)


def _read(text: str) -> dict[str, _Shown]:
    width = 3 * _LETTERS
    lines = (text[at : at + width] for at in range(0, len(text), width))
    return {
        line[:_LETTERS]: _Shown(line[_LETTERS : 2 * _LETTERS], line[2 * _LETTERS :])
        for line in lines
    }


def _cell(key: str) -> str:
    """A mark of what the draft holds in the cell of a field."""
    held = st.session_state.get(f"{key}-seen")
    return _NONE if held is None else _mark(held)


def _mark(value: Any) -> str:
    return sha256(repr(value).encode()).hexdigest()[:_LETTERS]
