"""The cookies of a sign-in at the provider, and its answers: forged, kept, sent twice."""

import json
import time
from datetime import timedelta

import httpx2
import pytest

from data.accounts import provided
from tests.browser.office import (
    answering,
)
from tests.browser.openid.visiting import HERE, browser, role, said, sign_in, trail

pytestmark = pytest.mark.browser


def test_a_sign_out_ends_that_sign_in_wherever_its_cookie_still_is(provider, settings, store):
    settings(provider.metadata_url)
    here, elsewhere, thief = browser(), browser(), browser()
    sign_in(here, "lan")
    sign_in(elsewhere, "lan")
    thief.cookies.update(here.cookies)
    assert role(thief) == "editor"

    assert here.post("/sign-out?lang=en").status_code == 403
    assert role(here) == "editor"
    answer = here.post("/sign-out?lang=en", headers={"Origin": HERE})

    assert "You are signed out" in answer.text
    assert f"{provider.issuer}/session/end?" in answer.text
    assert [role(one) for one in (here, thief, elsewhere)] == ["stranger", "stranger", "editor"]
    assert not [name for name in here.cookies if name.startswith("_streamlit_user")]
    assert trail(store)[0] == ("sign-out", "lan@office.example")


def test_whoever_signs_in_at_the_same_browser_ends_the_sign_in_before(provider, settings, store):
    settings(provider.metadata_url)
    here, open_page = browser(), browser()
    sign_in(here, "lan")
    open_page.cookies.update(here.cookies)
    assert role(open_page) == "editor"

    sign_in(here, "lan")

    assert role(here) == "editor"
    assert role(open_page) == "stranger"
    assert [act for act, _who in trail(store)][:3] == ["sign-in", "sign-out", "sign-in"]


def test_a_sign_in_ends_after_its_time(provider, settings, store, monkeypatch):
    monkeypatch.setattr(provided, "LASTS", timedelta(seconds=3))
    settings(provider.metadata_url)
    here = browser()
    sign_in(here, "lan")
    assert role(here) == "editor"

    time.sleep(4)

    assert role(here) == "stranger"


def test_the_cookies_are_kept_from_scripts_and_end_with_the_sign_in(provider, settings, store):
    settings(provider.metadata_url)

    answer = sign_in(browser(), "lan")

    cookies = [text for text in answer.headers.get_list("set-cookie") if "_streamlit_user" in text]
    assert len(cookies) == 2
    for text in cookies:
        assert "httponly" in text.lower()
        assert "samesite=lax" in text.lower()
        assert "max-age=43200" in text.lower()


@pytest.mark.parametrize(
    "changed",
    [
        {"cookie_secret": "another secret for the cookies of this server"},
        {"client_id": "another"},
        {"server_metadata_url": "https://other.example/o"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_cookie_of_other_settings_is_worth_nothing(provider, settings, store, changed):
    settings(provider.metadata_url)
    here = browser()
    sign_in(here, "lan")

    settings(provider.metadata_url, **changed)

    assert role(here) == "stranger"
    assert here.get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-1],
        lambda text: text[: len(text) // 2],
        lambda text: "e30" + text[3:],
        lambda _text: "é🙂" * 9,
        lambda _text: "",
    ],
)
def test_a_forged_or_truncated_cookie_is_worth_nothing(provider, settings, store, spoil):
    settings(provider.metadata_url)
    here = browser()
    sign_in(here, "lan")
    signed = here.cookies["_streamlit_user"].strip('"')

    other = browser()
    headers = {b"Cookie": f"_streamlit_user={spoil(signed)}".encode()}

    assert other.get("/me", headers=headers).json()[0] == ""
    assert other.get("/sign-in", headers=headers).status_code == 200


def test_an_answer_of_the_provider_counts_once_and_for_the_browser_that_asked(
    provider, settings, store
):
    settings(provider.metadata_url)
    here, other = browser(), browser()
    other.get("/sign-in/begin?lang=en")

    back = str(sign_in(here, "lan").request.url)
    again, taken = here.get(back), other.get(back)

    assert [answer.status_code for answer in (again, taken)] == [400, 400]
    assert said(taken).startswith("This sign-in was begun too long ago")
    assert role(other) == "stranger"


def test_a_link_makes_the_page_say_nothing_of_its_own(provider, settings, store):
    settings(provider.metadata_url)

    answer = browser().get("/oauth2callback?error=Call+0900+now&state=x&lang=en")

    assert answer.status_code == 400
    assert "0900" not in answer.text


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "x"])
def test_after_the_sign_in_no_foreign_page_follows(provider, settings, store, to):
    settings(provider.metadata_url)

    answer = sign_in(browser(), "lan", to=to)

    assert answer.headers["location"] == "/?lang=en"


def test_a_token_of_another_provider_is_refused(provider, settings, store):
    metadata = httpx2.get(provider.metadata_url).json()
    mixed = json.dumps({**metadata, "issuer": "https://sso.office.example"}).encode()
    with answering(200, mixed) as address:
        settings(address)
        here = browser()

        answer = sign_in(here, "lan")

    assert answer.status_code == 400
    assert "cannot be trusted: invalid_claim" in said(answer)
    assert role(here) == "stranger"
