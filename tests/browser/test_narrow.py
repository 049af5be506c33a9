"""A phone of 390 pixels, by day and at night: nothing overflows, nothing is blank."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.arriving import measured
from tests.browser.reader import (
    DETAILS,
    MENU,
    NAMROM,
    PAGES,
    PHONE,
    PHONE_AT_NIGHT,
    Reader,
    atlas,
    plain,
    unfold,
)
from tests.browser.touring import Stop, turn_to

pytestmark = pytest.mark.browser

every_page = pytest.mark.parametrize("path", PAGES)
by_day_and_night = pytest.mark.parametrize("night", [False, True], ids=["day", "night"])

# Parts that reach beyond the right edge, unless they can be scrolled by themselves.
_OVERFLOWING = """() => {
  const inside = (part) => {
    for (let up = part.parentElement; up; up = up.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)
          && up.getBoundingClientRect().right <= innerWidth + 1) return true;
      if (up.dataset.testid === "stMain") return false;
    }
    return false;
  };
  return [...document.querySelectorAll('[data-testid="stMain"] *')]
    .filter((part) => part.getClientRects().length
      && part.getBoundingClientRect().right > innerWidth + 1 && !inside(part))
    .map((part) => part.outerHTML.slice(0, 120));
}"""
# Filters of which the choice is longer than its box.
_CUT = """() => [...document.querySelectorAll('.st-key-nc-filters .stSelectbox input')]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => box.value)"""
_BAND = "() => document.querySelector('.st-key-nc-top').getBoundingClientRect().height"
_HEIGHT = """() => document.querySelector('[data-testid="stMain"]').scrollHeight"""
_MOST = 6 * PHONE.height
_WIDTHS = """() => ["html", "body", '[data-testid="stMain"]']
  .map((name) => document.querySelector(name).scrollWidth)"""


class Glance(NamedTuple):
    """A page as a phone shows it."""

    widths: list[int]
    overflowing: list[str]
    cut: list[str]
    band: float
    height: int
    colours: int
    brightness: float


def glance(page: Page) -> Glance:
    unfold(page, "filters")
    with Image.open(BytesIO(page.screenshot())) as picture:
        grey = picture.convert("L")
        counts = grey.histogram()
    most = max(range(256), key=counts.__getitem__)
    return Glance(
        page.evaluate(_WIDTHS),
        page.evaluate(_OVERFLOWING),
        page.evaluate(_CUT),
        page.evaluate(_BAND),
        page.evaluate(_HEIGHT),
        sum(count > 0 for count in counts),
        most / 255,
    )


@pytest.fixture(scope="module")
def phone(reader: Reader) -> dict[tuple[str, bool], Glance]:
    """Every page in French, whose words are the longest, by day and at night."""
    seen = {}
    for path, page, _ in reader.tour("fr", PHONE):
        for screen in (PHONE_AT_NIGHT, PHONE):
            turn_to(page, screen)
            seen[path, screen.dark] = glance(page)
    return seen


@every_page
@by_day_and_night
def test_a_page_does_not_scroll_sideways_on_a_phone(phone, path, night):
    assert max(phone[path, night].widths) <= PHONE.width


@every_page
@by_day_and_night
def test_no_part_of_a_page_reaches_beyond_a_phone(phone, path, night):
    assert phone[path, night].overflowing == []


@every_page
@by_day_and_night
def test_no_choice_of_a_filter_is_cut_on_a_phone(phone, path, night):
    assert phone[path, night].cut == []


@every_page
@by_day_and_night
def test_a_page_on_a_phone_is_not_blank(phone, path, night):
    assert phone[path, night].colours > 30


@every_page
def test_a_page_on_a_phone_is_light_by_day(phone, path):
    assert phone[path, False].brightness > 0.85


@every_page
def test_a_page_on_a_phone_is_dark_at_night(phone, path):
    assert phone[path, True].brightness < 0.2


@every_page
@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_page_on_a_desk_is_dark_at_night(stop: Callable[[str, str], Stop], path, code):
    with Image.open(BytesIO(stop(path, code).picture)) as picture:
        counts = picture.convert("L").histogram()

    assert max(range(256), key=counts.__getitem__) / 255 < 0.2


LONG = (
    NAMROM,
    "/visits?lang=fr",
    "/sources?section=dictionary",
    "/sources?section=quality",
)


# Of the module: pytest has all tests of one record follow each other, so it is gone to once.
@pytest.mark.parametrize("path", LONG, scope="module")
def test_a_long_record_does_not_scroll_sideways_on_a_phone(seen, path):
    assert max(seen(path, PHONE).evaluate(_WIDTHS)) <= PHONE.width


@pytest.mark.parametrize("path", LONG, scope="module")
def test_no_part_of_a_long_record_reaches_beyond_a_phone(seen, path):
    assert seen(path, PHONE).evaluate(_OVERFLOWING) == []


def test_a_table_on_a_phone_names_each_cell_by_its_heading(seen):
    cell = seen(NAMROM, PHONE).locator("tr#amt-001 td").first

    shown = cell.evaluate("(cell) => getComputedStyle(cell, '::before').content")

    assert shown.strip('"')


def test_the_map_on_a_phone_is_as_wide_as_the_page_lets_it(seen):
    ground = atlas(seen("/map", PHONE)).locator(".leaflet-container").bounding_box()

    assert ground
    assert 320 <= ground["width"] <= PHONE.width


@every_page
def test_the_band_of_a_page_on_a_phone_is_one_row(phone, path):
    assert phone[path, False].band <= 64


@every_page
def test_a_page_on_a_phone_is_at_most_six_screens_before_something_is_opened(phone, path):
    assert phone[path, False].height <= _MOST


@pytest.mark.parametrize("path", [NAMROM, "/sources?section=discrepancies"], scope="module")
def test_a_long_record_on_a_phone_is_at_most_six_screens(seen, path):
    assert seen(path, PHONE).evaluate(_HEIGHT) <= _MOST


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/projects?amount=amt-020", "#amt-020"),
        ("/projects?progress=prg-010", "#prg-010"),
        ("/outcomes?outcome=out-007", "#out-007"),
        ("/sources?source=afd-press-2021-11", "#afd-press-2021-11"),
        ("/visits?meeting=2023-11-22-afd-paris", '[id="2023-11-22-afd-paris"]'),
        ("/sources?section=discrepancies&discrepancy=dis-20", "#dis-20"),
    ],
)
def test_a_link_to_a_part_of_a_page_leads_there_and_unfolds_it(go_on_to, path, part):
    place = go_on_to(path, PHONE).locator(part)

    expect(place).to_be_in_viewport()
    expect(place).to_be_focused()
    expect(place).to_have_class(re.compile("nc-reached"))


def test_a_link_to_a_part_still_leads_there_when_the_page_takes_the_place_of_its_first_answer(
    open_page,
):
    page = open_page("/projects?amount=amt-020", PHONE)
    expect(page.locator("#nc-first")).to_have_count(0)
    place = page.locator("#amt-020")

    expect(place).to_be_in_viewport()
    expect(place).to_be_focused()


def test_the_band_stays_while_a_phone_scrolls(go_on_to):
    page = go_on_to("/visits", PHONE)

    page.locator(".nc-footer").scroll_into_view_if_needed()

    expect(page.locator(".st-key-search input")).to_be_in_viewport()
    expect(page.locator('.nc-unfold[data-nc="menu"]')).to_be_in_viewport()


def test_the_whole_menu_can_be_reached_on_a_phone(go_on_to):
    page = go_on_to("/map", PHONE)

    unfold(page, "menu")

    for link in page.locator(MENU).all():
        expect(link).to_be_in_viewport()
    expect(page.locator(".st-key-language")).to_be_in_viewport()


def test_escape_folds_the_menu_of_a_phone_and_leads_back_to_its_button(go_on_to):
    page = go_on_to("/map", PHONE)
    unfold(page, "menu")

    page.keyboard.press("Escape")

    expect(page.locator(MENU).first).to_be_hidden()
    expect(page.locator('.nc-unfold[data-nc="menu"]')).to_be_focused()


def test_the_button_of_the_filters_names_what_is_chosen(seen):
    button = seen("/outcomes?country=FR&kind=request", PHONE).locator(
        '.nc-unfold[data-nc="filters"]'
    )

    assert plain(button.inner_text()) == "Bộ lọc: Pháp · Đề nghị"


@pytest.mark.parametrize("path", DETAILS, scope="module")
def test_whatever_is_pressed_by_itself_on_a_record_is_as_large_as_a_thumb(seen, path):
    assert measured(seen(path, PHONE)).small == []
