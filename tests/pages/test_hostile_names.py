"""Names that hold HTML, Markdown or TeX are text in all HTML that a page draws, folded or not.

What only a browser can show (scripts, Markdown, charts, the map) stands in ``tests/browser``.
"""

import shutil
from functools import cache
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html

from data.record import loading as records
from tests.hostile_names import NAMES, OPENED, spoil
from tests.pages.test_pages import PAGES, opened, shown

pytestmark = pytest.mark.slow

ADDRESSES = [*(f"/{name}" for name in PAGES), *OPENED]
every_page = pytest.mark.parametrize("address", ADDRESSES)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """``hostile("/visits")``: a page over the spoilt record."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'store.sqlite'}")
        curated = folder / "curated"
        shutil.copytree(records.CURATED, curated)
        spoil(curated)
        patch.setattr(records, "CURATED", curated)

        @cache
        def page(address):
            asked = urlsplit(address)
            return opened(asked.path.removeprefix("/"), **dict(parse_qsl(asked.query)))

        yield page


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
