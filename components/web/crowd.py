"""How many pages may be open at once: each keeps a socket, and the server what is done on it.

Whoever comes then still gets the page to read, as its first answer holds it, and all files; its
socket is refused, and the page tries again by itself.
"""

import os

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

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
        self._app, self._most, self._open = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a socket in, or refuse it with a sentence; let all else through."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
        elif self._open >= self._most:
            await _refuse(scope, receive, send)
        else:
            self._open += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self._open -= 1


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
