"""What a browser says of controls that its session has not drawn yet, as after its server was lost.

Streamlit hears it, but then shows what the page says, and calls nobody: for it nothing has changed.
This rests on how Streamlit works inside; ``tests/components/inside/test_heard.py`` names
what no longer fits.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    get_script_run_ctx,
)
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import (
    WidgetMetadata,
    unpack_widget_state_value,
    user_key_from_element_id,
)
from streamlit.runtime.state.session_state import Serialized

_FILES = "file_uploader_state_value"  # files lie at the server that is gone
_LATE = "nc-heard-late"  # in the session: ids of controls whose change is still to be acted on


class Heed(Enum):
    """Who is heeded where a browser and the page say different things of a control."""

    PAGE = auto()
    BROWSER = auto()
    CHANGE = auto()  # the browser, and what it says is acted on


def said(key: str) -> str:
    """The text that the browser says of a control that its session has not drawn; "" for none."""
    run = get_script_run_ctx(suppress_warning=True)
    if run is None:
        return ""
    for one, state in _state(run)._new_widget_state.states.items():
        if isinstance(state, Serialized) and user_key_from_element_id(one) == key:
            return str(unpack_widget_state_value(state.value) or "")
    return ""


@contextmanager
def hearing(heeds: Callable[[str, Any], Heed]) -> Iterator[dict[str, Any]]:
    """Act on what a browser says of controls that are drawn here for the first time.

    Each counts as changed when it is not as the page draws it. Where the page sets its value,
    ``heeds`` is asked about what the browser says (key, value). What is to be done on a change is
    done when the page is run once more, at once. Gives what each control answered.
    """
    run = get_script_run_ctx(suppress_warning=True)
    answered: dict[str, Any] = {}
    if run is None:
        yield answered
        return
    late: list[str] = st.session_state.setdefault(_LATE, [])
    _act(run, late)
    register = run.session_state.register_widget

    def note(control: WidgetMetadata[Any], key: str | None) -> Any:
        if key is not None and _is_changed(_state(run), control, key, heeds):
            late.append(control.id)
        result = register(control, key)
        if key is not None:
            answered[key] = result.value
        return result

    # The state of a session takes what is set on it in the usual way for a value of the page.
    object.__setattr__(run.session_state, "register_widget", note)
    try:
        yield answered
    finally:
        object.__delattr__(run.session_state, "register_widget")
    if late:
        st.rerun()


def _act(run: ScriptRunContext, late: list[str]) -> None:
    """Do what is to be done on a change, as Streamlit does it before a run."""
    while late:
        control = _state(run)._new_widget_state.widget_metadata.get(late.pop(0))
        if control is not None and control.callback is not None:
            control.callback(*(control.callback_args or ()), **(control.callback_kwargs or {}))


def _is_changed(
    state: SessionState, control: WidgetMetadata[Any], key: str, heeds: Callable[[str, Any], Heed]
) -> bool:
    """Whether what the browser says is to be acted on.

    Where it comes first, or says the same, the page is not heard: what it says would be sent to the
    browser, over what is being typed there.
    """
    known = state._new_widget_state
    heard = known.states.get(control.id)
    if not isinstance(heard, Serialized) or control.id in known.widget_metadata or control.disabled:
        return False
    if heard.value.WhichOneof("value") == _FILES:
        return False
    value = control.deserializer(unpack_widget_state_value(heard.value))
    is_told = state.is_new_state_value(key)
    if value == (state._new_session_state[key] if is_told else control.deserializer(None)):
        heed = Heed.BROWSER
    else:
        heed = heeds(key, value) if is_told else Heed.CHANGE
    if heed is not Heed.PAGE:
        state._new_session_state.pop(key, None)
    return heed is Heed.CHANGE


def _state(run: ScriptRunContext) -> SessionState:
    return run.session_state._state
