"""The settings of signing in at another server, and what they make of what it says of people."""

import pytest

from components.entrance import openid
from components.entrance.openid import NotLetIn
from components.inside import signing_in
from data.roles import Role

WHOLE = {
    "redirect_uri": "https://nhipcau.example/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "nhip-cau",
    "client_secret": "s",
    "server_metadata_url": "https://sso.example/.well-known/openid-configuration",
}
CLAIMS = {
    "iss": "https://sso.example",
    "sub": "1",
    "nonce": "n",
    "iat": 1,
    "email": "Lan@office.example",
    "email_verified": True,
    "name": "Lò Thị Lan",
}


@pytest.fixture
def settings(monkeypatch):
    """Sets entries of the section [auth], and what is written large in the environment."""
    monkeypatch.setenv("NHIP_CAU_HOSTS", "nhipcau.example")

    def write(**changes: str) -> None:
        section = WHOLE | {name: text for name, text in changes.items() if name.islower()}
        for name, text in changes.items():
            if name.isupper():
                monkeypatch.setenv(name, text)
        monkeypatch.setattr(signing_in, "sign_in_settings", lambda: section)

    write()
    return write


def claimed(claims: dict[str, object]) -> Role | None:
    return openid.sign_in_of({**CLAIMS, **claims}).claimed


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"redirect_uri": "http://127.0.0.1:8501/oauth2callback"},
        {"redirect_uri": "http://localhost:8501/oauth2callback"},
        {"redirect_uri": "http://[::1]:8501/oauth2callback"},
        {"redirect_uri": "https://192.0.2.1/oauth2callback"},
        {"NHIP_CAU_OPENID_CLAIM": "groups", "NHIP_CAU_OPENID_ROLES": "urn:office:a:editor"},
    ],
)
def test_whole_settings_start(settings, changes):
    settings(**changes)

    openid.check_start()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        *(({name: ""}, f"it has no {name}") for name in WHOLE),
        ({"redirect_uri": "https://nhipcau.example/"}, "must end with /oauth2callback"),
        ({"redirect_uri": "https://nhipcau.example/oauth2callback?a=1"}, "must end with"),
        ({"redirect_uri": "https://other.example/oauth2callback"}, "add it to NHIP_CAU_HOSTS"),
        ({"redirect_uri": "http://nhipcau.example/oauth2callback"}, "begins with https://"),
        ({"redirect_uri": "https://nhipcau.example:port/oauth2callback"}, "whole address"),
        ({"redirect_uri": "https://a@nhipcau.example/oauth2callback"}, "whole address"),
        ({"redirect_uri": "/oauth2callback"}, "whole address"),
        ({"server_metadata_url": "http://sso.example/o"}, "server_metadata_url in"),
        ({"server_metadata_url": "sso.example"}, "server_metadata_url in"),
        ({"cookie_secret": "short"}, "cookie_secret in .streamlit/secrets.toml needs at least 32"),
        ({"NHIP_CAU_OPENID_CLAIM": "groups"}, "go together"),
        ({"NHIP_CAU_OPENID_ROLES": "a:editor"}, "go together"),
        (
            {"NHIP_CAU_OPENID_CLAIM": "groups", "NHIP_CAU_OPENID_ROLES": "a:editor,b:chief"},
            "cannot hold “b:chief”",
        ),
        ({"NHIP_CAU_OPENID_ANYONE": "editor"}, "NHIP_CAU_OPENID_ANYONE cannot be “editor”"),
        ({"NHIP_CAU_OPENID_EMAIL": "any"}, "NHIP_CAU_OPENID_EMAIL cannot be “any”"),
        ({"SSL_CERT_FILE": "/nowhere.pem"}, "SSL_CERT_FILE must name a file of certificates"),
        ({"SSL_CERT_FILE": __file__}, "SSL_CERT_FILE must name a file of certificates"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named_at_the_start(settings, changes, sentence):
    settings(**changes)

    with pytest.raises(SystemExit, match=r"(?s).+") as ended:
        openid.check_start()

    assert sentence in str(ended.value)


def test_no_secret_stands_in_a_sentence_of_the_start(settings):
    settings(cookie_secret="not so secret", client_secret="hidden", redirect_uri="")

    with pytest.raises(SystemExit) as ended:
        openid.check_start()

    assert "secret," not in str(ended.value)
    assert "hidden" not in str(ended.value)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["a"], Role.EDITOR),
        (["b", "a"], Role.APPROVER),
        ("a", Role.EDITOR),
        ("a b", None),
        (["A", " a", "a:editor", ""], None),
        ([["a"], {"a": 1}, 1, None, True], None),
        ({"a": True}, None),
        (None, None),
        (1, None),
    ],
)
def test_a_role_is_given_by_a_whole_value_of_the_claim_alone(settings, said, expected):
    settings(NHIP_CAU_OPENID_CLAIM="groups", NHIP_CAU_OPENID_ROLES="a:editor, b:approver")

    assert claimed({"groups": said}) is expected


