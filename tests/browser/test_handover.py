"""Streamlit's page takes the place of the first answer: nothing is lost, and nothing jumps."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from components import links
from components.maps.ground import islands
from data.language import Language
from tests.browser.reader import DETAILS, settle
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser
OPEN = [f"/{page.path}" for page in links.pages(Language("en")) if page.least is None]
SCREEN = 800  # pixels high
MOST_MOVED = 16  # pixels: a gap

SHIFTS = """() => {
  window.shifted = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((one) => {
    window.shifted += one.value;
  })).observe({type: "layout-shift", buffered: true});
}"""

# Where headings and other landmarks stand, the first of each text.
STAND = """(root) => {
  const found = {};
  document.querySelectorAll(`${root} :is(h1, h2, h3, .nc-lead, .nc-figures, .nc-definition)`)
    .forEach((one) => {
      const text = one.textContent.trim();
      const isShown = one.offsetHeight && one.checkVisibility();
      if (isShown && !(text in found)) found[text] = one.getBoundingClientRect().top;
    });
  return found;
}"""

# Texts that a page shows, and the addresses that it leads to; not what only a control says.
TOLD = """(root) => {
  const parts = [...document.querySelectorAll(
    `${root} :is([data-testid="stHtml"], [data-testid="stHeading"], [data-testid="stAlert"])`)];
  const texts = new Set(), addresses = new Set();
  parts.forEach((part) => {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.replace(/\\s+/g, " ").trim();
      if (text && !walk.currentNode.parentElement.closest("style")) texts.add(text);
    }
    part.querySelectorAll("a[href]").forEach((one) => addresses.add(one.getAttribute("href")));
  });
  return [[...texts], [...addresses]];
}"""


@pytest.fixture(scope="module", params=[390, 1366])
def slow_line(request, browser, server) -> Iterator[Callable[[], Page]]:
    """Tabs on a line of 5 Mbit/s and 40 ms, where the first answer stands for a while."""
    context = browser.new_context(
        base_url=server.origin, viewport={"width": request.param, "height": SCREEN}
    )
    context.add_init_script(f"({SHIFTS})()")

    def tab() -> Page:
        page: Page = context.new_page()
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        speed = {"downloadThroughput": 5e6 / 8, "uploadThroughput": 5e6 / 8}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 40, **speed})
        return page

    yield tab
    context.close()


@pytest.mark.parametrize("path", OPEN)
def test_streamlit_takes_over_and_what_is_on_the_screen_stays_there(slow_line, path):
    page = slow_line()
    page.goto(path, wait_until="commit")
    expect(page.locator("#nc-first .nc-footer")).to_be_attached()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    before = page.evaluate(STAND, "#nc-first")
    settle(page)

    after = page.evaluate(STAND, "#root")
    shifted, heads = page.evaluate("window.shifted"), page.locator("h1").count()
    page.close()
    assert shifted < 0.1
    assert heads == 1
    on_screen = {text: top for text, top in before.items() if 0 <= top < SCREEN}
    assert len(on_screen) >= 2
    assert {
        text: (top, after.get(text))
        for text, top in on_screen.items()
        if abs(after.get(text, -999) - top) > MOST_MOVED
    } == {}


@pytest.mark.parametrize("path", [*OPEN, *DETAILS])
def test_all_that_the_page_tells_is_in_its_first_answer(browser, server, seen, path):
    context = browser.new_context(base_url=server.origin, java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    first_texts, first_addresses = page.evaluate(TOLD, "#nc-first")
    context.close()

    texts, addresses = seen(path).evaluate(TOLD, "#root")

    assert len(texts) > 20
    assert sorted(set(texts) - set(first_texts)) == []
    assert sorted(set(addresses) - set(first_addresses)) == []


@pytest.fixture(scope="module", params=[(1366, "light"), (390, "dark")], ids=["desk", "phone"])
def plainly(request, browser, server) -> Iterator[Page]:
    """A browser that gets no script of Streamlit's, so that the first answer stays."""
    width, scheme = request.param
    context = browser.new_context(
        base_url=server.origin, viewport={"width": width, "height": SCREEN}, color_scheme=scheme
    )
    context.route(re.compile(r"/static/js/"), lambda route: route.abort())
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", [*OPEN, *DETAILS])
def test_the_first_answer_has_no_grave_fault_and_its_headings_have_an_order(plainly, path):
    plainly.goto(path)
    expect(plainly.locator("#nc-first h1")).to_have_count(1)

    levels = plainly.locator("#nc-first :is(h1, h2, h3, h4, h5, h6)").evaluate_all(
        "(heads) => heads.filter((one) => one.checkVisibility()).map((one) => +one.tagName[1])"
    )
    assert grave_faults(plainly) == []
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 2] == []
    wide = plainly.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_printed_without_scripts_the_map_is_light_on_the_first_sheet(browser, server):
    context = browser.new_context(
        java_script_enabled=False, base_url=server.origin, color_scheme="dark"
    )
    page = context.new_page()
    page.goto("/map?lang=fr")
    text = PdfDocument(page.pdf(format="A4"))[0].get_textpage().get_text_bounded()
    context.close()

    assert "Carte de Diên Biên" in text
    for label in islands("fr"):
        assert all(line.strip() in text for line in label.lines)
    assert "Rapports" not in text  # which the menu leads to
