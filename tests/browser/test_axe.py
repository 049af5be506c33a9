"""axe-core finds nothing serious or critical on any page, nor inside its map."""

import pytest

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
