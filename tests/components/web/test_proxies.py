"""A server without sign-in answers nothing that a proxy passes on to it."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.web.proxies import NoProxy

MARKS = {
    "Forwarded": "for=192.0.2.1",
    "X-Forwarded-For": "192.0.2.1",
    "x-forwarded-proto": "https",
    "X-Forwarded-Host": "nhipcau.example",
    "X-Real-IP": "192.0.2.1",
    "Via": "1.1 proxy",
    "X-CLIENT-IP": "",
}


async def opened(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    every = "/{path:path}"
    routes = [
        Route(every, lambda _request: PlainTextResponse("in"), methods=["GET", "PUT"]),
        WebSocketRoute(every, opened),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(NoProxy)]))


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("path", ["/data", "/healthz", "/_stcore/upload_file/x/1"])
def test_what_a_proxy_passes_on_is_refused_with_what_to_do(client, name, method, path):
    answer = client.request(method, f"{path}?lang=en", headers={name: MARKS[name]})

    assert answer.status_code == 403
    assert answer.text.endswith("set up sign-in first (docs/running.md).")


@pytest.mark.parametrize("name", MARKS)
def test_a_socket_through_a_proxy_is_closed_before_it_opens(client, name):
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_stcore/stream", headers={name: MARKS[name]}),
    ):
        pass


def test_the_user_of_the_machine_is_served(client):
    assert client.get("/data", headers={"Viaduct": "1", "X-Forwarded": "1"}).text == "in"
    with client.websocket_connect("/_stcore/stream"):
        pass
