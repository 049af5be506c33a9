"""Sends a file in pieces, so that none holds up the others, and only so much at once.

Until a reader on a slow line has it, a file stays in memory; and compressing one of five megabytes
as a whole would hold up everybody for a fifth of a second.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from data.language import Language

PIECE = 64 * 1024
MOST = 256 * 1024 * 1024  # bytes on their way, to all readers
_CORS = "access-control-"
_under_way = 0


def busy(language: Language) -> str:
    """The sentence for too much at once."""
    return language.text("Many files are being made. Ask again in a few seconds.")


class Sent(Response):
    """A file; a sentence where too many are on their way."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and count it until it is sent or nobody takes it any more."""
        global _under_way  # noqa: PLW0603 -- one for all; only the event loop counts
        size = len(self.body)
        if _under_way and _under_way + size > MOST:
            await self._refusal(scope)(scope, receive, send)
            return
        _under_way += size
        try:
            await self._in_pieces(scope, send)
        finally:
            _under_way -= size

    async def _in_pieces(self, scope: Scope, send: Send) -> None:
        headers = self.raw_headers
        await send({"type": "http.response.start", "status": self.status_code, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else bytes(self.body)
        for at in range(0, len(body), PIECE):
            piece = body[at : at + PIECE]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope) -> Response:
        language = Language.of(Request(scope).query_params.get("lang"))
        shared = {name: text for name, text in self.headers.items() if name.startswith(_CORS)}
        answer = {"error": busy(language), "status": 503}
        headers = {**shared, "Retry-After": "10", "Cache-Control": "no-store"}
        return JSONResponse(answer, 503, headers=headers)
