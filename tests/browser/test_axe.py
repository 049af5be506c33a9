"""axe-core finds nothing serious or critical on any page, nor inside its map."""

import pytest

from tests.browser.reader import DETAILS, LANGUAGES, PAGES, Reader
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_has_no_grave_fault(stop, path, code):
    assert stop(path, code).faults == []


@pytest.mark.parametrize("path", DETAILS)
def test_an_opened_record_has_no_grave_fault(seen, path):
    assert grave_faults(seen(path)) == []


def test_a_grave_fault_inside_the_map_would_be_found(reader: Reader):
    page = reader.open("/map?frame=city")
    page.frames[-1].evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"/assets/own/mark.svg\">')"
    )

    found = grave_faults(page)

    reader.close_loose()
    assert any(fault.startswith("image-alt") and "iframe" in fault for fault in found)
