"""Addresses of the pages: which answer, and which refuse where nobody may edit."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import links
from components.web import routes

PAGES = (
    links.Page("", "Overview"),
    links.Page("data", "Open to all"),
    links.Page("letters", "Letters", for_editors=True),
)


@pytest.fixture
def status(monkeypatch):
    """The status at an address of a site with these pages."""
    monkeypatch.setattr(links, "pages", lambda _language: PAGES)
    with TestClient(Starlette(routes=routes.routes())) as client:
        yield lambda path: client.get(path).status_code


def test_a_page_for_editors_is_refused_where_nobody_may_edit(status, monkeypatch):
    monkeypatch.setattr(routes, "editing_is_open", lambda: False)

    assert {page.path: status(f"/{page.path}") for page in PAGES} == {
        "": 200,
        "data": 200,
        "letters": 403,
    }


def test_where_somebody_may_edit_every_page_answers(status, monkeypatch):
    monkeypatch.setattr(routes, "editing_is_open", lambda: True)

    assert {status(f"/{page.path}") for page in PAGES} == {200}
