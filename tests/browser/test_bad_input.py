"""A phone over records that are hard to show: nothing runs out, no page is too long."""

from functools import partial
from typing import NamedTuple

import pytest

from tests import bad_input
from tests.browser.reader import NAMROM, PAGES, PHONE
from tests.browser.serving import copied_tree
from tests.browser.settling import settle
from tests.browser.test_hostile import _TOO_WIDE
from tests.browser.test_narrow import _HEIGHT, _MOST, _WIDTHS

pytestmark = pytest.mark.browser
PUBLIC = [path for path in PAGES if path not in {"/accounts", "/audit"}]
OPENED = [NAMROM, "/partners?org=afd", "/sources?section=discrepancies"]
every_page = pytest.mark.parametrize("path", [*PUBLIC, *OPENED])
# How wide a page is; where that is too wide, once what follows a narrowed window has had 5 s to.
_WIDTHS_IN_THE_END = f"""async () => {{
  const widths = {_WIDTHS};
  const by = performance.now() + 5000;
  while (Math.max(...widths()) > innerWidth && performance.now() < by) {{
    await new Promise((done) => setTimeout(done, 50));
  }}
  return widths();
}}"""


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


class Narrow(NamedTuple):
    """A page on two phones: what runs out by width of the screen, and how wide the page then is."""

    beyond: dict[int, list[str]]
    widths: dict[int, list[int]]


@pytest.fixture(scope="module")
def narrow(named) -> dict[str, Narrow]:
    """Each page of such names, opened once for all tests of it."""
    looks = {}
    for path, page in named.trip([*PUBLIC, *OPENED], PHONE):
        looks[path] = Narrow({}, {})
        for width in (320, PHONE.width):
            page.set_viewport_size({"width": width, "height": PHONE.height})
            settle(page)
            looks[path].widths[width] = page.evaluate(_WIDTHS_IN_THE_END)
            looks[path].beyond[width] = page.evaluate(_TOO_WIDE)
    return looks


@every_page
def test_a_page_of_a_large_record_is_at_most_six_screens_on_a_phone(large, path):
    assert large.seen(path, PHONE).evaluate(_HEIGHT) <= _MOST


@every_page
def test_a_name_of_200_letters_runs_out_of_no_phone(narrow, path):
    assert narrow[path].beyond == {320: [], 390: []}


@every_page
def test_no_page_scrolls_sideways_on_the_smallest_phone(narrow, path):
    assert max(narrow[path].widths[320]) <= 320


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
