"""Many messages go through a socket in one piece, and a browser hears them one by one."""

import asyncio
import inspect
import os
import socket
from importlib.metadata import version
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.runtime.runtime_util import serialize_forward_msg
from streamlit.web.server.starlette import starlette_server
from uvicorn.protocols.websockets import websockets_sansio_impl as sockets
from websockets.asyncio.client import connect

from components.inside import socket as ours
from tests import loops

RELEASES = f"Streamlit {version('streamlit')} with uvicorn {version('uvicorn')}"
HERE = "bring components/inside/socket.py up to date"

SECTIONS = {
    "theme": lambda message: message.custom_theme,
    "theme.light": lambda message: message.custom_theme.light,
    "theme.dark": lambda message: message.custom_theme.dark,
    "theme.sidebar": lambda message: message.custom_theme.sidebar,
    "theme.light.sidebar": lambda message: message.custom_theme.light.sidebar,
    "theme.dark.sidebar": lambda message: message.custom_theme.dark.sidebar,
}


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our ways are in force until the test ends."""
    for owner, name in (
        (sockets.WebSocketsSansIOProtocol, "send"),
        (sockets, "ServerPerMessageDeflateFactory"),
        (app_session, "_populate_theme_msg"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    ours.set_up()


def told(*names: str) -> list[ForwardMsg]:
    return [ForwardMsg(hash=name) for name in names]


def together(*names: str) -> ours.Messages:
    return ours.Messages([one.SerializeToString() for one in told(*names)])


async def through_a_socket(*sent: bytes) -> tuple[list[bytes], str]:
    """What a browser hears of it, and what was agreed upon of compression."""

    async def talk(here: WebSocket) -> None:
        await here.accept()
        for one in sent:
            await here.send_bytes(one)
        await here.close()

    settings = starlette_server._get_uvicorn_config_kwargs()
    app = Starlette(routes=[WebSocketRoute("/", talk)])
    server = uvicorn.Server(uvicorn.Config(app, **settings, lifespan="off", log_config=None))
    with socket.create_server(("127.0.0.1", 0)) as door:
        serving = asyncio.create_task(server.serve([door]))
        async with connect(f"ws://127.0.0.1:{door.getsockname()[1]}") as browser:
            heard = [bytes(one) async for one in browser if isinstance(one, bytes)]
            assert browser.response
            agreed = browser.response.headers["Sec-WebSocket-Extensions"]
        server.should_exit = True
        await serving
    return heard, agreed


def test_a_browser_hears_many_messages_one_by_one_and_in_their_place(set_up):
    many = serialize_forward_msg(together("b", "c" * 70_000, "d"))  # type: ignore[arg-type]

    heard, agreed = loops.run(through_a_socket(b"a", many, b"e"))

    assert heard == [
        b"a",
        *(one.SerializeToString() for one in told("b", "c" * 70_000, "d")),
        b"e",
    ]
    assert f"server_max_window_bits={ours.WINDOW}" in agreed, f"{RELEASES}: {HERE}"


def test_a_browser_that_left_is_no_fault(set_up):
    ended: list[BaseException | None] = []

    async def leave() -> None:
        async def talk(here: WebSocket) -> None:
            await here.accept()
            await here.receive()
            try:
                while True:
                    await here.send_bytes(ours.Pieces.of([os.urandom(1000)] * 100))
                    await asyncio.sleep(0)
            except WebSocketDisconnect as left:
                ended.append(left)

        app = Starlette(routes=[WebSocketRoute("/", talk)])
        settings = starlette_server._get_uvicorn_config_kwargs()
        server = uvicorn.Server(uvicorn.Config(app, **settings, lifespan="off", log_config=None))
        with socket.create_server(("127.0.0.1", 0)) as door:
            serving = asyncio.create_task(server.serve([door]))
            browser = await connect(f"ws://127.0.0.1:{door.getsockname()[1]}")
            await browser.send(b"go")
            await browser.recv()
            browser.transport.abort()
            while not ended:
                await asyncio.sleep(0.01)
            server.should_exit = True
            await serving

    loops.run(asyncio.wait_for(leave(), 20))

    assert isinstance(ended[0], WebSocketDisconnect)


def test_streamlit_keeps_many_messages_in_their_place_and_drops_them_with_their_run():
    queue = ForwardMsgQueue()
    first, last = ForwardMsg(), ForwardMsg()
    first.new_session.SetInParent()
    last.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    many = together("a", "b")
    for one in (first, many, last):
        queue.enqueue(one)  # type: ignore[arg-type]

    assert queue._queue == [first, many, last], f"{RELEASES}: {HERE}"
    queue.clear(retain_lifecycle_msgs=True)
    kinds = [one.WhichOneof("type") for one in queue._queue]
    assert kinds == ["new_session", "script_finished"], f"{RELEASES}: {HERE}"
    assert many.each == told("a", "b")


def test_the_theme_of_a_run_is_the_one_that_streamlit_makes(set_up):
    config.get_config_options(force_reparse=True)
    ours._theme.cache_clear()
    theirs, mine = NewSession(), NewSession()
    for section, made in SECTIONS.items():
        ours._own_theme(made(theirs), section)
        ours._put_theme(made(mine), section)

    assert mine == theirs, f"{RELEASES}: {HERE}"
    assert mine.custom_theme.light.primary_color == "#8e3f7f"
    assert not mine.custom_theme.HasField("sidebar")


def test_streamlit_and_uvicorn_have_what_is_taken_over():
    for function, asked in (
        (ours._own_send, ["self", "message"]),
        (ours._own_theme, ["msg", "section"]),
    ):
        given = list(inspect.signature(function).parameters)
        assert given == asked, f"{RELEASES}: {function.__qualname__} takes {given}; {HERE}"
    assert starlette_server._get_websocket_protocol() == "websockets-sansio", f"{RELEASES}: {HERE}"
    used = inspect.getsource(app_session.AppSession._create_new_session_message)
    assert "_populate_theme_msg(" in used, f"{RELEASES}: {HERE}"


def test_the_server_sets_this_up():
    app = Path(__file__).parents[3] / "app.py"

    assert "socket.set_up()" in app.read_text("utf-8")
