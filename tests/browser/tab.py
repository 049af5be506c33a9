"""A tab of a real browser: where it goes, and what the page in it does."""

import time
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from tests.browser.settling import PATIENCE_MS, settle

_NOWHERE = "about:blank"
_MOST_AWAY = 8

# Goes to an address as the browser's own buttons do: the session and its scripts stay.
_WALK = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


@dataclass
class Watch:
    """What a page did that no page should do."""

    foreign: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Tab:
    """A tab, where it stands, and what was noted since it went there.

    For tests of just that, each request is noted, and each refusal: a twentieth of what a load
    costs. Else a request that failed, as to any other host it does, and what the browser logs.
    """

    def __init__(self, page: Page, origin: str, *, notes_all: bool = False) -> None:
        self.page = page
        self.watch = Watch()
        self.at = ""
        self._origin = origin
        self._running = ""  # the page whose script began last, as Streamlit names it
        self._runs: Counter[str] = Counter()  # of a page's script, that came to their end
        self._follow()
        self._follow_requests(notes_all=notes_all)

    def load(self, path: str) -> None:
        """Open an address as a new document; it then stands still."""
        self.watch = Watch()
        self.page.goto(self._origin + path)
        settle(self.page)
        self.at = path

    def walk(self, path: str) -> None:
        """Go on to an address without a new document, as by the browser's buttons."""
        settle(self.page)  # a document that is still being loaded would take the address away
        self.watch = Watch()
        # By the page's name: what was touched last on the page that is left may still run it.
        page = calc_hash(urlsplit(path).path.strip("/") or "overview")
        before = self._runs[page]
        self.page.evaluate(_WALK, path)
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while self._runs[page] == before:
            assert time.monotonic() < deadline, f"{path} is not run"
            self.page.wait_for_timeout(50)
        settle(self.page)
        self.at = path

    def _follow(self) -> None:
        def connected(socket: WebSocket) -> None:
            socket.on("framereceived", received)
            if not socket.url.startswith(self._origin.replace("http", "ws", 1) + "/"):
                self.watch.sockets.append(socket.url)

        def received(message: str | bytes) -> None:
            self._running = begins_a_run(message) or self._running
            self._runs[self._running] += ends_a_run(message)

        def logged(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.watch.errors.append(message.text)

        self.page.on("websocket", connected)
        self.page.on("console", logged)
        self.page.on("pageerror", lambda error: self.watch.errors.append(str(error)))

    def _follow_requests(self, *, notes_all: bool) -> None:
        own = (f"{self._origin}/", "data:", "blob:", "about:")

        def asked(request: Request) -> None:
            if not request.url.startswith(own):
                self.watch.foreign.append(request.url)

        def answered(response: Response) -> None:
            if response.status >= 400:
                self.watch.missing.append(f"{response.status} {response.url}")

        if notes_all:
            self.page.on("request", asked)
            self.page.on("response", answered)
        else:
            self.page.on("requestfailed", asked)


def begins_a_run(message: str | bytes) -> str:
    """The page whose script begins with a message of the server, as Streamlit names it."""
    if isinstance(message, str) or len(message) > 10_000:
        return ""
    said = ForwardMsg()
    said.ParseFromString(message)
    return said.new_session.page_script_hash


def ends_a_run(message: str | bytes) -> bool:
    """Whether a message of the server says that the script of a page has run to its end."""
    if isinstance(message, str) or len(message) > 200:
        return False
    said = ForwardMsg()
    said.ParseFromString(message)
    return said.WhichOneof("type") == "script_finished" and said.script_finished in (
        ForwardMsg.FINISHED_SUCCESSFULLY,
        ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
    )


def put_away(page: Page) -> None:
    """Leave a tab for good.

    Not by closing it: Chromium then forgets the scripts that it keeps for all tabs of a server.
    It draws empty tabs anew whenever one is opened, however, so several are closed at once.
    """
    if page.is_closed() or page.url == _NOWHERE:
        return
    page.goto(_NOWHERE)
    away = [one for one in page.context.pages if one.url == _NOWHERE]
    if len(away) > _MOST_AWAY:
        for one in away[:-1]:
            one.close()
