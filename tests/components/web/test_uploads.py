"""Uploads over a limit are refused before they are read, whoever sends them in whatever way."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from components.inside.server import Held
from components.web.uploads import IN_SESSION, MOST_BYTES, OF_PERSON, Uploads

MB = 1_000_000


class Office:
    """A server that keeps uploads, spoken to over a raw socket."""

    def __init__(self) -> None:
        self.held: dict[str, Held] = {}
        self.read: list[str] = []
        self.go_on = threading.Event()
        self.go_on.set()
        route = Route("/{path:path}", self._keep, methods=["PUT", "POST", "GET", "DELETE"])
        door = Middleware(Uploads, held=lambda: self.held)
        config = uvicorn.Config(Starlette(routes=[route], middleware=[door]), log_level="error")
        self._server = uvicorn.Server(config)
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()  # so that nobody comes too early
        self.port = self._socket.getsockname()[1]

    async def _keep(self, request: Request) -> PlainTextResponse:
        self.read.append(request.url.path)
        while not self.go_on.is_set():
            await asyncio.sleep(0.01)
        size = len(await request.body())
        session = request.url.path.split("/")[3]
        before = self.held.get(session, Held())
        self.held[session] = Held(before.files + 1, before.size + size)
        return PlainTextResponse("kept")

    def serve(self) -> None:
        asyncio.run(self._server.serve([self._socket]))

    def stop(self) -> None:
        self._server.should_exit = True

    def put(self, *headers: str, session: str = "s", body: bytes = b"", method: str = "PUT") -> str:
        """The first line of the answer."""
        with self.sent(*headers, session=session, body=body, method=method) as line:
            return first_line(line)

    def sent(
        self, *headers: str, session: str = "s", body: bytes = b"", method: str = "PUT"
    ) -> socket.socket:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        path = f"/_stcore/upload_file/{session}/{os.urandom(4).hex()}"
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *headers, "", ""]
        line.sendall("\r\n".join(head).encode() + body)
        return line


def first_line(line: socket.socket) -> str:
    return line.recv(4096).split(b"\r\n")[0].decode()


@pytest.fixture
def office() -> Iterator[Office]:
    here = Office()
    thread = threading.Thread(target=here.serve)
    thread.start()
    yield here
    here.go_on.set()
    here.stop()
    thread.join()


def test_a_file_within_the_limits_is_kept(office):
    assert office.put("Content-Length: 5", body=b"hello") == "HTTP/1.1 200 OK"
    assert office.held["s"] == Held(1, 5)


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_file_over_the_limit_is_refused_before_a_byte_of_it_is_read(office, method):
    size = f"Content-Length: {MOST_BYTES + 1}"

    assert " 413 " in office.put(size, method=method)
    assert office.read == []


@pytest.mark.parametrize(
    "headers",
    [
        (),
        ("Transfer-Encoding: chunked",),
        ("Content-Length: 9" + "9" * 30,),
    ],
)
def test_a_file_that_does_not_say_its_size_is_refused(office, headers):
    assert office.put(*headers).split()[1] in ("411", "400")
    assert office.read == []


@pytest.mark.parametrize(
    "held",
    [Held(IN_SESSION.files, 20), Held(3, IN_SESSION.size - 4)],
    ids=["files", "bytes"],
)
def test_a_session_keeps_no_more_than_its_limit(office, held):
    office.held["s"] = held

    assert " 413 " in office.put("Content-Length: 5", body=b"hello")
    assert office.read == []


def test_another_session_of_the_same_person_ends_at_the_limit_of_the_person(office):
    for number in range(3):
        office.put("Content-Length: 5", body=b"hello", session=f"s{number}")
    office.held = {f"s{number}": Held(15, 130 * MB) for number in range(3)}

    assert " 413 " in office.put(f"Content-Length: {11 * MB}", session="s3")
    assert OF_PERSON.size > 3 * 130 * MB


def test_sessions_that_ended_make_room(office):
    for number in range(3):
        office.put("Content-Length: 5", body=b"hello", session=f"s{number}")
    office.held = {}

    assert office.put("Content-Length: 5", body=b"hello", session="s9") == "HTTP/1.1 200 OK"


def test_files_on_their_way_count_before_they_are_there(office):
    office.go_on.clear()
    under_way = [office.sent(f"Content-Length: {45 * MB}") for _number in range(4)]
    while len(office.read) < 4:
        threading.Event().wait(0.01)

    assert " 413 " in office.put(f"Content-Length: {45 * MB}")

    for line in under_way:
        line.close()


def test_a_file_that_was_broken_off_makes_room_again(office):
    office.held["s"] = Held(IN_SESSION.files - 1, 20)
    with office.sent("Content-Length: 50", body=b"hello"):
        while not office.read:
            threading.Event().wait(0.01)
    threading.Event().wait(0.3)

    assert office.put("Content-Length: 5", body=b"hello") == "HTTP/1.1 200 OK"


def test_what_is_no_upload_passes(office):
    office.held["s"] = Held(IN_SESSION.files, 20)

    assert office.put(method="DELETE") == "HTTP/1.1 200 OK"
