"""What every answer tells the browser about itself: what it may load, and who may show it."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import links
from components.inside.names import FILES, FRAMES
from components.web.origins import LOOPBACK, host_name
from data.exports.openapi import ROOT
from data.language import Language
from data.views.papers import FILES as FILES_OF_PAPERS

_ONLY_US = ("'self'",)
_FOR_ALL = {
    "Cross-Origin-Resource-Policy": "same-origin",  # no foreign page uses our files as its own
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",  # a link to a source tells it nothing of what was searched
    "X-Content-Type-Options": "nosniff",
}
# A page that opened ours holds no handle to it. Browsers heed it only where nobody listens in.
_OPENER = {"Cross-Origin-Opener-Policy": "same-origin"}
# For files that others made: wherever a browser might show one, it runs and loads nothing.
NO_RIGHTS = "sandbox; default-src 'none'; frame-ancestors 'none'"
_HALF_A_YEAR = 182 * 24 * 3600
# Pages on which something can be changed, or that not everybody may see.
APART = tuple(f"/{page.path}" for page in links.pages(Language("en")) if page.least)


class Policies(NamedTuple):
    """The Content-Security-Policy of each kind of answer."""

    pages: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, scripts: Iterable[str], embedding: Iterable[str] = ()) -> "Policies":
        """Policies for pages with these inline scripts, shown in frames of these sites."""
        return cls(
            {
                "default-src": ("'self'",),
                "script-src": ("'self'", *map(_hash, scripts)),
                "style-src": ("'self'", "'unsafe-inline'"),
                "img-src": ("'self'", "data:", "blob:"),
                "font-src": ("'self'", "data:"),
                "object-src": ("'none'",),
                "base-uri": ("'none'",),
                "form-action": ("'self'",),
                "frame-ancestors": (*_ONLY_US, *embedding),
            }
        )

    def at(self, path: str) -> str:
        """The policy of what is at an address."""
        if path.startswith(f"{FILES_OF_PAPERS}/"):
            return NO_RIGHTS
        if path.startswith((f"{ROOT}/", FILES)):
            return "default-src 'none'; frame-ancestors 'self'"
        if path.startswith(FRAMES):
            # The map's component makes a script of what the page sends to it.
            scripts = ("'self'", "'unsafe-inline'")
            return _written({**self.pages, "script-src": scripts, "frame-ancestors": _ONLY_US})
        if path.startswith(APART):
            return _written({**self.pages, "frame-ancestors": _ONLY_US})
        return _written(self.pages)


def for_all(path: str, policies: Policies) -> dict[str, str]:
    """The headers of every answer at an address."""
    return {"Content-Security-Policy": policies.at(path), **_FOR_ALL}


class SaidToBrowsers:
    """Puts the headers on every answer, refusals included, so it stands before all else."""

    def __init__(self, app: ASGIApp, policies: Policies, named: Set[str] = frozenset()) -> None:
        self._app = app
        self._policies = policies
        self._named = named

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let every request through."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        said = for_all(scope["path"], self._policies)
        if self._is_encrypted(scope):
            said["Strict-Transport-Security"] = f"max-age={_HALF_A_YEAR}"
        if _is_heard_by_nobody(scope):
            said |= _OPENER

        async def sending(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                MutableHeaders(scope=message).update(said)
            await send(message)

        await self._app(scope, receive, sending)

    def _is_encrypted(self, scope: Scope) -> bool:
        """Whether the reader came by https to a named host, so that it can be asked to stay so."""
        is_https = scope["scheme"] in ("https", "wss")  # as the proxy says, if there is one
        return is_https and host_name(Headers(scope=scope)) in self._named


def _is_heard_by_nobody(scope: Scope) -> bool:
    """Whether a request came by https or from this machine."""
    is_here = host_name(Headers(scope=scope)) in LOOPBACK
    return is_here or scope["scheme"] in ("https", "wss")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _written(policy: Mapping[str, Iterable[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
