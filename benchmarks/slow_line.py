"""A slow line to a server: what goes through it, the socket's messages included, is counted."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

BITS_A_SECOND = 5_000_000
DELAY = 0.040  # seconds, from one end to the other
_PIECE = 8192


class Line:
    """A line for all connections of a browser, as wide in each direction."""

    def __init__(self, origin: str) -> None:
        self.origin = ""  # where a browser finds its near end
        self.bytes = 0  # that came from the server
        self._far = urlsplit(origin)
        self._free = {"up": 0.0, "down": 0.0}

    async def carry(self, ready: threading.Event) -> None:
        """Carry what comes until this is cancelled."""
        async with await asyncio.start_server(self._connected, "127.0.0.1", 0) as server:
            self.origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            ready.set()
            await server.serve_forever()

    async def _connected(
        self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter
    ) -> None:
        far_in, far_out = await asyncio.open_connection(self._far.hostname, self._far.port)
        await asyncio.gather(
            self._carry(near_in, far_out, "up"), self._carry(far_in, near_out, "down")
        )

    async def _carry(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: str
    ) -> None:
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

        async def arrive() -> None:
            while True:
                at, piece = await pieces.get()
                await asyncio.sleep(max(0.0, at - loop.time()))
                if not piece:
                    break
                sink.write(piece)
                await sink.drain()
            sink.close()

        arriving = asyncio.create_task(arrive())
        try:
            while piece := await source.read(_PIECE):
                if way == "down":
                    self.bytes += len(piece)
                sent = max(self._free[way], loop.time()) + len(piece) * 8 / BITS_A_SECOND
                self._free[way] = sent
                await pieces.put((sent + DELAY, piece))
        except ConnectionError:
            pass  # the browser went on to something else
        await pieces.put((loop.time() + DELAY, b""))
        await asyncio.wait([arriving])


@contextmanager
def slow_line(origin: str) -> Iterator[Line]:
    """A line to a server, in a thread of its own: Playwright has a loop in this one."""
    line, ready, loop = Line(origin), threading.Event(), asyncio.new_event_loop()
    carrying = loop.create_task(line.carry(ready))

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(carrying)
        for left in asyncio.all_tasks(loop):
            left.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    ready.wait()
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(carrying.cancel)
        thread.join()
