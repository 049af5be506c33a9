"""Keeps foreign pages out: only known hosts are served, and only to pages of the same origin."""

import ipaddress
import re
from collections.abc import Set

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.web.api import READING
from data.exports.openapi import ROOT
from data.language import Language

LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
_HOST = re.compile(r"(?P<name>[a-z0-9._-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?", re.ASCII | re.I)


class SameOrigin:
    """Stands before everything that the server answers, and refuses what comes from elsewhere.

    A foreign page may use a host name that leads to this machine. So only loopback names, the
    ``named`` hosts and the address asked are served.

    A browser names the page that asks in ``Origin``; it must be the same host, letter by letter.
    Streamlit would check a foreign ``Origin`` as well, but would ask the internet for the address
    of this machine, and answer nobody meanwhile.
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
            await self._app(scope, receive, send)

    def _refused(self, scope: Scope) -> int:
        """The status of a refusal; 0 where there is none."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        name = host_name(headers)
        if not name or name not in LOOPBACK | self._named | {_address_asked(scope)}:
            return 400
        if not origins or _is_open_to_all(scope):
            return 0
        return 0 if origins in ([one] for one in self._own_origins(scope, name, hosts[0])) else 403

    def _own_origins(self, scope: Scope, name: str, host: str) -> list[str]:
        # Behind a proxy the reader uses https and we see http; only a named host has a proxy.
        own = "https" if scope["scheme"] in ("https", "wss") else "http"
        schemes = ("http", "https") if name in self._named else (own,)
        return [f"{scheme}://{host}" for scheme in schemes]


def host_name(headers: Headers) -> str:
    """The host that a request names, without its port; empty where it names none, or several."""
    hosts = headers.getlist("host")
    match = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    return match["name"].lower() if match else ""


def _is_open_to_all(scope: Scope) -> bool:
    """Whether pages of any origin may read it: only the API, whose answers say so."""
    is_api = scope["type"] == "http" and scope["path"].startswith(f"{ROOT}/")
    return is_api and scope["method"] in READING


def _address_asked(scope: Scope) -> str:
    """This machine's address at which the request came in, as a browser writes it.

    It needs no setting: no host name can look like an address.
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
        await send({"type": "websocket.close", "code": 1008})  # it was not opened yet
        return
    language = Language.of(HTTPConnection(scope).query_params.get("lang"))
    _ = language.text
    sentence = (
        _("This server does not answer to that name; NHIP_CAU_HOSTS can add it.")
        if status == 400
        else _("A page at another address may not ask this of the server.")
    )
    # The rest of the request is not read.
    await PlainTextResponse(sentence, status, {"Connection": "close"})(scope, receive, send)
