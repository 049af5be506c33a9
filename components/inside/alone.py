"""A page drawn without a browser and without a socket, as for the first answer.

This rests on how Streamlit runs a script inside; ``tests/components/inside/test_alone.py`` names
what no longer fits.
"""

import asyncio
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SessionState

from components.inside.names import ROUTER
from components.inside.socket import Messages


class Part(NamedTuple):
    """A part of a page as its script drew it: what it is, what it says, and the parts in it."""

    kind: str
    says: Any = None  # the message of Streamlit's that describes it
    key: str = ""  # the name that our script gave it
    parts: Sequence["Part"] = ()


class Screen(NamedTuple):
    """A page as its script drew it, without a browser."""

    title: str
    parts: Sequence[Part]


class NotDrawnError(RuntimeError):
    """Raised when a page did not come about in time, or failed."""


def draw(path: str, query: str, url: str, begin: Callable[[], None], *, seconds: float) -> Screen:
    """A page as its script draws it for somebody who just came, without a browser or a socket.

    ``begin`` is called in the thread of the script. Raises NotDrawnError.
    """
    if not runtime.exists():
        raise NotDrawnError("no server runs here")
    said: list[ForwardMsg] = []
    failed: list[Exception] = []
    ended = threading.Event()

    def hear(_sender: object, event: ScriptRunnerEvent, **told: Any) -> None:
        if event == ScriptRunnerEvent.SCRIPT_STARTED:
            said.clear()  # another run begins, as a page may ask for
        elif event == ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
            message = told["forward_msg"]
            said.extend(message.each if isinstance(message, Messages) else [message])
        elif event == ScriptRunnerEvent.SHUTDOWN:
            ended.set()

    def fail(cause: Exception) -> bool:
        failed.append(cause)
        return True

    asked = RerunData(query_string=query, page_name=path, context_info=ContextInfo(url=url))
    session, loop = f"first-{uuid.uuid4()}", asyncio.new_event_loop()
    runner = _Beginning(
        begin,
        session_id=session,
        main_script_path=str(Path(ROUTER).resolve()),
        session_state=SessionState(),
        uploaded_file_mgr=MemoryUploadedFileManager("/none"),
        script_cache=_scripts(),
        initial_rerun_data=asked,
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=PagesManager(str(Path(ROUTER).resolve()), _scripts()),
        event_loop=loop,
        on_script_error=fail,
    )
    runner.on_event.connect(hear, weak=False)
    runner.start()
    try:
        if not ended.wait(seconds):
            runner.request_stop()
            raise NotDrawnError(f"{path or '/'}: not drawn within {seconds} seconds")
    finally:
        runtime.get_instance().media_file_mgr.clear_session_refs(session)
    loop.close()
    if failed:
        raise NotDrawnError(path or "/") from failed[0]
    return _screen(said)


class _Beginning(ScriptRunner):
    """Runs a page's script after something that must be done in its thread."""

    def __init__(self, begin: Callable[[], None], **given: Any) -> None:
        self._begin = begin
        super().__init__(**given)

    def _run_script_thread(self) -> None:
        self._begin()
        super()._run_script_thread()


@cache
def _scripts() -> ScriptCache:
    return ScriptCache()


def _screen(said: Sequence[ForwardMsg]) -> Screen:
    """What messages to a browser draw in the main part of the page."""
    title = ""
    messages: dict[tuple[int, ...], Any] = {}
    for message in said:
        kind = message.WhichOneof("type")
        if kind == "page_config_changed":
            title = message.page_config_changed.title or title
        elif kind == "delta":
            path = tuple(message.metadata.delta_path)
            if path[0] == 0:  # the main part; the others are its sides and what lies over it
                messages[path] = message.delta
    return Screen(title, _parts_in(messages, (0,)))


def _parts_in(messages: Mapping[tuple[int, ...], Any], path: tuple[int, ...]) -> list[Part]:
    depth = len(path) + 1
    inside = sorted(one for one in messages if len(one) == depth and one[:-1] == path)
    return [_part(messages, one) for one in inside]


def _part(messages: Mapping[tuple[int, ...], Any], path: tuple[int, ...]) -> Part:
    delta = messages[path]
    if delta.WhichOneof("type") == "add_block":
        block = delta.add_block
        kind = block.WhichOneof("type") or ""
        says = getattr(block, kind) if kind else None
        return Part(kind, says, _named(block.id), _parts_in(messages, path))
    kind = delta.new_element.WhichOneof("type") or ""
    says = getattr(delta.new_element, kind) if kind else None
    return Part(kind, says, _named(getattr(says, "id", "")))


def _named(identity: str) -> str:
    """The key that our script gave a part, of its id: ``$$ID-<hash>-<key>``."""
    key = identity.removeprefix("$$ID-").partition("-")[2]
    return "" if key == "None" else key
