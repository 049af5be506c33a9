"""Fields whose choice stays when the page changes its language, and when it was away for a while.

A browser remembers a choice by its words; in another language these words mean nothing, and what
was chosen would be lost.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

_KEPT = "desk-chosen"
Choice = TypeVar("Choice")


def forget() -> None:
    """Forget all choices."""
    st.session_state.pop(_KEPT, None)


def one_of(
    label: str,
    choices: Sequence[Choice],
    usual: Choice | None,
    *,
    named: Callable[[Choice], str],
    key: str,
    placeholder: str | None = None,
    is_label_hidden: bool = False,
    finds: bool = False,
) -> Choice | None:
    """A list to choose one from; None while nothing is chosen. ``finds``: typing narrows it."""
    _begin(key, usual, lambda chosen: chosen is None or chosen in choices)
    chosen = st.selectbox(
        label,
        choices,
        None,
        format_func=named,
        placeholder=placeholder,
        label_visibility="collapsed" if is_label_hidden else "visible",
        filter_mode="fuzzy" if finds else None,
        key=key,
    )
    return _kept(key, chosen)


def some_of(
    label: str,
    choices: Sequence[Choice],
    usual: Sequence[Choice],
    *,
    named: Callable[[Choice], str],
    key: str,
    placeholder: str | None = None,
) -> list[Choice]:
    """A list to choose several from."""
    _begin(key, list(usual), lambda chosen: all(one in choices for one in chosen))
    chosen = st.multiselect(label, choices, format_func=named, placeholder=placeholder, key=key)
    return _kept(key, chosen)


def way(
    label: str,
    ways: Sequence[Choice],
    usual: Choice | None,
    *,
    named: Callable[[Choice], str],
    key: str,
) -> Choice | None:
    """A few ways side by side; None while none is chosen."""
    _begin(key, usual, lambda chosen: chosen is None or chosen in ways)
    return st.radio(label, ways, None, format_func=named, horizontal=True, key=key)


def text(label: str, usual: str, *, key: str, longest: int, hint: str | None = None) -> str:
    """A line to write in."""
    _begin(key, usual, lambda _written: True)
    written = st.text_input(label, max_chars=longest, help=hint, key=key)
    return _kept(key, written).strip()


def opened(label: str, *, key: str) -> bool:
    """A switch that opens something; it is closed at first."""
    _begin(key, usual=False, fits=lambda _is_open: True)
    return _kept(key, st.toggle(label, key=key))


def _begin(key: str, usual: Choice, fits: Callable[[Choice], bool]) -> None:
    """Give a field its value before it is drawn: what was chosen, else what is usual."""
    kept: dict[str, Choice] = st.session_state.setdefault(_KEPT, {})
    value: Choice = st.session_state.get(key, kept.get(key, usual))
    st.session_state[key] = value if fits(value) else usual


def _kept(key: str, value: Choice) -> Choice:
    st.session_state[_KEPT][key] = value
    return value
