"""Addresses of the pages: which answer, and which refuse a stranger."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import links
from components.web import routes
from data.roles import Act

PAGES = (
    links.Page("", "Overview"),
    links.Page("data", "Open to all"),
    links.Page("letters", "Letters", least=Act.PROPOSE),
)


@pytest.fixture
def status(monkeypatch):
    """The status at an address of a site with these pages."""
    monkeypatch.setattr(links, "pages", lambda _language: PAGES)
    with TestClient(Starlette(routes=routes.routes())) as client:
        yield lambda path: client.get(path).status_code


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
