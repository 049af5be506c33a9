"""One socket too many is refused with a sentence; all others, and every other request, go on."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from components.web.crowd import Crowd, most

ROOM = 5


async def _echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        if text == "fail":
            raise RuntimeError("as a session may")
        await websocket.send_text(text)


@pytest.fixture
def address() -> Iterator[str]:
    """A small server with room for few sockets."""
    app = Starlette(
        routes=[
            WebSocketRoute("/", _echo),
            Route("/page", lambda _request: PlainTextResponse("page")),
        ],
        middleware=[Middleware(Crowd, most=ROOM)],
    )
    config = uvicorn.Config(app, log_config=None, lifespan="off", ws="websockets-sansio")
    server, listener = uvicorn.Server(config), socket.socket()
    listener.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def opened(address: str) -> Iterator[Callable[..., ClientConnection]]:
    """Opens a socket, which ends with the test at the latest; raises InvalidStatus."""
    with ExitStack() as stack:
        yield lambda **headers: stack.enter_context(
            connect(f"ws://{address}/", additional_headers=headers)
        )


def in_time(opened: Callable[..., ClientConnection], **headers: str) -> ClientConnection:
    """A socket as soon as there is room."""
    until = time.monotonic() + 10
    while True:
        try:
            return opened(**headers)
        except InvalidStatus:
            assert time.monotonic() < until
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("spoken", "sentence"),
    [
        ("vi-VN,vi;q=0.9", "Lúc này có rất nhiều người cùng xem"),
        ("fr-FR", "De très nombreuses personnes"),
        ("en-GB", "Very many people are reading"),
    ],
)
def test_one_too_many_is_refused_with_a_sentence_in_its_language(address, opened, spoken, sentence):
    for _ in range(ROOM):
        opened()
    with pytest.raises(InvalidStatus) as refused:
        opened(**{"Accept-Language": spoken})

    answer = refused.value.response
    assert answer.status_code == 503
    assert sentence in answer.body.decode()
    assert int(answer.headers["Retry-After"]) > 0
    assert httpx2.get(f"http://{address}/page").text == "page"


@pytest.mark.parametrize("ending", ["close", "vanish", "fail"])
def test_whoever_goes_in_whatever_way_makes_room(opened, ending):
    for _ in range(ROOM - 1):
        opened()

    for _ in range(3):
        one = in_time(opened)
        one.send("heard")
        assert one.recv() == "heard"
        if ending == "vanish":
            one.socket.shutdown(socket.SHUT_RDWR)
        elif ending == "fail":
            one.send("fail")
        else:
            one.close()


def test_many_at_once_are_let_in_as_far_as_there_is_room(opened):
    let_in: list[ClientConnection] = []

    def come() -> None:
        with suppress(InvalidStatus):
            let_in.append(opened())

    threads = [threading.Thread(target=come) for _ in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(let_in) == ROOM
    for one in let_in:
        one.send("heard")
        assert one.recv() == "heard"


def came_from(address: str) -> dict[str, str]:
    """What the proxy of this machine says of whoever asks."""
    return {"X-Forwarded-For": address}


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.8"),
        ("203.0.113.7", "::ffff:203.0.113.7", "2001:db8::1"),
        ("2001:db8:1:2::a", "2001:db8:1:2:ffff::b", "2001:db8:1:3::a"),
    ],
)
def test_one_address_has_a_third_of_the_places(opened, one, same, other):
    for address in (one, same):
        opened(**came_from(address))
    with pytest.raises(InvalidStatus) as refused:
        opened(**came_from(same))

    assert refused.value.response.status_code == 503
    opened(**came_from(other))


def test_whoever_goes_gives_the_place_of_the_address_back(opened):
    first, _second = (opened(**came_from("203.0.113.7")) for _ in range(2))
    with pytest.raises(InvalidStatus):
        opened(**came_from("203.0.113.7"))

    first.close()

    one = in_time(opened, **came_from("203.0.113.7"))
    one.send("heard")
    assert one.recv() == "heard"


def test_a_proxy_that_names_nobody_may_bring_as_many_as_there_is_room_for(opened, monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "203.0.113.0/24")

    assert len([opened(**came_from("203.0.113.7")) for _ in range(ROOM)]) == ROOM


def test_the_setting_says_how_many(monkeypatch):
    assert most() == 1000
    monkeypatch.setenv("NHIP_CAU_SOCKETS", "30")
    assert most() == 30
