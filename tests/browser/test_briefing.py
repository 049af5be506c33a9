"""Before one meets a partner: one screen at a desk, three on a phone, and few clicks to it."""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import DESK, PHONE, in_language

pytestmark = pytest.mark.browser
BRIEFINGS = ("/partners?org=afd", "/partners?country=FR")


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
@pytest.mark.parametrize("path", BRIEFINGS)
def test_at_a_desk_the_briefing_is_one_screen(seen, path, code):
    box = seen(in_language(path, code), DESK).locator(".nc-briefing").bounding_box()

    assert box["y"] + box["height"] <= DESK.height


@pytest.mark.parametrize("path", BRIEFINGS)
def test_on_a_phone_the_whole_page_is_three_screens_before_anything_is_opened(seen, path):
    page = seen(in_language(path, "fr"), PHONE)

    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")

    assert height <= 3 * PHONE.height
    assert page.locator(".nc-briefing").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_what_was_asked_of_afd_in_paris_is_found_with_three_clicks(go_on_to):
    page = go_on_to("/?lang=fr")

    page.locator('.st-key-nc-menu a[href*="partners"]').click()
    page.wait_for_url("**/partners*")
    page.locator(".nc-bodies").get_by_role("link", name="AFD", exact=True).click()
    page.wait_for_url("**org=afd*")
    page.locator(".nc-every summary").filter(has_text="rencontres antérieures").click()

    paris = page.locator(".nc-talk").filter(has_text="Séance de travail avec l'AFD à Paris")
    expect(paris.locator("summary").first).to_be_visible()
    expect(page.locator(".nc-briefing")).to_contain_text("suivis d'effet")


def test_what_lyon_led_to_is_found_with_two_clicks(go_on_to):
    page = go_on_to("/?lang=fr")

    page.locator('.st-key-nc-menu a[href*="partners"]').click()
    page.wait_for_url("**/partners*")
    page.locator(".nc-bodies").get_by_role("link", name="Ville de Lyon", exact=True).click()

    page.wait_for_url("**org=city-lyon*")
    expect(page.locator(".nc-briefing")).to_contain_text("pont de Muong Thanh")
