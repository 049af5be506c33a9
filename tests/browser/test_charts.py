"""Charts are drawn, tell the day, and have a text and a table beside them."""

import re

import pytest
from playwright.sync_api import expect

from data.language import Language
from data.schema import LANGUAGES
from data.values.dates import province_today
from data.views.states import project_words
from tests.browser.reader import NAMROM, PHONE, in_language, unfold

pytestmark = pytest.mark.browser

CHARTED = {"/": 2, "/visits": 1, "/projects": 4, "/outcomes": 1, NAMROM: 4}
# Of counts, over time, of money.
DRAWN = ".nc-tally, .nc-time, .nc-sums"
# Of the module: pytest has all tests of one page follow each other, so it is gone to once.
on_every_charted_page = pytest.mark.parametrize("path", CHARTED, scope="module")


@on_every_charted_page
def test_each_chart_is_drawn(seen, path):
    page = seen(path)

    expect(page.locator(f":is({DRAWN})")).to_have_count(CHARTED[path])
    for chart in page.locator(f":is({DRAWN})").all():
        expect(chart.locator("i").first).to_be_visible()


@on_every_charted_page
def test_each_chart_is_told_in_words_to_who_cannot_see_it(seen, path):
    charts = seen(path).locator(DRAWN)

    assert all((chart.get_attribute("aria-label") or "").strip() for chart in charts.all())


@pytest.mark.parametrize("path", ["/projects", NAMROM], scope="module")
def test_todays_line_is_dated_and_stands_at_its_date(seen, path):
    today = province_today().isoformat()
    note = Language("vi").text("Today, {date}").format(date=Language("vi").date(today))
    chart = seen(path).locator(".nc-time:has(.nc-lane)")

    label = chart.locator(".nc-axis .nc-at", has_text=note)
    lines = chart.locator(".nc-lane").first.evaluate("(one) => getComputedStyle(one).background")

    expect(label).to_be_visible()
    place = label.evaluate("(one) => one.style.left")
    assert place in lines  # of the background on which all bars lie


@pytest.mark.parametrize("path", ["/", "/visits", "/projects", "/outcomes"], scope="module")
def test_each_chart_has_its_table_folded_beside_it(seen, path):
    page = seen(path)

    assert page.get_by_test_id("stExpander").count() >= CHARTED[path]


@on_every_charted_page
def test_the_title_of_each_chart_says_what_it_shows_above_its_name(seen, path):
    heads = seen(path).locator(".nc-chart-head")
    charts = seen(path).locator(DRAWN)

    told = [head.inner_text().split("\n") for head in heads.all()]
    heard = [chart.get_attribute("aria-label") for chart in charts.all()]

    assert [". ".join(filter(None, lines)) for lines in told] == heard
    assert len(told) == CHARTED[path]


@pytest.mark.parametrize("path", ["/projects", NAMROM], scope="module")
def test_the_tools_of_each_chart_stand_in_one_row(seen, path):
    rows = seen(path).locator('[class*="st-key-nc-chart-tools-"]')

    places = [
        [tool.bounding_box() for tool in row.locator("button, summary").all()] for row in rows.all()
    ]
    middles = [[box["y"] + box["height"] / 2 for box in boxes] for boxes in places]

    assert len(middles) == CHARTED[path]
    assert all(max(row) - min(row) < 12 for row in middles)  # a second row would be 36 lower


def test_the_bars_of_a_project_lead_to_it(go_on_to):
    page = go_on_to("/projects")
    row = page.locator(".nc-lanes > li", has_text="Nậm Rốm – đa thiên tai")

    row.locator(".nc-lane").click(force=True)  # the link of the name lies over the whole row

    expect(page).to_have_url(re.compile("project=namrom-multihazard"))
    expect(page.locator(".nc-time-one")).to_have_count(1)


def test_a_sign_of_a_visit_leads_to_it_by_keyboard_and_says_which_it_is(go_on_to):
    page = go_on_to("/visits")
    sign = page.locator(".nc-dot").last

    address = sign.get_attribute("href")
    sign.focus()
    words = sign.locator(".nc-lane-words").bounding_box()
    page.keyboard.press("Enter")

    assert words["width"] > 100
    assert words["x"] + words["width"] <= 1366
    expect(page).to_have_url(re.compile(re.escape(address.partition("&lang")[0])))


