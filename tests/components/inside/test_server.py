"""Whether Streamlit's server still logs, keeps uploads and hears its pages as ours expect."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import error_util, logger, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from components.inside import server
from components.inside.changed import StreamlitChangedError
from tests.components.inside.release import HERE, RELEASE


def test_streamlits_loggers_still_ask_for_a_handler_in_one_place():
    assert callable(logger.setup_formatter), f"{RELEASE} sets up its log otherwise: {HERE}"
    assert logger.setup_formatter.__code__.co_varnames[:1] == ("logger",)
    assert "Uncaught app execution" in Path(str(error_util.__file__)).read_text("utf-8")


@pytest.mark.parametrize("kind", [*server.MESSAGES, server._OPERATION])
def test_a_message_of_our_pages_is_still_streamlits(kind):
    kinds = [one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]

    assert kind in kinds, f"{RELEASE} has no message {kind}: {HERE}"


def test_every_other_message_of_streamlits_is_known_to_be_for_developers():
    kinds = {one.name for one in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields}

    assert kinds - {*server.MESSAGES, server._OPERATION} == {
        *("clear_cache", "load_git_info", "set_run_on_save"),
        *("debug_disconnect_websocket", "debug_shutdown_runtime"),
    }, f"{RELEASE} has further messages: {HERE}"


def test_streamlit_keeps_uploads_where_they_are_counted(monkeypatch):
    kept = MemoryUploadedFileManager("/upload")
    kept.add_file("s", UploadedFileRec("1", "a.csv", "text/csv", b"hello"))
    kept.add_file("s", UploadedFileRec("2", "b.csv", "text/csv", b"hi"))
    kept.get_files("other", ["1"])
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=kept))

    assert server.uploads_held() == {"s": server.Held(2, 7)}
    assert isinstance(Runtime.uploaded_file_mgr, property), HERE


def test_uploads_kept_elsewhere_are_an_error_in_a_sentence(monkeypatch):
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(
        runtime, "get_instance", lambda: SimpleNamespace(uploaded_file_mgr=object())
    )

    with pytest.raises(StreamlitChangedError, match="keeps uploads elsewhere"):
        server.uploads_held()
