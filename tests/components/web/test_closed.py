"""Which addresses of Streamlit's are answered at all."""

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLsRequest

from components.web import routes
from components.web.closed import Closed


async def _through(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"came to {request.url.path}")


async def _heard(socket: WebSocket) -> None:
    """Answers each message that comes through with its kind."""
    await socket.accept()
    try:
        while True:
            said = BackMsg.FromString(await socket.receive_bytes())
            await socket.send_text(said.WhichOneof("type"))
    except WebSocketDisconnect:
        await socket.close(1000)


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", _heard),
            Route("/{path:path}", _through, methods=["GET", "POST"]),
        ]
    )
    return TestClient(Closed(app))


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
        "/_stcore/bidi-components/a/b.js",
        "/_stcore/",
        "/_stcore/%6detrics",
        "/%5fstcore/metrics",
        "/component/another.component/index.html",
        "/component/streamlit_folium.st_folium/../another/index.html",
        "/app/static/a.txt",
        "/static",
        "/static/",
        "/static/js",
        "/static/js/none.js",
        "/assets",
        "/assets/own",
        "/assets/none/a.js",
        "/apis/v1/visits.csv",
        "/app.py",
        "/.streamlit/config.toml",
        "/var/nhip-cau.sqlite",
        "/auth/login",
        "/auth/logout",
        "/oauth2callback",
    ],
)
def test_an_address_that_no_page_needs_is_closed(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/map",
        "/map.html",
        "/MAP.HTM",
        "/index.html",  # which leads to the first page
        "/healthz",
        "/readyz",
        "/sign-in",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/upload_file/session/file",
        "/component/streamlit_folium.st_folium/index.html",
        "/media/1f.csv",
        "/api/v1/visits.csv",
        "/api",
        "/api/v1",
        "/api/v2/visits.csv",
        "/robots.txt",
        "/assets/own/nhip-cau.css",
        "/favicon.png",
    ],
)
def test_what_a_page_needs_is_open(client, path):
    assert client.get(path).text == f"came to {path}"


def test_every_file_that_the_page_loads_is_open(client):
    loaded = re.findall(r'(?:src|href)="\.?(/static/[^"]+)"', routes._shell("vi"))

    assert len(loaded) > 10
    assert [path for path in loaded if client.get(path).status_code != 200] == []


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
def test_the_way_to_another_sign_in_is_open_where_it_is_used(client, path, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")

    assert client.get(path).status_code == 200


def _file() -> BackMsg:
    asked = BackMsg()
    asked.backend_operation_request.deferred_file.file_id = "1f"
    return asked


def _skills() -> BackMsg:
    asked = BackMsg()
    asked.backend_operation_request.install_skills.SetInParent()
    return asked


_ALIVE = BackMsg(app_heartbeat=True)


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(clear_cache=True),  # what is kept for everybody
        BackMsg(load_git_info=True),
        BackMsg(set_run_on_save=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(),
        _skills(),
    ],
    ids=lambda message: message.WhichOneof("type"),
)
def test_a_message_that_no_page_sends_does_not_come_through(client, message):
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(message.SerializeToString())
        socket.send_bytes(_ALIVE.SerializeToString())

        assert socket.receive_text() == "app_heartbeat"


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(rerun_script=ClientState(query_string="lang=fr")),
        BackMsg(stop_script=True),
        BackMsg(file_urls_request=FileURLsRequest(request_id="1")),
        _file(),
    ],
    ids=lambda message: message.WhichOneof("type"),
)
def test_a_message_of_a_page_comes_through(client, message):
    with client.websocket_connect("/_stcore/stream") as socket:
        socket.send_bytes(message.SerializeToString())

        assert socket.receive_text() == message.WhichOneof("type")


@pytest.mark.parametrize("noise", ["a text", b"\xff\xff\xff"])
def test_what_is_no_message_ends_the_socket(client, noise):
    with client.websocket_connect("/_stcore/stream") as socket:
        (socket.send_text if isinstance(noise, str) else socket.send_bytes)(noise)

        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()
