"""Names that hold HTML, JavaScript, Markdown or TeX are text, as far as only a browser can show.

That is: no script runs, and charts, the map and Streamlit's own parts make nothing of them. The
HTML of the pages is read in ``tests/pages/test_hostile_names.py``.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import PAGES, Reader, atlas, settle
from tests.browser.serving import Server, copied_tree
from tests.hostile_names import NAMES, OPENED, spoil

pytestmark = pytest.mark.browser

_OPEN_ALL = """async () => {
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


@pytest.fixture(scope="module")
def hostile(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Page]:
    """Every page over the spoilt record, with what can be unfolded unfolded."""
    tree = copied_tree(tmp_path_factory.mktemp("hostile"))
    spoil(tree / "data" / "curated")
    _, reader = start(tree)
    return {path: unfolded(reader.seen(path)) for path in (*PAGES, *OPENED)}


def unfolded(page: Page) -> Page:
    folds = page.locator("details:not([open]) > summary")
    while folds.count():
        folds.evaluate_all("(folds) => folds.forEach((fold) => fold.click())")
        settle(page)
    return page


every_page = pytest.mark.parametrize("path", [*PAGES, *OPENED])


@every_page
def test_a_hostile_name_never_runs_as_code(hostile, path):
    frames = hostile[path].frames

    assert [frame.evaluate("typeof window.pwned") for frame in frames] == ["undefined"] * len(
        frames
    )


@every_page
def test_a_hostile_name_makes_no_element(hostile, path):
    made = hostile[path].locator("img[src='x'], a[href^='javascript:'], .katex")

    expect(made).to_have_count(0)


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_in_the_html_of_a_page_is_shown_as_it_is_written(hostile, name):
    assert name in (hostile["/visits"].locator("body").text_content() or "")


def test_a_hostile_title_is_read_as_it_is_written_in_the_list_of_visits(hostile):
    chosen = hostile["/visits"].locator(".st-key-pick-visit").get_by_role("combobox")

    assert chosen.input_value().endswith(NAMES[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_as_it_is_written_in_a_chart(hostile, name):
    labels = hostile["/projects"].locator(".main-svg .ytick text").all_text_contents()

    assert any(name in label for label in labels)


@pytest.fixture(scope="module")
def said_on_the_map(hostile: dict[str, Page]) -> str:
    """The words of every popup and tooltip of the map, each opened in turn."""
    words: str = hostile["/map"].frames[-1].evaluate(_OPEN_ALL)
    return words


def test_no_popup_or_tooltip_of_the_map_runs_a_name_as_code(hostile, said_on_the_map):
    assert said_on_the_map
    assert hostile["/map"].frames[-1].evaluate("typeof window.pwned") == "undefined"


@pytest.mark.parametrize("name", NAMES)
def test_a_popup_or_tooltip_of_the_map_shows_a_name_as_it_is_written(said_on_the_map, name):
    assert name in said_on_the_map


def test_a_hostile_name_is_read_as_it_is_written_beside_its_pin(hostile):
    names = atlas(hostile["/map"]).locator(".nc-pinname").all_text_contents()

    assert set(NAMES) <= set(names)
