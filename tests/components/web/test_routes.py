"""Addresses of the pages: which answer, and which refuse a stranger."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import links
from components.web import routes
from data.language import Language
from data.roles import Act

PAGES = (
    links.Page("", "Overview"),
    links.Page("data", "Open to all"),
    links.Page("letters", "Letters", least=Act.PROPOSE),
)


@pytest.fixture
def site(monkeypatch):
    """A site with these pages, where Streamlit does not run and so draws none of them."""
    monkeypatch.setattr(links, "pages", lambda _language: PAGES)
    with TestClient(Starlette(routes=routes.routes())) as client:
        yield client


@pytest.fixture
def status(site):
    """The status at an address of the site."""
    return lambda path: site.get(path).status_code


def test_a_page_for_editors_is_refused_to_a_stranger(status, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)

    assert {page.path: status(f"/{page.path}") for page in PAGES} == {
        "": 200,
        "data": 200,
        "letters": 403,
    }


def test_on_a_machine_of_ones_own_every_page_answers(status):
    assert {status(f"/{page.path}") for page in PAGES} == {200}


def test_without_scripts_a_page_that_is_late_says_so_and_one_for_editors_needs_them(site):
    said = {
        page.path: re.findall("<noscript><p>(.*?)</p></noscript>", site.get(f"/{page.path}").text)
        for page in PAGES
    }

    _ = Language("vi").text
    late = _("Without JavaScript this page cannot be shown just now. Load it again in a moment.")
    assert said == {"": [late], "data": [late], "letters": [_("This page needs JavaScript.")]}
