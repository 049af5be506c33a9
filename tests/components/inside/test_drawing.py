"""What a run drew is drawn again: for whom, with which controls, and what of it is sent."""

from collections.abc import Callable
from inspect import signature

import pytest
import streamlit as st
from streamlit import config
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner_utils.script_run_context import (
    ScriptRunContext,
    get_script_run_ctx,
)
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest
from streamlit.version import STREAMLIT_VERSION_STRING as RELEASE

from components.inside import drawing
from tests.messages import one_by_one

HERE = "bring components/inside/drawing.py up to date"


@pytest.fixture(autouse=True)
def _as_in_a_browser(monkeypatch):
    monkeypatch.setattr(drawing, "_is_apptest", lambda: False)
    monkeypatch.setattr(drawing, "_send", one_by_one)  # Streamlit's own tests read single ones


@pytest.fixture
def run() -> Callable[..., AppTest]:
    """``run(draw, kept)``: a session whose page draws ``draw``, or again what is in ``kept``."""

    def one(draw: Callable[[], None], kept: list[drawing.Drawing | None]) -> AppTest:
        def page() -> None:
            drawing, draw, kept = st.session_state["given"]
            if not (kept and kept[-1] and drawing.draw_again(kept[-1])):
                kept.append(drawing.drawn(draw))

        app = AppTest.from_string("import streamlit as st; st.session_state['page']()")
        app.session_state["given"] = drawing, draw, kept
        app.session_state["page"] = page
        return app.run()

    return one


def plain() -> None:
    with st.container(key="one"), st.expander("More"):
        st.html("<p>text</p>")
    st.selectbox("Which", ["a", "b"], key="which")


def told() -> None:
    st.session_state["which"] = "b"
    plain()


def part() -> None:
    st.html(f"part {st.pagination(3, key='part')}")


def texts(app: AppTest) -> list[str]:
    return [one.proto.body for one in app.get("html")]


def test_a_page_is_drawn_again_with_its_controls(run):
    kept: list[drawing.Drawing | None] = []
    first, second = run(told, kept), run(told, kept)

    assert len(kept) == 1
    assert texts(first) == texts(second) == ["<p>text</p>"]
    assert second.selectbox[0].proto == first.selectbox[0].proto
    assert second.session_state["which"] == "b"


@pytest.mark.parametrize(
    "draw",
    [
        plain,  # a control that shows what its own session sent
        lambda: st.button("Press"),
        lambda: st.download_button("File", b"bytes"),
        lambda: st.file_uploader("File"),
        lambda: st.toast("Done"),
        st.fragment(lambda: st.html("fragment")),
        lambda: st.form("form"),
        st.dialog("Dialog")(lambda: st.html("dialog")),
        lambda: st.query_params.update(a="1"),
    ],
)
def test_what_belongs_to_a_session_is_not_kept(run, draw):
    kept: list[drawing.Drawing | None] = []
    run(draw, kept)

    assert kept == [None]


def test_a_page_that_fails_is_not_kept(run):
    kept: list[drawing.Drawing | None] = []

    assert run([].pop, kept).exception
    assert kept == []


def test_a_page_that_stops_early_is_kept_as_far_as_it_went(run):
    kept: list[drawing.Drawing | None] = []

    def stops() -> None:
        st.html("first")
        st.stop()

    assert texts(run(stops, kept)) == texts(run(stops, kept)) == ["first"]
    assert len(kept) == 1


def test_a_page_whose_reader_goes_away_meanwhile_is_not_kept(run):
    kept: list[drawing.Drawing | None] = []

    def left() -> None:
        st.html("first")
        context = get_script_run_ctx()
        assert context
        assert context.script_requests
        context.script_requests.request_stop()  # as the server does then
        st.html("second")

    run(left, kept)
    assert kept == []
    run(lambda: st.html("whole"), kept)
    assert len(kept) == 1


def test_where_a_control_answers_otherwise_the_page_is_drawn(run):
    kept: list[drawing.Drawing | None] = []
    app = run(part, kept)
    turned = WidgetState(id=app.get("pagination")[0].proto.id, int_value=2)
    run(part, kept)
    assert len(kept) == 1  # two readers at the first part

    states = app._tree.get_widget_states()
    states.widgets.append(turned)
    app._run(states)

    assert texts(app) == ["part 2"]
    assert len(kept) == 2
    assert texts(run(part, kept)) == ["part 1"]  # and is not shown again to others


def test_streamlit_has_the_kinds_that_are_drawn_again():
    for kinds, known in ((drawing.ELEMENTS, Element), (drawing.BLOCKS, Block)):
        fields = {one.name for one in known.DESCRIPTOR.oneofs_by_name["type"].fields}
        assert kinds <= fields, f"{RELEASE} has no {kinds - fields}: {HERE}"


def test_streamlit_sends_and_registers_in_the_ways_that_are_heard():
    for owner, method, asked in (
        (ScriptRunContext, "enqueue", ["self", "msg"]),
        (SafeSessionState, "register_widget", ["self", "metadata", "user_key"]),
    ):
        given = list(signature(getattr(owner, method)).parameters)
        assert given == asked, f"{RELEASE}: {owner.__name__}.{method} takes {given}; {HERE}"
    fields = set(ScriptRunContext.__dataclass_fields__)
    assert {"_enqueue", "cached_message_hashes", "shared"} <= fields, f"{RELEASE}: {HERE}"


def test_a_part_that_a_browser_has_is_named_and_not_sent():
    config.get_config_options(force_reparse=True)

    assert config.get_option("global.minCachedMessageSize") == 100
    assert config.get_option("global.maxCachedMessageAge") == 2  # sent() counts on it


def test_what_is_sent_is_compressed():
    config.get_config_options(force_reparse=True)

    assert config.get_option("server.enableWebsocketCompression") is True
