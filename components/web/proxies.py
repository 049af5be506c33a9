"""Where nobody signs in, no proxy may pass the requests of others on as if they came from here."""

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from data.language import Language

_LEFT_BY_PROXIES = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "client-ip")


class NoProxy:
    """Refuses what carries the mark of a proxy: to us it comes from this machine, as our user does.

    A proxy that leaves no mark cannot be told from the user; so a proxy needs sign-in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it at once."""
        if scope["type"] == "lifespan" or not _is_marked(Headers(scope=scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # it was not opened yet
        else:
            language = Language.of(HTTPConnection(scope).query_params.get("lang"))
            _ = language.text
            sentence = _(
                "A proxy stands before this server, so others may reach it: set up sign-in first "
                "(docs/running.md)."
            )
            # The rest of the request is not read.
            answer = PlainTextResponse(sentence, 403, {"Connection": "close"})
            await answer(scope, receive, send)


def _is_marked(headers: Headers) -> bool:
    return any(name in _LEFT_BY_PROXIES or name.startswith("x-forwarded-") for name in headers)
