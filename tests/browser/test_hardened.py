"""What a stranger with a socket, and a script that got into a page, do not get."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reader import MENU, PAGES, Reader, atlas, refuses_to_show
from tests.browser.serving import Server
from tests.browser.settling import settle

pytestmark = [pytest.mark.browser, pytest.mark.waits]
HEADERS = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
)
# Ways out of a folder, as they can be written into a request line.
WAYS_OUT = (
    "..",
    "../..",
    "%2e%2e",
    "%2e%2e/%2e%2e",
    "..%2f..",
    "..%5c..",
    "%252e%252e",
    "....//..",
    "..;",
    "%c0%ae%c0%ae",
    ".%00.",
    "/",
    "%2fetc",
    "C:",
)
FOLDERS = (
    "/assets/own",
    "/assets/leaflet",
    "/assets/geo",
    "/static",
    "/static/js",
    "/component/streamlit_folium.st_folium",
    "/media",
    "/api/v1",
    "/api/v1/visits",
    "/api/v1/codelists",
    "/_stcore",
    "",
)
TREASURES = ("app.py", "pyproject.toml", "etc/passwd", ".streamlit/config.toml", "data/schema.py")


def ask(server: Server, path: str, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    """The answer to a request line written as it stands."""
    where = urlsplit(server.origin)
    with socket.create_connection(("127.0.0.1", where.port), timeout=30) as line:
        head = f"{method} {path} HTTP/1.1\r\nHost: {where.netloc}\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode("latin-1"))
        heard = HTTPResponse(line, method=method)
        heard.begin()
        return heard, heard.read()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/map?lang=fr",
        "/no-such-page",
        "/healthz",
        "/readyz",
        "/api/v1/visits.csv",
        "/api/v1/no-such-file",
        "/assets/own/nhip-cau.js",
        "/assets/own/none.js",
        "/component/streamlit_folium.st_folium/index.html",
        "/_stcore/health",
        "/_stcore/metrics",
        "/favicon.png",
    ],
)
def test_every_answer_has_every_header(server, path):
    answer, _body = ask(server, path)

    assert [name for name in HEADERS if len(answer.headers.get_all(name, [])) != 1] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_way_leads_out_of_a_folder(server, folder):
    for way in WAYS_OUT:
        for treasure in TREASURES:
            answer, body = ask(server, f"{folder}/{way}/{treasure}")

            assert answer.status in (301, 307, 308, 400, 403, 404), (folder, way, treasure)
            assert b"root:" not in body
            assert b"import" not in body


@pytest.mark.parametrize("folder", FOLDERS[:-1])
def test_no_folder_is_listed(server, folder):
    for path in (folder, f"{folder}/"):
        answer, body = ask(server, path)

        assert answer.status != 200, path
        assert b"<li" not in body


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/app.py"])
def test_streamlit_tells_nothing_that_no_page_needs(server, path):
    for method in ("GET", "POST", "OPTIONS"):
        answer, _body = ask(server, path, method)

        assert answer.status == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/index.html", "/_abc", "/a//b", "/abc", "/a.b.html", "/.html", "/visits/.html"),
        *("/embed/a/b", "/_stcore/stream", "/_stcore/streamx", "/_stcore/healthx"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_its_own_page_is_given_nowhere(server, path, method):
    answer, body = ask(server, path, method)

    is_streamlits = path.startswith("/_stcore/")
    refused = 404 if is_streamlits or method in ("GET", "HEAD") else 405
    leads_on = path in {"/index.html", "/.html"} and refused == 404
    assert answer.status == (301 if leads_on else refused)
    assert b"streamlit" not in body.lower()
    assert b"<script" not in body


def test_streamlit_takes_no_word_from_a_foreign_page(server):
    _answer, body = ask(server, "/_stcore/host-config")

    assert b'"allowedOrigins":[]' in body.replace(b" ", b"")


def test_a_script_that_got_into_a_page_does_not_run(reader: Reader):
    page = reader.open("/sources")

    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.pwned = 'inline'";
          document.body.append(script);
          document.body.insertAdjacentHTML(
            "beforeend", `<img src="data:," onerror="window.pwned = 1">
            <a href="javascript:void(window.pwned = 2)">`);
          document.body.lastChild.click();
          setTimeout("window.pwned = 'text'");
        }"""
    )
    page.wait_for_timeout(500)

    assert page.evaluate("typeof window.pwned") == "undefined"
    (watch,) = reader.close_loose()
    assert sum("Content Security Policy" in error for error in watch.errors) >= 4


def test_a_link_to_a_source_does_not_tell_it_what_was_read(reader: Reader):
    page = reader.open("/sources")

    assert (
        page.evaluate(
            "fetch('/healthz', {method: 'HEAD'}).then((r) => r.headers.get('referrer-policy'))"
        )
        == "same-origin"
    )
    reader.close_loose()


class Portal(ThreadingHTTPServer):
    """A site of somebody else that holds one of our pages in a frame."""

    held = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Framing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Portal)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        frame = f'<iframe src="{self.server.held}" width=1300 height=700></iframe>'
        self.wfile.write(f"<!doctype html>{frame}".encode())

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(("127.0.0.1", 0), _Framing) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def test_a_listed_site_holds_our_pages_in_a_frame_but_never_the_desk(
    start: Callable[..., tuple[Server, Reader]], browser: Browser, portal: Portal
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIP_CAU_EMBED", portal.origin)
        server, _reader = start()
    portal.held = f"{server.origin}/"
    page = browser.new_page()
    page.goto(portal.origin)
    held = page.frame_locator("iframe").first
    expect(held.locator("#root .nc-footer")).to_be_visible()

    held.locator(MENU).nth(PAGES.index("/data")).click()

    refuses_to_show(page.frames[1])
    expect(held.locator(".nc-footer")).to_have_count(0)

    portal.held = f"{server.origin}/embed/projects-by-state"
    page.goto(portal.origin)
    chart = page.frame_locator("iframe").first.locator("#nc-chart .bars .bartext")
    expect(chart.first).to_be_visible()
    page.close()


def test_the_map_answers_clicks_under_the_policy(reader: Reader):
    page = reader.open("/map")

    atlas(page).locator(".nc-marker").filter(visible=True).first.click()

    expect(atlas(page).locator(".nc-popup").first).to_be_visible()
    settle(page)
    (watch,) = reader.close_loose()
    assert watch.errors == []


def test_a_connection_that_asks_for_nothing_is_ended(server: Server):
    port = urlsplit(server.origin).port or 0
    begun = time.monotonic()
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=40))
            for _ in range(3)
        ]
        lines[1].sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1")

        assert lines[0].recv(1) == b""
        with suppress(ConnectionResetError):
            assert lines[1].recv(1) == b""
        assert 5 < time.monotonic() - begun < 35


def test_one_address_cannot_take_all_connections(server: Server):
    port = urlsplit(server.origin).port or 0
    with ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            for _ in range(300)
        ]
        time.sleep(1)
        refused = 0
        for line in lines:
            line.setblocking(False)
            with suppress(BlockingIOError):  # one that may ask
                refused += line.recv(20).startswith(b"HTTP/1.1 503 ")

        assert 50 <= refused < 150
    time.sleep(1)
    assert ask(server, "/healthz")[1] == b"ok"