def test_a_phone_reads_how_late_a_project_is_below_its_bars(seen, lens):
    page = seen(NAMROM, PHONE)
    row = lens("vi").row("projects", "namrom-multihazard")

    assert project_words(lens("vi"), row) in page.locator(".nc-lane-words").first.text_content()


def test_the_years_stay_below_the_band_while_a_phone_scrolls_through_projects(go_on_to):
    page = go_on_to("/projects", PHONE)
    unfold(page, "gantt")
    lane = page.locator(".nc-lanes > li").nth(12)

    lane.evaluate("(one) => one.scrollIntoView({block: 'center'})")
    band = page.locator('[data-testid="stLayoutWrapper"]:has(> .st-key-nc-top)').bounding_box()
    axis = page.locator(".nc-axis").first.bounding_box()

    assert abs(axis["y"] - band["y"] - band["height"]) < 4


def test_a_phone_reads_each_visit_below_its_sign(go_on_to, lens):
    page = go_on_to("/visits", PHONE)
    unfold(page, "over-time")
    dated = [row for row in lens("vi").rows("visits") if row["start_date"]]

    rows = page.locator(".nc-country li")

    expect(rows.locator(".nc-lane-words b")).to_have_count(len(dated))
    boxes = [row.bounding_box() for row in rows.locator(".nc-dot").all()]
    assert all(box["height"] >= 44 and box["width"] > 300 for box in boxes)


def test_the_table_behind_a_chart_opens(go_on_to):
    page = go_on_to("/projects")
    fold = page.get_by_test_id("stExpander").first

    fold.locator("summary").click()

    expect(fold.locator("table tbody tr").first).to_be_visible()


def test_the_table_behind_a_chart_holds_the_numbers_of_its_bars(seen, lens):
    page = seen("/projects")
    rows = page.get_by_test_id("stExpander").first.locator("tbody tr")
    bars = page.locator(".nc-tally").first.locator(".nc-tally-bar b")

    counts = [text.strip() for text in rows.locator("td:last-child").all_text_contents()]

    assert counts == [text.strip() for text in bars.all_text_contents()]


def test_a_chart_tells_more_under_the_pointer(go_on_to):
    page = go_on_to("/projects")
    row = page.locator(".nc-lanes > li").nth(3)
    words = row.locator(".nc-lane-words")

    before = words.bounding_box()["width"]
    row.locator(".nc-lane").hover(force=True)  # the link of the name lies over the whole row

    assert before <= 1 < 100 < words.bounding_box()["width"]


def test_the_progress_chart_marks_each_dated_percentage(seen):
    shown = seen(NAMROM).locator(".nc-dot-figure").all_text_contents()

    assert {"17,42%", "16,6%", "35,1%", "44,55%"} <= set(shown)


def test_the_bar_of_an_amount_leads_to_its_statement(go_on_to):
    page = go_on_to("/projects")
    bar = page.locator(".nc-sums li a").first
    address = bar.get_attribute("href")

    bar.click()

    expect(page).to_have_url(re.compile(re.escape(address.partition("&lang")[0])))
    amount = address.partition("amount=")[2].partition("&")[0]
    expect(page.locator(f"tr[id='{amount}']")).to_be_in_viewport()


# How many charts a page has, and which of their words reach beyond them.
_CUT = """(drawn) => {
  const charts = [...document.querySelectorAll(drawn)];
  const cut = charts.flatMap((chart) => {
    const frame = chart.getBoundingClientRect();
    return [...chart.querySelectorAll("text, b, span")].filter((text) => {
      const {left, right, width} = text.getBoundingClientRect();
      return width > 1 && (right > frame.right + 1 || left < frame.left - 1);
    }).map((text) => text.textContent);
  });
  return [charts.length, cut];
}"""
ON_PHONES = [in_language(path, code) for path in ("/", "/projects", NAMROM) for code in LANGUAGES]


@pytest.fixture(scope="module")
def on_a_phone(reader):
    """The charts of such pages, which are gone to in one tab."""
    return {path: page.evaluate(_CUT, DRAWN) for path, page in reader.trip(ON_PHONES, PHONE)}


@pytest.mark.parametrize("path", ON_PHONES)
def test_no_word_of_a_chart_is_cut_on_a_phone(on_a_phone, path):
    charts, cut = on_a_phone[path]

    assert charts > 0
    assert cut == []
