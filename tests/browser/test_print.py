"""Pages on paper: A4, every text, no menus; charts and maps whole."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page

from data.language import Language
from tests.browser.reader import NAMROM

pytestmark = pytest.mark.browser
LONG = ("/projects", "/visits", "/outcomes")


@pytest.fixture
def printed(go_on_to: Callable[..., Page]) -> Callable[[str], pypdfium2.PdfDocument]:
    return lambda path: pypdfium2.PdfDocument(go_on_to(path).pdf(format="A4"))


def words(paper: pypdfium2.PdfDocument) -> str:
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


def test_what_is_folded_of_a_project_is_on_paper(printed):
    said = words(printed(NAMROM))

    assert Language("vi").text("Approval reference") in said
    assert "170/QĐ-TTg" in said


def test_charts_are_as_wide_as_the_paper(go_on_to):
    page = go_on_to("/projects")
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          window.boxes = [...document.querySelectorAll(".main-svg")]
            .map((one) => one.getAttribute("viewBox"));
        })"""
    )

    page.pdf(format="A4")

    assert page.evaluate("window.boxes.length > 0 && window.boxes.every(Boolean)")
    assert page.locator(".main-svg[viewBox]").count() == 0  # the screen is as it was


def test_the_map_is_on_paper_with_its_names(printed):
    said = words(printed("/map"))

    assert "Hoàng Sa" in said
    assert "Paris" in said


def test_a_map_that_is_still_zooming_is_laid_out_for_paper(go_on_to):
    page = go_on_to("/map")

    seen, printed = page.evaluate(
        """async () => {
          const frame = document.querySelector("iframe").contentWindow;
          const map = frame.document.ncMap;
          map.setZoom(map.getZoom() + 1, {animate: true});
          await new Promise(frame.requestAnimationFrame);
          const seen = map.getBounds();
          dispatchEvent(new Event("beforeprint"));
          const printed = map.getBounds();
          dispatchEvent(new Event("afterprint"));
          return [seen, printed].map((one) => [one.getWest(), one.getEast()]);
        }"""
    )

    assert printed[0] <= seen[0] < seen[1] <= printed[1]
