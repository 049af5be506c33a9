"""The whole story of one project, and the list of all."""

import re

import pytest
from playwright.sync_api import expect

from data.views.measures import in_time_order
from tests.browser.reader import DESK, NAMROM, PHONE, in_language, plain

pytestmark = pytest.mark.browser

# As sources state them: row of project_amounts, digits and currency as each language writes them.
MONEY = {
    "loan": ("amt-001", {"vi": ("24,65", "EUR"), "fr": ("24,65", "EUR")}),
    "grant": ("amt-002", {"vi": ("1,5", "EUR"), "fr": ("1,5", "EUR")}),
    "counterpart": ("amt-006", {"vi": ("275,028", "VND"), "fr": ("275,028", "VND")}),
}
# Row of project_progress, percentage, date as recorded, one of the sources.
PROGRESS = {
    "17,42": ("prg-010", "2024-03/2024-12-31"),
    "16,6": ("prg-014", "2024-08-15/2024-12-31"),
    "35,1": ("prg-017", "2025-03-19?"),
    "Khoảng 44,55": ("prg-020", "2025-07/2025-10-23"),
}


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_how_late_it_is_and_its_loan_are_seen_without_scrolling(seen, screen):
    page = seen(NAMROM, screen)
    height = page.viewport_size["height"]

    for what in (".nc-state-today strong", ".nc-figure .nc-big"):
        box = page.locator(what).first.bounding_box()
        assert box["y"] + box["height"] <= height


def test_the_browsers_tab_names_the_project(seen):
    expect(seen(NAMROM)).to_have_title(re.compile("^Nậm Rốm – đa thiên tai · Nhịp Cầu$"))


@pytest.mark.parametrize("code", ["vi", "fr"])
@pytest.mark.parametrize("kind", MONEY)
def test_a_stated_amount_is_told_in_the_readers_way(seen, kind, code):
    row, shown = MONEY[kind]
    cell = seen(in_language(NAMROM, code)).locator(f"tr#{row} .nc-number")

    number, currency = shown[code]

    assert re.search(rf"\b{number}\b.*\b{currency}\b", plain(cell.inner_text()))


@pytest.mark.parametrize("kind", MONEY)
def test_a_stated_amount_names_its_source(seen, kind):
    assert seen(NAMROM).locator(f"tr#{MONEY[kind][0]} .nc-sources a").count() >= 1


@pytest.mark.parametrize("kind", MONEY)
def test_a_main_amount_is_among_the_first_figures(seen, kind):
    page = seen(NAMROM)
    amount = plain(page.locator(f"tr#{MONEY[kind][0]} .nc-number strong").inner_text())

    figures = [plain(text) for text in page.locator(".nc-figure .nc-big").all_inner_texts()]

    assert amount in figures


@pytest.mark.parametrize("figure", PROGRESS)
def test_a_progress_figure_is_told(seen, figure):
    cell = seen(NAMROM).locator(f"tr#{PROGRESS[figure][0]} .nc-number strong")

    assert plain(cell.inner_text()).startswith(f"{figure}%")


@pytest.mark.parametrize("figure", PROGRESS)
def test_a_progress_figure_has_its_date(seen, lens, figure):
    row, written = PROGRESS[figure]

    dated = seen(NAMROM).locator(f"tr#{row} .nc-date")

    expect(dated).to_have_text(lens("vi").language.date(written))


@pytest.mark.parametrize("figure", PROGRESS)
def test_a_progress_figure_names_its_source(seen, lens, figure):
    row = lens("vi").row("project_progress", PROGRESS[figure][0])

    links = seen(NAMROM).locator(f"tr#{PROGRESS[figure][0]} .nc-sources a")

    expect(links).to_have_count(len(row["source_ids"]))


def test_the_story_leads_from_the_requests_in_paris_to_the_project(seen):
    steps = seen(NAMROM).locator(".nc-story > li")

    expect(steps.locator("a[href*='meeting=2023-11-22-afd-paris']")).not_to_have_count(0)


def test_the_story_shows_where_sources_disagree(seen):
    disagreement = seen(NAMROM).locator("details#dis-08")

    expect(disagreement.locator("summary")).to_be_visible()
    expect(disagreement.locator(".nc-sides2 > div")).to_have_count(2)


def test_an_amount_opens_the_project_it_belongs_to(seen):
    page = seen("/projects?amount=amt-022&lang=fr")

    expect(page.locator("tr#amt-022")).to_be_visible()


def test_every_project_is_in_the_list_with_a_link(seen, lens):
    listed = seen("/projects").locator(".nc-projects").locator("tbody tr td:first-child > a")

    expect(listed.locator("strong")).to_have_count(len(lens("vi").rows("projects")))


def test_the_list_begins_with_the_newest(seen, lens):
    newest = in_time_order(lens("vi").rows("projects"), undated=True)[0]["project_id"]
    first = seen("/projects").locator(".nc-projects").locator("tbody a").first

    expect(first).to_have_attribute("href", f"/projects?project={newest}")


def test_an_opened_project_leads_back_to_all(go_on_to):
    page = go_on_to(in_language(NAMROM, "fr"))

    page.locator("a[href='/projects?lang=fr']").first.click()

    page.wait_for_url("**/projects?lang=fr")


def test_a_state_is_told_in_words_beside_its_sign(seen, lens):
    name = lens("vi").label("project_state", "late")

    assert seen("/projects").locator(".nc-project-late").filter(has_text=name).count() > 0
