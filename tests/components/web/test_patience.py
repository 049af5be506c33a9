"""Connections that do not get on come to an end; those that do are left alone."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from streamlit.web.server.starlette import starlette_server
from uvicorn.lifespan.on import LifespanOn
from uvicorn.server import ServerState
from websockets.sync.client import connect as open_socket

from components.entrance import clients
from components.web import patience
from components.web.patience import Limits, Patience, Patient, limit
from tests import loops

pytestmark = pytest.mark.waits

QUICK = Limits(look=0.1, request=0.6, still=0.6, progress=100, from_one=5, in_all=8)
ROOT = Path(__file__).parents[3]
WHOLE = 16_000_000  # bytes of a large answer given in one piece
LONG = 5  # seconds: far longer than any of these limits
A_MINUTE = 60
HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"


async def _reading(scope: Scope, receive: Receive, send: Send) -> None:
    """Reads all that is sent; answers with its length, or with much where /much is asked."""
    if scope["type"] != "http":
        return
    length = 0
    while True:
        message = await receive()
        length += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            break
    if scope["path"] == "/slow":
        await asyncio.sleep(1.5)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(400 if scope["path"] == "/much" else 0):
        await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
    if scope["path"] == "/whole":
        await send({"type": "http.response.body", "body": b"x" * WHOLE, "more_body": True})
    await send({"type": "http.response.body", "body": str(length).encode()})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a small server with small limits."""
    config = uvicorn.Config(_reading, log_config=None, lifespan="off", timeout_keep_alive=30)
    config.load()
    limit(config, QUICK)
    with _serving(config) as one:
        yield one


@contextmanager
def _serving(config: uvicorn.Config) -> Iterator[int]:
    server = uvicorn.Server(config)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def connect(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=LONG)
    line.settimeout(LONG)
    return line


def ends(line: socket.socket) -> bool:
    """Whether the server ends a connection, with or without an answer."""
    try:
        while line.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        return True
    return True


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"\r\n",
        b"GET",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
        HEAD + b"Content-Length: 1000\r\n\r\n",
        HEAD + b"Content-Length: 1000\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHo",
    ],
)
def test_half_a_request_comes_to_an_end(port, sent):
    with connect(port) as line:
        line.sendall(sent)

        assert ends(line)


@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\nX-", HEAD + b"Content-Length: 9999\r\n\r\n"])
def test_a_byte_now_and_then_is_no_progress(port, head):
    with connect(port) as line:
        line.sendall(head)
        begun = time.monotonic()
        try:
            while time.monotonic() - begun < LONG:
                line.sendall(b"a")
                time.sleep(0.05)
        except ConnectionError:
            pass

        assert time.monotonic() - begun < LONG


@pytest.mark.slow
def test_an_answer_that_nobody_takes_comes_to_an_end(port):
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.settimeout(LONG)
        line.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
        time.sleep(2)
        taken = 0
        try:
            while more := line.recv(1 << 20):
                taken += len(more)
        except ConnectionError:
            pass

        assert taken < 400 * 100_000


@pytest.mark.slow
def test_a_large_answer_that_is_taken_slowly_comes_whole(port):
    """A slow line: nothing more is written for far longer than the limit, but it gets on."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        line.connect(("127.0.0.1", port))
        line.settimeout(LONG)
        line.sendall(b"GET /whole HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        taken = 0
        while more := line.recv(1 << 16):
            taken += len(more)
            time.sleep(0.01)

        assert taken > WHOLE


@pytest.mark.slow
def test_an_answer_of_which_a_byte_is_taken_now_and_then_comes_to_an_end(port):
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", port))
        line.settimeout(LONG)
        line.sendall(b"GET /whole HTTP/1.1\r\nHost: a\r\n\r\n")
        for _time in range(40):
            line.recv(1)
            time.sleep(0.05)

        assert ends(line)


@pytest.mark.slow
def test_a_slow_upload_that_gets_on_comes_through(port):
    with connect(port) as line:
        line.sendall(HEAD + b"Content-Length: 3000\r\n\r\n")
        for _ in range(10):
            line.sendall(b"x" * 300)
            time.sleep(0.2)

        assert b"200 OK" in line.recv(65536)


def test_a_server_that_takes_its_time_is_waited_for(port):
    with connect(port) as line:
        line.sendall(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n")

        assert b"200 OK" in line.recv(65536)


def test_one_address_holds_only_so_many_connections(port):
    lines = [connect(port) for _ in range(20)]
    for line in lines:
        line.settimeout(0.3)
    time.sleep(0.2)

    held = sum(not ends(line) for line in lines[:5]), sum(not ends(line) for line in lines[5:])

    assert held[0] > 0
    assert held[1] == 0
    for line in lines:
        line.close()
    time.sleep(0.3)
    with connect(port) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"200 OK" in line.recv(65536)


def test_one_connection_too_many_is_told_so_in_every_language_before_it_asks(port):
    lines = [connect(port) for _ in range(6)]
    *_held, refused = lines

    with refused.makefile("rb") as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"\r\nRetry-After: 60\r\n" in head
    assert f"\r\nContent-Length: {len(body)}\r\n".encode() in head
    said = json.loads(body)
    assert said["status"] == 503
    begins = ("Lúc này", "Very many", "De très nombreuses")
    assert all(map(str.startswith, said["error"].split(" / "), begins))
    for line in lines:
        line.close()
    time.sleep(0.3)


def test_behind_a_proxy_only_the_sum_counts(monkeypatch):
    config = uvicorn.Config(_reading, log_config=None)

    assert not clients.is_among("127.0.0.1", patience._proxies(config))
    monkeypatch.setenv("NHIP_CAU_HOSTS", "desk.example")
    assert clients.is_among("127.0.0.1", patience._proxies(config))
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.0/24")
    listed = patience._proxies(uvicorn.Config(_reading, log_config=None))
    assert clients.is_among("10.0.0.9", listed)
    assert not clients.is_among("10.0.1.9", listed)


class _Line(asyncio.Transport):
    """A connection from some address, which is not this machine's; notes what it was answered."""

    def __init__(self, host: str) -> None:
        super().__init__({"peername": (host, 40000)})
        self.said = b""
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.said += bytes(data)

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True


