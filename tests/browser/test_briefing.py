"""Before one meets a partner: one screen at a desk, three on a phone, and few clicks to it."""

import pytest

from tests.browser.reader import DESK, PHONE, in_language

pytestmark = pytest.mark.browser
BRIEFINGS = ("/partners?org=afd", "/partners?country=FR")


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
@pytest.mark.parametrize("path", BRIEFINGS)
def test_at_a_desk_the_briefing_is_one_screen(seen, path, code):
    box = seen(in_language(path, code), DESK).locator(".nc-briefing").bounding_box()

    assert box["y"] + box["height"] <= DESK.height


@pytest.mark.parametrize("path", BRIEFINGS)
def test_on_a_phone_the_whole_page_is_three_screens_before_anything_is_opened(seen, path):
    page = seen(in_language(path, "fr"), PHONE)

    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")

    assert height <= 3 * PHONE.height
    assert page.locator(".nc-briefing").evaluate("one => one.scrollWidth <= one.clientWidth")
