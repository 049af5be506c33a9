"""Many readers at once: clients that speak Streamlit's protocol over the socket, as a browser does.

It takes what is sent compressed, as a browser does, and counts the bytes on the line.
A client remembers the messages that the server marks as worth it, says so at its next run as the
browser does, and asks for the next run as soon as the last one has ended.
"""

import asyncio
import statistics
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


class Load(NamedTuple):
    """What sessions got: runs a second, seconds of a run (median, 95 of 100), bytes of a run."""

    runs: float
    median: float
    slow: float
    bytes: float


class Change(NamedTuple):
    """A run at another address: its bytes on the line, and those of what it draws otherwise."""

    bytes: int
    changed: int


class _Counted(ClientConnection):
    """A connection that counts the bytes on the line, which may be compressed."""

    on_the_line = 0

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self.on_the_line += len(data)
        super().data_received(data)


@dataclass
class _Reader:
    """One session on one page."""

    connection: _Counted
    page: str
    query: str
    known: set[str] = field(default_factory=set)
    heard: list[ForwardMsg] = field(default_factory=list)  # in the last run
    times: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    async def run(self) -> None:
        """Ask for a run and take all it sends."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.query_string = self.query
        asked.rerun_script.cached_message_hashes.extend(self.known)
        begun, before = time.perf_counter(), self.connection.on_the_line
        await self.connection.send(asked.SerializeToString())
        self.heard = []
        while True:
            raw = await self.connection.recv(decode=False)
            message = ForwardMsg.FromString(raw)
            self.heard.append(message)
            if message.metadata.cacheable:
                self.known.add(message.hash)
            if message.WhichOneof("type") == "script_finished" and message.script_finished in _DONE:
                break
        self.times.append(time.perf_counter() - begun)
        self.received.append(self.connection.on_the_line - before)


async def _reading(reader: _Reader, until: float) -> None:
    while time.monotonic() < until:
        await reader.run()


async def _coming(origin: str) -> _Counted:
    connection = await connect(
        origin.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers={"Origin": origin},
        max_size=None,
        create_connection=_Counted,
        ping_interval=None,
    )
    return cast("_Counted", connection)


async def _together(
    origin: str, page: str, query: str, sessions: int, seconds: float
) -> tuple[Sequence[_Reader], float]:
    connections = [await _coming(origin) for _ in range(sessions)]
    readers = [_Reader(one, page, query) for one in connections]
    await asyncio.gather(*(reader.run() for reader in readers))  # the first run is a visit
    await asyncio.gather(*(reader.run() for reader in readers))
    for reader in readers:
        reader.times.clear()
        reader.received.clear()
    begun = time.monotonic()
    await asyncio.gather(*(_reading(reader, begun + seconds) for reader in readers))
    spent = time.monotonic() - begun
    for one in connections:
        await one.close()
    return readers, spent


def load(
    origin: str, page: str = "", query: str = "", sessions: int = 50, seconds: float = 10
) -> Load:
    """What so many sessions get of a page that they run again and again, for so many seconds."""
    readers, spent = asyncio.run(_together(origin, page, query, sessions, seconds))
    times = sorted(one for reader in readers for one in reader.times)
    received = [one for reader in readers for one in reader.received]
    return Load(
        len(times) / spent,
        statistics.median(times),
        times[int(len(times) * 0.95)],
        statistics.median(received),
    )


def change(origin: str, page: str, query: str) -> Change:
    """What a reader of a page gets who then asks for the same page at another address."""
    return asyncio.run(_changing(origin, page, query))


async def _changing(origin: str, page: str, query: str) -> Change:
    reader = _Reader(await _coming(origin), page, "")
    kept: dict[str, bytes] = {}
    before: dict[tuple[int, ...], bytes] = {}
    for asked in ("", "", query):
        before = _drawn(reader, kept)
        reader.query = asked
        await reader.run()
    after = _drawn(reader, kept)
    await reader.connection.close()
    changed = b"".join(drawn for where, drawn in after.items() if before.get(where) != drawn)
    return Change(reader.received[-1], len(zlib.compress(changed)))


def _drawn(reader: _Reader, kept: dict[str, bytes]) -> dict[tuple[int, ...], bytes]:
    """What stands at each place of the page; ``kept`` is what the reader was sent, by name."""
    drawn = {}
    for message in reader.heard:
        if message.WhichOneof("type") == "delta":
            kept[message.hash] = message.delta.SerializeToString(deterministic=True)
        name = message.ref_hash or message.hash
        if name in kept:
            drawn[tuple(message.metadata.delta_path)] = kept[name]
    return drawn
