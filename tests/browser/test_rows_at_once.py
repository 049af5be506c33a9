"""Many rows in a real browser: typed, pasted and taken back, by keyboard, faults at their row."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import PHONE, Reader
from tests.browser.serving import Server
from tests.browser.settling import settle
from tests.browser.tab import put_away
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser
GRID = ".st-key-nc-rows-grid"
ROWS = "/data?part=rows&table=people"
SLOWER = 60  # milliseconds between keys; faster than any fingers, the grid loses some
FIRST_NAME = 2  # place of the column of names: line and marks stand before it


@pytest.fixture(scope="module")
def office(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> Reader:
    """The reader of a server with a store of its own."""
    path = tmp_path_factory.mktemp("rows") / "rows.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        _server, reader = start()
        return reader


def cell(page: Page, column: int, line: int) -> Locator:
    """A cell of the grid as a screen reader finds it; lines begin with 1."""
    return page.locator(f"{GRID} #glide-cell-{column}-{line - 1}")


def choose(page: Page, column: int, line: int) -> None:
    """Go to a cell by the keys alone, from the first one."""
    page.locator(f"{GRID} canvas").first.focus()
    page.keyboard.press("Control+Home")
    for _step in range(line - 1):
        page.keyboard.press("ArrowDown")
    for _step in range(column):
        page.keyboard.press("ArrowRight")
    expect(cell(page, column, line)).to_have_attribute("aria-selected", "true")


def paste(page: Page, text: str) -> None:
    """Paste a block where the keyboard is, as the browser hands it to a page."""
    page.evaluate(
        """(text) => {
          const held = new DataTransfer();
          held.setData("text/plain", text);
          const event = {clipboardData: held, bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        text,
    )


def test_on_a_phone_each_row_opens_in_its_form(office):
    page = office.open(f"{ROWS}&lang=fr", PHONE)

    expect(page.locator(GRID)).to_be_hidden()
    expect(page.get_by_text("demande un écran plus large")).to_be_visible()
    form = page.locator(".nc-rows-cards a").first
    assert "part=drafts" in (form.get_attribute("href") or "")
    assert grave_faults(page) == []
    put_away(page)


@pytest.mark.slow  # the grid says what it holds only after each run
def test_cells_are_typed_pasted_and_taken_back_in_the_browser(office):
    page = office.open(ROWS)
    choose(page, FIRST_NAME, 1)
    page.keyboard.press("Shift+N")
    expect(page.locator(".gdg-input")).to_be_focused()  # until then the grid drops fast keys
    page.keyboard.type("guyễn Thị Mới", delay=SLOWER)
    expect(page.locator(".gdg-input")).to_have_value("Nguyễn Thị Mới")
    page.wait_for_timeout(SLOWER)  # the grid may not have heard the last key, though it shows it
    page.keyboard.press("Enter")
    expect(cell(page, 1, 1)).to_have_text(re.compile("^[✎⚠]"))

    choose(page, FIRST_NAME, 2)
    paste(page, "Trần Một\tTrưởng đoàn\tBộ không ai biết\nTrần Hai\t\t\t\t\t\t\tthừa")
    expect(page.get_by_text("Đã dán 2 dòng.")).to_be_visible()
    expect(page.get_by_text("“thừa”")).to_be_visible()
    expect(cell(page, FIRST_NAME, 1)).to_have_text("Nguyễn Thị Mới")
    expect(cell(page, FIRST_NAME, 3)).to_have_text("Trần Hai")
    expect(cell(page, 1, 2)).to_contain_text("⚠")
    expect(cell(page, FIRST_NAME + 2, 2)).to_have_text("Bộ không ai biết")
    faults = page.locator(".nc-rows-faults")
    expect(faults).to_contain_text("Bộ không ai biết")
    assert "part=drafts" in (faults.get_by_role("link").first.get_attribute("href") or "")

    page.get_by_role("button", name="Hoàn tác thay đổi gần nhất").click()
    expect(cell(page, 1, 2)).to_have_text("")
    expect(cell(page, FIRST_NAME, 1)).to_have_text("Nguyễn Thị Mới")
    settle(page)
    page.get_by_role("button", name="Hoàn tác thay đổi gần nhất").click()
    expect(page.get_by_role("button", name="Không có gì để hoàn tác")).to_be_visible()
    expect(cell(page, FIRST_NAME, 1)).not_to_have_text("Nguyễn Thị Mới")
    assert grave_faults(page) == []
    put_away(page)
