"""One run of each page with 100 times the record, and 1,000 times the projects, beside today's.

    python -m benchmarks.large

A run of a page that somebody has asked for before, and one at an address that nobody has, for which
the page is drawn. Both are told in the processor's time of the server.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks import grown, servers
from benchmarks.measure import Measure, table
from benchmarks.servers import Server
from benchmarks.visitor import Visitor, visiting

PAGES = ("", "map", "visits", "projects", "outcomes", "partners", "sources", "reports")
SIZES = (
    ("100 times the data", {"": 100}, PAGES, "≤ 1.5"),
    ("1,000 times the projects", {"": 100, "projects": 1000}, ("", "projects"), "≤ 3"),
)
_NEW = count()
_PASSED_OVER = "body"  # known to addresses, so kept apart, and read by /reports alone


class Spent(NamedTuple):
    """Milliseconds of a run that was asked for before, and of one that nobody asked for."""

    again: float
    anew: float


def runs(origin: Server, pages: tuple[str, ...], times: int) -> dict[str, Spent]:
    """What a run of each page takes."""
    return asyncio.run(_runs(origin, pages, times))


async def _runs(server: Server, pages: tuple[str, ...], times: int) -> dict[str, Spent]:
    found = {}
    for page in pages:
        async with visiting(server.origin) as visitor:
            await _spent(server, visitor, page, times=3, is_new=True)  # what is counted once
            found[page] = Spent(
                await _spent(server, visitor, page, times=4 * times, is_new=False),
                await _spent(server, visitor, page, times=times, is_new=True),
            )
    return found


async def _spent(server: Server, visitor: Visitor, page: str, *, times: int, is_new: bool) -> float:
    before = server.seconds
    for _ in range(times):
        await visitor.run(page, f"lang=vi&{_PASSED_OVER}={next(_NEW)}" if is_new else "lang=vi")
    return (server.seconds - before) / times * 1000


def measures(usual: Server, times: int, sizes: int = len(SIZES)) -> Iterator[Measure]:
    """Every page at each size beside the shipped record."""
    today = runs(usual, PAGES, times)
    with tempfile.TemporaryDirectory() as scratch:
        for turn, (words, copies, pages, aim) in enumerate(SIZES[:sizes]):
            folder = grown.store_in(Path(scratch) / str(turn), copies)
            with servers.ours(folder) as server:
                for page, spent in runs(server, pages, times).items():
                    known = today[page]
                    yield Measure(f"/{page}, {words}: again", spent.again, known.again, "ms", aim)
                    yield Measure(f"/{page}, {words}: drawn", spent.anew, known.anew, "ms", aim)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        print(table(measures(us, times=20)))


if __name__ == "__main__":
    main()
