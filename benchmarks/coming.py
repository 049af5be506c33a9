"""Sessions that come and go: the memory of one that does nothing, and what is left of all."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple

from benchmarks.servers import Server
from benchmarks.visitor import visiting
from data.schema import LANGUAGES

FIRST = 200  # after so many, nothing may grow any more
_NOT_YET_LET_GO = 30  # MB
_AT_ONCE = 20
_KEPT = 130  # seconds: Streamlit keeps a session that lost its line for two minutes


class Coming(NamedTuple):
    """Megabytes: of one idle session, and after each further so many sessions came and went."""

    idle: float
    after: Sequence[float]

    @property
    def has_grown(self) -> bool:
        """Whether more is held after all than after the first, but for what is not yet let go.

        Python lets the rest of a session go when a million objects have come together
        (``app.py``), so what is held goes up and down by some tens of megabytes.
        """
        return self.after[-1] > self.after[0] + _NOT_YET_LET_GO


async def idle(server: Server, page: str, sessions: int) -> float:
    """Megabytes that one session holds which has read a page and stays."""
    await _wave(server, _AT_ONCE, [page])
    before = await _settled(server, 3)
    async with AsyncExitStack() as stack:
        for _ in range(sessions):
            visitor = await stack.enter_async_context(visiting(server.origin))
            await visitor.run(page, "lang=vi")
        return (await _settled(server, 3) - before) / sessions


async def come_and_go(server: Server, sessions: int, pages: Sequence[str]) -> Coming:
    """Let so many sessions come, some at a time, and go."""
    for code in LANGUAGES:  # what is kept for all readers is not counted for one
        for page in pages:
            await _one(server, page, code)
    before = server.megabytes
    async with AsyncExitStack() as stack:
        for number in range(FIRST):
            visitor = await stack.enter_async_context(visiting(server.origin))
            await visitor.run(pages[number % len(pages)], "lang=vi")
        idle = (await _settled(server) - before) / FIRST
    await asyncio.sleep(_KEPT)
    after = []
    for _each in range(max(sessions // FIRST, 1)):
        await _wave(server, FIRST, pages)
        after.append(await _settled(server))
    return Coming(idle, after)


async def _wave(server: Server, sessions: int, pages: Sequence[str]) -> None:
    for begun in range(0, sessions, _AT_ONCE):
        some = range(begun, min(begun + _AT_ONCE, sessions))
        await asyncio.gather(*(_one(server, pages[one % len(pages)], "vi") for one in some))


async def _one(server: Server, page: str, code: str) -> None:
    async with visiting(server.origin, vanishes=True) as visitor:
        await visitor.run(page, f"lang={code}")


async def _settled(server: Server, seconds: float = 10) -> float:
    """Megabytes once nothing runs any more: the median of some looks."""
    await asyncio.sleep(seconds)
    looks, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        looks.append(server.megabytes)
        await asyncio.sleep(1)
    return statistics.median(looks)
