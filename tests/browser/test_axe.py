"""axe-core finds nothing serious or critical on any page, nor inside its map."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from data.schema import LANGUAGES
from tests.browser.reader import DESK, DETAILS, PAGES, PHONE_AT_NIGHT, Reader
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_has_no_grave_fault(stop, path, code):
    assert stop(path, code).faults == []


@pytest.mark.parametrize("path", DETAILS)
def test_an_opened_record_has_no_grave_fault(seen, path):
    assert grave_faults(seen(path)) == []


@pytest.mark.parametrize("screen", [DESK, PHONE_AT_NIGHT], ids=["desk", "phone at night"])
@pytest.mark.parametrize("menu", [0, 1], ids=["table", "chart"])
def test_an_open_menu_of_files_has_no_grave_fault(go_on_to, menu, screen):
    page = go_on_to("/projects", screen)
    page.get_by_test_id("stPopoverButton").nth(menu).click()
    page.get_by_test_id("stPopoverBody").get_by_role("link").first.wait_for()

    assert grave_faults(page) == []


def test_a_grave_fault_inside_the_map_would_be_found(reader: Reader):
    page = reader.open("/map?frame=city")
    page.frames[-1].evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"/assets/own/mark.svg\">')"
    )

    faults = grave_faults(page)

    reader.close_loose()
    assert any(fault.startswith("image-alt") and "iframe" in fault for fault in faults)


@pytest.fixture(scope="module")
def table(browser: Browser) -> Iterator[Page]:
    """A page with a table of twenty rows."""
    page = browser.new_page()
    cells = "<td>Điện Biên</td><td><a href='/'>Lyon</a></td>"
    page.set_content(
        f"<html lang=en><title>Rows</title><main><h1>Rows</h1><table>{20 * f'<tr>{cells}</tr>'}"
    )
    assert grave_faults(page) == []
    yield page
    page.close()


@pytest.mark.parametrize(
    "style",
    ["td { color: #bbb }", "td { background: #567 }", "a { color: #bbb }", "{ opacity: 0.3 }"],
)
def test_a_row_of_a_long_table_that_cannot_be_read_would_be_found(table, style):
    table.evaluate(
        "(css) => { document.head.append(Object.assign(document.createElement('style'),"
        " {textContent: css})); }",
        f"tr:nth-child(15) {style}",
    )

    faults = grave_faults(table)

    table.evaluate("() => document.querySelector('style').remove()")
    assert any("color-contrast" in fault and "nth-child(15)" in fault for fault in faults)
