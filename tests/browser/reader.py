"""A reader with a real browser: opens pages, waits until they stand still, notes what they do."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, Page, expect

from data.lens import Lens, Row

PAGES = ("/", "/map", "/visits", "/projects", "/outcomes", "/partners", "/sources")
LANGUAGES = ("vi", "en", "fr")
NAMROM = "/projects?project=namrom-multihazard"
# One record of each kind opened, each section and each way to open a record through another.
DETAILS = (
    NAMROM,
    "/projects?amount=amt-001",
    "/visits?visit=2024-05-lecornu",
    "/visits?meeting=2023-11-22-afd-paris",
    "/visits?meeting=2021-11-afd-signing",
    "/outcomes?outcome=out-001",
    "/partners?org=afd",
    "/partners?person=mua-a-son",
    "/map?place=muong-thanh-bridge",
    "/sources?source=afd-press-2021-11",
    "/sources?discrepancy=dis-02",
    "/sources?section=dictionary",
)
_KEPT = 24  # tabs: more would only cost memory
_PATIENCE_MS = 45_000

_STANDS_STILL = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const all = (css) => [...document.querySelectorAll(css)];
  return app && app.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && document.querySelector("h1")
    && (document.querySelector(".nc-footer") || document.querySelector('[role="alert"]'))
    && !document.querySelector('[data-stale="true"]')
    && all('[data-testid="stPlotlyChart"]').every((chart) => chart.querySelector(".main-svg"))
    && all("iframe").every((frame) =>
      frame.offsetHeight && frame.contentDocument.querySelector(".leaflet-ncbase-pane path"));
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
    errors: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)

    def follow(self, page: Page, origin: str) -> None:
        """Note every request, socket, console error and uncaught error of a page from now on."""
        socket = origin.replace("http", "ws", 1)

        def asked(url: str) -> None:
            if not url.startswith((f"{origin}/", "data:", "blob:", "about:")):
                self.foreign.append(url)

        def logged(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.errors.append(message.text)

        page.on("request", lambda request: asked(request.url))
        page.on(
            "websocket",
            lambda opened: (
                None if opened.url.startswith(f"{socket}/") else self.sockets.append(opened.url)
            ),
        )
        page.on(
            "response",
            lambda got: (
                self.missing.append(f"{got.status} {got.url}") if got.status >= 400 else None
            ),
        )
        page.on("console", logged)
        page.on("pageerror", lambda error: self.errors.append(str(error)))


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
    page.wait_for_function(_STANDS_STILL)


def in_language(path: str, code: str) -> str:
    """A path as its links name it in a language."""
    return path if code == "vi" else f"{path}{'&' if '?' in path else '?'}lang={code}"


def atlas(page: Page) -> Frame:
    """The document of the map on a page."""
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame is not None
    return frame


def main_text(page: Page) -> str:
    """Every text of the page's document, shown or folded away, spaces made plain."""
    return plain(page.locator("body").text_content() or "")


def plain(text: str) -> str:
    """A text with every run of spaces, wide, narrow or unbreakable, as one."""
    return " ".join(text.split())


def names_of(lens: Lens, table: str, rows: Sequence[Row], key: str) -> list[str]:
    """Names of rows as the reader of a lens sees them."""
    return [str(lens.name(table, row[key]).name) for row in rows]


def menu(page: Page) -> list[str]:
    """Words of the menu, once it is drawn."""
    links = page.locator('.st-key-nc-menu [data-testid="stPageLink-NavLink"]')
    expect(links).to_have_count(len(PAGES))
    return [plain(text) for text in links.all_inner_texts()]
