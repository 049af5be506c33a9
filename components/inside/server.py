"""What Streamlit's server logs, keeps in memory and hears from its pages.

``tests/components/inside/test_server.py`` names what a new release does otherwise.
"""

import logging
from importlib.metadata import version
from typing import NamedTuple

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit import logger as loggers
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from components.inside.changed import StreamlitChangedError

# What a page says over its socket; of the operations it asks for, only the making of a file.
# All else is for whoever develops a program: one of these messages empties what is in memory for
# everybody, whoever sends it.
MESSAGES = ("rerun_script", "stop_script", "app_heartbeat", "file_urls_request")
_OPERATION, _FILE = "backend_operation_request", "deferred_file"


class Held(NamedTuple):
    """Uploaded files and their bytes."""

    files: int = 0
    size: int = 0


def leave_logging_to_root() -> None:
    """Have Streamlit and uvicorn, which bring handlers of their own, log as everything else."""
    loggers.setup_formatter = _use_root
    for one in (*loggers._loggers.values(), logging.getLogger("uvicorn")):
        _use_root(one)
    # Each request would be logged with what was searched for; uvicorn asks whether anybody listens.
    # Each socket would be, with the address that it came from.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    requests = logging.getLogger("uvicorn.access")
    requests.handlers.clear()
    requests.propagate = False


def _use_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    # Streamlit turns this off before it asks for a handler.
    logger.propagate = True


def repeats(name: str, message: object) -> bool:
    """Whether an entry says again what our own entry about a page that failed says."""
    return name == "streamlit.error_util" and message == "Uncaught app execution"


def uploads_held() -> dict[str, Held]:
    """What each session keeps in memory of its uploads; nothing before the server runs."""
    if not runtime.exists():
        return {}
    kept = runtime.get_instance().uploaded_file_mgr
    if not isinstance(kept, MemoryUploadedFileManager):
        message = f"Streamlit {version('streamlit')} keeps uploads elsewhere than in memory."
        raise StreamlitChangedError(message)
    return {
        session: Held(len(files), sum(len(one.data) for one in files))
        for session, by_id in list(kept.file_storage.items())
        for files in [list(by_id.values())]
        if files
    }


def is_needed(message: bytes | None) -> bool:
    """Whether a message is one that our pages send; raises ValueError where it is none at all.

    A frame of text has no bytes.
    """
    if message is None:
        raise ValueError("a text, which Streamlit never sends")
    said = BackMsg()
    try:
        said.ParseFromString(message)
    except DecodeError as cause:
        raise ValueError("no message of Streamlit's") from cause
    kind = said.WhichOneof("type")
    if kind == _OPERATION:
        return said.backend_operation_request.WhichOneof("payload") == _FILE
    return kind in MESSAGES
