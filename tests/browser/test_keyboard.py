"""Without a mouse: every control is reached by Tab, in order, and is seen when it is."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import PAGES, Reader
from tests.browser.settling import settle
from tests.browser.tab import put_away

pytestmark = pytest.mark.browser

_FOCUSED = """() => {
  const at = document.activeElement;
  const ring = (part) => {
    const style = getComputedStyle(part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== "none";
  };
  const near = [at, at.parentElement, at.closest(
    '[data-testid="stTextInputRootElement"], [data-rac], label')].filter(Boolean);
  const key = at.closest("[class*='st-key-']");
  return {
    tag: at.tagName.toLowerCase(),
    href: at.getAttribute("href"),
    role: at.getAttribute("role") || "",
    type: at.getAttribute("type") || "",
    part: key ? [...key.classList].find((name) => name.startsWith("st-key-")) : "",
    name: at.getAttribute("aria-label") || at.innerText || at.title || "",
    seen: near.some(ring),
  };
}"""


class Stopped(NamedTuple):
    """Where the focus stood after a press of Tab."""

    tag: str
    href: str | None
    role: str
    type: str
    part: str
    name: str
    seen: bool


@pytest.fixture(scope="module")
def stops(reader: Reader) -> list[Stopped]:
    """Where the focus stands after each of many presses of Tab on the page of visits."""
    page = reader.load("/visits?lang=en")
    passed = []
    for _ in range(34):
        page.keyboard.press("Tab")
        passed.append(Stopped(**page.evaluate(_FOCUSED)))
    put_away(page)
    return passed


def test_tab_reaches_each_link_of_the_menu(stops):
    reached = [stop for stop in stops if stop.part in ("st-key-nc-menu", "st-key-nc-here")]

    assert len(reached) == len(PAGES)


def test_tab_reaches_the_search(stops):
    assert [stop for stop in stops if stop.part == "st-key-search"]


def test_tab_reaches_the_language(stops):
    assert [stop for stop in stops if stop.part == "st-key-language" and stop.role == "radio"]


def test_tab_reaches_the_first_filter(stops):
    assert [stop for stop in stops if stop.part == "st-key-choice-country"]


def test_tab_reaches_the_first_link_of_the_content(stops):
    assert [stop for stop in stops if stop.href and "person=" in stop.href]


def test_tab_reaches_what_the_first_statement_rests_on(stops):
    assert [stop for stop in stops if stop.tag == "button" and "differs" in stop.name]


def test_tab_goes_from_the_band_to_the_menu_to_the_content(stops):
    parts = [stop.part for stop in stops]

    order = [
        parts.index(part)
        for part in ("st-key-search", "st-key-language", "st-key-nc-menu", "st-key-choice-country")
    ]

    assert order == sorted(order)


def test_whatever_has_the_focus_is_seen_to_have_it(stops):
    assert [stop for stop in stops if stop.tag not in ("body", "iframe") and not stop.seen] == []


def test_whatever_has_the_focus_has_a_name(stops):
    nameless = [
        stop
        for stop in stops
        if stop.tag in ("a", "button", "input", "summary") and not stop.name.strip()
    ]

    assert nameless == []


def test_the_first_press_of_tab_offers_to_skip_to_the_content(stops):
    assert stops[0].href == "#stMain"


def test_that_link_is_seen_when_it_is_reached_and_leads_past_the_band(open_page):
    page = open_page("/visits?lang=fr")
    page.keyboard.press("Tab")
    skip = page.locator("a[href='#stMain']")
    expect(skip).to_be_in_viewport(ratio=1)

    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()
    page.keyboard.press("Tab")

    inside = "() => document.activeElement.closest('.st-key-nc-top') !== null"
    assert page.evaluate(inside) is False


@pytest.fixture
def visits(go_on_to: Callable[..., Page]) -> Page:
    return go_on_to("/visits")


def test_a_filter_is_chosen_by_keys_alone(visits):
    visits.locator(".st-key-choice-country").get_by_role("combobox").focus()

    visits.keyboard.press("ArrowDown")  # opens the list at the first choice after "all"
    visits.keyboard.press("Enter")

    visits.wait_for_url("**/visits?country=FR")


def test_the_language_is_changed_by_keys_alone(visits):
    visits.locator(".st-key-language").get_by_role("radio", checked=True).focus()

    visits.keyboard.press("ArrowRight")
    visits.keyboard.press("Space")

    visits.wait_for_url("**/visits?lang=en")


def test_a_table_behind_a_chart_is_opened_by_keys_alone(visits):
    settle(visits)  # the page may have been gone back to just now
    fold = visits.get_by_test_id("stExpander").last

    fold.locator("summary").press("Enter")

    expect(fold.locator("tbody tr").first).to_be_visible()


def test_the_places_of_a_map_are_reached_by_tab(go_on_to):
    page = go_on_to("/map?frame=city")
    page.locator(".st-key-several-layers").get_by_role("button").last.focus()
    settle(page)

    for _ in range(8):
        page.keyboard.press("Tab")

    inside = "() => document.querySelector('iframe').contentDocument.activeElement.className"
    assert "nc-marker" in page.evaluate(inside)