def _let_in(hosts: list[str], limits: Limits) -> list[bool]:
    """Whether connections that come one after the other, and all stay, are let in."""

    async def coming() -> list[bool]:
        config = uvicorn.Config(_reading, log_config=None, lifespan="off")
        config.load()
        state, lines = ServerState(), [_Line(host) for host in hosts]
        made = [Patient(config, state, {}, limits=limits) for _line in lines]
        for one, line in zip(made, lines, strict=True):
            one.connection_made(line)
        let_in = [not line.is_closed for line in lines]
        for one in made:
            one.connection_lost(None)
        return let_in

    return loops.run(coming())


@pytest.mark.parametrize(
    ("same", "other"),
    [
        (["203.0.113.7", "203.0.113.7", "::ffff:203.0.113.7"], "203.0.113.8"),
        (["2001:db8:1:2::a", "2001:db8:1:2::b", "2001:db8:1:2:c::"], "2001:db8:1:3::a"),
    ],
)
def test_whoever_has_many_addresses_is_counted_as_one(same, other):
    let_in = _let_in([*same, other], QUICK._replace(from_one=2))

    assert let_in == [True, True, False, True]


def test_behind_a_proxy_in_a_listed_network_nobody_is_counted_by_its_address():
    trusted = clients.networks("10.0.0.0/24")
    hosts = ["10.0.0.9"] * 4 + ["203.0.113.7"] * 3

    let_in = _let_in(hosts, QUICK._replace(from_one=2, trusted=trusted))

    assert let_in == [True] * 4 + [True, True, False]


def test_open_pages_leave_an_address_its_connections_for_files():
    """An office of 300 behind one address has 300 sockets, and asks for files beside them."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            await receive()
        else:
            await _reading(scope, receive, send)

    config = uvicorn.Config(page, log_config=None, lifespan="off", ws="websockets-sansio")
    config.load()
    limit(config, Limits(from_one=5, in_all=50))
    with _serving(config) as port, ExitStack() as stack:
        for _ in range(20):
            stack.enter_context(open_socket(f"ws://127.0.0.1:{port}/"))
        with connect(port) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"200 OK" in line.recv(65536)


def test_uvicorn_takes_the_limits_when_it_starts():
    came: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        came.append(scope)

    config = uvicorn.Config(Patience(app), log_config=None)
    config.load()

    threading.Thread(target=lambda: asyncio.run(LifespanOn(config).main())).start()
    deadline = time.monotonic() + LONG
    while not came and time.monotonic() < deadline:
        time.sleep(0.01)

    assert came[0]["type"] == "lifespan"
    made = config.http_protocol_class
    assert made.func is patience.Patient  # type: ignore[attr-defined]
    assert config.timeout_graceful_shutdown is not None
    assert config.ws_max_size < 16 * 1024 * 1024
    assert not [one for one in config.encoded_headers if one[0] == b"server"]


def test_ours_waits_as_long_as_is_told():
    """Tests of real servers that wait for its end are given less of it."""
    ours, told = Limits(), (ROOT / "docs/running.md").read_text("utf-8")

    assert (
        f"sends no whole request within {ours.request} seconds, or makes no progress for "
        f"{ours.still} (at least {ours.progress // 1024} KB of"
    ) in told
    assert ours.look <= ours.request / 3
    assert sum(starlette_server._get_websocket_settings()) <= A_MINUTE
