"""A reader with a real browser: opens pages in tabs, and finds the way about them."""

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    FrameLocator,
    Page,
    expect,
)

from components import links
from data.language import Language
from data.roles import ALONE, STRANGER
from tests.browser.settling import PATIENCE_MS, settle
from tests.browser.tab import Tab, Watch, put_away

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


class Screen(NamedTuple):
    """What the reader looks at: size in CSS pixels and the scheme of the system."""

    width: int = 1366
    height: int = 768
    dark: bool = False


DESK = Screen()
NIGHT = Screen(dark=True)
PHONE = Screen(390, 844)
PHONE_AT_NIGHT = Screen(390, 844, dark=True)


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
            context.set_default_timeout(PATIENCE_MS)
            self._contexts[apart] = context
        return self._contexts[apart]


def _same_page(path: str, other: str) -> bool:
    return urlsplit(path).path == urlsplit(other).path


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
