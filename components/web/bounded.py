"""Bounds what comes over sockets: how long a message is, and how much of it stays in memory.

Streamlit lets go of a message only when Python looks for what nothing refers to any more, which
comes after so many objects, not bytes: a stranger's long messages, which are short as they come
compressed, would fill gigabytes meanwhile.
"""

import gc

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.entrance import gate
from data.roles import Act
from data.store import StoreError

LONGEST_OF_READERS = 256 * 1024  # bytes: they choose and search, and type no long texts
MOST = 64 * 1024 * 1024  # bytes of all messages after which memory is looked through
_TOO_LONG = 1009  # the code with which a socket ends that brings too much at once


class Heard:
    """Stands before the pages, behind what has refused the sockets of strangers."""

    def __init__(self, app: ASGIApp, *, most: int = MOST) -> None:
        self._app, self._most, self._heard = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Listen to a socket; let all else through."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        is_bounded = not await run_in_threadpool(_may_write, HTTPConnection(scope))

        async def receiving() -> Message:
            event = await receive()
            length = len(event.get("bytes") or b"")
            self._note(length)
            if is_bounded and length > LONGEST_OF_READERS:
                return {"type": "websocket.disconnect", "code": _TOO_LONG}
            return event

        await self._app(scope, receiving, send)

    def _note(self, length: int) -> None:
        self._heard += length
        if self._heard > self._most:
            self._heard = 0
            gc.collect()


def _may_write(connection: HTTPConnection) -> bool:
    try:
        return gate.caller_of(connection).may(Act.PROPOSE)
    except StoreError:  # nothing can be written as long as it is away
        return False
