"""How many pages may be open at once: each keeps a socket, and the server what is done on it.

Whoever comes then still gets the page to read, as its first answer holds it, and all files; its
socket is refused, and the page tries again by itself.

One address has at most a third of the places, so that nobody takes them all from one machine, also
where it has an address of IPv4 and one of IPv6. A third, as a whole office often comes from one
address: of the usual 1,000 places that is a page for each of 300 people. Readers whom the proxy
does not tell apart have no such limit.
"""

import os
from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.entrance import clients
from data.language import Language

SETTING = "NHIP_CAU_SOCKETS"
_USUAL, _MOST = 1000, 100_000
_LATER = 10  # seconds after which a place may be free


def most() -> int:
    """How many pages may be open at once; raises SystemExit with a sentence for a wrong setting."""
    written = os.environ.get(SETTING, "").strip() or str(_USUAL)
    if not (written.isascii() and written.isdigit() and 0 < int(written) <= _MOST):
        raise SystemExit(
            f"{SETTING} cannot be “{written}”: give a whole number from 1 to {_MOST}, such as "
            f"{_USUAL}."
        )
    return int(written)


class Crowd:
    """Counts the sockets that are open, and refuses one too many."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app, self._most = app, most
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a socket in, or refuse it with a sentence; let all else through."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        caller = "" if clients.are_many(connection) else clients.address(connection)
        if self._open.total() >= self._most or (caller and self._open[caller] >= self._share):
            await _refuse(scope, receive, send)
            return
        self._open[caller] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[caller] -= 1
            if not self._open[caller]:
                del self._open[caller]

    @property
    def _share(self) -> int:
        return -(-self._most // 3)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": 1013})
        return
    spoken = Headers(scope=scope).get("accept-language", "")
    sentence = Language.of(spoken[:2]).text(
        "Very many people are reading at this moment. Try again in a minute."
    )
    answer = PlainTextResponse(sentence, 503, {"Retry-After": str(_LATER)})
    # Starlette answers a handshake with the same messages by other names.
    await answer(scope, receive, send)
