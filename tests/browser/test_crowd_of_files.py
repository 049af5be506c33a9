"""Many who ask for files at once, slow ones and such as vanish: pages answer meanwhile."""

import asyncio
import itertools
import json
import socket as sockets
import struct
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from urllib.parse import urlsplit

import httpx2
import pytest
from websockets.exceptions import InvalidStatus

from components.charts import named
from data.exports.making import FILES
from data.sheets.limits import LIMITS
from tests import loops
from tests.browser import impatient
from tests.browser.serving import ROOT, Server, serving_by_command
from tests.browser.sockets import socket
from tests.browser.test_pictures_crowd import Answer, ask, memory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.waits]
MANY, SLOW, VANISHING, SECONDS = 200, 60, 30, 240
ROOM = 12  # pages that may be open at once
MOST_MORE = 350_000_000  # bytes of memory that files on their way may cost the server
GIVEN_UP = 5 * impatient.STILL  # seconds after which whoever does not get on must be
PAGES = ("/projects?lang=fr", "/visits?lang=vi", "/outcomes?lang=en", "/?lang=fr", "/healthz")
CHARTS = [name for name in named.CHARTS if not name.startswith("project-")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    scratch = tmp_path_factory.mktemp("files")
    settings = {"NHIP_CAU_SOCKETS": str(ROOM), **impatient.STREAMLIT}
    with serving_by_command(ROOT, scratch, impatient.__name__, **settings) as running:
        for path in PAGES:
            assert httpx2.get(running.origin + path, timeout=SECONDS).status_code == 200
        yield running


def wanted(number: int) -> str:
    """One file of many, none of which is kept from another."""
    chart = CHARTS[number % len(CHARTS)]
    day = f"2024-{number % 12 + 1:02}-{number // 12 % 28 + 1:02}"
    return f"/api/v1/{(f'charts/{chart}.html', 'map.xlsx')[number % 2]}?lang=fr&day={day}"


def connected(server: Server, *, room: int = 0) -> sockets.socket:
    """A connection that takes only so much at once."""
    at = urlsplit(server.origin)
    line = sockets.socket()
    if room:
        line.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, room)
    line.settimeout(SECONDS)
    line.connect((at.hostname, at.port))
    return line


def vanish(line: sockets.socket) -> None:
    """End a connection as a machine does that has failed: without a farewell."""
    line.setsockopt(sockets.SOL_SOCKET, sockets.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


def asked(server: Server, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {urlsplit(server.origin).netloc}\r\n\r\n".encode()


def lives(server: Server) -> bool:
    """Whether all is as before: health, a page over a socket, a file."""
    with socket(server, None) as reader:
        reader.run("projects", "lang=en")
        assert "nc-project" in reader.text
    health = httpx2.get(f"{server.origin}/healthz", timeout=SECONDS)
    file = httpx2.get(server.origin + wanted(next(_fresh)), timeout=SECONDS)
    return (health.text, file.status_code) == ("ok", 200)


_fresh = itertools.count(MANY, 2)


def in_time(holds: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.5)


async def crowd(server: Server) -> tuple[list[Answer], Counter[str]]:
    """All files asked for at once; and the pages that were answered until the last came."""
    every_one, over = asyncio.Barrier(MANY), asyncio.Event()
    at_once, pages = asyncio.Barrier(1), Counter[str]()

    async def reading(path: str) -> None:
        while not over.is_set():
            answer = await ask(server, path, at_once)
            assert answer.status == 200, path
            if not over.is_set():
                pages[path] += 1

    readers = [asyncio.create_task(reading(path)) for path in PAGES]
    files = [ask(server, wanted(number), every_one) for number in range(MANY)]
    answers = await asyncio.wait_for(asyncio.gather(*files), SECONDS)
    over.set()
    await asyncio.gather(*readers)
    return answers, pages


def test_pages_answer_while_many_files_are_in_work(server):
    before, said = memory(server), len(server.log.read_bytes())

    answers, pages = loops.run(crowd(server))

    counts = Counter(answer.status for answer in answers)
    assert set(counts) == {200, 503}, counts
    assert counts[200] >= FILES.most
    # A page is never behind the files: of each, one was answered for ten files at the least.
    assert min(pages[path] for path in PAGES) >= counts[200] / 10, pages
    refused = next(answer for answer in answers if answer.status == 503)
    assert "De nombreux fichiers sont en préparation" in json.loads(refused.content)["error"]
    assert "retry-after: 10" in refused.head
    assert memory(server) - before < MOST_MORE
    assert "Traceback" not in server.said(said)
    assert lives(server)


def test_slow_readers_of_large_files_cost_so_much_and_are_given_up(server):
    before = memory(server)
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(server, room=4096)) for _ in range(SLOW)]
        for line in slow:
            line.sendall(asked(server, "/api/v1/charts/projects-by-state.html?lang=vi"))
        firsts = [line.recv(12) for line in slow]
        most = 0
        for _second in range(impatient.STILL + 4):
            for line in slow:
                with suppress(OSError):
                    line.recv(1)
            assert httpx2.get(f"{server.origin}/healthz", timeout=SECONDS).text == "ok"
            most = max(most, memory(server) - before)
            time.sleep(1)
        ended = sum(map(_is_ended, slow))

    assert {one[9:] for one in firsts} <= {b"200", b"503"}
    assert most < MOST_MORE
    assert ended == SLOW
    assert lives(server)


