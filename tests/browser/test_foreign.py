"""No page but the server's own reaches it, by whatever name and on whatever port it stands."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from data.language import Language
from tests.browser.reader import FOR_STRANGERS, Reader, refuses_to_show
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
_SOON = 10  # seconds: far more than an answer takes, far less than looking up an address does
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": "streamlit",
}
WRITING = {"Content-Length": "5", "Content-Type": "text/plain"}
# What may be asked of the server: a method, a path, headers and what is sent along.
REQUESTS = {
    "page": ("GET", "/data", {}, ""),
    "health": ("GET", "/healthz", {}, ""),
    "streamlit's health": ("GET", "/_stcore/health", {}, ""),
    "script": ("GET", "/static/js/index.js", {}, ""),
    "socket": ("GET", "/_stcore/stream", HANDSHAKE, ""),
    "upload": ("PUT", "/_stcore/upload_file/session/file", WRITING, "hello"),
    "upload by form": ("POST", "/_stcore/upload_file/session/file", WRITING, "hello"),
    "permission to upload": ("OPTIONS", "/_stcore/upload_file/session/file", {}, ""),
    "agent": ("POST", "/_stcore/agent/interact", WRITING, "hello"),
    "api": ("POST", "/api/v1/visits.csv", WRITING, "hello"),
}
every_request = pytest.mark.parametrize("request_name", REQUESTS)


def answer(
    server: Server, name: str, *lines: str, host: str = "", at: str = "127.0.0.1"
) -> tuple[int, str]:
    """Status and text of the answer to a request written by hand, with further header lines."""
    method, path, headers, body = REQUESTS[name]
    where = urlsplit(server.origin)
    written = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host or where.netloc}",
        *(f"{key}: {value}" for key, value in headers.items()),
        *lines,
    ]
    with socket.create_connection((at, where.port), timeout=_SOON) as line:
        line.sendall("\r\n".join([*written, "", body]).encode())
        with HTTPResponse(line) as heard:
            heard.begin()
            return heard.status, heard.read().decode(errors="replace")


@every_request
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80", "0.0.0.0"])
def test_a_foreign_name_is_refused(server, request_name, host):
    status, sentence = answer(server, request_name, host=host)

    # A socket is closed without a word.
    assert (status, sentence.count("\n")) == (403 if request_name == "socket" else 400, 0)


@every_request
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:1", "http://127.0.0.1", "null"]
)
def test_a_page_of_another_origin_is_refused(server, request_name, origin):
    status, _sentence = answer(server, request_name, f"Origin: {origin}")

    assert status == 403


@every_request
@pytest.mark.parametrize(
    "mark", ["X-Forwarded-For: 127.0.0.1", "Forwarded: for=[::1]", "Via: 1.1 a", "x-real-ip: ::1"]
)
def test_what_a_proxy_passes_on_is_refused(server, request_name, mark):
    status, _sentence = answer(server, request_name, mark)

    assert status == 403


def test_a_page_of_the_servers_own_gets_its_socket(server):
    assert answer(server, "socket", f"Origin: {server.origin}")[0] == 101


def test_two_hosts_or_origins_are_refused(server):
    assert answer(server, "page", "Host: evil.example")[0] == 400
    assert answer(server, "upload", f"Origin: {server.origin}", "Origin: null")[0] == 403
    assert answer(server, "socket", f"Origin: {server.origin}", "Origin: null")[0] == 400


def test_the_refusal_says_why_in_one_sentence(server):
    _status, sentence = answer(server, "page", host="evil.example")

    assert sentence == Language("vi").text(
        "This server does not answer to that name; NHIP_CAU_HOSTS can add it."
    )


def test_foreign_sockets_do_not_hold_the_server(server):
    with ThreadPoolExecutor(10) as several:
        foreign = [
            several.submit(answer, server, "socket", f"Origin: http://foreign-{number}.example")
            for number in range(10)
        ]
        assert answer(server, "health")[0] == 200
        assert [one.result()[0] for one in foreign] == [403] * 10

    assert not server.calls.exists(), server.calls.read_text()


@pytest.fixture(scope="module")
def neighbour() -> Iterator[str]:
    """The origin of a page that another program of this machine serves."""

    class Empty(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>neighbour</title>")

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Empty) as program:
        Thread(target=program.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{program.server_port}"
        program.shutdown()


@pytest.fixture
def foreign_page(browser: Browser, neighbour: str) -> Iterator[Page]:
    """The neighbour's page, open in the reader's browser."""
    page = browser.new_page()
    page.goto(neighbour)
    yield page
    page.close()


def test_a_page_on_another_port_cannot_open_the_socket(foreign_page, server):
    event = foreign_page.evaluate(
        """(address) => new Promise((resolve) => {
          const socket = new WebSocket(address, ["streamlit"]);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("error");
        })""",
        server.origin.replace("http", "ws", 1) + "/_stcore/stream",
    )

    assert event == "error"


@pytest.mark.parametrize(
    "path", ["/", "/data", "/healthz", "/_stcore/health", "/_stcore/host-config"]
)
def test_a_page_on_another_port_reads_nothing(foreign_page, server, path):
    read = "(address) => fetch(address).then((got) => got.text(), () => 'nothing')"

    assert foreign_page.evaluate(read, server.origin + path) == "nothing"


@pytest.mark.parametrize(
    ("mode", "method"),
    [("cors", "POST"), ("cors", "PUT"), ("cors", "DELETE"), ("no-cors", "POST")],
)
def test_a_page_on_another_port_writes_nothing(foreign_page, server, mode, method):
    statuses: list[int] = []
    foreign_page.on("response", lambda got: statuses.append(got.status))

    foreign_page.evaluate(
        "([address, method, mode]) => fetch(address, {method, mode}).catch(() => null)",
        [f"{server.origin}/_stcore/upload_file/session/file", method, mode],
    )

    assert all(status >= 400 for status in statuses), statuses


def test_a_page_on_another_port_may_read_the_api(foreign_page, server):
    read = "(address) => fetch(address).then((got) => got.text())"

    assert foreign_page.evaluate(read, f"{server.origin}/api/v1/visits.csv").startswith("visit_id,")


def test_a_page_on_another_port_cannot_hold_ours_in_a_frame(foreign_page, server):
    foreign_page.evaluate(
        """(address) => {
          const frame = document.createElement("iframe");
          frame.src = address;
          document.body.append(frame);
        }""",
        f"{server.origin}/data",
    )

    (frame,) = foreign_page.frames[1:]
    refuses_to_show(frame)


@pytest.fixture(scope="module")
def misled(launch: Callable[..., Browser]) -> Browser:
    """A browser that finds evil.example, and nothing else, on this machine."""
    return launch(
        "--host-resolver-rules=MAP evil.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    )


def test_a_foreign_name_that_leads_here_shows_nothing_of_ours(misled, server):
    page = misled.new_page()
    sockets: list[str] = []
    page.on("websocket", lambda opened: sockets.append(opened.url))

    got = page.goto(f"http://evil.example:{urlsplit(server.origin).port}/data")

    assert got is not None
    assert got.status == 400
    assert "NHIP_CAU_HOSTS" in page.inner_text("body")
    assert sockets == []
    page.close()


def test_a_server_may_be_told_a_further_name_and_strangers_get_no_desk_there(start, misled):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIP_CAU_HOSTS", "evil.example")
        patch.setenv("NHIP_CAU_SIGN_IN", "accounts")
        patch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
        patch.setenv("NHIP_CAU_DRAWN_AHEAD", "off")
        server, _reader = start()
    reader = Reader(misled, f"http://evil.example:{urlsplit(server.origin).port}")

    page = reader.open("/projects")
    assert page.locator(".st-key-nc-menu a").count() == FOR_STRANGERS
    assert [watch.errors for watch in reader.close_loose()] == [[]]
    page = reader.open("/data")
    assert "đăng nhập" in page.get_by_test_id("stAlert").inner_text()
    reader.leave()
    assert not server.calls.exists(), server.calls.read_text()


def test_a_server_that_others_reach_answers_at_its_own_addresses_only(start):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")
        patch.setenv("NHIP_CAU_SIGN_IN", "accounts")
        patch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
        patch.setenv("NHIP_CAU_DRAWN_AHEAD", "off")
        server, _reader = start()
    port = urlsplit(server.origin).port

    assert answer(server, "health", host=f"127.0.0.2:{port}", at="127.0.0.2") == (200, "ok")
    assert answer(server, "health", host=f"127.0.0.3:{port}", at="127.0.0.2")[0] == 400
    assert answer(server, "health", host="evil.example", at="127.0.0.2")[0] == 400
    assert answer(server, "socket", "Origin: http://evil.example", at="127.0.0.2")[0] == 403
    assert not server.calls.exists(), server.calls.read_text()
