"""A server at which people sign in and put things on record, and what their hands do there."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.record.loading import CURATED
from data.record.rows import Rows, tables_of
from data.roles import Caller, Role
from data.store import Store, seed
from tests.browser.lending import Lend, lending, tab
from tests.browser.reader import DESK, Screen
from tests.browser.serving import ROOT, Server, serving
from tests.browser.settling import settle
from tests.browser.tab import ends_a_run

BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)
NAMES = {Role.READER: "Vàng A Đọc", Role.EDITOR: "Lò Thị Ban", Role.APPROVER: "Cà Văn Dũng"}
_RUNS: dict[Page, "Runs"] = {}
_BESIDE = 386, 420  # in the margin of a phone
_MOST_TABS = 160  # between two fields of a page, whichever way round
_FOCUSED = """() => {
  const here = document.activeElement;
  if (here.matches("body, main") || here.closest(".st-key-nc-menu")) return "";
  const labels = [...(here.labels || [])].map((one) => one.textContent);
  const names = [here.getAttribute("aria-label"), ...labels, here.textContent];
  return [here.tagName, ...names].filter(Boolean).join(" | ");
}"""


class Office:
    """A server with a reader, an editor and an approver, which can be stopped and started again."""

    def __init__(self, scratch: Path) -> None:
        self._scratch, self._running = scratch, ExitStack()
        self.store = Store(f"sqlite:///{scratch / 'store.sqlite'}")
        seed(self.store, CURATED)
        for role, name in NAMES.items():
            accounts.add(self.store, role, name, role, None, by=BOSS)
        self.server = self._start()

    def restart(self) -> None:
        """Stop the server and start another one on the same store."""
        self._running.close()
        self.server = self._start()

    def close(self) -> None:
        self._running.close()
        self.store.close()

    def _start(self) -> Server:
        settings = {"NHIP_CAU_SIGN_IN": "accounts", "NHIP_CAU_COOKIE_KEY": "k" * 40}
        return self._running.enter_context(serving(ROOT, self._scratch, **settings))

    def published(self) -> dict[str, Rows]:
        """Every table of the newest version."""
        return tables_of(self.store.tables(self.store.current_id()))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    one = Office(tmp_path_factory.mktemp("office"))
    yield one
    one.close()


@pytest.fixture(scope="module")
def lend(browser: Browser, office: Office) -> Iterator[Callable[[bool], Lend]]:
    """Browsers for mouse or touch, which have read the scripts of the pages."""
    with ExitStack() as stack:
        yield cache(
            lambda touch: stack.enter_context(lending(browser, office.server.origin, touch=touch))
        )


@pytest.fixture
def sign_in(
    lend: Callable[[bool], Lend], office: Office, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Page]]:
    """A tab of somebody who has signed in, after whoever did before has left the browser."""
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 40)
    with ExitStack() as stack:

        def one(role: Role, screen: Screen = DESK, *, touch: bool = False) -> Page:
            stack.close()
            page = tab(stack.enter_context(lend(touch)()), screen)
            _RUNS[page] = Runs(page)
            let_in(page, office, role)
            return page

        yield one


def let_in(page: Page, office: Office, role: Role) -> None:
    cookie = gate.cookie_of(sign_ins.begin(office.store, role))
    origin = office.server.origin
    page.context.add_cookies([{"name": gate.COOKIE, "value": cookie, "url": origin}])


def go(page: Page, office: Office, path: str) -> None:
    page.goto(office.server.origin + path)
    settle(page)


class Runs:
    """Counts how often the script of a page has run to its end."""

    def __init__(self, page: Page) -> None:
        self._page, self._count = page, 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._received))

    def _received(self, message: str | bytes) -> None:
        self._count += ends_a_run(message)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Wait after what is done within until the page has run once more and stands still."""
        before, by = self._count, time.monotonic() + 30
        yield
        while self._count == before:
            assert time.monotonic() < by, f"{self._page.url} is not run"
            self._page.wait_for_timeout(20)
        settle(self._page)


def runs_of(page: Page) -> Runs:
    """The counter of a page, begun before its first address."""
    return _RUNS[page]


def tab_to(page: Page, name: str, *tags: str) -> None:
    """Go by the Tab key to what is called so, a field or a button, unless one is there already."""
    seen = [page.evaluate(_FOCUSED)]
    while not (name in seen[-1] and seen[-1].startswith(tags)) and len(seen) <= _MOST_TABS:
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
    if len(seen) <= _MOST_TABS:
        return
    raise AssertionError(f"the Tab key does not come to “{name}”: {seen}")


def type_in(page: Page, name: str, text: str) -> None:
    tab_to(page, name, "INPUT", "TEXTAREA")
    page.keyboard.type(text)
    with runs_of(page).one_more():
        page.keyboard.press("Tab")


def choose(page: Page, name: str, text: str) -> None:
    """Search in a list by typing, and take the first that is found."""
    tab_to(page, name, "INPUT", "TEXTAREA")
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    with runs_of(page).one_more():
        page.keyboard.press("Enter")


def press(page: Page, name: str) -> None:
    tab_to(page, name, "BUTTON")
    with runs_of(page).one_more():
        page.keyboard.press("Enter")


def tap(page: Page, name: str) -> None:
    """Tap a button, and wait until the page shows what it does."""
    with runs_of(page).one_more():
        page.get_by_role("button", name=name, exact=True).last.tap()


def tap_in(page: Page, name: str, text: str) -> None:
    """Tap a field, type by the keyboard on the screen, and tap beside it."""
    page.get_by_role("textbox", name=name).tap()
    page.keyboard.type(text)
    with runs_of(page).one_more():
        page.touchscreen.tap(*_BESIDE)


def pick(page: Page, name: str, option: str) -> None:
    """Tap a list, and tap one of what it offers."""
    page.get_by_role("combobox", name=name).tap()
    page.keyboard.type(option)
    with runs_of(page).one_more():
        page.get_by_role("option", name=option).first.tap()
    expect(page.get_by_role("option")).to_have_count(0)  # nothing lies over the form
