"""A page has one address in each language, whatever was added to it or written otherwise."""

import re
from html import escape, unescape

import httpx2
import pytest

from tests.browser.plain_answers import got
from tests.browser.sockets import socket

pytestmark = pytest.mark.browser


def head_of(page: str) -> tuple[set[str], bool]:
    """The canonical address of a page and those in each language; and whether it may be found."""
    lines = re.findall(
        r'<link rel="(?:canonical|alternate" hreflang="[a-z]+)" href="([^"]+)"', page
    )
    return {unescape(one) for one in lines}, '<meta name="robots" content="noindex"' not in page


@pytest.mark.parametrize(
    ("asked", "kept", "is_found"),
    [
        ("/projects", "/projects", True),
        ("/projects?fbclid=IwY2xj", "/projects", True),
        ("/partners?country=FR&fbclid=a", "/partners?country=FR", True),
        ("/partners?org=afd&q=a", "/partners?org=afd", False),
        ("/projects?status=2&org=afd", "/projects", False),
        ("/?q=nonsense", "/", False),
    ],
)
def test_search_engines_find_one_address_of_a_page_in_each_language(server, asked, kept, is_found):
    origin = server.origin
    others = {origin + kept + ("&" if "?" in kept else "?") + f"lang={one}" for one in ("en", "fr")}

    assert head_of(got(server, asked)) == ({origin + kept, *others}, is_found)
    in_french = got(server, asked + ("&" if "?" in asked else "?") + "lang=fr")
    assert head_of(in_french) == ({origin + kept, *others}, is_found)
    assert f'<link rel="canonical" href="{escape(max(others))}"' in in_french


def test_a_mark_that_a_network_adds_to_a_link_goes_no_further(server):
    page = got(server, "/visits?country=FR&lang=en&fbclid=IwY2xj")

    assert page == got(server, "/visits?lang=en&country=FR")
    assert "country=FR&amp;lang=fr" in page


@pytest.mark.parametrize("written", ["/Projects", "/projects.html", "/PROJECTS.htm"])
def test_an_old_bookmark_leads_to_its_page(server, written):
    answer = httpx2.get(f"{server.origin}{written}?lang=fr&status=2")

    assert answer.status_code == 301
    assert answer.headers["location"] == "/projects?lang=fr&status=2"


@pytest.mark.parametrize("said", ["https://evil.example/sources", "http://[", "x" * 100_000, ""])
def test_a_page_names_the_host_that_its_socket_asked_and_no_other(server, said):
    told = "/api/v1/changes.atom?lang=en</a>"
    with socket(server, None) as one:
        one.run("sources", "section=changes&lang=en", url=f"{server.origin}/sources")
        assert f">{server.origin}{told}" in one.text

        one.run("sources", "section=changes&lang=en", url=said)
        assert f">{told}" in one.text
        assert "evil" not in one.text
