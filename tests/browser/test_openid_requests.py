"""Signing in at a certified OpenID provider, request by request: who is let in, and who is not."""

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from components.entrance import gate
from components.web import openid_sign_in
from data.accounts import accounts, provided
from data.roles import Caller, Role
from data.store import Store, audit
from tests.browser.office import (
    COOKIE_SECRET,
    HOST,
    Authority,
    Office,
    Proxy,
    answering,
    authority,
    forward_proxy,
    office,
    secrets,
)

pytestmark = pytest.mark.browser
HERE = "http://127.0.0.1:8501"
AN = Caller("an", "An", Role.ADMINISTRATOR)


@pytest.fixture(scope="module")
def provider() -> Iterator[Office]:
    with office(f"{HERE}/oauth2callback") as started:
        yield started


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Iterator[Callable[..., None]]:
    """Writes Streamlit's secrets as an administrator would."""
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")

    def write(metadata_url: str, **others: Any) -> None:
        text = secrets(f"{HERE}/oauth2callback", metadata_url, **others)
        file.write_text(text, "utf-8")
        config.set_option("secrets.files", [str(file)])
        secrets_singleton._reset()

    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "openid")
    yield write
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


@pytest.fixture
def store(tmp_path, monkeypatch) -> Iterator[Store]:
    """A store in which Lan is an editor."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    kept = Store(f"sqlite:///{tmp_path}/store.sqlite")
    accounts.add(kept, "an", "An", Role.ADMINISTRATOR, None, by=AN)
    accounts.add(kept, "lan@office.example", "Lò Thị Lan", Role.EDITOR, None, by=AN)
    yield kept
    kept.close()


@pytest.fixture
def by_groups(monkeypatch) -> None:
    monkeypatch.setenv("NHIP_CAU_OPENID_CLAIM", "groups")
    monkeypatch.setenv(
        "NHIP_CAU_OPENID_ROLES", "nhip-cau-editors:editor, nhip-cau-approvers:approver"
    )


def browser() -> TestClient:
    """Somebody's browser at a server of ours, with an address that says who it takes them for."""

    def me(request: Request) -> JSONResponse:
        caller = gate.caller_of(request)
        return JSONResponse([caller.account, caller.name, caller.role])

    app = Starlette(
        routes=[*openid_sign_in.routes(), Route("/me", me)],
        middleware=[Middleware(SessionMiddleware, secret_key=COOKIE_SECRET)],
    )
    return TestClient(app, base_url=HERE, follow_redirects=False)


def back_from(there: httpx2.Client, away: str, name: str) -> str:
    """Sign in at the provider under a name; gives the address that it sends the browser back to."""
    answer = there.get(away)
    while True:
        if answer.is_redirect:
            target = str(answer.url.join(answer.headers["location"]))
            if target.startswith(HERE):
                return target
            answer = there.get(target)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        assert form, answer.text
        fields = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
        answer = there.post(
            answer.url.join(unescape(form[1])), data={**fields, "login": name, "password": "x"}
        )


def sign_in(here: TestClient, name: str, to: str = "/projects") -> httpx2.Response:
    """The answer with which somebody comes back from the provider."""
    away = here.get("/sign-in/begin", params={"lang": "en", "to": to})
    assert away.status_code == 302, away.text
    with httpx2.Client() as there:
        target = urlsplit(back_from(there, away.headers["location"], name))
    return here.get(f"{target.path}?{target.query}")


def said(answer: httpx2.Response) -> str:
    """What the page says is wrong."""
    found = re.search(r'role="alert"><p>(.*?)</p>', answer.text)
    return unescape(found[1]) if found else ""


def role(here: TestClient) -> str:
    """What the server takes the owner of a browser for."""
    account, _name, role = here.get("/me").json()
    return str(role) if account else "stranger"


def trail(store: Store) -> list[tuple[str, str]]:
    with store.transaction() as connection:
        return [(one.act, one.who) for one in audit.entries(connection)]


def test_an_account_of_the_e_mail_address_gives_its_role(provider, settings, store):
    settings(provider.metadata_url)
    here = browser()

    answer = sign_in(here, "lan")

    assert (answer.status_code, answer.headers["location"]) == (303, "/projects")
    assert here.get("/me").json() == ["lan@office.example", "Lò Thị Lan", "editor"]
    assert trail(store)[0] == ("sign-in", "lan@office.example")


def test_a_claim_gives_the_role_that_the_settings_say(provider, settings, store, by_groups):
    settings(provider.metadata_url)
    here = browser()

    sign_in(here, "minh")

    assert here.get("/me").json() == ["minh@office.example", "Quàng Văn Minh", "approver"]


@pytest.mark.parametrize(
    ("account", "expected"), [(Role.READER, "approver"), (Role.ADMINISTRATOR, "administrator")]
)
def test_of_account_and_claim_the_higher_role_counts(
    provider, settings, store, by_groups, account, expected
):
    accounts.add(store, "minh@office.example", "Minh", account, None, by=AN)
    settings(provider.metadata_url)
    here = browser()

    sign_in(here, "minh")

    assert role(here) == expected


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("khach", "knows you as khach@office.example; this program has no account of that name."),
        ("gia", "says that the address lan@office.example is not verified."),
        ("im", "does not say whether the address lan@office.example is verified"),
        ("khong", "did not tell your e-mail address"),
    ],
)
def test_who_is_not_let_in_reads_why_and_gains_no_role(provider, settings, store, name, sentence):
    settings(provider.metadata_url)
    here = browser()

    answer = sign_in(here, name)

    assert answer.status_code == 403
    assert sentence in said(answer)
    assert role(here) == "stranger"
    assert trail(store)[0][0] == "sign-in-refused"


