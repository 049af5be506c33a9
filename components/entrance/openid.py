"""Signing in at another server by OpenID Connect, through Streamlit's ``st.login``.

Which server, and how this program is known there, stands in Streamlit's own settings, ``[auth]`` in
``.streamlit/secrets.toml``. Streamlit's signed cookie holds what that server said of its user. It
is worth nothing without our own row of the sign-in (``data.accounts.provided``), so a sign-in ends
at sign-out, and after twelve hours, wherever the cookie may still be.
"""

import ipaddress
import os
import re
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import streamlit as st
from starlette.requests import HTTPConnection

from components.entrance import hosts, secrets_file
from components.inside import signing_in
from data.accounts import provided
from data.accounts.provided import SignIn
from data.roles import STRANGER, Caller, Role
from data.store import store

CALLBACK = "/oauth2callback"
_ENTRIES = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_CLAIM, _ROLES = "NHIP_CAU_OPENID_CLAIM", "NHIP_CAU_OPENID_ROLES"
_ANYONE, _EMAIL = "NHIP_CAU_OPENID_ANYONE", "NHIP_CAU_OPENID_EMAIL"
_AUTHORITIES = "SSL_CERT_FILE"
_SHORTEST_SECRET = 32
_ADDRESS = re.compile(r"(?=.{3,254}$)[!-?A-~]+@[!-?A-~]+", re.ASCII)
_LONGEST_NAME = 120  # characters
# What is kept of a token: who it is, and which sign-in.
_KEPT = ("iss", "sub", "nonce", "iat", "email", "email_verified", "name", "preferred_username")