def test_a_claim_may_lie_in_another_and_its_values_may_hold_commas(settings):
    settings(
        NHIP_CAU_OPENID_CLAIM="realm_access.roles",
        NHIP_CAU_OPENID_ROLES="cn=desk,ou=office:editor; chief:administrator",
    )

    assert claimed({"realm_access": {"roles": ["cn=desk,ou=office"]}}) is Role.EDITOR
    assert claimed({"realm_access.roles": ["chief"]}) is Role.ADMINISTRATOR
    assert claimed({"realm_access": ["roles"]}) is None


def test_without_a_claim_in_the_settings_no_claim_gives_a_role(settings):
    assert claimed({"role": "administrator", "": ["administrator"], "groups": ["a"]}) is None


@pytest.mark.parametrize("verified", [True, "true"])
def test_a_verified_address_is_the_account_in_small_letters(settings, verified):
    assert openid.sign_in_of({**CLAIMS, "email_verified": verified}).account == "lan@office.example"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email_verified": False}, "unverified"),
        ({"email_verified": "false"}, "unverified"),
        ({"email_verified": 1.5}, "unverified"),
        ({"email_verified": []}, "unverified"),
        ({"email_verified": 1}, "unverified"),
        ({"email_verified": None}, "not-said-verified"),
        ({"email": None}, "no-address"),
        ({"email": ""}, "no-address"),
        ({"email": "lan"}, "no-address"),
        ({"email": ["lan@office.example"]}, "no-address"),
        ({"email": "lan@office.example\n"}, "no-address"),
        ({"email": "lan@of fice.example"}, "no-address"),
        ({"email": "\u212alan@office.example"}, "no-address"),  # Kelvin: a k in small letters
        ({"email": f"{'l' * 300}@office.example"}, "no-address"),
    ],
)
def test_an_address_that_proves_nothing_opens_no_account(settings, claims, why):
    with pytest.raises(NotLetIn) as refused:
        openid.sign_in_of({**CLAIMS, **claims})

    assert refused.value.why == why


def test_a_name_is_one_line_of_usual_length(settings):
    name = openid.sign_in_of({**CLAIMS, "name": "Lan\n\u202e" + "x" * 500}).name

    assert name == ("Lan" + "x" * 500)[:120]


def test_the_cookie_holds_of_the_token_what_is_needed_alone(settings):
    settings(NHIP_CAU_OPENID_CLAIM="realm_access.roles", NHIP_CAU_OPENID_ROLES="a:editor")

    kept = openid.to_keep({**CLAIMS, "realm_access": {}, "phone_number": "0900", "at_hash": "x"})

    assert not {"phone_number", "at_hash"} & set(kept)
    assert {"realm_access", "nonce", "email", "origin", "provided_by"} <= set(kept)
