"""Whether Streamlit still signs people in with an OpenID provider as ours expect."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import Response
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from components.inside import signing_in as inside
from tests import loops
from tests.components.inside.release import HERE, RELEASE


@pytest.fixture
def signing_in(tmp_path) -> Iterator[None]:
    """Secrets of Streamlit in which a provider stands."""
    file, before = tmp_path / "secrets.toml", config.get_option("secrets.files")
    file.write_text(
        '[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"c" * 32}"\nclient_id = "a"\nclient_secret = "b"\n'
        'server_metadata_url = "https://sso.example/o"\nclient_kwargs = { prompt = "login" }\n'
    )
    config.set_option("secrets.files", [str(file)])
    secrets_singleton._reset()
    yield
    config.set_option("secrets.files", before)
    secrets_singleton._reset()


def test_the_settings_of_signing_in_are_its_secrets_with_the_port_filled_in(signing_in):
    settings = inside.sign_in_settings()

    port = config.get_option("server.port")
    assert settings["redirect_uri"] == f"http://127.0.0.1:{port}/oauth2callback"
    assert settings["client_id"] == "a", f"{RELEASE} reads [auth] otherwise: {HERE}"


def test_its_client_is_authlibs_and_keeps_who_is_away_under_the_name_that_we_look_for(signing_in):
    client = inside.openid_client()
    session: dict[str, object] = {}
    for name in ("load_server_metadata", "authorize_redirect", "authorize_access_token"):
        assert callable(getattr(client, name, None)), f"{RELEASE}: no {name}; {HERE}"

    loops.run(client.framework.set_state_data(session, "one", {}))

    assert list(session) == [f"_state_{inside.PROVIDER}_one"], f"Authlib keeps another name: {HERE}"


def kept(user: dict[str, Any], *, secure: bool) -> tuple[dict[str, str], list[str]]:
    """The cookies that a browser has after a sign-in, and as they were set."""
    response = Response()
    tokens = {"id_token": "t"}
    loops.run(inside.keep_user(response, user, tokens, seconds=60, secure=secure))
    lines = response.headers.getlist("set-cookie")
    pairs = (line.partition(";")[0].partition("=") for line in lines)
    return {name: value for name, _, value in pairs}, lines


@pytest.mark.parametrize("groups", [1, 900])
def test_what_its_cookies_hold_is_read_again_however_long(signing_in, groups):
    user: dict[str, Any] = {
        "email": "lan@office.example",
        "groups": [f"nhóm {number}" for number in range(groups)],
    }

    cookies, _lines = kept(user, secure=False)

    assert inside.kept_user(cookies) == user, f"{RELEASE} keeps its user otherwise: {HERE}"
    first = "_streamlit_user"
    assert inside.kept_user({**cookies, first: cookies[first][:-2]}) == {}
    assert inside.kept_user({}) == {}


@pytest.mark.parametrize("secure", [True, False])
def test_its_cookies_end_with_the_sign_in_and_go_by_https_alone_where_they_can(signing_in, secure):
    _cookies, lines = kept({"email": "lan@office.example"}, secure=secure)

    assert len(lines) == 2
    for line in lines:
        assert "Max-Age=60" in line, f"{RELEASE} writes its cookies otherwise: {HERE}"
        assert "HttpOnly" in line
        assert line.endswith("; Secure") is secure
