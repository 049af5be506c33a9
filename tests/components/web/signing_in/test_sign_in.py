"""Signing in over plain HTTP: what a browser gets, and what a stranger with a socket does not."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from components.entrance import gate
from components.web.forms import onward
from data.accounts import accounts, passwords
from data.language import Language
from data.roles import Role
from data.schema import LANGUAGES
from tests.components.web.signing_in.entering import HOME, PASSWORD, SHELL, enter, said, whose


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_form_speaks_the_readers_language_and_labels_its_fields(browser, code):
    page = browser().get("/sign-in", params={"lang": code})

    assert page.status_code == 200
    assert f'<html lang="{code}">' in page.text
    assert Language(code).text("Sign in") in said(page)
    assert re.findall(r'<label for="(\w+)">', page.text) == ["account", "password"]
    assert re.findall(r'autocomplete="([\w-]+)"', page.text) == ["username", "current-password"]
    assert "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"


def test_whoever_signs_in_is_led_on_and_known_until_signing_out(browser):
    client = browser()
    page = enter(client, to="/projects?project=namrom&lang=fr", lang="fr")

    assert page.status_code == 303
    arrived = client.get(page.headers["location"])
    assert str(arrived.url) == f"{HOME}/projects?project=namrom&lang=fr"
    assert whose(client) == "ban"
    gone = client.post("/sign-out")
    assert Language("vi").text("You are signed out.") in said(gone)
    assert whose(client) == "stranger"


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("account", ["ban", "nobody"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_sentence(browser, code, account):
    page = enter(browser(), "something else", account, lang=code)

    assert page.status_code == 401
    assert Language(code).text("Account and password do not belong together.") in said(page)
    assert 'aria-describedby="error"' in page.text
    assert f'value="{account}"' in page.text
    assert "something else" not in page.text
    assert not page.headers.get_list("set-cookie")


@pytest.mark.parametrize(("account", "password"), [("", "x"), ("ban", ""), ("", ""), (" ", " ")])
def test_an_empty_field_is_no_try(browser, account, password):
    client = browser()
    for _number in range(10):
        assert enter(client, password, account).status_code == 422

    assert enter(client).status_code == 303


def test_a_guesser_is_told_how_long_to_wait(browser):
    client = browser()
    for _number in range(3):
        enter(client, "something else")

    page = enter(client, PASSWORD, lang="en")
    assert page.status_code == 429
    assert page.headers["retry-after"] == "1"
    assert "Try again in 1 second." in said(page)


def test_a_browser_that_signed_in_before_is_not_held_up_by_a_stranger(browser):
    known = browser()
    enter(known)
    known.post("/sign-out")
    stranger = browser()
    for _number in range(3):
        enter(stranger, "something else")
    assert enter(stranger).status_code == 429

    assert enter(known).status_code == 303


def test_what_a_stranger_keeps_of_their_own_account_does_not_make_them_known_to_another(
    browser, office
):
    accounts.add(office, "own", "Own", Role.READER, PASSWORD, by=SHELL)
    stranger = browser()
    enter(stranger, account="own")
    for _number in range(3):
        enter(stranger, "something else")

    assert enter(stranger).status_code == 429


@pytest.mark.parametrize("length", [257, 10_000, 1_000_000])
def test_a_password_too_long_is_refused_with_a_sentence_and_not_hashed(
    browser, monkeypatch, length
):
    monkeypatch.setattr(passwords, "fits", lambda *_: pytest.fail("it was hashed"))

    page = enter(browser(), "x" * length, lang="en")

    assert page.status_code == (422 if length < 16_000 else 413)
    assert "256 characters" in said(page)


def test_a_form_sent_in_pieces_is_not_read_beyond_its_limit(browser):
    read = []

    def pieces():
        for _number in range(1_000):
            read.append(1)
            yield b"x" * 10_000

    page = browser().post(
        "/sign-in",
        content=pieces(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert page.status_code == 413


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"account": "ban"}', "application/json"),
        (b"account=ban", "text/plain"),
        (b"\xff=\xff", "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(30)), "application/x-www-form-urlencoded"),
        (b"account=ban&password=x", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_of_ours_is_refused(browser, content, kind):
    page = browser().post("/sign-in", content=content, headers={"Content-Type": kind})

    assert page.status_code == 400


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/account"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_page_from_elsewhere_can_send_no_form(browser, path, headers):
    client = browser()
    enter(client)
    del client.headers["Origin"]

    form = {"account": "ban", "password": PASSWORD}
    page = client.post(path, data=form, headers=headers, follow_redirects=False)

    assert page.status_code == 403
    assert not page.headers.get_list("set-cookie")
    assert client.get("/who").text == "ban"


def test_a_form_of_our_own_page_needs_no_origin_where_the_browser_says_so(browser):
    client = browser()
    del client.headers["Origin"]

    form = {"account": "ban", "password": PASSWORD}
    page = client.post(
        "/sign-in", data=form, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False
    )

    assert page.status_code == 303


@pytest.mark.parametrize(
    "path", ["/data?part=history", "/projects?q=a%20b&lang=fr", "/visits?q=%C4%90i"]
)
def test_a_path_of_ours_is_where_one_goes_on(path):
    assert onward(path) == path


@pytest.mark.parametrize(
    "path",
    [
        *(None, "", "projects", "http://evil.example", "//evil.example", "///evil.example"),
        *(
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            " //evil.example",
            "/\n/x",
            "/",
        ),
        *("javascript:alert(1)", "/sign-in", "/sign-in?to=/sign-in", "/sign-out", "/x" * 3000, "/"),
    ],
)
def test_nothing_else_is(path):
    assert onward(path) == ""


def test_the_form_switched_to_another_language_leads_to_the_page_in_that_language(browser):
    page = browser().get("/sign-in", params={"lang": "fr", "to": "/data?q=%C4%90i&lang=fr"})

    links = re.findall(r'<a href="(/sign-in[^"]*)"', page.text)
    switched = [dict(parse_qsl(urlsplit(unescape(link)).query)) for link in links]
    assert switched == [
        {"to": "/data?q=%C4%90i", "lang": "vi"},
        {"to": "/data?q=%C4%90i&lang=en", "lang": "en"},
    ]


def test_a_foreign_address_to_go_on_to_leads_home(browser):
    client = browser()
    page = enter(client, to="//evil.example")

    assert str(client.get(page.headers["location"]).url) == f"{HOME}/"


def test_what_is_typed_as_account_or_address_stays_text(browser):
    hostile = '"><script>alert(1)</script>'
    page = enter(browser(), "something else", hostile, to=f"/{hostile}", lang=hostile)

    assert "<script" not in page.text


def test_where_reading_needs_sign_in_the_form_leads_back(browser, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_READING", "signed-in")
    client = browser()

    asked = client.get("/projects?project=a&lang=en", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?to=%2Fprojects%3Fproject%3Da%26lang%3Den&lang=en"
    form = client.get(asked.headers["location"])
    assert form.status_code == 200
    assert "Read without signing in" not in said(form)


@pytest.mark.parametrize("path", ["/sign-in", "/account"])
def test_without_accounts_these_addresses_lead_home(browser, monkeypatch, path):
    monkeypatch.delenv("NHIP_CAU_SIGN_IN")
    client = browser()

    assert client.get(path, follow_redirects=False).headers["location"] == "/"
    assert client.post(path, data={}, follow_redirects=False).headers["location"] == "/"


def test_a_store_that_is_away_is_a_sentence(browser, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    client = browser()
    client.headers["Cookie"] = f"{gate.COOKIE}={gate.cookie_of('token')}"

    for page in (client.get("/sign-in"), enter(client), client.post("/sign-out")):
        assert page.status_code == 503
        assert "127.0.0.1" not in said(page)
        assert len(said(page)) > 40
