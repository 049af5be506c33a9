"""How long the server waits for whoever is connected, and how it stops.

uvicorn, which Streamlit starts, waits for ever for the rest of a request. Here a connection ends
that sends no request, or stops in the middle of one, or takes no more of its answer; and there are
only so many of them: one more is told so before it asks. All that rests on uvicorn's inside is in
this module.
"""

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config
from uvicorn.lifespan.on import LifespanOn
from uvicorn.protocols.http.h11_impl import H11Protocol

from components.entrance import clients, hosts
from data.language import Language
from data.schema import LANGUAGES
from data.store import finishing

if sys.platform != "win32":
    import resource

_LOG = logging.getLogger("nhip-cau")
_FILES = 8192  # that the server may have open; each connection is one
_LONGEST_WORD = 4 * 1024 * 1024  # bytes of a message by socket; files come another way
_FAREWELL = 10  # seconds for answers under way when the server is told to stop
_LAST_WORK = 30  # seconds for a publication after that


class Limits(NamedTuple):
    """What a connection may take; seconds, bytes, connections.

    ``from_one`` counts those that carry requests: pages that are open are counted in ``crowd.py``.
    ``trusted`` are the networks of a proxy, behind which everybody is.
    """

    look: float = 5
    request: float = 15  # for the first line and the headers of a request
    still: float = 30  # without any progress of a body or an answer
    progress: int = 1024  # bytes of a body or an answer in that time
    from_one: int = 250
    in_all: int = 750
    trusted: Set[clients.Network] = frozenset()


class Patient(H11Protocol):
    """A connection that ends where it does not get on."""

    def __init__(self, *args: Any, limits: Limits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits
        self._look: asyncio.TimerHandle | None = None
        self.caller = ""
        self._received = self._counted = self._left = 0
        self._moved = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to watch, or end at once where there are too many."""
        super().connection_made(transport)
        self.caller = clients.stands_for(self.client[0]) if self.client else ""
        if self._is_one_too_many():
            transport.write(_refusal())  # so short that the system takes it at once
            transport.close()
        else:
            self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Watch no more."""
        self._look_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what comes of a body."""
        self._received += len(data)
        was_waiting = self._is_waiting()
        super().data_received(data)
        if was_waiting and not self._is_waiting():
            self._moved, self._counted = self.loop.time(), self._received

    def resume_writing(self) -> None:
        """Note that the answer gets on."""
        self._moved = self.loop.time()
        super().resume_writing()

    def pause_writing(self) -> None:
        """Note since when the answer has to wait."""
        self._moved, self._left = self.loop.time(), self.transport.get_write_buffer_size()
        super().pause_writing()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._moved = self.loop.time()
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Leave the connection to the socket's own pings."""
        self._look_no_more()
        super().handle_websocket_upgrade(event)

    def _is_waiting(self) -> bool:
        return self.cycle is None or self.cycle.response_complete

    def _is_one_too_many(self) -> bool:
        if len(self.connections) > self._limits.in_all:
            return True
        if not self.client or clients.is_among(self.client[0], self._limits.trusted):
            return False
        every = (one for one in self.connections if isinstance(one, Patient))
        return sum(one.caller == self.caller for one in every) > self._limits.from_one

    def _look_later(self) -> None:
        self._look = self.loop.call_later(self._limits.look, self._look_now)

    def _look_no_more(self) -> None:
        if self._look is not None:
            self._look.cancel()

    def _look_now(self) -> None:
        if self._stands_still():
            self.transport.abort()
        else:
            self._look_later()

    def _stands_still(self) -> bool:
        now = self.loop.time()
        if self._is_waiting():
            return now - self._moved > self._limits.request
        if self.flow.write_paused:
            left = self.transport.get_write_buffer_size()
            if self._left - left >= self._limits.progress:
                self._moved, self._left = now, left
            return now - self._moved > self._limits.still
        is_our_turn = not self.cycle.more_body or self.flow.read_paused
        if is_our_turn or self._received - self._counted >= self._limits.progress:
            self._moved, self._counted = now, self._received
        return now - self._moved > self._limits.still


@cache
def _refusal() -> bytes:
    """The answer to one connection too many, whatever it may ask, in every language."""
    sentence = "Very many people are reading at this moment. Try again in a minute."
    said = " / ".join(Language.of(code).text(sentence) for code in LANGUAGES)
    body = json.dumps({"error": said, "status": 503}, ensure_ascii=False).encode()
    head = (
        "HTTP/1.1 503 Service Unavailable",
        "Content-Type: application/json; charset=utf-8",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Retry-After: 60",
        "Connection: close",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


class Patience:
    """Gives uvicorn these limits when it starts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let everything through."""
        starting = getattr(receive, "__self__", None) if scope["type"] == "lifespan" else None
        if isinstance(starting, LifespanOn):
            limit(starting.config)
        await self._app(scope, receive, send)


def limit(config: Config, limits: Limits | None = None) -> None:
    """Set the limits of a server that has not begun to listen."""
    chosen = limits or Limits(in_all=_most(), trusted=_proxies(config))
    protocol: Any = partial(Patient, limits=chosen)
    config.http_protocol_class = protocol
    config.ws_max_size = _LONGEST_WORD
    config.timeout_graceful_shutdown = _FAREWELL
    config.encoded_headers = [one for one in config.encoded_headers if one[0] != b"server"]


@asynccontextmanager
async def finished(_app: object) -> AsyncIterator[None]:
    """Log start and end; before the server ends, wait for a publication that is under way."""
    _LOG.info("the server has started")
    yield
    if not await run_in_threadpool(finishing.wait, _LAST_WORK):
        _LOG.error("the server ends although a publication is under way; nothing of it is kept")
    _LOG.info("the server ends")


def _most() -> int:
    """How many connections there may be: most of the files that the server may open."""
    if sys.platform == "win32":
        return Limits().in_all
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = max(soft, _FILES if hard == resource.RLIM_INFINITY else min(hard, _FILES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return min(wanted, _FILES) * 3 // 4


def _proxies(config: Config) -> Set[clients.Network]:
    """The networks of the proxy, which there is only where the server has a name."""
    listed = config.forwarded_allow_ips or ""
    written = listed if isinstance(listed, str) else ",".join(listed)
    return clients.networks(written) if hosts.named_hosts() else frozenset()
