"""A page drawn without a browser: whether Streamlit still runs scripts as that takes it."""

import inspect
from importlib.metadata import version

import pytest
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.runtime.scriptrunner import ScriptRunner

from components.inside import alone

RELEASE = f"Streamlit {version('streamlit')}"
HERE = "bring components/inside/alone.py up to date, and what uses it"


@pytest.mark.parametrize("kind", ["html", "heading", "alert", "page_link", "selectbox"])
def test_a_kind_of_part_that_plain_pages_show_is_still_streamlits(kind):
    kinds = [one.name for one in Element.DESCRIPTOR.oneofs_by_name["type"].fields]

    assert kind in kinds, f"{RELEASE} has no {kind}: {HERE}"


@pytest.mark.parametrize("kind", ["column", "expandable", "popover", "tab_container", "tab"])
def test_a_kind_of_container_that_plain_pages_show_is_still_streamlits(kind):
    kinds = [one.name for one in Block.DESCRIPTOR.oneofs_by_name["type"].fields]

    assert kind in kinds, f"{RELEASE} has no {kind}: {HERE}"


def test_what_runs_a_page_without_a_browser_takes_what_we_give():
    taken = set(inspect.signature(ScriptRunner.__init__).parameters)

    assert taken >= {
        *("session_id", "main_script_path", "session_state", "uploaded_file_mgr", "script_cache"),
        *("initial_rerun_data", "user_info", "fragment_storage", "pages_manager", "event_loop"),
        "on_script_error",
    }, f"{RELEASE} runs scripts otherwise: {HERE}"
    assert callable(ScriptRunner._run_script_thread), f"{RELEASE}: {HERE}"


def test_the_key_of_a_part_is_read_from_its_id():
    assert alone._named("$$ID-0a1b-choice-country") == "choice-country"
    assert alone._named("$$ID-0a1b-None") == ""
    assert alone._named("") == ""


def test_no_page_is_drawn_where_no_server_runs():
    with pytest.raises(alone.NotDrawnError):
        alone.draw("", "", "http://127.0.0.1/", lambda: None, seconds=1)
