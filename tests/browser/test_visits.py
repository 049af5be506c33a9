"""The timeline of a visit: by default the trip to France of November 2023."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.reader import DESK, PHONE, plain
from tests.browser.settling import settle

pytestmark = pytest.mark.browser

_IN_SIGHT = """(part) => {
  const box = part.getBoundingClientRect();
  return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
}"""
EMBASSY = 'article[id="2023-11-21-embassy-paris"]'
LYON = ("2023-11-lyon-city", "2023-11-lyon-lighting-survey", "2023-11-lec-visit")


def heading_of(page: Page, meeting: str) -> Locator:
    """The cell at the left of the one that holds a meeting."""
    return page.locator(f'.nc-trip > .nc-day:has(+ .nc-doings > article[id="{meeting}"])')


def test_the_trip_begins_with_the_embassy_on_21_november(seen):
    expect(heading_of(seen("/visits"), "2023-11-21-embassy-paris")).to_contain_text("21/11/2023")


def proof(page: Page, within: str) -> Locator:
    """The chip that says what a card rests on."""
    return page.locator(f"{within} > .nc-where > .nc-proof")


def test_the_embassy_call_says_that_sources_disagree(seen):
    chip = proof(seen("/visits"), EMBASSY)

    expect(chip.locator(".nc-chip b")).to_have_text("1 khác nhau")
    expect(chip.locator("a[href*='discrepancy=dis-02']")).to_have_count(1)


def test_the_whole_trip_says_that_sources_disagree(seen):
    chip = proof(seen("/visits"), ".nc-visit")

    expect(chip.locator(".nc-chip b")).to_be_visible()
    expect(chip.locator("a[href*='discrepancy=dis-01']")).to_have_count(1)


def test_the_meeting_with_afd_is_on_22_november(seen):
    expect(heading_of(seen("/visits"), "2023-11-22-afd-paris")).to_contain_text("22/11/2023")


@pytest.mark.parametrize("meeting", LYON)
def test_what_was_done_in_lyon_has_no_day_but_a_span(seen, lens, meeting):
    span = lens("vi").language.date("2023-11-22/2023-11-25")

    expect(heading_of(seen("/visits"), meeting)).to_contain_text(span)


def test_the_undated_are_drawn_unlike_the_dated(seen):
    expect(seen("/visits").locator(".nc-day.nc-span + .nc-doings > article")).to_have_count(
        len(LYON)
    )


@pytest.mark.parametrize("day", ["23/11/2023", "24/11/2023", "25/11/2023"])
def test_a_day_without_a_dated_meeting_is_shown_and_says_so(seen, day):
    idle = seen("/visits").locator(".nc-day.nc-idle").filter(has_text=day)

    expect(idle).to_have_count(1)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_a_chip_opens_its_panel_by_key_without_moving_the_page(go_on_to, screen):
    page = go_on_to("/visits", screen)
    chip, panel = (
        proof(page, EMBASSY).locator(".nc-chip"),
        proof(page, EMBASSY).locator(".nc-panel"),
    )
    heading = page.locator(f"{EMBASSY} h4")
    chip.scroll_into_view_if_needed()
    before = heading.bounding_box()

    chip.press("Enter")

    expect(panel).to_be_visible()
    assert panel.evaluate(_IN_SIGHT)
    assert heading.bounding_box() == before
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(chip).to_be_focused()


def test_a_chip_leads_to_what_each_source_says(go_on_to):
    page = go_on_to("/visits")
    proof(page, EMBASSY).locator(".nc-chip").click()

    proof(page, EMBASSY).locator("a[href*='discrepancy=dis-02']").click()

    page.wait_for_url("**/sources?discrepancy=dis-02*")
    settle(page)
    expect(page.locator("details#dis-02 .nc-sides2 > div")).to_have_count(2)


def test_another_visit_is_chosen_by_typing_and_is_in_the_address(go_on_to, lens):
    page = go_on_to("/visits")
    title = str(lens("vi").name("visits", "2024-05-lecornu").name)

    page.locator(".st-key-pick-visit").get_by_role("combobox").click()
    page.keyboard.type("Lecornu")
    page.get_by_role("option").first.click()

    page.wait_for_url("**/visits?visit=2024-05-lecornu")
    expect(page.locator(".nc-visit h2")).to_contain_text(title)


def test_a_meeting_opened_by_its_link_shows_its_visit(seen):
    card = seen("/visits?meeting=2024-05-06-a1-hill").locator('article[id="2024-05-06-a1-hill"]')

    expect(card).to_be_visible()


def test_a_meeting_outside_any_visit_is_shown_by_itself(seen):
    page = seen("/visits?meeting=2021-11-afd-signing")

    expect(page.locator('article[id="2021-11-afd-signing"]')).to_be_visible()
    expect(page.locator(".nc-visit")).to_have_count(0)


def test_each_outcome_of_the_trip_names_its_source(seen):
    outcomes = seen("/visits").locator(".nc-trip :is(.nc-thread, .nc-outcomes > li)")

    assert outcomes.count() > 15
    assert outcomes.count() == outcomes.filter(has=seen("/visits").locator(".nc-sources a")).count()


def test_days_of_the_trip_tell_the_local_time(seen):
    day = heading_of(seen("/visits"), "2023-11-21-embassy-paris")

    assert re.search(r"Paris, UTC\+1", plain(day.inner_text()))


def test_on_a_phone_the_list_of_visits_takes_three_lines_for_each(seen):
    page = seen("/visits?country=FR&lang=fr", PHONE)
    rows = page.locator(".nc-dense tbody tr").all()

    heights = [box["height"] for row in rows if (box := row.bounding_box())]

    assert len(heights) > 10
    assert max(heights) < 90


def test_a_filter_keeps_only_the_visits_of_that_country(go_on_to, lens):
    page = go_on_to("/visits?country=RU")
    russian = [row for row in lens("vi").rows("visits") if row["partner_country"] == "RU"]

    settle(page)

    rows = page.get_by_test_id("stExpanderDetails").last.locator("tbody tr")
    expect(rows).to_have_count(len(russian))
