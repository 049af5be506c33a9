"""What a browser brings to a session that has not drawn its controls: who is heeded, what is done.

All sessions here are of Streamlit's own runner; the browser is what one of them holds.
"""

import pytest
import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import WStates
from streamlit.testing.v1 import AppTest
from streamlit.version import STREAMLIT_VERSION_STRING as RELEASE

from components.inside import heard
from components.inside.heard import Heed, hearing, said

HERE = "bring components.inside.heard.py up to date"


def page() -> None:
    def note(what: str) -> None:
        st.session_state["done"] = [*st.session_state.get("done", []), what]

    st.session_state.setdefault("brought", said("name"))
    with hearing(st.session_state["heeds"]) as answered:
        if "name" not in st.session_state:
            st.session_state["name"] = "of the page"
        st.text_input("Name", key="name", on_change=note, args=("name",))
        st.multiselect("Which", ["a", "b"], ["a"], key="which", on_change=note, args=("which",))
        st.checkbox("Sure", key="sure", on_change=note, args=("sure",))
        st.button("Go", key="go", on_click=note, args=("go",))
    st.session_state["answered"] = answered


def begun(heed: Heed = Heed.CHANGE) -> AppTest:
    app = AppTest.from_string("import streamlit as st; st.session_state['page']()")
    app.session_state["page"] = page
    app.session_state["heeds"] = lambda _key, _value: heed
    return app


def brought(app: AppTest, heed: Heed) -> AppTest:
    """A new session to which a browser brings what it holds."""
    return begun(heed)._run(app._tree.get_widget_states())


def done(app: AppTest) -> list[str]:
    return list(app.session_state["done"]) if "done" in app.session_state else []


@pytest.fixture
def typed() -> AppTest:
    app = begun().run()
    app.text_input[0].input("typed")
    return app


def test_who_comes_anew_brings_nothing(typed):
    app = begun().run()

    assert app.session_state["brought"] == ""
    assert app.text_input[0].value == "of the page"
    assert app.session_state["answered"] == {
        "name": "of the page",
        "which": ["a"],
        "sure": False,
        "go": False,
    }
    assert done(app) == []


@pytest.mark.parametrize(
    ("heed", "value", "acted"),
    [
        (Heed.CHANGE, "typed", ["name"]),
        (Heed.BROWSER, "typed", []),
        (Heed.PAGE, "of the page", []),
    ],
)
def test_where_the_page_sets_a_value_it_is_asked_who_is_heeded(typed, heed, value, acted):
    app = brought(typed, heed)

    assert app.session_state["brought"] == "typed"
    assert app.text_input[0].value == value
    assert app.text_input[0].proto.set_value == (heed is Heed.PAGE)
    assert done(app) == acted


def test_what_the_browser_says_as_well_as_the_page_is_not_sent_to_it():
    app = brought(begun().run(), Heed.PAGE)

    assert app.text_input[0].value == "of the page"
    assert not app.text_input[0].proto.set_value
    assert done(app) == []


def test_each_kind_of_control_that_was_changed_is_acted_on_once():
    app = begun().run()
    app.multiselect[0].set_value(["a", "b"])
    app.checkbox[0].check()
    app.button[0].click()

    other = brought(app, Heed.PAGE)
    assert sorted(done(other)) == ["go", "sure", "which"]
    assert other.multiselect[0].value == ["a", "b"]
    other.run()

    assert sorted(done(other)) == ["go", "sure", "which"]


def test_a_session_that_has_drawn_its_controls_goes_on_as_usual(typed):
    app = brought(typed, Heed.CHANGE)
    app.text_input[0].input("typed again").run()

    assert done(app) == ["name", "name"]
    assert app.text_input[0].value == "typed again"


def test_streamlit_still_has_what_this_rests_on():
    state = SessionState()
    for name in ("_new_session_state", "_new_widget_state", "is_new_state_value"):
        assert hasattr(state, name), f"Streamlit {RELEASE}: no {name} in its state; {HERE}"
    for name in ("states", "widget_metadata"):
        assert hasattr(WStates(), name), f"Streamlit {RELEASE}: no {name} of controls; {HERE}"
    assert SafeSessionState(state, lambda: None)._state is state, HERE
    assert "session_state" in ScriptRunContext.__annotations__, HERE
    kinds = [one.name for one in WidgetState.DESCRIPTOR.oneofs_by_name["value"].fields]
    assert heard._FILES in kinds, f"Streamlit {RELEASE} has no {heard._FILES}; {HERE}"
