"""Charts are drawn, tell the day, and have a text and a table beside them."""

import re

import pytest
from playwright.sync_api import expect

from data.language import Language
from data.schema import LANGUAGES
from data.values.dates import province_today
from data.views.states import project_words
from tests.browser.reader import NAMROM, PHONE, in_language

pytestmark = pytest.mark.browser

CHARTED = {"/": 2, "/visits": 1, "/projects": 4, "/outcomes": 1, NAMROM: 4}
# Those of counts are drawn by the page itself, the others by Plotly.
COUNTED = {"/": 2, "/visits": 0, "/projects": 2, "/outcomes": 1, NAMROM: 0}
EITHER = '.nc-tally, [data-testid="stPlotlyChart"]'
on_every_charted_page = pytest.mark.parametrize("path", CHARTED)


@on_every_charted_page
def test_each_chart_is_drawn(seen, path):
    page = seen(path)

    expect(page.locator(f":is({EITHER})")).to_have_count(CHARTED[path])
    expect(page.locator(".nc-tally")).to_have_count(COUNTED[path])
    drawn = page.locator('.nc-tally-bar i, [data-testid="stPlotlyChart"] .main-svg .trace')
    expect(drawn.first).to_be_visible()


def test_the_overview_needs_no_plotly(open_page):
    page = open_page("/")

    loaded = page.evaluate("() => performance.getEntriesByType('resource').map((one) => one.name)")
    assert len(loaded) > 20
    assert [name for name in loaded if "PlotlyChart" in name] == []


@on_every_charted_page
def test_each_chart_is_told_in_words_to_who_cannot_see_it(seen, path):
    charts = seen(path).locator(EITHER)

    assert all((chart.get_attribute("aria-label") or "").strip() for chart in charts.all())


@pytest.mark.parametrize("path", ["/projects", NAMROM])
def test_the_chart_of_projects_over_time_shows_todays_line(seen, path):
    lines = seen(path).get_by_test_id("stPlotlyChart").locator(".shapelayer path")

    assert lines.count() >= 1


@pytest.mark.parametrize("path", ["/projects", NAMROM])
def test_todays_line_is_dated(seen, path):
    today = province_today().isoformat()
    note = Language("vi").text("Today, {date}").format(date=Language("vi").date(today))

    expect(seen(path).locator(".annotation-text", has_text=note)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/visits", "/projects", "/outcomes"])
def test_each_chart_has_its_table_folded_beside_it(seen, path):
    page = seen(path)

    assert page.get_by_test_id("stExpander").count() >= CHARTED[path]


@on_every_charted_page
def test_the_title_of_each_chart_says_what_it_shows_above_its_name(seen, path):
    heads = seen(path).locator(".nc-chart-head")
    charts = seen(path).locator(EITHER)

    told = [head.inner_text().split("\n") for head in heads.all()]
    heard = [chart.get_attribute("aria-label") for chart in charts.all()]

    assert [". ".join(filter(None, lines)) for lines in told] == heard
    assert len(told) == CHARTED[path]


@pytest.mark.parametrize("path", ["/projects", NAMROM])
def test_the_tools_of_each_chart_stand_in_one_row(seen, path):
    rows = seen(path).locator('[class*="st-key-nc-chart-tools-"]')

    places = [
        [tool.bounding_box() for tool in row.locator("button, summary").all()] for row in rows.all()
    ]
    middles = [[box["y"] + box["height"] / 2 for box in boxes] for boxes in places]

    assert len(middles) == CHARTED[path]
    assert all(max(row) - min(row) < 12 for row in middles)  # a second row would be 36 lower


def test_a_row_of_projects_over_time_leads_to_its_project(go_on_to):
    page = go_on_to("/projects")
    chart = page.get_by_test_id("stPlotlyChart").first
    row = chart.locator(".ytick text").filter(has_text="Nậm Rốm – đa thiên tai")

    chart.hover()
    row.click()

    expect(page).to_have_url(re.compile("project=namrom-multihazard"))
    expect(page.locator(".nc-spans")).to_have_count(1)


def test_a_mark_of_a_visit_leads_to_it(go_on_to):
    page = go_on_to("/visits")
    chart = page.get_by_test_id("stPlotlyChart").first
    mark = chart.locator(".scatterlayer .trace:last-of-type .point").last

    mark.hover(force=True)  # Plotly lays a plane over its marks and finds them itself
    mark.click(force=True)

    expect(page).to_have_url(re.compile("visit="))


def test_a_phone_reads_projects_over_time_as_a_list_with_how_late_each_is(seen, lens):
    page = seen(NAMROM, PHONE)
    row = lens("vi").row("projects", "namrom-multihazard")

    spans = page.locator(".nc-spans").first
    chart = page.locator('.st-key-nc-chart-gantt [data-testid="stPlotlyChart"]')

    assert project_words(lens("vi"), row) in spans.text_content()
    expect(chart).to_be_hidden()


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

    bar = page.get_by_test_id("stPlotlyChart").first.locator(".bars .point path").first
    bar.hover(force=True)  # Plotly lays a plane over its bars and finds them itself

    expect(page.locator(".hoverlayer .hovertext").first).to_be_visible()


def test_the_progress_chart_marks_each_dated_percentage(seen):
    shown = seen(NAMROM).get_by_test_id("stPlotlyChart").last.locator("text").all_text_contents()

    assert {"17,42%", "16,6%", "35,1%", "44,55%"} <= set(shown)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/projects", NAMROM])
def test_no_word_of_a_chart_is_cut_on_a_phone(seen, path, code):
    page = seen(in_language(path, code), PHONE)

    cut = page.evaluate(
        """() => [...document.querySelectorAll(".js-plotly-plot, .nc-tally")].flatMap((chart) => {
          const frame = chart.getBoundingClientRect();
          return [...chart.querySelectorAll("text, b, span")].filter((text) => {
            const {left, right, width} = text.getBoundingClientRect();
            return width && (right > frame.right + 1 || left < frame.left - 1);
          }).map((text) => text.textContent);
        })"""
    )

    assert page.locator(".js-plotly-plot, .nc-tally").count() > 0
    assert cut == []
