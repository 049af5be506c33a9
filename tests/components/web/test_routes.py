"""Addresses of the pages: which answer, and which refuse a stranger."""

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import links
from components.web import routes
from data.language import Language
from data.roles import Act
from data.schema import LANGUAGES

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


@pytest.mark.parametrize(
    "name", ["abc", "abc/def", "data/abc", "_abc", "a//b", "/visits", "abc.html"]
)
@pytest.mark.parametrize("code", LANGUAGES)
def test_an_unknown_address_is_told_in_the_readers_language_with_the_way_on(site, name, code):
    answer = site.get(f"http://testserver/{name}?lang={code}", follow_redirects=False)

    assert answer.status_code == 404
    assert f'<html lang="{code}">' in answer.text
    assert Language(code).text("There is no such page") in unescape(answer.text)
    for page in PAGES:
        assert f'href="{links.href(page.path, code)}">{page.title}</a>' in answer.text


def test_what_stands_in_an_unknown_address_is_text_and_leads_nowhere_else(site):
    asked = "http://testserver//evil.example/%3Cimg%20src=x%3E?lang=en"
    answer = site.get(asked, follow_redirects=False)

    assert answer.status_code == 404
    assert "<img src=x>" not in answer.text
    assert "&lt;img src=x&gt;" in answer.text
    assert 'href="//' not in answer.text


@pytest.mark.parametrize(
    ("asked", "meant"), [("letter", ""), ("dta", "/data"), ("data/row", "/data"), ("xyzzy", "")]
)
def test_the_page_that_is_probably_meant_is_offered_first(site, monkeypatch, asked, meant):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)

    answer = site.get(f"/{asked}")

    assert re.findall('<a class="button" href="([^"]*)"', answer.text) == ([meant] if meant else [])
    assert "Letters" not in answer.text  # a page for editors


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/index.html", "/"),
        ("/INDEX.htm?lang=fr&q=a", "/?lang=fr&q=a"),
        ("/Data", "/data"),
        ("/DATA.HTML", "/data"),
        ("/letters.html?lang=en", "/letters?lang=en"),
    ],
)
def test_an_old_address_leads_to_its_page(site, asked, leads):
    answer = site.get(asked, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (301, leads)
