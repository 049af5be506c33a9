"""The search at the top of each page."""

import pytest
from playwright.sync_api import Page, expect

from data.language import Language
from tests.browser.settling import settle

pytestmark = pytest.mark.browser


def search(page: Page, wanted: str) -> None:
    page.locator(".st-key-search input").fill(wanted)
    page.locator(".nc-found").wait_for()


def test_words_without_accents_find_the_accented_name(go_on_to):
    page = go_on_to("/sources")

    search(page, "nam rom")

    first = page.locator(".nc-found li a").first
    expect(first).to_contain_text("Nậm Rốm")


def test_a_body_is_found_first_by_its_acronym_and_its_projects_with_it(seen):
    page = seen("/sources?q=AFD")

    expect(page.locator(".nc-found li a").first).to_have_text("AFD")
    expect(page.locator(".nc-found a[href*='project=namrom-multihazard']")).to_have_count(1)


def test_a_slip_of_the_keys_is_told(seen):
    note = seen("/sources?q=namm+rom").locator(".nc-found .nc-note").first

    expect(note).to_contain_text("namm rom")


def test_a_result_leads_to_its_record(go_on_to):
    page = go_on_to("/sources?lang=fr")
    search(page, "nam rom")
    result = page.locator(".nc-found a[href*='project=namrom-multihazard']").first

    result.click()

    page.wait_for_url("**/projects?project=namrom-multihazard&lang=fr")
    settle(page)
    expect(page.locator("tr#amt-001")).to_be_visible()


def test_what_is_searched_for_is_in_the_address(go_on_to):
    page = go_on_to("/sources")

    search(page, "thanh binh")

    page.wait_for_url("**/sources?q=thanh*binh")


def test_a_search_in_the_address_is_done_again(seen):
    expect(seen("/sources?q=nam+rom").locator(".nc-found li").first).to_be_visible()


def test_a_search_that_finds_nothing_says_so(seen):
    sentence = Language("vi").text(
        "Nothing in the record holds these words. Try fewer words, or leave the accents out."
    )

    expect(seen("/sources?q=qwertz").locator(".nc-found")).to_contain_text(sentence)


def test_what_is_searched_for_is_text_never_code(seen):
    page = seen("/sources?q=%3Cimg+src%3Dx+onerror%3D%22window.pwned%3D1%22%3E")

    expect(page.locator(".nc-found h2")).to_contain_text('<img src=x onerror="window.pwned=1">')
    assert page.evaluate("window.pwned") is None


def test_the_results_are_announced(seen):
    told = seen("/sources?q=nam+rom").locator(".nc-found h2")

    expect(told).to_have_attribute("aria-live", "polite")


def test_the_arrow_keys_go_from_the_search_through_the_results_and_back(go_on_to):
    page = go_on_to("/sources?q=nam+rom")
    links = page.locator(".nc-found a").filter(visible=True)
    page.locator(".st-key-search input").focus()

    for place in (0, 1, 2):
        page.keyboard.press("ArrowDown")
        expect(links.nth(place)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-search input")).to_be_focused()


def test_the_search_is_cleared_by_a_button_in_the_readers_language(go_on_to):
    page = go_on_to("/sources?lang=fr&q=nam+rom")
    button = page.locator(".st-key-search").get_by_test_id("stTextInputClearButton")

    expect(button).to_have_attribute("aria-label", Language("fr").text("Clear"))