def _is_ended(line: sockets.socket) -> bool:
    """Whether the server has given a connection up, or has nothing more to say on it."""
    line.settimeout(impatient.STILL)
    try:
        while line.recv(1 << 20):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


def test_readers_that_vanish_in_the_middle_of_a_file_leave_nothing(server):
    before = memory(server)
    for number in range(VANISHING):
        line = connected(server, room=4096)
        line.sendall(asked(server, f"/api/v1/charts/{CHARTS[0]}.html?lang=fr&width={600 + number}"))
        line.sendall(b"" if number % 2 else asked(server, "/projects"))
        if number % 3:
            line.recv(100)
        vanish(line)

    assert lives(server)
    in_time(lambda: memory(server) - before < MOST_MORE, 30)


@pytest.mark.parametrize("ending", ["vanishes", "drop by drop"])
def test_uploads_that_never_end_count_no_more(server, ending):
    """More of them than a session may have files; then a whole one is taken."""
    size = LIMITS.bytes // 2
    with socket(server, None) as editor:
        editor.run("data", "lang=en")
        mark = httpx2.get(f"{server.origin}/_stcore/health").cookies["_streamlit_xsrf"]
        before = memory(server)
        lines = []
        for _ in range(3 if ending == "drop by drop" else 25):
            line = connected(server)
            line.sendall(_half_of_an_upload(server, editor.upload_address("a.csv"), mark, size))
            if ending == "vanishes":
                time.sleep(0.05)
                vanish(line)
            else:
                lines.append(line)
        for line in lines:
            in_time(partial(_is_cut, line), GIVEN_UP)
            line.close()

        address = editor.upload_address("b.csv")
        in_time(lambda: editor.put(address, "b.csv", b"id\n1\n") == 204, 30)
        assert memory(server) - before < 2 * size
    assert lives(server)


def _is_cut(line: sockets.socket) -> bool:
    """Send one more byte of it."""
    try:
        line.sendall(b"a")
    except OSError:
        return True
    return False


def _half_of_an_upload(server: Server, address: str, mark: str, size: int) -> bytes:
    """The beginning of a form with a file that is said to be long."""
    head = (
        f"PUT {address} HTTP/1.1",
        f"Host: {urlsplit(server.origin).netloc}",
        f"Origin: {server.origin}",
        f"Cookie: _streamlit_xsrf={mark}",
        f"X-Xsrftoken: {mark}",
        "Content-Type: multipart/form-data; boundary=b",
        f"Content-Length: {size}",
    )
    form = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    return "\r\n".join((*head, "", form)).encode() + b"x" * 100_000


def test_pages_whose_machines_have_failed_make_room(server):
    """Sockets that are open and say nothing any more, as behind a line that was cut."""
    at = urlsplit(server.origin)
    handshake = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {at.netloc}",
        f"Origin: {server.origin}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {'A' * 22}==",
        "Sec-WebSocket-Protocol: streamlit",
    )
    with ExitStack() as stack:
        for _ in range(ROOM):
            line = stack.enter_context(connected(server))
            line.sendall("\r\n".join((*handshake, "", "")).encode())
            assert line.recv(12) == b"HTTP/1.1 101"
        assert not _is_let_in(server)
        assert httpx2.get(server.origin + PAGES[0], timeout=SECONDS).status_code == 200

        in_time(lambda: _is_let_in(server), GIVEN_UP)
    assert lives(server)


def _is_let_in(server: Server) -> bool:
    try:
        with socket(server, None) as reader:
            reader.run("projects", "lang=en")
            return True
    except InvalidStatus as refused:
        return refused.response.status_code != 503
