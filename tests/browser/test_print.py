"""Pages on paper: A4, every text, no menus; charts and maps whole."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Page

from data.language import Language
from data.views import chains, filters
from data.views.lens import Lens
from tests.browser.reader import DESK, NAMROM, Reader, go_to, in_language
from tests.browser.settling import settle
from tests.browser.tab import put_away

pytestmark = pytest.mark.browser
PAPER = 702  # pixels across an A4 within its margins
PAGE = {"kind": "request,commitment,goodwill,agreement", "repeats": "no"}
LONG = ("/projects", "/visits", "/outcomes")


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    """Pages that were printed already, by their path."""
    return {}


@pytest.fixture
def pdf(go_on_to: Callable[..., Page], papers: dict[str, bytes]) -> Callable[[str], bytes]:
    """A page as it is printed, once for all tests that read it."""

    def paper(path: str) -> bytes:
        if path not in papers:
            papers[path] = go_on_to(path).pdf(format="A4")
        return papers[path]

    return paper


@pytest.fixture
def printed(pdf: Callable[[str], bytes]) -> Callable[[str], pypdfium2.PdfDocument]:
    """The pages of paper of a page."""
    return lambda path: pypdfium2.PdfDocument(pdf(path))


@pytest.fixture(scope="module")
def laid(reader: Reader) -> Iterator[Page]:
    """The page of projects laid out as on paper, to be measured."""
    page = reader.load("/projects", DESK._replace(width=PAPER, height=900))
    page.emulate_media(media="print")
    yield page
    put_away(page)


def words(paper: Iterable[pypdfium2.PdfPage]) -> str:
    said = " ".join(page.get_textpage().get_text_range() for page in paper)
    return " ".join(said.split())


@pytest.mark.parametrize("path", LONG)
def test_a_long_page_prints_to_its_end_without_its_menu(printed, path):
    paper = printed(path)

    said = words(paper)
    assert len(paper) > 1
    assert "CC BY 4.0" in said  # its footer
    assert Language("vi").text("Requests and promises") not in said or path == "/outcomes"
    assert Language("vi").text("Download the chart") not in said


def test_the_lines_of_a_chart_over_time_do_not_make_its_paper_heavy(pdf):
    """Lines of many small pictures took ten seconds of the processor, and five megabytes."""
    assert len(pdf("/projects")) < 3_000_000


def joined(text: str) -> str:
    """The letters and digits of a text: where a line breaks on paper says nothing."""
    return "".join(filter(str.isalnum, text))


def test_every_source_is_on_paper_though_the_screen_shows_a_part(printed, lens):
    said = joined(words(printed("/sources")))

    rows = lens("vi").rows("sources")
    assert len(rows) > 100
    assert [row["title"] for row in rows if joined(row["title"]) not in said] == []
    assert joined(f"25 trong số {len(rows)}") not in said, "no part is told of: all are here"


def test_every_request_and_promise_of_the_list_is_on_paper(printed, lens):
    said = joined(words(printed("/outcomes")))

    usual = part_of(lens("vi"))
    assert len(usual) > 50
    assert [text for text in usual if joined(text) not in said] == []


def part_of(lens: Lens) -> list[str]:
    """The texts of the requests and promises that the page counts without a filter."""
    threads = chains.threads(lens, frozenset(filters.select(lens, "outcomes", PAGE)[0]))
    return [thread.outcome["text_vi"] for thread in threads]


def test_the_amounts_of_the_money_chart_stand_in_a_table_below_it(printed):
    said = words(printed("/projects"))

    assert Language("vi").text("Change these rows") not in said
    assert said.count("24,65 triệu EUR") > 1


def test_a_day_stands_beside_what_happened_on_it_and_on_one_line(go_on_to):
    apart = laid_out(
        go_on_to(NAMROM),
        """() => [...document.querySelectorAll(".nc-story > li")].map((step) => {
          const [when, what] = [step.firstElementChild, step.children[1]]
            .map((one) => one.getBoundingClientRect());
          return [when.right <= what.left, Math.abs(when.top - what.top) < 12];
        })""",
    )

    assert len(apart) > 10
    assert {tuple(one) for one in apart} == {(True, True)}


def test_no_day_of_a_visit_is_broken_in_two_on_paper(go_on_to):
    lines = laid_out(
        go_on_to("/visits"),
        """() => [...document.querySelectorAll(".nc-day b")]
          .filter((day) => /^[0-9/]+$/.test(day.textContent.trim()))
          .map((day) =>
            day.getBoundingClientRect().height / parseFloat(getComputedStyle(day).lineHeight))""",
    )

    assert lines
    assert max(lines) < 1.5


def laid_out(page: Page, script: str) -> list[Any]:
    """What a script finds on a page that is laid out as for paper."""
    seen = page.viewport_size
    assert seen
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    found: list[Any] = page.evaluate(script)
    page.emulate_media(media="null")
    page.set_viewport_size(seen)
    return found


def test_what_is_folded_of_a_project_is_on_paper(printed):
    said = words(printed(NAMROM))

    assert Language("vi").text("Approval reference") in said
    assert "170/QĐ-TTg" in said


def test_sources_on_paper_end_with_their_date_and_no_dash(go_on_to):
    said = words(pypdfium2.PdfDocument(go_on_to(f"{NAMROM}&lang=fr").pdf(format="A4")))

    assert " : Journal Nhân Dân" in said
    assert not re.search(r"(?<! ): Journal", said)
    assert re.findall(r".{20}– ?,.{10}", said) == []


def test_the_title_of_a_chart_is_on_the_page_of_its_chart(printed):
    pages = [words([page]) for page in printed("/projects")]
    titled = Language("vi").text("Projects over time: preparation, planned and actual running time")

    (found,) = [page for page in pages if titled in page]
    assert Language("vi").text("Today, {date}").partition(",")[0] in found.partition(titled)[2]


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_the_two_charts_of_counts_share_a_page(printed, code):
    _ = Language(code).text
    names = [joined(_("Projects by state")), joined(_("Projects by partner country and state"))]

    pages = [joined(words([page])) for page in printed(in_language("/projects", code))]

    assert [all(name in page for name in names) for page in pages[:2]] == [True, False]


def test_of_the_currencies_paper_has_the_one_chosen_beside_its_figures(laid):
    choice = laid.locator(".st-key-switch-currency")

    shown = choice.get_by_role("radio").evaluate_all(
        "(each) => each.filter((one) => one.checkVisibility()).map((one) => one.innerText)"
    )

    assert shown == ["EUR"]
    assert choice.evaluate("(one) => getComputedStyle(one).breakAfter") == "avoid"


def test_charts_are_as_wide_as_the_paper_and_not_wider(laid):
    wide = laid.evaluate("""() => [...document.querySelectorAll(".nc-tally, .nc-time, .nc-sums")]
        .map((chart) => chart.getBoundingClientRect().width)""")

    assert len(wide) == 4
    assert all(600 < width <= PAPER for width in wide)


def test_letters_of_charts_are_at_least_eight_points_high_on_paper(laid):
    letters = laid.evaluate("""() => [...document.querySelectorAll(
        ":is(.nc-tally, .nc-time, .nc-sums) :is(a, b, span)")]
        .filter((one) => one.checkVisibility())
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * 0.75)""")

    assert min(letters) >= 8
    assert len(letters) > 60


def test_the_map_is_on_paper_with_its_names(printed):
    said = words(printed("/map"))

    assert "Hoàng Sa" in said
    assert "Paris" in said


def test_a_map_that_is_still_zooming_is_laid_out_for_paper(open_page):
    page = open_page("/sources")
    page.emulate_media(reduced_motion="no-preference")  # else it does not take time to zoom
    go_to(page, "/map")
    settle(page)

    seen, printed = page.evaluate(
        """async () => {
          const frame = document.querySelector("iframe").contentWindow;
          const map = frame.document.ncMap;
          map.setZoom(map.getZoom() + 1, {animate: true});
          await new Promise(frame.requestAnimationFrame);
          const seen = map.getBounds();
          if (!frame.document.querySelector(".leaflet-zoom-anim")) throw Error("it does not zoom");
          dispatchEvent(new Event("beforeprint"));
          const printed = map.getBounds();
          dispatchEvent(new Event("afterprint"));
          return [seen, printed].map((one) => [one.getWest(), one.getEast()]);
        }"""
    )

    assert printed[0] <= seen[0] < seen[1] <= printed[1]
