"""A page is set in five sizes of letters, whatever it shows."""

import pytest

from tests.browser.reader import DETAILS, PAGES, PHONE

pytestmark = pytest.mark.browser

# The sizes of all texts that are seen; pictures have their own.
_SIZES = """() => {
  const sizes = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const part = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() && part.checkVisibility()
        && !part.closest('svg, script, style, noscript, [data-testid="stIconMaterial"]'))
      sizes.add(Math.round(parseFloat(getComputedStyle(part).fontSize) * 10) / 10);
  }
  return [...sizes].sort((one, other) => one - other);
}"""
FIVE = {12, 13.1, 15, 18.8, 26.3}


@pytest.mark.parametrize("path", [*PAGES, *DETAILS])
def test_a_page_has_five_sizes_of_letters(seen, path):
    assert set(seen(path).evaluate(_SIZES)) <= FIVE


def test_a_page_on_a_phone_has_the_same_sizes(seen):
    assert set(seen("/", PHONE).evaluate(_SIZES)) <= FIVE


# The sign before the words of each part that can be unfolded.
_SIGNS = """() => [...document.querySelectorAll('[data-testid="stHtml"] summary')].map((part) => {
  const sign = getComputedStyle(part, "::before");
  return [getComputedStyle(part).listStyleType, sign.content, sign.borderRightStyle].join(" ");
})"""


@pytest.mark.parametrize(
    "path", ["/partners?org=afd&lang=fr", "/outcomes", "/sources?section=changes"]
)
def test_all_that_can_be_unfolded_has_one_sign(seen, path):
    signs = seen(path).evaluate(_SIGNS)

    assert signs
    assert set(signs) == {'none "" solid'}
