"""Names that hold HTML, Markdown or TeX are text in all HTML that a page draws, folded or not.

What only a browser can show (scripts, Markdown, charts, the map) stands in ``tests/browser``.
"""

import pytest
from lxml import html

from tests.hostile_names import NAMES, OPENED, spoil
from tests.pages.spoilt import over
from tests.pages.test_pages import PAGES, shown

pytestmark = pytest.mark.slow

ADDRESSES = [*(f"/{name}" for name in PAGES), *OPENED]
every_page = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """``hostile("/visits")``: a page over the spoilt record."""
    yield from over(tmp_path_factory, spoil)


def drawn(app):
    """All HTML of a page as a browser would build it."""
    return html.fromstring(f"<main>{shown(app)}</main>")


@every_page
def test_a_page_opens_whatever_its_names_hold(hostile, address):
    app = hostile(address)

    assert not app.exception
    assert not app.error


@every_page
def test_a_hostile_name_makes_no_element_and_no_attribute(hostile, address):
    page = drawn(hostile(address))

    for made in (
        "//*[@src='x']",
        "//*[@*[starts-with(name(), 'on')]]",
        "//*[starts-with(@href, 'javascript:')]",
        "//script[contains(., 'pwned')]",
    ):
        assert page.xpath(made) == []


@pytest.mark.parametrize("address", ["/map", "/visits", "/projects", "/outcomes", "/sources"])
def test_a_hostile_name_is_read_as_it_is_written(hostile, address):
    text = drawn(hostile(address)).text_content()

    assert [name for name in NAMES if name not in text] == []
