"""A file is made while whoever asked is there; over real sockets."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPResponse

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from components.web import making
from data.exports.making import Busy, Line

_PATIENCE = 30


class Making:
    """A server with one address whose files take until they are let go."""

    def __init__(self) -> None:
        self.line = Line("test", at_once=1, waiting=4, seconds=_PATIENCE)
        self.may_end, self.begun = threading.Event(), threading.Semaphore(0)
        self.made: list[str] = []
        self.asking = 0  # how many wait for an answer
        self.port = 0

    def make(self, what: str) -> str:
        self.begun.release()
        assert self.may_end.wait(_PATIENCE)
        self.made.append(what)
        return what

    async def answer(self, request: Request) -> Response:
        what = request.query_params["what"]
        self.asking += 1
        try:
            made = await making.made(request, self.line, lambda: self.make(what))
        except Busy:
            return PlainTextResponse("busy", 503)
        finally:
            self.asking -= 1
        return PlainTextResponse(made)

    def ask(self, what: str) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=_PATIENCE)
        line.sendall(f"GET /file?what={what} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        return line


@pytest.fixture
def server() -> Iterator[Making]:
    tried, listener = Making(), socket.socket()
    listener.bind(("127.0.0.1", 0))
    tried.port = listener.getsockname()[1]
    app = Starlette(routes=[Route("/file", tried.answer)])
    running = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=running.run, args=([listener],))
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield tried
    tried.may_end.set()
    running.should_exit = True
    thread.join()


def heard(line: socket.socket) -> str:
    """The content of the answer."""
    with HTTPResponse(line) as answer:
        answer.begin()
        return answer.read().decode()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_whoever_goes_leaves_the_line_and_nothing_is_made_for_them(server):
    first = server.ask("first")
    assert server.begun.acquire(timeout=_PATIENCE)
    waiting = [server.ask(f"waits-{number}") for number in range(4)]
    until(lambda: not server.line.has_room)
    refused = httpx2.get(f"http://127.0.0.1:{server.port}/file?what=more", timeout=_PATIENCE)

    for line in waiting:
        line.close()
    until(lambda: server.asking == 1)
    last = server.ask("last")
    server.may_end.set()

    assert refused.status_code == 503
    assert heard(last) == "last"
    assert heard(first) == "first"
    assert server.made == ["first", "last"]
    first.close()
    last.close()


def test_what_was_begun_is_ended_although_whoever_asked_has_gone(server):
    server.ask("first").close()
    assert server.begun.acquire(timeout=_PATIENCE)
    server.may_end.set()
    until(lambda: server.made == ["first"])

    assert httpx2.get(f"http://127.0.0.1:{server.port}/file?what=next").text == "next"