def test_where_the_settings_say_so_everybody_of_the_office_reads(
    provider, settings, store, monkeypatch
):
    monkeypatch.setenv("NHIP_CAU_OPENID_ANYONE", "reader")
    settings(provider.metadata_url)
    here = browser()

    sign_in(here, "khach")

    assert role(here) == "reader"


def test_where_the_provider_is_trusted_an_address_need_not_be_said_to_be_verified(
    provider, settings, store, monkeypatch
):
    monkeypatch.setenv("NHIP_CAU_OPENID_EMAIL", "trusted")
    settings(provider.metadata_url)

    roles = {}
    for name in ("im", "gia"):
        here = browser()
        sign_in(here, name)
        roles[name] = role(here)

    assert roles == {"im": "editor", "gia": "stranger"}


def test_a_lowered_role_and_a_removed_account_count_at_the_next_request(provider, settings, store):
    settings(provider.metadata_url)
    here = browser()
    sign_in(here, "lan")

    accounts.set_role(store, "lan@office.example", Role.READER, by=AN)
    assert role(here) == "reader"
    accounts.remove(store, "lan@office.example", by=AN)
    assert role(here) == "stranger"


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


def test_a_wrong_secret_of_ours_is_named(provider, settings, store):
    settings(provider.metadata_url, client_secret="wrong")

    answer = sign_in(browser(), "lan")

    assert "did not sign you in: invalid_client" in said(answer)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://nowhere.invalid/x", "The name of the sign-in server nowhere.invalid cannot be"),
        (f"http://{HOST}:9/x", f"The sign-in server {HOST}:9 refuses the connection."),
    ],
)
def test_a_provider_that_cannot_be_reached_is_named_with_what_is_wrong(
    settings, store, address, sentence
):
    settings(address)

    answer = browser().get("/sign-in/begin?lang=en")

    assert answer.status_code == 502
    assert said(answer).startswith(sentence)
    assert "docs/running.md" in answer.text


@pytest.mark.parametrize(
    ("status", "content", "sentence"),
    [
        (200, b"<html>Welcome</html>", "is no OpenID configuration"),
        (200, b"[]", "is no OpenID configuration"),
        (200, b"{}", "is no OpenID configuration"),
        (404, b"", "answers with an error: 404."),
    ],
)
def test_what_is_no_provider_is_told(settings, store, status, content, sentence):
    with answering(status, content) as address:
        settings(address)

        answer = browser().get("/sign-in/begin?lang=en")

    assert answer.status_code == 502
    assert sentence in said(answer)


def test_a_provider_that_stays_silent_is_waited_for_in_vain_for_seconds_only(settings, store):
    with answering(200, b"{}", after=2) as address:
        settings(address, timeout=0.5)

        answer = browser().get("/sign-in/begin?lang=en")

    assert said(answer) == f"The sign-in server {address[7:]} does not answer in time."


@pytest.mark.parametrize("language", ["vi", "en", "fr"])
def test_a_provider_that_stops_during_a_sign_in_is_told_in_the_readers_language(
    provider, settings, store, language
):
    settings(provider.metadata_url, server_metadata_url=provider.metadata_url)
    here = browser()
    away = here.get(f"/sign-in/begin?lang={language}").headers["location"]
    with httpx2.Client() as there:
        back = back_from(there, away, "lan")
    settings(f"http://{HOST}:9/x")

    answer = here.get(back)

    assert answer.status_code == 502
    assert f'<html lang="{language}">' in answer.text
    assert f"{HOST}:9" in said(answer)
    assert role(here) == "stranger"


@pytest.fixture
def closed_office(tmp_path) -> Iterator[tuple[Office, Authority, Proxy]]:
    """A provider with a certificate of the office's own, found through the office's proxy alone."""
    own = authority(tmp_path, "sso.office.example")
    with (
        office(
            f"{HERE}/oauth2callback",
            issuer="https://sso.office.example",
            key=own.key,
            certificate=own.certificate,
        ) as started,
        forward_proxy(HOST, started.port) as proxy,
    ):
        yield started, own, proxy


def test_the_offices_proxy_and_its_own_authority_are_two_settings(
    closed_office, settings, store, monkeypatch
):
    provider, own, proxy = closed_office
    settings(provider.metadata_url)
    here = browser()

    assert "cannot be found" in said(here.get("/sign-in/begin?lang=en"))
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    assert "is not trusted" in said(here.get("/sign-in/begin?lang=en"))
    monkeypatch.setenv("SSL_CERT_FILE", str(own.file))
    sign_in(here, "lan")

    assert role(here) == "editor"
    assert set(proxy.asked) == {"sso.office.example:443"}


def test_a_proxy_that_is_not_there_is_told(settings, store, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", f"http://{HOST}:9")
    settings("https://sso.office.example/x")

    answer = browser().get("/sign-in/begin?lang=en")

    assert said(answer).startswith("The office's proxy cannot be reached")


def test_a_proxy_that_lets_nothing_through_is_told(settings, store, monkeypatch):
    settings("https://sso.office.example/x")
    with answering(403, b"") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)

        answer = browser().get("/sign-in/begin?lang=en")

    assert said(answer) == "The office's proxy does not let this program reach sso.office.example."
