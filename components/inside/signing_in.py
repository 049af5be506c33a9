"""How Streamlit signs people in with an OpenID provider: its settings, client and cookies.

``tests/components/inside/test_signing_in.py`` names what a new release does otherwise.
"""

import json
import os
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from streamlit import config
from streamlit.auth_util import (
    get_cookie_with_chunks,
    get_redirect_uri,
    get_secrets_auth_section,
)
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette import starlette_auth_routes as auth_routes
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import (
    AUTH_COOKIE_MAX_AGE_SECONDS,
    USER_COOKIE_NAME,
)

# How Streamlit calls the provider whose settings stand in [auth] itself.
PROVIDER = "default"


def sign_in_settings() -> Mapping[str, str]:
    """The texts in the section [auth] of its secrets, the port of redirect_uri filled in."""
    section = get_secrets_auth_section()
    texts = {name: text for name, text in section.to_dict().items() if isinstance(text, str)}
    if "redirect_uri" in texts:
        texts["redirect_uri"] = get_redirect_uri(section) or ""
    return texts


def heed_secrets_file() -> None:
    """Read the secrets from where STREAMLIT_SECRETS_FILES says, as ``streamlit run`` does."""
    if named := os.environ.get("STREAMLIT_SECRETS_FILES"):
        flags = {"secrets.files": named.split()}
        config.get_config_options(force_reparse=True, options_from_flags=flags)


def openid_client() -> Any:
    """What speaks with the provider of st.login: a new StarletteOAuth2App of Authlib."""
    return auth_routes._create_oauth_client(PROVIDER)[0]


async def keep_user(
    response: Response, user: dict[str, Any], tokens: dict[str, Any], *, seconds: int, secure: bool
) -> None:
    """Set the cookies of st.login, to be kept for so long, and to be sent by https alone."""
    await auth_routes._set_auth_cookie(response, user, tokens)
    lasts, ours = f"Max-Age={AUTH_COOKIE_MAX_AGE_SECONDS}", f"Max-Age={seconds}"
    response.raw_headers[:] = [
        (name, _bounded(value, lasts, ours, secure=secure) if name == b"set-cookie" else value)
        for name, value in response.raw_headers
    ]


def _bounded(cookie: bytes, lasts: str, ours: str, *, secure: bool) -> bytes:
    text = cookie.decode("latin-1")
    if lasts not in text:
        return cookie  # one that is taken away
    return (text.replace(lasts, ours) + ("; Secure" if secure else "")).encode("latin-1")


def kept_user(cookies: Mapping[str, str]) -> Mapping[str, Any]:
    """What the cookie of st.login says of its user; empty where its signature is not ours."""
    secret = get_cookie_secret()

    def one(name: str) -> bytes | None:
        signed = cookies.get(name, "").encode("latin-1", "replace")
        return decode_signed_value(secret, name, signed)

    try:
        said = json.loads(get_cookie_with_chunks(one, USER_COOKIE_NAME) or b"{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def forget_user(response: Response, request: Request) -> None:
    """Take the cookies of st.login away."""
    auth_routes._clear_auth_cookie(response, request)


async def sign_out_address(request: Request) -> str | None:
    """Where the provider itself signs its user out; None where it does not or cannot be asked."""
    return await auth_routes._get_provider_logout_url(request)
