"""A reader with a real browser: opens pages, waits until they stand still, notes what they do."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FrameLocator,
    Page,
    Request,
    Response,
    WebSocket,
    expect,
)

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
_KEPT = 24  # tabs: more would only cost memory
_PATIENCE_MS = 45_000

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

# What of a page is not yet as it will stay.
_UNSETTLED = """() => {
  const all = (css) => [...document.querySelectorAll(css)];
  const app = document.querySelector('[data-testid="stApp"]');
  const maps = ["/", "/map"].includes(location.pathname) && !all('[role="alert"]').length;
  const drawn = (frame) => frame.offsetHeight
    && frame.contentDocument.querySelectorAll(".leaflet-ncbase-pane path").length > 100
    && frame.contentDocument.querySelector(".nc-islands");
  return Object.entries({
    script: app && app.dataset.testScriptState === "notRunning",
    connection: app && app.dataset.testConnectionState === "CONNECTED",
    heading: document.querySelector("h1"),
    end: document.querySelector('.nc-footer, [data-testid="stAlert"]'),
    parts: !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]'),
    charts: all('[data-testid="stPlotlyChart"]').every((one) => one.querySelector(".main-svg")),
    maps: all("iframe").every(drawn) && (!maps || all("iframe").length),
  }).filter(([name, settled]) => !settled).map(([name]) => name);
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

    def follow(self, page: Page, origin: str) -> None:
        """Note every request, socket, console error and uncaught error of a page from now on."""
        own = (f"{origin}/", "data:", "blob:", "about:")

        def asked(request: Request) -> None:
            if not request.url.startswith(own):
                self.foreign.append(request.url)

        def connected(socket: WebSocket) -> None:
            if not socket.url.startswith(origin.replace("http", "ws", 1) + "/"):
                self.sockets.append(socket.url)

        def answered(response: Response) -> None:
            if response.status >= 400:
                self.missing.append(f"{response.status} {response.url}")

        def logged(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.errors.append(message.text)

        page.on("request", asked)
        page.on("websocket", connected)
        page.on("response", answered)
        page.on("console", logged)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def taken(self) -> "Watch":
        """What was noted until now; it starts afresh."""
        noted_until_now = Watch(self.foreign[:], self.sockets[:], self.missing[:], self.errors[:])
        for noted in (self.foreign, self.sockets, self.missing, self.errors):
            noted.clear()
        return noted_until_now


class Reader:
    """Opens pages of one server. A page opened by ``seen`` is shared: read it, do not touch it."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.origin = origin
        self._browser = browser
        self._contexts: dict[Screen, BrowserContext] = {}
        self._kept: OrderedDict[tuple[str, Screen], Page] = OrderedDict()
        self._watches: dict[tuple[str, Screen], Watch] = {}
        self._loose: list[tuple[Page, Watch]] = []

    def open(self, path: str, screen: Screen = DESK) -> Page:
        """A fresh tab at an address, standing still; the test's own, closed after it."""
        page, watch = self._tab(screen)
        self._loose.append((page, watch))
        page.goto(self.origin + path)
        settle(page)
        return page

    def seen(self, path: str, screen: Screen = DESK) -> Page:
        """A tab at an address, standing still and as it was loaded, kept for other tests."""
        key = (path, screen)
        if key not in self._kept:
            page, self._watches[key] = self._tab(screen)
            self._kept[key] = page
            page.goto(self.origin + path)
            settle(page)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)[1].close()
        self._kept.move_to_end(key)
        return self._kept[key]

    def watched(self, path: str, screen: Screen = DESK) -> Watch:
        """What a page did while it was loaded."""
        if (path, screen) not in self._watches:
            self.seen(path, screen)
        return self._watches[path, screen]

    def tour(self, code: str, screen: Screen) -> Iterator[tuple[str, Page, Watch]]:
        """Every page in a language, gone to by the menu: path, tab standing still, what it did."""
        page, watch = self._tab(screen)
        page.goto(self.origin + in_language(PAGES[0], code))
        for path in PAGES:
            if path != PAGES[0]:
                go_to(page, path)
            settle(page)
            yield path, page, watch.taken()
        page.close()

    def close_loose(self) -> list[Watch]:
        """Close the tabs that a test opened for itself; what they did is returned."""
        loose, self._loose = self._loose, []
        for page, _ in loose:
            page.close()
        return [watch for _, watch in loose]

    def leave(self) -> None:
        """Close every tab."""
        for context in self._contexts.values():
            context.close()

    def _tab(self, screen: Screen) -> tuple[Page, Watch]:
        if screen not in self._contexts:
            context = self._browser.new_context(
                viewport={"width": screen.width, "height": screen.height},
                color_scheme="dark" if screen.dark else "light",
                reduced_motion="reduce",
            )
            context.set_default_timeout(_PATIENCE_MS)
            self._contexts[screen] = context
        page, watch = self._contexts[screen].new_page(), Watch()
        watch.follow(page, self.origin)
        return page, watch


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
        names: list[str] = page.evaluate(_UNSETTLED)
    except Error as gone:
        if "context was destroyed" not in str(gone):  # else the page is being left for another
            raise
        return ["document"]
    return names


def go_to(page: Page, path: str) -> None:
    """Follow the menu to a page, until its address and its heading are there."""
    before = page.locator("h1").inner_text()
    page.locator(MENU).nth(PAGES.index(path)).click()
    page.wait_for_url(lambda url: urlsplit(url).path == path)
    expect(page.locator("h1")).not_to_have_text(before)


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
