"""The cookie of a sign-in: how long it counts, and for whom."""

import pytest

from components.entrance import browsers, gate
from data.accounts import sign_ins
from data.roles import STRANGER
from tests.components.web.signing_in.entering import HOME, enter, said, whose

OFFICE = "https://desk.example"


@pytest.mark.parametrize(("origin", "is_secure"), [(HOME, False), (OFFICE, True)])
def test_the_cookie_is_for_this_server_alone_and_ends_with_the_sign_in(browser, origin, is_secure):
    kept = enter(browser(origin)).headers.get_list("set-cookie")

    assert [one.partition("=")[0] for one in kept] == [gate.COOKIE, browsers.COOKIE]
    for one in kept:
        assert "HttpOnly" in one
        assert "SameSite=lax" in one
        assert "Path=/" in one
        assert "Domain" not in one
        assert ("Secure" in one) is is_secure
    assert f"Max-Age={12 * 3600}" in kept[0]


def test_a_browser_that_keeps_no_cookie_is_told_that_the_address_must_begin_with_https(browser):
    """As a browser does with a Secure cookie that came over http."""
    client = browser("http://desk.example")

    arrived = client.get(enter(client).headers["location"])

    assert "https://" in said(arrived)
    assert whose(client) == "stranger"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda cookie: cookie[:-9] + cookie[-9].swapcase() + cookie[-8:].swapcase(),
        lambda cookie: cookie[: len(cookie) // 2],
        lambda cookie: cookie.partition(".")[0],
        lambda cookie: cookie + cookie,
        lambda _cookie: "x" * 8_000,
        lambda _cookie: '"\\377"',
        lambda _cookie: browsers.remembering("", "ban"),
        lambda _cookie: gate.signer("another").dumps("token"),
        lambda _cookie: gate.cookie_of("a token nobody has"),
    ],
)
def test_a_forged_or_truncated_cookie_makes_nobody(browser, office, spoil):
    cookie = gate.cookie_of(sign_ins.begin(office, "ban"))
    client = browser()
    client.headers["Cookie"] = f"{gate.COOKIE}={spoil(cookie)}"

    assert whose(client) == "stranger"
    assert client.get("/sign-in").status_code == 200


@pytest.mark.parametrize("kept", [[1, 2], "text", 7, None, {"a": 1}])
def test_a_browsers_number_of_another_form_is_none(browser, office, kept):
    client = browser()
    client.headers["Cookie"] = f"{browsers.COOKIE}={gate.signer(browsers.COOKIE).dumps(kept)}"

    assert enter(client).status_code == 303


def test_a_cookie_kept_beyond_the_sign_out_is_worth_nothing(browser):
    client = browser()
    enter(client)
    kept = client.cookies[gate.COOKIE]
    client.post("/sign-out")

    replayed = browser()
    replayed.headers["Cookie"] = f"{gate.COOKIE}={kept}"
    assert whose(replayed) == "stranger"


def test_a_changed_cookie_key_signs_everybody_out(browser, monkeypatch):
    client = browser()
    enter(client)
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "another key of thirty-two letters")

    assert whose(client) == "stranger"
    assert enter(client).status_code == 303


def test_an_expired_sign_in_is_a_strangers(browser, monkeypatch):
    client = browser()
    monkeypatch.setattr(sign_ins, "LASTS", sign_ins.LASTS * 0)
    enter(client)

    assert whose(client) == "stranger"


def test_signing_in_anew_ends_what_the_browser_had_before(browser, office):
    client = browser()
    enter(client)
    before = gate.token(client.cookies[gate.COOKIE])
    enter(client)

    assert sign_ins.whose(office, before) == STRANGER
    assert whose(client) == "ban"


def test_two_browsers_may_be_signed_in_at_once(browser):
    first, second = browser(), browser()
    enter(first)
    enter(second)
    second.post("/sign-out")

    assert (whose(first), whose(second)) == ("ban", "stranger")
