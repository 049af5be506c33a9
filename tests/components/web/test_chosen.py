"""Where the form of a page without scripts leads."""

import pytest
from starlette.requests import Request

from components.web import chosen


def asked(query: str, path: str = "/projects") -> Request:
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"here")],
            "scheme": "http",
            "server": ("here", 80),
        }
    )


@pytest.mark.parametrize(
    ("query", "leads"),
    [
        ("set=country%3DFR%26org%3D", "/projects?country=FR"),
        ("org=afd&lang=fr&page=3&set=country%3DFR%26org%3D", "/projects?lang=fr&country=FR"),
        ("country=FR&set=country%3D", "/projects"),
        ("set=country%3DFR&set=state%3Dlate", "/projects?country=FR&state=late"),
        ("set=set%3Dx&lang=en", "/projects?lang=en"),
        ("set=", "/projects"),
        ("set=%2F%2Felsewhere%3Dx", "/projects?%2F%2Felsewhere=x"),
        ("set=q%3D%250d%250aX", "/projects?q=%0D%0AX"),
    ],
)
def test_what_was_chosen_becomes_an_address_of_the_same_page(query, leads):
    assert chosen.address(asked(query)) == leads


def test_where_no_form_was_sent_nothing_is_led_on():
    assert chosen.address(asked("lang=fr&country=FR")) is None
    assert chosen.address(asked("")) is None
    assert chosen.address(asked(f"set=q%3D{'x' * 2000}")) is None


def test_the_overview_leads_to_itself():
    assert chosen.address(asked("set=country%3DFR", "/")) == "/?country=FR"
