"""A visit put on record on the page: by keyboard alone, by touch, and across a restart."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from components.entrance import gate
from data.accounts import accounts, sign_ins
from data.desk.editing import sketching
from data.record.loading import CURATED
from data.record.rows import Rows, tables_of
from data.roles import Caller, Role
from data.store import Store, seed
from tests.browser.lending import Lend, lending, tab
from tests.browser.reader import DESK, PHONE, Screen, ends_a_run, settle
from tests.browser.serving import ROOT, Server, serving
from tests.browser.touring import grave_faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)
NAMES = {Role.EDITOR: "Lò Thị Ban", Role.APPROVER: "Cà Văn Dũng"}
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
_TOUCHABLE = """() => [...document.querySelectorAll(
  '[data-testid="stMain"] button, [data-testid="stMain"] .nc-way a')]
  .filter((one) => one.checkVisibility() && one.closest(
    '[class*="st-key-nc-onward"], [class*="st-key-nc-add-"], .nc-way, [data-tag]'))
  .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent)"""


class Office:
    """A server with an editor and an approver, which can be stopped and started again."""

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


def on_record(office: Office, title: str) -> tuple[str, list[dict[str, str]], list[dict[str, str]]]:
    """The id of a visit by its title, its meetings, and what came of them."""
    tables = office.published()
    (visit,) = [key for key, row in tables["visits"].items() if row["title_vi"] == title]
    meetings = {k: row for k, row in tables["meetings"].items() if row["visit_id"] == visit}
    outcomes = [row for row in tables["outcomes"].values() if row["meeting_id"] in meetings]
    return visit, list(meetings.values()), outcomes


def test_by_keyboard_alone_a_visit_with_two_meetings_and_three_outcomes_is_published(
    office, sign_in
):
    page = sign_in(Role.APPROVER)
    go(page, office, "/data?part=visit")
    press(page, "Đoàn của tỉnh đi nước ngoài")
    choose(page, "Nguồn", "Đại sứ quán")
    choose(page, "Nước đối tác", "phap")
    type_in(page, "Tên chuyến thăm", "Đoàn tỉnh Điện Biên thăm Bordeaux")
    press(page, "Tiếp theo: Cuộc gặp theo ngày")
    expect(page.locator(".nc-goal")).to_be_focused()  # not at the top of the page again
    for title in ("Làm việc với thành phố Bordeaux", "Làm việc với Đại học Bordeaux"):
        press(page, "Thêm cuộc gặp")
        expect(page.locator(".nc-goal", has_text="chưa có tên")).to_be_focused()
        type_in(page, "Tên cuộc gặp", title)
    press(page, "Tiếp theo: Thành phần tham dự")
    press(page, "Tiếp theo: Đề nghị, cam kết, thỏa thuận")
    for add, text in (
        ("Thêm đề nghị", "Đề nghị hỗ trợ đào tạo tiếng Pháp"),
        ("Thêm cam kết", "Cam kết cử chuyên gia quy hoạch"),
        ("Thêm thỏa thuận", "Thống nhất trao đổi sinh viên"),
    ):
        press(page, add)
        type_in(page, "Nội dung", text)
        choose(page, "Bên nêu", "AFD")
    assert grave_faults(page) == []
    press(page, "Tiếp theo: Nguồn, độ chắc chắn")
    press(page, "Tiếp theo: Xem lại và gửi")
    assert grave_faults(page) == []
    tab_to(page, "Nội dung và lý do thay đổi", "INPUT")
    page.keyboard.type("Chuyến thăm Bordeaux")
    press(page, "Công bố")
    expect(page.locator(".nc-done")).to_be_visible()

    visit, meetings, outcomes = on_record(office, "Đoàn tỉnh Điện Biên thăm Bordeaux")
    assert page.locator(f'.nc-done a[href*="visit={visit}"]').count() == 1
    assert len(meetings) == 2
    assert sorted(row["kind"] for row in outcomes) == ["agreement", "commitment", "request"]
    approver = Caller(Role.APPROVER, NAMES[Role.APPROVER], Role.APPROVER)
    assert sketching.listed(office.store, by=approver) == []


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


def test_by_touch_on_a_phone_a_visit_is_proposed_and_another_account_approves_it(office, sign_in):
    page = sign_in(Role.EDITOR, PHONE, touch=True)
    go(page, office, "/data?part=visit")
    tap(page, "Đoàn đối tác đến tỉnh")
    pick(page, "Nguồn", "AFD")
    assert grave_faults(page) == []
    pick(page, "Nước đối tác", "Pháp")
    tap_in(page, "Tên chuyến thăm", "Đoàn Bordeaux thăm tỉnh Điện Biên")
    assert page.evaluate(_TOUCHABLE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    tap(page, "Tiếp theo: Cuộc gặp theo ngày")
    tap(page, "Thêm cuộc gặp")
    tap_in(page, "Tên cuộc gặp", "Chào xã giao lãnh đạo tỉnh")
    page.evaluate("window.ncHere = true")
    page.locator(".nc-way a", has_text="Đề nghị, cam kết, thỏa thuận").tap()
    expect(page.get_by_role("button", name="Thêm cam kết").last).to_be_visible()
    assert page.evaluate("window.ncHere")  # the document stayed
    settle(page)
    tap(page, "Thêm cam kết")
    tap_in(page, "Nội dung", "Cam kết gửi báo cáo khảo sát")
    pick(page, "Bên nêu", "AFD")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    page.locator(".nc-way a", has_text="Xem lại và gửi").tap()
    page.get_by_label("Nội dung và lý do thay đổi").tap()
    page.keyboard.type("Đoàn Bordeaux")
    with runs_of(page).one_more():
        page.get_by_role("button", name="Gửi đề xuất", exact=True).tap()
    expect(page.get_by_text("Đã gửi thành đề xuất")).to_be_visible()

    other = sign_in(Role.APPROVER, PHONE, touch=True)
    go(other, office, "/data?part=proposals")
    other.get_by_role("link", name="Đoàn Bordeaux").tap()
    expect(other.get_by_role("button", name="Duyệt và công bố")).to_be_visible()
    settle(other)
    tap(other, "Duyệt và công bố")

    _visit, meetings, outcomes = on_record(office, "Đoàn Bordeaux thăm tỉnh Điện Biên")
    assert (len(meetings), len(outcomes)) == (1, 1)


def test_a_draft_survives_a_reload_a_sign_out_and_a_restart_of_the_server(office, sign_in):
    page = sign_in(Role.EDITOR)
    go(page, office, "/data?part=visit")
    press(page, "Đoàn của tỉnh đi nước ngoài")
    type_in(page, "Tên chuyến thăm", "Thăm Lyon")
    field = page.get_by_role("textbox", name="Tên chuyến thăm")

    page.reload()
    settle(page)
    expect(field).to_have_value("Thăm Lyon")

    with page.expect_navigation():
        page.get_by_role("button", name="Đăng xuất").click()
    office.restart()
    let_in(page, office, Role.EDITOR)
    go(page, office, "/data?part=drafts")
    assert grave_faults(page) == []
    page.get_by_role("link", name="tiếp tục nhập chuyến thăm").first.click()
    expect(field).to_have_value("Thăm Lyon")
