"""A page that gets no socket through a proxy says so in its language and leads to the files."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from data.language import Language
from data.schema import LANGUAGES
from tests.browser.serving import Server
from tests.browser.settling import settle
from tests.browser.tab import put_away

pytestmark = pytest.mark.browser
SOON = 10_000  # ms, the longest that a reader may be left without a word, by the page's own clock
UPGRADE = b"upgrade: websocket"


class Proxy:
    """Hands everything on but sockets: it refuses them, never answers, or keeps what comes."""

    def __init__(self, to: int, way: str) -> None:
        self.way = way
        self._to = to
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[socket.socket] = []
        self._handling: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._serve, daemon=True)
        self._accepting.start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        """Wakes and awaits every thread: a socket closed under a `select` is an error there."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        for line in self._lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in self._handling:
            thread.join()
        for line in [self._listener, *self._lines]:
            line.close()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            handling = threading.Thread(target=self._handle, args=(line,), daemon=True)
            self._handling.append(handling)
            handling.start()

    def _handle(self, line: socket.socket) -> None:
        try:
            self._hand_on(line)
        except OSError:
            line.close()

    def _hand_on(self, line: socket.socket) -> None:
        head = line.recv(65536)
        if not head:
            line.close()
            return
        is_socket = UPGRADE in head.lower()
        if is_socket and self.way == "refuses":
            line.sendall(
                b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            line.close()
            return
        if is_socket and self.way == "swallows":
            return
        own = f"127.0.0.1:{self.port}".encode()
        server = socket.create_connection(("127.0.0.1", self._to))
        self._lines.append(server)
        server.sendall(self._renamed(head, own, is_socket=is_socket))
        self._both_ways(line, server, is_socket=is_socket)

    def _renamed(self, head: bytes, own: bytes, *, is_socket: bool) -> bytes:
        head = head.replace(own, f"127.0.0.1:{self._to}".encode())
        # One request a connection, so that each is looked at.
        return head if is_socket else head.replace(b"keep-alive", b"close")

    def _both_ways(self, line: socket.socket, server: socket.socket, *, is_socket: bool) -> None:
        answered = False
        while True:
            for ready in select.select([line, server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    line.close()
                    server.close()
                    return
                if ready is line:
                    server.sendall(data)
                elif not (is_socket and self.way == "keeps" and answered):
                    line.sendall(data)
                    answered = True


@pytest.fixture(scope="module")
def between(server: Server) -> Iterator[Proxy]:
    """One proxy, at whose address a browser keeps the scripts of the pages."""
    between = Proxy(int(urlsplit(server.origin).port or 0), "lets through")
    yield between
    between.close()


@pytest.fixture(params=["refuses", "swallows", "keeps"])
def proxy(between: Proxy, request: pytest.FixtureRequest) -> Proxy:
    between.way = request.param
    return between


@pytest.fixture(scope="module")
def context(browser: Browser, between: Proxy) -> Iterator[BrowserContext]:
    """A browser whose clock the tests move on, so that nobody waits."""
    context = browser.new_context()
    context.new_page().goto(f"http://127.0.0.1:{between.port}/healthz")  # so that scripts are kept
    context.clock.install()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    put_away(page)


def unreached(page: Page, address: str) -> Locator:
    """The notice of a page, a second before the reader has waited too long."""
    page.goto(address, wait_until="domcontentloaded")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.clock.fast_forward(SOON - 1000)
    return page.get_by_role("alert")


def test_a_page_without_a_socket_says_so_within_ten_seconds_and_leads_to_the_files(page, proxy):
    notice = unreached(page, f"http://127.0.0.1:{proxy.port}/projects")

    expect(notice).to_contain_text("Trang chưa kết nối được với máy chủ")
    expect(notice).to_be_in_viewport()
    links = notice.locator("a")
    assert links.count() > 3
    for link in links.all():
        address = link.get_attribute("href") or ""
        assert address.startswith("/api/v1/")
        assert page.request.get(f"http://127.0.0.1:{proxy.port}{address}").status == 200


@pytest.mark.parametrize("proxy", ["refuses"], indirect=True)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_notice_is_in_the_language_of_the_page(page, proxy, code):
    notice = unreached(page, f"http://127.0.0.1:{proxy.port}/?lang={code}")

    expect(notice).to_contain_text(Language(code).text("The whole record (XLSX)"))


@pytest.mark.parametrize("proxy", ["refuses", "swallows"], indirect=True)
def test_the_notice_goes_when_the_connection_comes(page, proxy):
    expect(unreached(page, f"http://127.0.0.1:{proxy.port}/sources")).to_be_visible()

    proxy.way = "lets through"
    page.clock.fast_forward(60_000)  # until it tries again

    expect(page.locator(".nc-footer")).to_be_visible(timeout=60_000)
    settle(page)
    expect(page.locator(".nc-unreached")).to_have_count(0)


def test_a_page_that_hears_the_server_shows_no_notice(open_page):
    page = open_page("/sources")

    page.clock.install()
    page.clock.fast_forward(SOON)
    page.wait_for_timeout(1500)  # the page looks twice a second

    expect(page.locator(".nc-unreached")).to_have_count(0)
