"""Signing in at a certified OpenID provider, request by request: who is let in, and as what."""

import pytest

from data.accounts import accounts
from data.roles import Role
from tests.browser.openid.visiting import AN, browser, role, said, sign_in, trail

pytestmark = pytest.mark.browser


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
