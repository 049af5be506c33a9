"""What an address holds is what is shown; what it cannot hold is said, and the nearest shown."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from data.language import Language
from data.schema import LANGUAGES
from tests.browser.lending import Lend, lending
from tests.browser.reader import DESK, NAMROM, PAGES, PHONE_AT_NIGHT, go_to
from tests.browser.serving import Server
from tests.browser.settling import settle
from tests.browser.test_served import ask
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser

# Every parameter of each page, with a value that none of them knows.
UNKNOWN = {
    "/?lang=xx": 1,
    "/map?frame=xx&weight=xx&country=xx&place=xx&layers=xx": 5,
    "/visits?visit=xx&meeting=xx&country=xx&direction=xx": 4,
    "/projects?project=xx&amount=xx&progress=xx&country=xx&status=xx&sector=xx&record=xx": 7,
    "/outcomes?outcome=xx&country=xx&kind=xx&state=xx": 4,
    "/partners?org=xx&person=xx&country=xx": 3,
    "/sources?source=xx&discrepancy=xx&section=xx&language=xx": 4,
}


FILTERED = "/projects?country=FR&status=2&lang=en"


# Of the module: pytest has all tests of one page follow each other, so it is gone to once.
@pytest.mark.parametrize("path", UNKNOWN, scope="module")
def test_each_unknown_value_in_the_address_is_told_and_still_leads_to_the_whole_page(seen, path):
    page = seen(path)

    expect(page.get_by_role("alert").filter(has_text="xx")).to_have_count(UNKNOWN[path])
    expect(page.locator(".nc-footer")).to_be_visible()


@pytest.mark.parametrize("path", [list(UNKNOWN)[2]], scope="module")
def test_an_unknown_visit_leads_to_the_trip_to_france(seen, path):
    trip = seen(path).locator('article[id="2023-11-21-embassy-paris"]')

    expect(trip).to_be_visible()


@pytest.mark.parametrize("path", [list(UNKNOWN)[3]], scope="module")
def test_an_unknown_project_leads_to_the_list(seen, lens, path):
    rows = seen(path).locator(".nc-projects").locator("tbody tr")

    expect(rows).to_have_count(len(lens("vi").rows("projects")))


@pytest.fixture(scope="module")
def lend(browser: Browser, server: Server) -> Iterator[Lend]:
    with lending(browser, server.origin) as lend:
        yield lend


@pytest.fixture
def lost(lend: Lend, server: Server) -> Iterator[Callable[[str], Page]]:
    """An address at which no page is, opened by somebody new: ``lost("/abc")``."""
    with lend() as context:

        def one(path: str) -> Page:
            page = context.new_page()
            answer = page.goto(f"{server.origin}{path}")
            assert answer is not None
            assert answer.status == 404
            return page

        yield one


@pytest.mark.parametrize(
    ("path", "code"),
    [
        *(("/abc", code) for code in LANGUAGES),
        ("/abc/def", "en"),
        ("/_abc", "fr"),
        ("/abc.html", "vi"),
    ],
)
def test_at_an_unknown_address_the_reader_is_told_so_and_led_on(lost, path, code):
    page = lost(f"{path}?lang={code}")

    language = Language(code)
    expect(page.locator("h1")).to_have_text(language.text("There is no such page"))
    assert page.locator("html").get_attribute("lang") == code
    assert path in page.locator("main").inner_text()
    led = page.locator(".pages a").evaluate_all("(all) => all.map((one) => one.pathname)")
    assert tuple(led) == PAGES


def test_from_an_unknown_address_a_page_is_a_click_away_and_works(lost):
    page = lost("/visit?lang=fr")

    page.locator("main a.button").click()

    page.wait_for_url("**/visits?lang=fr")
    settle(page)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_from_an_unknown_address_the_record_can_be_searched(lost):
    page = lost("/abc?lang=en")

    page.get_by_role("searchbox").fill("AFD")
    page.get_by_role("searchbox").press("Enter")

    page.wait_for_url("**/?lang=en&q=AFD")
    settle(page)
    expect(page.locator('.nc-found a[href*="org=afd"]').first).to_be_visible()


@pytest.mark.parametrize("screen", [DESK, PHONE_AT_NIGHT])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_of_an_unknown_address_can_be_read_and_tapped(lost, screen, code):
    page = lost(f"/{'x' * 300}/visit?lang={code}")
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.emulate_media(color_scheme="dark" if screen.dark else "light")

    heights = page.locator("main :is(.pages a, .button, input:not([hidden]))").evaluate_all(
        "(all) => all.map((one) => Math.round(one.getBoundingClientRect().height))"
    )
    assert min(heights) >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert grave_faults(page) == []


def test_a_reader_can_change_the_language_at_an_unknown_address(lost):
    page = lost("/abc/def")

    page.get_by_role("link", name="Français").click()

    expect(page.locator("h1")).to_have_text(Language("fr").text("There is no such page"))


@pytest.mark.parametrize(("written", "leads"), [("/index.html", "/"), ("/Visits.HTM", "/visits")])
def test_an_old_address_of_a_page_leads_to_it(server, written, leads):
    with ask(server, f"{written}?lang=fr") as answer:
        assert answer.url == f"{server.origin}{leads}?lang=fr"
        assert answer.status == 200


def test_a_value_of_the_address_is_text_in_the_notice(go_on_to):
    page = go_on_to("/visits?visit=**b**%60x%60:red[y]<i>$z^2$")

    expect(page.get_by_role("alert")).to_contain_text("**b**`x`:red[y]<i>$z^2$")


def test_filters_in_the_address_are_restored(seen, lens):
    page = seen(FILTERED)

    shown = [
        page.locator(f".st-key-choice-{name}").get_by_role("combobox").input_value()
        for name in ("country", "status")
    ]

    status = lens("en").label("activity_status", "2")
    assert shown[0] == "France"
    assert shown[1].endswith(status)


def test_filters_in_the_address_choose_the_rows(seen, lens):
    page = seen(FILTERED)

    rows = page.locator(".nc-projects").locator("tbody tr")

    assert rows.count() > 0
    assert rows.count() == rows.filter(has_text=lens("en").label("activity_status", "2")).count()


def test_choosing_a_filter_writes_it_into_the_address(go_on_to):
    page = go_on_to("/outcomes")

    page.locator(".st-key-choice-country").get_by_role("combobox").click()
    page.get_by_role("option", name=Language("vi").country("FR"), exact=True).click()

    page.wait_for_url("**/outcomes?country=FR")


def test_the_partner_chosen_goes_along_to_the_next_page(go_on_to):
    page = go_on_to("/outcomes?country=FR")

    go_to(page, "/visits")

    page.wait_for_url("**/visits?country=FR")


def test_filters_that_match_nothing_say_so(go_on_to):
    page = go_on_to("/projects?country=RU&status=5")

    empty = page.get_by_test_id("stAlert").get_by_role("status")
    expect(empty).to_contain_text(
        Language("vi").text("No project fits: choose all partners, statuses, sectors or kinds.")
    )


def test_the_back_button_leads_to_the_page_before(go_on_to):
    page = go_on_to("/sources")
    title = page.locator("h1").inner_text()
    go_to(page, "/partners")

    page.go_back()

    expect(page.locator("h1")).to_have_text(title)


def test_the_back_button_undoes_a_filter(go_on_to):
    page = go_on_to("/outcomes")
    box = page.locator(".st-key-choice-country").get_by_role("combobox")
    everything = box.input_value()
    box.click()
    page.get_by_role("option", name=Language("vi").country("FR"), exact=True).click()
    page.wait_for_url("**/outcomes?country=FR")

    page.go_back()

    expect(box).to_have_value(everything)


def test_a_reload_shows_the_same(go_on_to):
    page = go_on_to(f"{NAMROM}&lang=en")
    title = page.locator("h1").inner_text()
    assert "Nậm Rốm" in title

    page.reload()
    settle(page)

    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_menu_marks_the_page_that_is_open_and_no_other(stop, path, code):
    assert stop(path, code).marked == [path]


def test_links_of_the_menu_opened_in_a_new_tab_lead_to_their_pages(seen):
    links = seen(FILTERED).locator(".st-key-nc-menu a")

    targets = links.evaluate_all("(links) => links.map((link) => new URL(link.href).pathname)")

    assert tuple(targets) == PAGES
