"""What a run of a page drew, kept so that it can be drawn again without running the page.

This rests on how Streamlit works inside: what a run draws are messages, and what makes a control
answer is its registration. ``tests/components/inside/test_drawing.py`` names what no longer
fits.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from inspect import unwrap
from traceback import walk_tb
from typing import Any, NamedTuple, cast

import streamlit as st
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    get_script_run_ctx,
)
from streamlit.runtime.state.common import WidgetMetadata

from components.inside.socket import Messages

# What looks the same whoever's session draws it. All else is never drawn again from here: files and
# buttons belong to a session, forms and fragments keep what somebody did.
ELEMENTS = frozenset(
    (
        *("alert", "button_group", "code", "component_instance", "heading", "html", "markdown"),
        *("multiselect", "page_link", "pagination", "selectbox", "text_input"),
    )
)
BLOCKS = frozenset(("column", "expandable", "flex_container", "popover", "tab", "tab_container"))
# Controls that show what their session sent last, unless the page says what they are to show.
_TEXTS = ("string_value", "string_array_value")
_SENT = "nc-sent"  # in the session: names of what its last two runs sent


class _Control(NamedTuple):
    """A control: its registration, what the page made it show, and what it answered."""

    metadata: WidgetMetadata[Any]
    key: str | None
    is_told: bool
    answered: Any
    is_changed: bool


class _Message(NamedTuple):
    """A message: its name, whole, and as sent to a browser that has what is so named."""

    name: str  # empty where browsers do not keep it
    whole: bytes
    reference: bytes


class Drawing(NamedTuple):
    """All that a run drew."""

    messages: Sequence[_Message]
    names: frozenset[str]
    controls: Sequence[_Control]
    ids: frozenset[str]
    size: int


@contextmanager
def sent() -> Iterator[None]:
    """A run of a page: of what its browser says to have, only what the last two runs sent is named.

    A browser drops what three runs did not use, perhaps while its next question is on its way;
    named then, it would be missing.
    """
    run = _run()
    if run is None:
        yield
        return
    last, before = st.session_state.get(_SENT, (set(), set()))
    run.cached_message_hashes &= last | before
    names: set[str] = set()
    run.session_state[_SENT] = names, last
    send = run.enqueue

    def hear(message: ForwardMsg) -> None:
        send(message)
        if message.metadata.cacheable:
            names.add(message.hash)

    run.enqueue = hear  # type: ignore[method-assign, assignment]
    try:
        yield
    except StopException:
        raise
    except BaseException:
        run.session_state[_SENT] = last, before  # the browser may not have got all of it
        raise
    finally:
        run.enqueue = send  # type: ignore[method-assign]


def drawn(draw: Callable[[], None]) -> Drawing | None:
    """Draw, and give what was drawn; None where another session may not be shown the same.

    The page may have stopped early: it is to be the last that the run draws.
    """
    run = _run()
    if run is None or run.fragment_ids_this_run:
        draw()
        return None
    messages: list[ForwardMsg] = []
    controls: list[_Control] = []
    with _heard(run, messages, controls):
        try:
            draw()
        except StopException as stopped:
            if not _is_by_page(stopped):
                raise
    if not all(map(_is_alike, messages)) or not all(map(_is_settled, controls)):
        return None
    return Drawing(
        list(map(_message, messages)),
        frozenset(one.hash for one in messages if one.metadata.cacheable),
        controls,
        run.shared.widget_ids_this_run.snapshot(),
        sum(one.ByteSize() for one in messages),
    )


def draw_again(drawing: Drawing) -> bool:
    """Draw the same in the run that asks; False, and nothing, where a control answers otherwise."""
    run = _run()
    if run is None or not all(_answers_alike(run, one) for one in drawing.controls):
        return False
    for key in drawing.ids:
        run.shared.widget_ids_this_run.check_and_add(key)
    known = run.cached_message_hashes
    _send(run, [one.reference if one.name in known else one.whole for one in drawing.messages])
    if _SENT in run.session_state:
        run.session_state[_SENT][0].update(drawing.names)
    return True


def _message(one: ForwardMsg) -> _Message:
    whole = one.SerializeToString()
    if not one.metadata.cacheable:
        return _Message("", whole, whole)
    return _Message(one.hash, whole, create_reference_msg(one).SerializeToString())


def _send(run: ScriptRunContext, messages: Sequence[bytes]) -> None:
    run._enqueue(cast("ForwardMsg", Messages(messages)))


def _run() -> ScriptRunContext | None:
    """The run that asks; None in Streamlit's own tests, where a run has no browser."""
    return None if _is_apptest() else get_script_run_ctx(suppress_warning=True)


def _is_apptest() -> bool:
    return bool(config.get_option("global.appTest"))


@contextmanager
def _heard(
    run: ScriptRunContext, messages: list[ForwardMsg], controls: list[_Control]
) -> Iterator[None]:
    """Listen to what a run sends and registers."""
    send, register = run.enqueue, run.session_state.register_widget

    def hear(message: ForwardMsg) -> None:
        send(message)
        messages.append(message)

    def note(metadata: WidgetMetadata[Any], key: str | None) -> Any:
        is_told = key is not None and run.session_state.is_new_state_value(key)
        result = register(metadata, key)
        answered = deepcopy(result.value)
        controls.append(_Control(metadata, key, is_told, answered, result.value_changed))
        return result

    run.enqueue = hear  # type: ignore[method-assign, assignment]
    # The state of a session takes what is set on it in the usual way for a value of the page.
    object.__setattr__(run.session_state, "register_widget", note)
    try:
        yield
    finally:
        object.__delattr__(run.session_state, "register_widget")
        run.enqueue = send  # type: ignore[method-assign]


def _is_by_page(stopped: StopException) -> bool:
    """Whether the page ended itself by ``st.stop``.

    The server stops a run, too, wherever it is, when its reader goes away.
    """
    own = unwrap(st.stop).__code__
    return any(frame.f_code is own for frame, _line in walk_tb(stopped.__traceback__))


def _is_alike(message: ForwardMsg) -> bool:
    """Whether a message is the same in all sessions."""
    kind = message.WhichOneof("type")
    if kind != "delta":
        return bool(kind == "page_config_changed")
    delta = message.delta
    if delta.fragment_id:
        return False
    if delta.WhichOneof("type") == "new_element":
        return delta.new_element.WhichOneof("type") in ELEMENTS
    block = delta.add_block
    return delta.WhichOneof("type") == "add_block" and block.WhichOneof("type") in BLOCKS


def _is_settled(control: _Control) -> bool:
    """Whether what a control shows follows from what it answered."""
    return control.is_told or not (
        control.is_changed or control.metadata.value_type in _TEXTS or control.metadata.bind
    )


def _answers_alike(run: ScriptRunContext, control: _Control) -> bool:
    if control.is_told and control.key is not None:
        run.session_state[control.key] = deepcopy(control.answered)
    now = run.session_state.register_widget(control.metadata, control.key)
    return bool(now.value == control.answered and now.value_changed == control.is_changed)
