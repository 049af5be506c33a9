"""A phone over records that are hard to show: nothing runs out, no page is too long."""

from functools import partial

import pytest
from playwright.sync_api import Page

from tests import bad_input
from tests.browser.reader import NAMROM, PAGES, PHONE, settle
from tests.browser.serving import copied_tree
from tests.browser.test_hostile import _TOO_WIDE
from tests.browser.test_narrow import _HEIGHT, _MOST, _WIDTHS

pytestmark = pytest.mark.browser
PUBLIC = [path for path in PAGES if path not in {"/accounts", "/audit"}]
OPENED = [NAMROM, "/partners?org=afd", "/sources?section=discrepancies"]


def _reader(start, folder, *spoil):
    tree = copied_tree(folder)
    for change in spoil:
        change(tree / "data" / "curated")
    return start(tree, tabs=1)[1]  # each page is seen once


@pytest.fixture(scope="module")
def large(start, tmp_path_factory):
    """3,500 projects, forty statements of money of one, and every ninth name of 200 letters."""
    long = partial(bad_input.name_long, every=9)
    spoil = (bad_input.multiply, bad_input.state_often, long)
    return _reader(start, tmp_path_factory.mktemp("large"), *spoil)


@pytest.fixture(scope="module")
def named(start, tmp_path_factory):
    """Every name of 200 letters."""
    return _reader(start, tmp_path_factory.mktemp("named"), bad_input.name_long)


@pytest.fixture(scope="module", params=[*PUBLIC, *OPENED])
def named_page(request, named):
    """Each page of such names, opened once for all tests of it."""
    return named.seen(request.param, PHONE)


@pytest.mark.parametrize("path", [*PUBLIC, *OPENED])
def test_a_page_of_a_large_record_is_at_most_six_screens_on_a_phone(large, path):
    assert large.seen(path, PHONE).evaluate(_HEIGHT) <= _MOST


def too_wide(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": PHONE.height})
    settle(page)
    wide: list[str] = page.evaluate(_TOO_WIDE)
    return wide


def test_a_name_of_200_letters_runs_out_of_no_phone(named_page):
    assert {width: too_wide(named_page, width) for width in (320, 390)} == {320: [], 390: []}


def test_no_page_scrolls_sideways_on_the_smallest_phone(named_page):
    named_page.set_viewport_size({"width": 320, "height": PHONE.height})
    settle(named_page)

    assert max(named_page.evaluate(_WIDTHS)) <= 320


_TITLE = """(card) => {
  const title = card.querySelector("h4");
  const lines = title.clientHeight / parseFloat(getComputedStyle(title).lineHeight);
  return [Math.round(lines), title.scrollHeight > title.clientHeight + 2];
}"""


def test_a_meeting_has_four_lines_of_its_title_on_a_phone_and_all_once_it_is_unfolded(named):
    page = named.seen("/visits", PHONE)
    card = page.locator(".nc-card:has(> .nc-unfold)").first

    folded = card.evaluate(_TITLE)
    button = card.locator("> .nc-unfold")
    button.click()
    unfolded = card.evaluate(_TITLE)
    button.click()

    assert folded == [4, True]
    assert unfolded[0] > 4
    assert not unfolded[1]
