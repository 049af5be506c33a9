"""Signing in at another server by OpenID Connect, through Streamlit."""

from starlette.requests import HTTPConnection

from data.roles import STRANGER, Caller


def check_start() -> None:
    """End the start with a sentence where the settings are not complete."""
    raise SystemExit("NHIP_CAU_SIGN_IN=openid is not ready yet.")


def caller() -> Caller:
    """Who looks at the page that runs."""
    return STRANGER


def caller_of(_connection: HTTPConnection) -> Caller:
    """Who sent a request or opens a socket."""
    return STRANGER
