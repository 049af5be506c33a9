"""A reader with a real browser: opens pages, waits until they stand still, notes what they do."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Frame,
    FrameLocator,
    Page,
    Request,
    Response,
    WebSocket,
    expect,
)
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from components import links
from data.language import Language
from data.roles import ALONE, STRANGER

# Every page of the menu, in its order, and what it is called there.
_PAGES = [page for page in links.pages(Language("en")) if links.offered(page, ALONE)]
PAGES = tuple(f"/{page.path}" for page in _PAGES)
# How many of them the menu offers to a stranger, where people sign in.
FOR_STRANGERS = sum(links.offered(page, STRANGER) for page in _PAGES)
NAMES = tuple(page.title for page in _PAGES)
NAMROM = "/projects?project=namrom-multihazard"
# One record of each kind opened, and the sections that have no page of their own.
DETAILS = (
    NAMROM,
    "/visits?meeting=2021-11-afd-signing",
    "/outcomes?outcome=out-001&lang=en",
    "/partners?org=afd&lang=fr",
    "/partners?person=mua-a-son",
    "/map?place=muong-thanh-bridge",
    "/sources?source=afd-press-2021-11&lang=en",
    "/sources?discrepancy=dis-02&lang=fr",
    "/sources?section=dictionary",
    "/sources?section=quality",
)
# Tabs of one screen: a further page is gone to in one of them, which costs the browser a tenth of
# what a fresh tab does. Tests of one page follow each other, so more than two are seldom gone
# back to.
_TABS = 2
_PATIENCE_MS = 45_000
_SPELL_MS = 1_000  # of it spent in one document, which another may be about to replace
_NOWHERE = "about:blank"
_MOST_AWAY = 8
_BETWEEN = ("/sources", "/partners")  # without a chart or a map

MENU = '.st-key-nc-menu [data-testid="stPageLink-NavLink"]'

_WORDS = """() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll("script, style, noscript, [lang], .nc-lang, .nc-sources a")
    .forEach((part) => part.remove());
  const said = ["aria-label", "placeholder", "title", "alt"].flatMap((name) =>
    [...copy.querySelectorAll(`[${name}]`)].map((part) => part.getAttribute(name)));
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) said.push(texts.currentNode.data);
  return said.join(" \\n ");
}"""

# Waits in the page until it is as it will stay, for so many milliseconds at most; what is not yet.
_UNSETTLED = """async (patience) => {
  const all = (css) => [...document.querySelectorAll(css)];
  const drawn = (frame) => frame.offsetHeight
    && frame.contentDocument.querySelectorAll(".leaflet-ncbase-pane path").length > 100
    && frame.contentDocument.querySelector(".nc-islands");
  const unsettled = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const maps = location.pathname === "/map" && !all('[role="alert"]').length;
    return Object.entries({
      script: app && app.dataset.testScriptState === "notRunning",
      taken: !document.getElementById("nc-first"),
      connection: app && app.dataset.testConnectionState === "CONNECTED",
      heading: document.querySelector("h1"),
      end: document.querySelector('.nc-footer, [data-testid="stAlert"]'),
      parts: !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]'),
      maps: all("iframe").every(drawn) && (!maps || all("iframe").length),
    }).filter(([name, settled]) => !settled).map(([name]) => name);
  };
  const by = performance.now() + patience;
  let names = unsettled();
  while (names.length && performance.now() < by) {
    await new Promise((done) => setTimeout(done, 50));
    names = unsettled();
  }
  return names;
}"""


# Goes to an address as the browser's own buttons do: the session and its scripts stay.
_WALK = """(path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


class Screen(NamedTuple):
    """What the reader looks at: size in CSS pixels and the scheme of the system."""

    width: int = 1366
    height: int = 768
    dark: bool = False


DESK = Screen()
NIGHT = Screen(dark=True)
PHONE = Screen(390, 844)
PHONE_AT_NIGHT = Screen(390, 844, dark=True)


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
        deadline = time.monotonic() + _PATIENCE_MS / 1000
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


class Reader:
    """Opens pages of one server. A page given by ``seen`` is shared: read it, do not touch it."""

    def __init__(
        self, browser: Browser, origin: str, tabs: int = _TABS, *, has_many: bool = False
    ) -> None:
        self.origin = origin
        self._browser = browser
        self._tabs = tabs
        self._has_many = has_many
        self._contexts: dict[bool, BrowserContext] = {}
        self._shared: dict[Screen, list[Tab]] = {}  # of a screen, the last used at the end
        self._watches: dict[tuple[str, Screen], Watch] = {}
        self._loose: list[Tab] = []
        self._lent: list[tuple[Screen, Tab]] = []
        self._idle: dict[Screen, list[Tab]] = {}

    def open(self, path: str, screen: Screen = DESK) -> Page:
        """A fresh tab at an address, standing still; the test's own, closed after it."""
        tab = self._tab(screen, stays=False)
        self._loose.append(tab)
        tab.load(path)
        return tab.page

    def load(self, path: str, screen: Screen = DESK) -> Page:
        """A fresh tab at an address, standing still; whoever asked for it puts it away."""
        tab = self._tab(screen, stays=False)
        tab.load(path)
        return tab.page

    def borrow(self, path: str, screen: Screen = DESK) -> Page:
        """A tab at an address, standing still; the test's own, which a later test goes on in."""
        idle = self._idle.setdefault(screen, [])
        tab = idle.pop() if idle else self._tab(screen, stays=True)
        self._lent.append((screen, tab))
        if tab.at:
            # Never from a page to itself: nothing that a test unfolded or wrote on it stays.
            settle(tab.page)
            if _same_page(path, tab.page.url):
                tab.walk(_BETWEEN[0] if not _same_page(path, _BETWEEN[0]) else _BETWEEN[1])
            tab.walk(path)
        else:
            tab.load(path)
        return tab.page

    def seen(self, path: str, screen: Screen = DESK) -> Page:
        """A tab at an address, standing still, shared until a few other pages have been seen.

        The first pages are loaded, the others gone to in the tab that was not used for longest.
        """
        tabs = self._shared.setdefault(screen, [])
        tab = next((one for one in tabs if one.at == path), None)
        if tab is None and len(tabs) < self._tabs:
            tab = self._tab(screen, stays=True, notes_all=True)
            tabs.append(tab)
            tab.load(path)
            self._watches[path, screen] = tab.watch
        elif tab is None:
            tab = tabs[0]
            tab.walk(path)
            self._watches.setdefault((path, screen), tab.watch)
        tabs.remove(tab)
        tabs.append(tab)
        return tab.page

    def watched(self, path: str, screen: Screen = DESK) -> Watch:
        """What a page did while it was opened."""
        if (path, screen) not in self._watches:
            self.seen(path, screen)
        return self._watches[path, screen]

    def tour(self, code: str, screen: Screen) -> Iterator[tuple[str, Page, Watch]]:
        """Every page in a language, gone to by the menu: path, tab standing still, what it did."""
        tab = self._tab(screen, stays=False, notes_all=True)
        tab.load(in_language(PAGES[0], code))
        for path in PAGES:
            if path != PAGES[0]:
                tab.watch = Watch()
                go_to(tab.page, path)
                settle(tab.page)
            yield path, tab.page, tab.watch
        put_away(tab.page)

    def trip(self, paths: Iterable[str], screen: Screen = DESK) -> Iterator[tuple[str, Page]]:
        """Each address in turn, gone to in one tab: path, and the tab standing still."""
        tab = self._tab(screen, stays=False)
        for path in paths:
            if tab.at:
                tab.walk(path)
            else:
                tab.load(path)
            yield path, tab.page
        put_away(tab.page)

    def close_loose(self) -> list[Watch]:
        """Take back the tabs that a test had for itself; what they did is returned."""
        loose, self._loose = self._loose, []
        lent, self._lent = self._lent, []
        for tab in loose:
            put_away(tab.page)
        for screen, tab in lent:
            self._idle[screen].append(tab)
        return [tab.watch for tab in (*loose, *(tab for _screen, tab in lent))]

    def leave(self) -> None:
        """Close every tab."""
        for context in self._contexts.values():
            context.close()

    def _tab(self, screen: Screen, *, stays: bool, notes_all: bool = False) -> Tab:
        page = self._context(apart=stays and self._has_many).new_page()
        page.set_viewport_size({"width": screen.width, "height": screen.height})
        page.emulate_media(color_scheme="dark" if screen.dark else "light")
        return Tab(page, self.origin, notes_all=notes_all)

    def _context(self, *, apart: bool) -> BrowserContext:
        """The browser of all screens, so that it reads the scripts of the pages once.

        Many tabs that stay are put apart: whenever a tab is opened, Chromium styles each of the
        others anew.
        """
        if apart not in self._contexts:
            context = self._browser.new_context(reduced_motion="reduce")
            context.set_default_timeout(_PATIENCE_MS)
            self._contexts[apart] = context
        return self._contexts[apart]


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


def _same_page(path: str, other: str) -> bool:
    return urlsplit(path).path == urlsplit(other).path


def settle(page: Page) -> None:
    """Wait until Streamlit has drawn all it has to draw, charts and maps included."""
    # Not by Playwright's own waiting, which would evaluate text, as our pages forbid.
    deadline = time.monotonic() + _PATIENCE_MS / 1000
    while unsettled := _unsettled(page):
        if time.monotonic() > deadline:
            raise AssertionError(f"{page.url} does not settle: {unsettled}")
        page.wait_for_timeout(50)


def _unsettled(page: Page) -> list[str]:
    try:
        names: list[str] = page.evaluate(_UNSETTLED, _SPELL_MS)
    except Error as gone:
        if "context was destroyed" not in str(gone):  # else the page is being left for another
            raise
        return ["document"]
    return names


def refuses_to_show(frame: Frame) -> None:
    """Wait until the browser shows its own page of errors in the frame, for a page it may not."""
    by = time.monotonic() + 20
    while not frame.url.startswith("chrome-error:"):  # its address changes a little later
        assert time.monotonic() < by, f"the frame shows {frame.url}"
        frame.page.wait_for_timeout(50)


def go_to(page: Page, path: str) -> None:
    """Follow the menu to a page, until its address and its heading are there."""
    before = page.locator("h1").inner_text()
    unfold(page, "menu")
    page.locator(MENU).nth(PAGES.index(path)).click()
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    expect(page.locator("h1")).not_to_have_text(before)


def unfold(page: Page, what: str) -> None:
    """Open the menu or the filters of a page where they stand folded, as on a phone."""
    for button in page.locator(f'.nc-unfold[data-nc="{what}"][aria-expanded="false"]').all():
        if button.is_visible():
            button.click()


def in_language(path: str, code: str) -> str:
    """A path as its links name it in a language."""
    return path if code == "vi" else f"{path}{'&' if '?' in path else '?'}lang={code}"


def atlas(page: Page) -> FrameLocator:
    """The document of the map on a page."""
    return page.frame_locator("iframe")


def words(page: Page) -> str:
    """Every word of the interface and the record on a page and in its map, folded away or not.

    Texts marked as being in another language, as titles of sources are, are left out.
    """
    return plain(" ".join(frame.evaluate(_WORDS) for frame in page.frames))


def plain(text: str | None) -> str:
    """A text with every run of spaces, wide, narrow or unbreakable, as one."""
    return " ".join((text or "").split())
