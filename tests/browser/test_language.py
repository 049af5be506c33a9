"""Three languages: changed by the control, kept from page to page, never mixed."""

from collections.abc import Callable
from functools import cache
from itertools import permutations

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect

from data.language import LOCALES, Language
from data.schema import LANGUAGES
from tests.browser.reader import DETAILS, NAMES, PAGES, go_to, in_language
from tests.browser.touring import Stop

pytestmark = pytest.mark.browser

# Part of a newspaper's name, which the French record writes as the newspaper does.
PROPER = {"Điện Biên Phủ"}


def choose(page: Page, code: str) -> None:
    page.locator(".st-key-language").get_by_role("radio", name=code.upper()).click()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_document_is_marked_as_being_in_its_language(stop, path, code):
    assert stop(path, code).language == code


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_menu_is_in_the_readers_language(stop, path, code):
    assert stop(path, code).menu == [Language(code).text(word) for word in NAMES]


@pytest.mark.parametrize("path", PAGES[1:])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_menu_keeps_the_language_in_the_address(stop, path, code):
    assert stop(path, code).url.endswith(in_language(path, code))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_tab_is_named_after_its_page(stop, path, code):
    assert Language(code).text(NAMES[PAGES.index(path)]) in stop(path, code).title


@cache
def catalogue(code: str) -> dict[str, str]:
    """Translations of a catalogue; the English one is its keys."""
    with (LOCALES / "fr/LC_MESSAGES/messages.po").open("rb") as lines:
        keys = [entry.id for entry in read_po(lines) if entry.id]
    said = Language(code)
    return {
        str(key): said.text(key) if isinstance(key, str) else said.plural(key[0], key[1], 1)
        for key in keys
    }


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("code", "other"), list(permutations(LANGUAGES, 2)))
def test_no_word_of_another_language_is_on_the_page(
    stop: Callable[[str, str], Stop], path, code, other
):
    own, foreign = catalogue(code), catalogue(other)
    said = stop(path, code).words
    own_words = " \n ".join(own.values())

    left_in_english = [
        text
        for key, text in foreign.items()
        if len(text) > 12 and "{" not in text and text not in own_words and text in said
        if text != own[key] and text not in PROPER
    ]

    assert left_in_english == []


# Of what is in French, the texts in which a colon stands without the space before it.
_TIGHT = """() => {
  const said = document.createTreeWalker(document.querySelector('[data-testid="stMain"]'), 4);
  const found = [];
  let before = "";
  while (said.nextNode()) {
    const {data, parentElement} = said.currentNode;
    if (parentElement.closest("script, style, code, [lang], svg")) continue;
    const isSeen = parentElement.checkVisibility();
    if (isSeen && (/[^\\s\u00a0]: /.test(data) || (/^: /.test(data) && /\\S$/.test(before)))) {
      found.push(before.slice(-20) + data.slice(0, 60));
    }
    before = data;
  }
  return found;
}"""


@pytest.mark.parametrize("path", [*PAGES, *DETAILS])
def test_a_colon_in_french_has_its_space_before_it(seen, path):
    bare = path.split("&lang=")[0]

    assert seen(in_language(bare, "fr")).evaluate(_TIGHT) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", ["vi", "fr"])
def test_no_english_word_of_streamlits_own_is_left(stop, path, code):
    own = {"Choose an option", "Skip to main content", "No results", "Loading", "Open", "Search"}

    left = own & set(stop(path, code).words.split(" \n "))

    assert left == set()


def test_changing_the_language_changes_the_heading(go_on_to):
    page = go_on_to("/projects?country=FR")

    choose(page, "fr")

    expect(page.locator("h1")).to_have_text(Language("fr").text("Projects"))


def test_changing_the_language_keeps_page_and_filters_in_the_address(go_on_to):
    page = go_on_to("/projects?country=FR")

    choose(page, "fr")

    page.wait_for_url("**/projects?country=FR&lang=fr")


def test_changing_the_language_marks_the_document(go_on_to):
    page = go_on_to("/sources")

    choose(page, "en")

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_going_back_to_vietnamese_takes_the_language_out_of_the_address(go_on_to):
    page = go_on_to("/sources?lang=en")

    choose(page, "vi")

    page.wait_for_url(lambda url: url.endswith("/sources"))


def test_a_chosen_language_goes_along_to_the_next_page(go_on_to):
    page = go_on_to("/sources")
    choose(page, "fr")
    expect(page.locator("h1")).to_have_text(Language("fr").text("Sources"))

    go_to(page, "/partners")

    expect(page.locator("h1")).to_have_text(Language("fr").text("Partners"))


def test_the_control_shows_which_language_is_chosen(go_on_to):
    page = go_on_to("/sources?lang=fr")

    chosen = page.locator(".st-key-language").get_by_role("radio", checked=True)

    expect(chosen).to_have_text("FR")
