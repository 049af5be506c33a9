"""The one address of a page that search engines are told."""

import re

import pytest
from starlette.requests import Request

from components import links
from components.web import found
from data.language import Language

PROJECTS = next(page for page in links.pages(Language("en")) if page.path == "projects")


def canonical(host: str) -> str:
    """What is told of a page that was asked for under some name and port."""
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": "/projects",
        "query_string": b"lang=fr&fbclid=a",
        "headers": [(b"host", host.encode())],
    }
    head = found.head(Request(scope), PROJECTS)
    (address,) = re.findall('<link rel="canonical" href="([^"]*)"', head)
    others = re.findall('hreflang="[a-z]+" href="([^"]*)"', head)
    assert len(others) == 3
    assert {one.partition("/projects")[0] for one in others} == {address.partition("/projects")[0]}
    return str(address)


@pytest.mark.parametrize("host", ["cau.example", "cau.example:12345", "192.0.2.7:8501"])
def test_where_the_address_of_the_server_is_set_it_is_told_whatever_was_asked(host, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_ADDRESS", "https://nhipcau.example")

    assert canonical(host) == "https://nhipcau.example/projects?lang=fr"


def test_where_it_is_not_set_the_address_that_was_asked_is_told():
    assert canonical("192.0.2.7:8501") == "http://192.0.2.7:8501/projects?lang=fr"
