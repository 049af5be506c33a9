"""What answers tell the browser: what it may load, who may show them, when to stay with https."""

import base64
import hashlib
import re
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from components.web import framing, headers, routes
from components.web.headers import Policies, SaidToBrowsers
from data.schema import LANGUAGES
from tests import loops

SITE = "https://portal.example"
SCRIPT = "window.a=1"
HASH = f"'sha256-{base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()}'"


async def _answering(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


def said(path: str = "/", *, host: str = "127.0.0.1:8501", scheme: str = "http") -> dict[str, str]:
    """The headers of an answer."""
    sent: list[Message] = []
    door = SaidToBrowsers(_answering, Policies.of([SCRIPT], [SITE]), frozenset({"desk.example"}))

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "path": path,
        "scheme": scheme,
        "headers": [(b"host", host.encode())],
    }
    loops.run(door(scope, receive, send))
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


def policy(path: str) -> dict[str, list[str]]:
    parts = said(path)["content-security-policy"].split("; ")
    return {name: values.split() for name, _, values in (one.partition(" ") for one in parts)}


@pytest.mark.parametrize(
    ("host", "scheme", "is_said"),
    [
        ("127.0.0.1:8501", "http", True),
        ("desk.example", "https", True),
        ("desk.example", "http", False),
        ("192.168.1.20", "http", False),
    ],
)
def test_openers_are_kept_away_where_browsers_heed_it(host, scheme, is_said):
    assert ("cross-origin-opener-policy" in said(host=host, scheme=scheme)) is is_said


def test_a_page_runs_only_our_scripts_and_evaluates_no_text():
    assert policy("/")["script-src"] == ["'self'", HASH]
    assert policy("/")["default-src"] == ["'self'"]
    assert policy("/")["object-src"] == policy("/")["base-uri"] == ["'none'"]


@pytest.mark.parametrize("path", ["/", "/map", "/data", "/api/v1/visits.csv", "/media/a.html"])
def test_no_answer_but_the_map_allows_scripts_that_stand_in_it(path):
    assert "'unsafe-inline'" not in policy(path).get("script-src", [])
    assert "unsafe-eval" not in said(path)["content-security-policy"]


def test_the_frame_of_the_map_runs_the_script_that_its_page_sends():
    frame = policy("/component/streamlit_folium.st_folium/index.html")

    assert frame["script-src"] == ["'self'", "'unsafe-inline'"]
    assert frame["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("path", ["/api/v1/record.xlsx", "/media/1f.svg"])
def test_a_file_that_is_opened_as_a_page_loads_and_runs_nothing(path):
    assert policy(path)["default-src"] == ["'none'"]
    assert policy(path)["frame-ancestors"] == ["'self'"]


def test_only_listed_sites_hold_our_pages_in_a_frame_and_none_the_desk():
    assert policy("/map")["frame-ancestors"] == ["'self'", SITE]
    for path in headers.APART:
        assert policy(path)["frame-ancestors"] == ["'self'"]
    assert "/data" in headers.APART


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/visits.csv", "/static/js/a.js"])
def test_every_answer_has_the_other_headers(path):
    kept = said(path)

    assert kept["x-content-type-options"] == "nosniff"
    assert kept["referrer-policy"] == "same-origin"
    assert kept["cross-origin-resource-policy"] == "same-origin"
    assert kept["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in kept["permissions-policy"]


@pytest.mark.parametrize(
    ("host", "scheme", "stays"),
    [
        ("desk.example", "https", True),
        ("Desk.Example:8443", "https", True),
        ("desk.example", "http", False),
        ("127.0.0.1:8501", "https", False),
        ("evil.example", "https", False),
    ],
)
def test_a_reader_who_came_by_https_to_a_named_host_is_asked_to_stay_with_it(host, scheme, stays):
    assert ("strict-transport-security" in said("/", host=host, scheme=scheme)) is stays


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_scripts_of_the_page_are_the_same_in_each_language(code):
    inline = re.findall(r"(?s)<script>(.*?)</script>", routes._shell(code))

    assert inline == routes.scripts()
    assert len(inline) == 3


def test_no_part_of_the_page_waits_for_an_event_by_an_attribute():
    assert not re.search(r"<[^>]+\son[a-z]+=", routes._shell("vi"))


def test_the_sites_of_the_setting_are_read(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_EMBED", " https://A.example, http://b.example:8080 ,")

    assert framing.sites() == ("https://a.example", "http://b.example:8080")


@pytest.mark.parametrize(
    "site",
    [
        "*",
        "a.example",
        "https://*",
        "https://a.example/",
        "https://a.example; script-src *",
        "'self'",
    ],
)
def test_what_is_no_site_ends_the_start_with_a_sentence(monkeypatch, site):
    monkeypatch.setenv("NHIP_CAU_EMBED", site)

    with pytest.raises(SystemExit, match="NHIP_CAU_EMBED cannot hold"):
        framing.sites()
