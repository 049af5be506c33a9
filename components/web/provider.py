"""The server where people sign in (OpenID Connect): asked for it, or what is wrong with it."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2
from authlib.common.errors import AuthlibBaseError
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from components.entrance import openid
from components.inside import signing_in
from data.language import Language

_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderTrouble(Exception):  # noqa: N818 - the name says what happened
    """Raised when the other server does not do its part; ``why`` is one word for what is wrong."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}")
        self.why = why
        self.detail = detail
        self.host = openid.provider_host()

    def sentence(self, language: Language) -> str:
        """What is wrong, for a reader."""
        _ = language.text
        sentences = {
            "not-found": _("The name of the sign-in server {host} cannot be found."),
            "refused": _("The sign-in server {host} refuses the connection."),
            "not-trusted": _(
                "The certificate of the sign-in server {host} is not trusted: this machine does "
                "not know the authority that signed it, or it is for another name or time."
            ),
            "late": _("The sign-in server {host} does not answer in time."),
            "proxy": _("The office's proxy does not let this program reach {host}."),
            "no-proxy": _(
                "The office's proxy cannot be reached, so neither can the sign-in server {host}."
            ),
            "status": _("The sign-in server {host} answers with an error: {detail}."),
            "no-openid": _(
                "What {host} answers is no OpenID configuration: its address in the settings is "
                "wrong, or something else answers in its place."
            ),
            "old": _("This sign-in was begun too long ago, or in another tab. Begin again."),
            "denied": _("The sign-in server {host} did not sign you in: {detail}."),
            "not-ours": _("What {host} sent to sign you in cannot be trusted: {detail}."),
        }
        lost = _("The connection to the sign-in server {host} was lost.")
        return sentences.get(self.why, lost).format(host=self.host, detail=self.detail)


async def asked() -> None:
    """Ask it for its configuration, as each sign-in does; raises ProviderTrouble."""
    with _told():
        await _check(signing_in.openid_client())


async def begun(request: Request) -> Response:
    """The answer that leads the browser to the other server; raises ProviderTrouble."""
    client = signing_in.openid_client()
    with _told():
        await _check(client)
        redirect_uri = signing_in.sign_in_settings()["redirect_uri"]
        answer: Response = await client.authorize_redirect(request, redirect_uri)
    return answer


async def token_for(request: Request) -> Mapping[str, Any]:
    """What the other server says of the user who comes back from it; raises ProviderTrouble.

    Its ``userinfo`` holds the claims of a token that this provider signed, for us, for this
    sign-in, and that is still valid.
    """
    state = request.query_params.get("state", "")
    if f"_state_{signing_in.PROVIDER}_{state}" not in request.session:
        raise ProviderTrouble("old")  # or a link by which somebody would have us say something
    client = signing_in.openid_client()
    with _told():
        metadata = await _check(client)
        options = {
            "iss": {"essential": True, "values": [metadata["issuer"]]},
            "aud": {"essential": True, "value": client.client_id},
            "nonce": {"essential": True},
        }
        token: Mapping[str, Any] = await client.authorize_access_token(
            request, claims_options=options
        )
    return token


async def _check(client: Any) -> Mapping[str, Any]:
    """Its configuration, read anew; raises ProviderTrouble where it is none."""
    try:
        metadata = await client.load_server_metadata()
    except (ValueError, TypeError, AttributeError) as cause:
        raise ProviderTrouble("no-openid") from cause
    if not all(isinstance(metadata.get(name), str) for name in _NEEDED):
        raise ProviderTrouble("no-openid")
    return dict(metadata)


@contextmanager
def _told() -> Iterator[None]:
    """Turns whatever can go wrong between the two servers into a ProviderTrouble."""
    try:
        yield
    except httpx2.HTTPStatusError as cause:
        raise ProviderTrouble("status", str(cause.response.status_code)) from cause
    except httpx2.TimeoutException as cause:
        raise ProviderTrouble("late") from cause
    except httpx2.ProxyError as cause:
        raise ProviderTrouble("proxy") from cause
    except (httpx2.TransportError, httpx2.TooManyRedirects, OSError) as cause:
        why = _why(cause)
        # Through a proxy, the far side shows in its certificate alone.
        raise ProviderTrouble(
            "no-proxy" if why != "not-trusted" and _has_proxy() else why
        ) from cause
    except AuthlibBaseError as cause:
        said = filter(None, (cause.error, cause.description))
        raise ProviderTrouble("denied", _short(" – ".join(said))) from cause
    except (JoseError, ValueError, TypeError, KeyError, RuntimeError) as cause:
        detail = getattr(cause, "error", "") or type(cause).__name__
        raise ProviderTrouble("not-ours", _short(detail)) from cause


def _has_proxy() -> bool:
    """Whether the machine's settings lead to the other server through a proxy."""
    address = urlsplit(signing_in.sign_in_settings()["server_metadata_url"])
    is_passed_by = proxy_bypass(address.hostname or "")
    return bool(getproxies().get(address.scheme)) and not is_passed_by


def _why(error: BaseException) -> str:
    """What lies under a failed connection."""
    for cause in _causes(error):
        match cause:
            case ssl.SSLError():
                return "not-trusted"
            case socket.gaierror():
                return "not-found"
            case ConnectionRefusedError():
                return "refused"
            case TimeoutError():
                return "late"
    return "lost"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it."""
    left, seen = [error], set[int]()
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += filter(None, (one.__cause__, one.__context__))
        left += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


def _short(text: str | None) -> str:
    """A word of the other server, fit for a sentence."""
    return "".join(filter(str.isprintable, text or ""))[:160]
