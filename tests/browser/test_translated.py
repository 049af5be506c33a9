"""A page goes on working while the browser, or an extension, translates it.

Translating puts <font> elements where texts were; React, which draws the page, does not know.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import MENU, PAGES, in_language
from tests.browser.settling import settle

pytestmark = pytest.mark.browser
MARK = "⟦"
# How a translation is put in place of a text: as Chrome does, around the text, or beside it first.
WAYS = {
    "replaced": "text.parentNode.replaceChild(font, text)",
    "wrapped": "text.parentNode.insertBefore(font, text); inner.replaceChildren(text)",
    "beside": "text.parentNode.insertBefore(font, text); text.remove()",
}
_TRANSLATE = """() => {
  const seen = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (seen.nextNode()) {
    const text = seen.currentNode;
    const passed = text.parentElement.closest("script, style, font, svg");
    if (text.data.trim() && !passed) texts.push(text);
  }
  texts.forEach((text) => {
    const font = document.createElement("font");
    const inner = font.appendChild(document.createElement("font"));
    inner.textContent = "⟦" + text.data;
    %s;
  });
  return texts.length;
}"""


def translate(page: Page, way: str) -> None:
    assert page.evaluate(_TRANSLATE % WAYS[way]) > 50


@pytest.mark.parametrize("way", WAYS)
def test_a_translated_page_goes_on_working_and_nothing_stale_stays(open_page, seen, way):
    page = open_page("/projects?lang=fr")
    before = page.locator("h1").inner_text()
    translate(page, way)

    page.get_by_role("radio", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    settle(page)
    expect(page.locator("h1")).not_to_contain_text(before)
    expect(page.locator("h1")).not_to_contain_text(MARK)

    for path in ("/outcomes", "/visits", "/map", "/sources"):
        translate(page, way)
        page.locator(MENU).nth(PAGES.index(path)).click()
        page.wait_for_url(f"**{path}*")
        settle(page)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).not_to_contain_text(MARK)
        if path == "/outcomes":
            plain = text(seen(in_language(path, "en")))
            assert [x for x in text(page).splitlines() if x.lstrip(MARK).strip() not in plain] == []
    translate(page, way)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def text(page: Page) -> str:
    """What a page says beside its menu."""
    return page.locator("main, [data-testid=stMain]").first.inner_text()
