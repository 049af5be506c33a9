"""A provider that is not reached: which part of the way is wrong is told."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.browser.office import (
    HOST,
    Authority,
    Office,
    Proxy,
    answering,
    authority,
    forward_proxy,
    office,
)
from tests.browser.openid.visiting import HERE, back_from, browser, role, said, sign_in

pytestmark = pytest.mark.browser


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
