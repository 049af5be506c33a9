"""Keeps foreign pages out: only known hosts are served, and only to pages of the same origin."""

import ipaddress
import re
from collections.abc import Set

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.web.api import READING
from data.exports.openapi import ROOT
from data.language import Language

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", re.ASCII | re.I)
_KEPT_APART = {
    "Content-Security-Policy": "frame-ancestors 'self'",  # no foreign page lays itself over ours
    "Cross-Origin-Resource-Policy": "same-origin",  # nor shows our files as pictures of its own
}


class SameOrigin:
    """In front of everything that the server answers.

    A name that is not ours, pointed at this machine, would make a foreign page one of ours; so
    only loopback names, the ``named`` hosts and the address asked are served. A browser says by
    ``Origin`` which page asks; it must be the very host that is asked, as text. Streamlit then
    finds it equal too and looks nothing up: its own check of a foreign page asks the internet
    for this machine's address, and holds the server meanwhile.
    """

    def __init__(self, app: ASGIApp, named: Set[str] = frozenset()) -> None:
        self._app = app
        self._named = named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it at once."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif refused := self._refused(scope):
            await _refuse(refused, scope, receive, send)
        else:
            await self._app(scope, receive, _keeping_apart(send))

    def _refused(self, scope: Scope) -> int:
        """The status of a refusal; 0 where there is none."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        name = match["name"].lower() if match else ""
        if not name or name not in _LOOPBACK | self._named | {_address_asked(scope)}:
            return 400
        if not origins or _is_open_to_all(scope):
            return 0
        return 0 if origins in ([one] for one in self._own_origins(scope, name, hosts[0])) else 403

    def _own_origins(self, scope: Scope, name: str, host: str) -> list[str]:
        # A proxy that speaks https to the reader speaks http to us; only a named host has one.
        own = "https" if scope["scheme"] in ("https", "wss") else "http"
        schemes = ("http", "https") if name in self._named else (own,)
        return [f"{scheme}://{host}" for scheme in schemes]


def _is_open_to_all(scope: Scope) -> bool:
    """Whether pages of any origin may have it: they may read the API, as its answers say."""
    is_api = scope["type"] == "http" and scope["path"].startswith(f"{ROOT}/")
    return is_api and scope["method"] in READING


def _address_asked(scope: Scope) -> str:
    """This machine's address at which the request came in, as a browser writes it.

    No name can be pointed at us to look like it, so it needs no setting.
    """
    try:
        address = ipaddress.ip_address((scope.get("server") or ("",))[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or f"[{address}]")


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it was ever opened
        return
    language = Language.of(HTTPConnection(scope).query_params.get("lang"))
    _ = language.text
    sentence = (
        _("This server does not answer to that name; NHIP_CAU_HOSTS can add it.")
        if status == 400
        else _("A page at another address may not ask this of the server.")
    )
    # What else was sent is not read.
    await PlainTextResponse(sentence, status, {"Connection": "close"})(scope, receive, send)


def _keeping_apart(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_KEPT_APART)
        await send(message)

    return sending
