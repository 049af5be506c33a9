"""Names that hold HTML, JavaScript, Markdown or TeX are text, as far as only a browser can show.

That is: no script runs, and charts, the map and Streamlit's own parts make nothing of them. The
HTML of the pages is read in ``tests/pages/test_hostile_names.py``.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from components.maps.labels import short
from tests.browser.reader import PAGES, PHONE, Reader
from tests.browser.serving import Server, copied_tree
from tests.browser.settling import settle
from tests.hostile_names import NAMES, OPENED, spoil

pytestmark = pytest.mark.browser

# The map is not moved to where each popup has room, which would draw it anew for each.
_OPEN_ALL = """async () => {
  L.Popup.mergeOptions({autoPan: false});
  const parts = [...document.querySelectorAll(".nc-marker, path.nc-link")];
  const words = [];
  const turn = () => new Promise((done) => setTimeout(done, 15));
  for (const part of parts) {
    for (const name of ["mouseover", "mousemove", "click"]) {
      part.dispatchEvent(new MouseEvent(name, {bubbles: true}));
    }
    await turn();
    words.push(...[...document.querySelectorAll(".nc-popup, .leaflet-tooltip")]
      .map((shown) => shown.innerText));
  }
  return words.join(" ");
}"""

# What reaches beyond the right edge of a phone, tables that scroll by themselves left out.
_TOO_WIDE = """() => [...document.querySelectorAll('[data-testid="stHtml"] *')]
  .filter((part) => !part.closest(".nc-scroll, .nc-hidden"))
  .filter((part) => {
    const written = document.createRange();
    written.selectNodeContents(part);
    const right = Math.max(part.getBoundingClientRect().right,
      part.querySelector(".nc-scroll, .nc-hidden") ? 0 : written.getBoundingClientRect().right);
    return part.getClientRects().length && right > innerWidth + 1;
  })
  .map((part) => part.outerHTML.slice(0, 120))"""


class Shown(NamedTuple):
    """What a page made of the hostile names."""

    pwned: list[str]
    made: int
    text: str
    chosen: list[str]
    bars: list[str]
    on_the_map: str
    pins: list[str]
    wide: list[str]


def shown(page: Page, *, opened: bool) -> Shown:
    """Look at a page; on its map every popup and tooltip is first opened in turn."""
    on_the_map = [frame.evaluate(_OPEN_ALL) for frame in page.frames[1:] if opened]
    return Shown(
        text=page.locator("body").text_content() or "",
        chosen=page.locator(".st-key-pick-visit input[role=combobox]").evaluate_all(
            "(boxes) => boxes.map((box) => box.value)"
        ),
        bars=page.locator(".nc-lane-name").all_text_contents(),
        on_the_map=" ".join(on_the_map),
        pins=[
            name
            for frame in page.frames[1:]
            for name in frame.locator(".nc-pinname").all_text_contents()
        ],
        made=sum(
            frame.locator("img[src='x'], a[href^='javascript:'], .katex").count()
            for frame in page.frames
        ),
        pwned=[frame.evaluate("typeof window.pwned") for frame in page.frames],
        wide=page.evaluate(_TOO_WIDE),
    )


@pytest.fixture(scope="module")
def hostile(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Shown]:
    """Every page over the spoilt record on a phone, with what can be unfolded unfolded."""
    tree = copied_tree(tmp_path_factory.mktemp("hostile"))
    spoil(tree / "data" / "curated")
    _, reader = start(tree)
    return {
        path: shown(unfolded(page), opened=path == "/map")
        for path, page in reader.trip((*PAGES, *OPENED), PHONE)
    }


def unfolded(page: Page) -> Page:
    folds = page.locator("details:not([open]) > summary")
    while folds.count():
        folds.evaluate_all("(folds) => folds.forEach((fold) => fold.click())")
        settle(page)
    return page


every_page = pytest.mark.parametrize("path", [*PAGES, *OPENED])


@every_page
def test_a_hostile_name_never_runs_as_code(hostile, path):
    assert set(hostile[path].pwned) == {"undefined"}


@every_page
def test_a_hostile_name_makes_no_element(hostile, path):
    assert hostile[path].made == 0


@every_page
def test_a_name_without_a_space_reaches_beyond_no_phone(hostile, path):
    assert hostile[path].wide == []


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_in_the_html_of_a_page_is_shown_as_it_is_written(hostile, name):
    assert name in hostile["/visits"].text


def test_a_hostile_title_is_read_as_it_is_written_in_the_list_of_visits(hostile):
    (chosen,) = hostile["/visits"].chosen

    assert chosen.endswith(NAMES[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_as_it_is_written_in_a_chart(hostile, name):
    assert any(name in label for label in hostile["/projects"].bars)


def test_no_popup_or_tooltip_of_the_map_runs_a_name_as_code(hostile):
    assert hostile["/map"].on_the_map
    assert hostile["/map"].pwned == ["undefined", "undefined"]


@pytest.mark.parametrize("name", NAMES)
def test_a_popup_or_tooltip_of_the_map_shows_a_name_as_it_is_written(hostile, name):
    assert name in hostile["/map"].on_the_map


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_as_it_is_written_beside_its_pin(hostile, name):
    # A very long one is cut there, and numbers may follow it.
    assert [pin for pin in hostile["/map"].pins if pin.startswith(short(name))]
