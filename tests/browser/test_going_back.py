"""Back leads to the page as it was left, and the address says which part of a list is shown."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import DESK, PHONE
from tests.browser.settling import settle

pytestmark = pytest.mark.browser
_TOP = """() => document.querySelector('[data-testid="stMain"]').scrollTop"""
_NEAR = """(top) => Math.abs(
  document.querySelector('[data-testid="stMain"]').scrollTop - top) < 3"""

# Which of the links of a page one is.
_TURN = """(link) => link.getAttribute("href")
  + [...document.querySelectorAll("main a, [data-testid=stMain] a")].indexOf(link)"""


def scrolled_to(page: Page, part: str) -> int:
    """Scroll to a part of the page; gives how far that is, once the browser has kept it."""
    page.locator(part).scroll_into_view_if_needed()
    page.wait_for_function(
        """() => JSON.parse(sessionStorage.getItem("nc-left:" + navigation.currentEntry.key)
          || '{"top": 0}').top > 0"""
    )
    return int(page.evaluate(_TOP))


def expect_top(page: Page, top: int) -> None:
    """Wait until the page is scrolled as far as it was."""
    page.wait_for_function(_NEAR, arg=top)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_back_from_a_record_leads_to_the_same_place_with_the_same_parts_unfolded(
    go_on_to: Callable[..., Page], screen
):
    """And the keyboard to the link that was followed."""
    page = go_on_to("/outcomes?country=FR", screen)
    fold = page.locator("details:not([open]) > summary").filter(visible=True).first
    fold.click()
    before = page.locator("details[open]").count()
    link = page.locator(".nc-thread a[href*='outcome=']").filter(visible=True).last
    turn = link.evaluate(_TURN)
    link.focus()
    top = scrolled_to(page, ".nc-footer")

    page.keyboard.press("Enter")
    page.wait_for_url("**/outcomes?outcome=*")
    settle(page)
    page.go_back()
    page.wait_for_url("**/outcomes?country=FR")
    settle(page)

    page.wait_for_function(f"(was) => ({_TURN})(document.activeElement) === was", arg=turn)
    expect_top(page, top)
    expect(page.locator("details[open]")).to_have_count(before)


def test_back_leads_to_the_same_place_forward_on_again_and_a_link_to_the_top(go_on_to):
    page = go_on_to("/outcomes")
    top = scrolled_to(page, ".nc-footer")
    page.locator('.st-key-nc-menu a[href*="partners"]').click()
    page.wait_for_url("**/partners*")
    settle(page)

    page.go_back()
    page.wait_for_url("**/outcomes*")
    expect_top(page, top)

    page.go_forward()
    page.wait_for_url("**/partners*")
    expect(page.locator(".nc-bodies").first).to_be_visible()

    page.go_back()
    page.wait_for_url("**/outcomes*")
    expect_top(page, top)
    # At once, and as a reader's aid does it: without mouse or keys.
    page.locator('.st-key-nc-menu a[href*="sources"]').evaluate("link => link.click()")
    page.wait_for_url("**/sources*")
    settle(page)
    page.wait_for_timeout(500)
    assert page.evaluate(_TOP) == 0


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/visits?meeting=2023-11-22-afd-paris", ".nc-card a[href*='place=']"),
        ("/partners", ".nc-bodies a"),
        ("/projects", ".nc-projects a"),
    ],
)
def test_back_leads_the_keyboard_to_the_link_that_was_followed(go_on_to, path, link):
    page = go_on_to(path)
    followed = page.locator(link).filter(visible=True).nth(2)
    address = followed.get_attribute("href")
    before = followed.evaluate(_TURN)

    followed.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(address))
    settle(page)
    page.go_back()
    page.wait_for_url(f"**{path}")
    settle(page)

    page.wait_for_function(f"(was) => ({_TURN})(document.activeElement) === was", arg=before)


def test_the_part_of_a_list_is_in_the_address_and_back_leads_to_the_one_before(go_on_to, server):
    page = go_on_to("/sources?lang=en")
    shown = page.locator(".nc-table tbody a:visible")  # the others stand there for paper
    first = shown.first.inner_text()

    page.get_by_test_id("stPagination").get_by_role("button", name="3", exact=False).first.click()
    page.wait_for_url("**/sources?lang=en&page=3")
    expect(shown.first).not_to_have_text(first)
    page.go_back()

    page.wait_for_url(lambda url: "page=" not in url)
    expect(shown.first).to_have_text(first)
    # Streamlit says it once in the life of a server, in whichever test comes first.
    assert "Session State" not in server.said()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/visits?meeting=2023-11-22-afd-paris&lang=fr", "AFD"),
        ("/partners?person=mua-a-son", "Mùa A Sơn"),
        ("/map?place=muong-thanh-bridge", "Mường Thanh"),
        ("/projects?amount=amt-020", ""),
    ],
)
def test_the_browsers_tab_names_the_record(seen, path, name):
    expect(seen(path)).to_have_title(re.compile(f"{name}.* · Nhịp Cầu$"))