class NotLetIn(Exception):  # noqa: N818 - the name says what happened
    """Raised for somebody whom the other server knows, and whom we do not let in.

    ``why`` is ``no-address``, ``unverified``, ``not-said-verified``, ``no-role`` or ``no-token``.
    """

    def __init__(self, why: str, account: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.account = account


def check_start() -> None:
    """End the start with a sentence where the settings are not complete."""
    settings = signing_in.sign_in_settings()
    if missing := [name for name in _ENTRIES if not settings.get(name)]:
        raise SystemExit(
            f"NHIP_CAU_SIGN_IN=openid needs the section [auth] in {secrets_file.name()}; it has "
            f"no {', '.join(missing)} (docs/running.md shows the section)."
        )
    _check_redirect(settings["redirect_uri"])
    _check_provider(settings["server_metadata_url"])
    if len(settings["cookie_secret"]) < _SHORTEST_SECRET:
        raise SystemExit(
            f"cookie_secret in {secrets_file.name()} needs at least {_SHORTEST_SECRET} "
            'characters. To make one: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    _check_authorities()
    _roles()
    _anyone()
    _is_address_enough()


def makes_administrators() -> bool:
    """Whether a claim of the other server gives that role, so that no account here must have it."""
    return Role.ADMINISTRATOR in _roles().values()


def own_origin() -> str:
    """The origin at which readers use this server, as its setting says."""
    parts = urlsplit(signing_in.sign_in_settings()["redirect_uri"])
    return f"{parts.scheme}://{parts.netloc}"


def provider_host() -> str:
    """The host of the server where people sign in."""
    return urlsplit(signing_in.sign_in_settings()["server_metadata_url"]).netloc


def caller_later() -> Callable[[], Caller]:
    """Says who has the sign-in of the page that runs, also when no page runs any more."""
    user = st.user.to_dict()
    return lambda: _whose(user)


def caller_of(connection: HTTPConnection) -> Caller:
    """Who sent a request or opens a socket."""
    return _whose(kept_of(connection))


def kept_of(connection: HTTPConnection) -> Mapping[str, object]:
    """What a request's cookie says of its sender; empty where it is not ours."""
    kept = signing_in.kept_user(connection.cookies)
    return kept if kept.get("origin") == own_origin() else {}


def to_keep(claims: Mapping[str, object]) -> dict[str, object]:
    """What the cookie holds of a token's claims."""
    named = {*_KEPT, _claim(), _claim().partition(".")[0]}
    held = {name: claims[name] for name in sorted(named) if name in claims}
    return held | {
        "origin": own_origin(),
        "is_logged_in": True,
        "provider": signing_in.PROVIDER,
        "provided_by": _provided_by(),
    }


def sign_in_of(claims: Mapping[str, object]) -> SignIn:
    """The sign-in that a token tells of; raises NotLetIn."""
    account = _address(claims)
    name = claims.get("name") or claims.get("preferred_username") or account
    key = "\n".join(str(claims.get(part)) for part in ("iss", "sub", "nonce"))
    return SignIn(key, account, _one_line(str(name)) or account, _claimed(claims))


def _whose(user: Mapping[str, object]) -> Caller:
    if not user.get("is_logged_in") or user.get("provided_by") != _provided_by():
        return STRANGER
    try:
        return provided.whose(store(), sign_in_of(user))
    except NotLetIn:  # a setting became stricter meanwhile
        return STRANGER


def _provided_by() -> str:
    """Another provider, or another name there, makes the cookies of the former worth nothing."""
    settings = signing_in.sign_in_settings()
    return f"{settings['server_metadata_url']} {settings['client_id']}"


def _address(claims: Mapping[str, object]) -> str:
    """The e-mail address in small letters; raises NotLetIn where it proves nothing."""
    written = claims.get("email")
    # Letters beyond ASCII could become those of another address when made small.
    if not isinstance(written, str) or not _ADDRESS.fullmatch(written):
        raise NotLetIn("no-address")
    address = written.lower()
    verified = claims.get("email_verified")
    if verified is None and not _is_address_enough():
        raise NotLetIn("not-said-verified", address)
    if verified is not None and verified is not True and verified != "true":
        raise NotLetIn("unverified", address)
    return address


def _one_line(text: str) -> str:
    """Text without what would break a line or hide in it."""
    return "".join(filter(str.isprintable, text)).strip()[:_LONGEST_NAME]


def _claimed(claims: Mapping[str, object]) -> Role | None:
    """The highest role that the claim gives; None where it gives none."""
    said = _said(claims, _claim())
    values = {said} if isinstance(said, str) else set(filter(_is_text, _listed(said)))
    given = [role for value, role in _roles().items() if value in values]
    return max([*given, *_anyone()], key=list(Role).index, default=None)


def _said(claims: Mapping[str, object], path: str) -> object:
    """A claim by its name, or by a path with points where none has that name."""
    if path in claims:
        return claims[path]
    first, _, rest = path.partition(".")
    inner = claims.get(first)
    return _said(inner, rest) if rest and isinstance(inner, Mapping) else None


def _listed(said: object) -> list[object]:
    return said if isinstance(said, list) else []


def _is_text(one: object) -> bool:
    return isinstance(one, str)


def _claim() -> str:
    return os.environ.get(_CLAIM, "").strip()


def _roles() -> Mapping[str, Role]:
    """The role that each value of the claim gives."""
    written = os.environ.get(_ROLES, "").strip()
    if bool(written) != bool(_claim()):
        raise SystemExit(f"{_CLAIM} and {_ROLES} go together: set both, or neither.")
    given = {}
    for pair in filter(None, map(str.strip, written.split(";" if ";" in written else ","))):
        value, _, role = pair.rpartition(":")
        if not value or role not in list(Role):
            raise SystemExit(
                f"{_ROLES} cannot hold “{pair}”: write VALUE:ROLE, with one of "
                f"{', '.join(Role)} as the role; several stand with commas between."
            )
        given[value] = Role(role)
    return given


def _anyone() -> list[Role]:
    """What everybody may do whom the other server signs in."""
    written = os.environ.get(_ANYONE, "").strip().lower()
    if written not in ("", "reader"):
        raise SystemExit(f"{_ANYONE} cannot be “{written}”: write reader, or leave it out.")
    return [Role.READER] if written else []


def _is_address_enough() -> bool:
    """Whether an address counts of which the other server does not say that it is verified."""
    written = os.environ.get(_EMAIL, "").strip().lower()
    if written not in ("", "verified", "trusted"):
        raise SystemExit(f"{_EMAIL} cannot be “{written}”: write verified or trusted.")
    return written == "trusted"


def _check_redirect(written: str) -> None:
    parts = _parts(written, "redirect_uri")
    if parts.path != CALLBACK or parts.query or parts.fragment:
        raise SystemExit(
            f"redirect_uri in {secrets_file.name()} must end with {CALLBACK}, as in "
            f"https://nhipcau.example{CALLBACK}; it is “{written}”."
        )
    host = _host(parts)
    if not (_is_here(host) or host in hosts.named_hosts() or _is_number(host)):
        raise SystemExit(
            f"redirect_uri in {secrets_file.name()} names “{host}”, and this server does not "
            f"answer to that name: add it to NHIP_CAU_HOSTS."
        )


def _check_provider(written: str) -> None:
    _parts(written, "server_metadata_url")


def _parts(written: str, entry: str) -> SplitResult:
    """An address of the settings in its parts: https, or on this machine http."""
    try:
        parts = urlsplit(written)
        is_whole = bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        is_whole = False
    allowed = ("https", "http") if is_whole and _is_here(_host(parts)) else ("https",)
    if not is_whole or parts.scheme not in allowed:
        raise SystemExit(
            f"{entry} in {secrets_file.name()} must be a whole address that begins with "
            f"https:// (http:// only for this machine); it is “{written}”."
        )
    return parts


def _host(parts: SplitResult) -> str:
    """As ``hosts`` writes it."""
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name


def _is_here(host: str) -> bool:
    return host == "localhost" or (
        _is_number(host) and ipaddress.ip_address(host.strip("[]")).is_loopback
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _check_authorities() -> None:
    """The file of the office's own certificate authority, where one is set."""
    file = os.environ.get(_AUTHORITIES)
    if not file:
        return
    try:
        ssl.create_default_context(cafile=Path(file))
    except (OSError, ssl.SSLError) as cause:
        raise SystemExit(
            f"{_AUTHORITIES} must name a file of certificates in PEM form; {file} is none that can "
            f"be read: {cause}"
        ) from None
