"""Five questions that people came with, and the clicks or taps that each takes.

Screens and clicks before and after stand in docs/journeys.md.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.reader import DESK, NAMROM, PHONE, in_language
from tests.browser.settling import settle

pytestmark = pytest.mark.browser


def test_what_was_asked_of_afd_in_paris_is_found_with_three_clicks(go_on_to):
    page = go_on_to("/?lang=fr")

    page.locator('.st-key-nc-menu a[href*="partners"]').click()
    page.wait_for_url("**/partners*")
    page.locator(".nc-bodies").get_by_role("link", name="AFD", exact=True).click()
    page.wait_for_url("**org=afd*")
    settle(page)
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
    settle(page)
    expect(page.locator(".nc-briefing")).to_contain_text("pont de Muong Thanh")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_that_nam_rom_is_late_is_read_on_the_first_page_and_its_loan_one_click_further(
    go_on_to, screen
):
    page = go_on_to("/?lang=fr", screen)
    late = page.locator(".nc-answers a[href*='namrom-multihazard']").first
    expect(late).to_be_in_viewport()
    expect(late).to_contain_text("fin approuvée dépassée")

    late.click()

    page.wait_for_url("**" + in_language(NAMROM, "fr"))
    settle(page)
    for what in (".nc-state-today strong", ".nc-figure .nc-big"):
        expect(page.locator(what).first).to_be_in_viewport(ratio=1)


def test_what_is_past_its_end_is_found_with_one_click(go_on_to):
    page = go_on_to("/?lang=fr")

    page.get_by_role("link", name="au-delà de la fin prévue ou approuvée").click()

    page.wait_for_url("**/projects?**state=late%2Cpast_end**")
    settle(page)
    rows = page.locator(".nc-projects tbody tr")
    expect(rows).to_have_count(6)
    expect(rows.filter(has_text="Nam Rom – risques multiples")).to_have_count(1)


def test_before_the_ambassador_one_tap_on_a_phone_opens_a_briefing_of_three_screens(go_on_to):
    page = go_on_to("/?lang=fr", PHONE)

    page.locator(".nc-before").get_by_role("link", name="France", exact=True).click()

    page.wait_for_url("**/partners?country=FR**")
    settle(page)
    expect(page.locator(".nc-briefing")).to_be_in_viewport()
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    assert height <= 3 * PHONE.height
