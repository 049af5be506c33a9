"""What comes over sockets is bounded, for readers more than for those who write."""

import gc
import weakref

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.entrance import gate
from components.web.bounded import LONGEST_OF_READERS, Heard
from data.accounts import accounts, sign_ins
from data.roles import ALONE, Role
from data.store import Store, Unreachable

LONG = LONGEST_OF_READERS + 1


class _Round:
    """Refers to itself, so that it stays until memory is looked through."""

    def __init__(self) -> None:
        self.itself = self


async def _lengths(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(str(len(await socket.receive_bytes())))
    except WebSocketDisconnect as gone:
        await socket.close(gone.code)


def client(**how: int) -> TestClient:
    middleware = [Middleware(Heard, **how)]
    return TestClient(Starlette(routes=[WebSocketRoute("/", _lengths)], middleware=middleware))


@pytest.fixture
def cookies(tmp_path, monkeypatch):
    """A server with an account of each role, and the cookie of each."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    cookies: dict[Role | None, str] = {None: ""}
    for role in Role:
        accounts.add(store, role, role, role, None, by=ALONE.called("test"))
        cookies[role] = gate.cookie_of(sign_ins.begin(store, role))
    yield cookies
    store.close()


@pytest.mark.parametrize("who", [None, Role.READER])
def test_a_message_longer_than_a_reader_sends_ends_the_socket(cookies, who):
    headers = {"Cookie": f"{gate.COOKIE}={cookies[who]}"}
    with client().websocket_connect("/", headers=headers) as socket:
        socket.send_bytes(b"a" * LONGEST_OF_READERS)
        assert socket.receive_text() == str(LONGEST_OF_READERS)

        socket.send_bytes(b"a" * LONG)
        with pytest.raises(WebSocketDisconnect) as gone:
            socket.receive_text()
    assert gone.value.code == 1009


@pytest.mark.parametrize("who", [Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR])
def test_who_may_write_sends_long_texts(cookies, who):
    headers = {"Cookie": f"{gate.COOKIE}={cookies[who]}"}
    with client().websocket_connect("/", headers=headers) as socket:
        socket.send_bytes(b"a" * LONG)
        assert socket.receive_text() == str(LONG)


def test_while_nobody_knows_who_asks_they_are_bounded_as_readers(cookies, monkeypatch):
    def away(*_given: object) -> None:
        raise Unreachable

    monkeypatch.setattr(sign_ins, "whose", away)
    headers = {"Cookie": f"{gate.COOKIE}={cookies[Role.EDITOR]}"}
    with client().websocket_connect("/", headers=headers) as socket:
        socket.send_bytes(b"a" * LONG)
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_after_so_many_bytes_memory_is_looked_through():
    gc.disable()  # it would come by itself after many objects
    try:
        with client(most=1000).websocket_connect("/") as socket:
            left = weakref.ref(_Round())
            socket.send_bytes(b"a" * 600)
            assert socket.receive_text() == "600"
            assert left() is not None

            socket.send_bytes(b"a" * 600)
            assert socket.receive_text() == "600"
            assert left() is None
    finally:
        gc.enable()
