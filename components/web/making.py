"""Has a file made for a request, in its line, while whoever asked is there."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import Request

from data.exports.making import Busy, Line

Made = TypeVar("Made")


async def made(request: Request, line: Line, make: Callable[[], Made]) -> Made:
    """What ``make`` gives; raises Busy where the line is full, or whoever asked has gone."""
    asked = asyncio.wrap_future(line.ask(make))
    gone = asyncio.ensure_future(_gone(request))
    both: set[asyncio.Future[Any]] = {asked, gone}
    try:
        await asyncio.wait(both, timeout=line.seconds, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise Busy
        return asked.result()
    finally:
        gone.cancel()
        asked.cancel()  # what has not begun is not made


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
