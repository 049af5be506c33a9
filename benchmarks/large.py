"""One run of each page with 100 times the record, and 1,000 times the projects, beside today's.

    python -m benchmarks.large

A run of a page that somebody has asked for before, and one at an address that nobody has, for which
the page is drawn. Both are told in the processor's time of the server.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from statistics import fmean
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
_TURNS = 4  # of the larger record and of today's: a slow moment of the machine meets both
_PASSED_OVER = "body"  # known to addresses, so kept apart, and read by /reports alone


class Spent(NamedTuple):
    """Milliseconds of a run that was asked for before, and of one that nobody asked for."""

    again: float
    anew: float


Spending = dict[str, tuple[Spent, Spent]]  # by page: with the larger record, with today's


def runs(larger: Server, today: Server, pages: tuple[str, ...], times: int) -> Spending:
    """What a run of each page takes with the larger record and with today's."""
    return asyncio.run(_runs(larger, today, pages, times))


async def _runs(larger: Server, today: Server, pages: tuple[str, ...], times: int) -> Spending:
    found = {}
    for page in pages:
        async with visiting(larger.origin) as of_larger, visiting(today.origin) as of_today:
            sides = (larger, of_larger), (today, of_today)
            for server, visitor in sides:  # what is counted once
                await _spent(server, visitor, page, times=3, is_new=True)
            turns = [
                (await _side(*sides[0], page, times), await _side(*sides[1], page, times))
                for _ in range(_TURNS)
            ]
        found[page] = _mean([more for more, _ in turns]), _mean([known for _, known in turns])
    return found


def _mean(spent: Sequence[Spent]) -> Spent:
    return Spent(fmean(one.again for one in spent), fmean(one.anew for one in spent))


async def _side(server: Server, visitor: Visitor, page: str, times: int) -> Spent:
    return Spent(
        await _spent(server, visitor, page, times=4 * times, is_new=False),
        await _spent(server, visitor, page, times=times, is_new=True),
    )


async def _spent(server: Server, visitor: Visitor, page: str, *, times: int, is_new: bool) -> float:
    before = server.seconds
    for _ in range(times):
        await visitor.run(page, f"lang=vi&{_PASSED_OVER}={next(_NEW)}" if is_new else "lang=vi")
    return (server.seconds - before) / times * 1000


def measures(usual: Server, times: int, sizes: int = len(SIZES)) -> Iterator[Measure]:
    """Every page at each size beside the shipped record, by turns."""
    with tempfile.TemporaryDirectory() as scratch:
        for turn, (words, copies, pages, aim) in enumerate(SIZES[:sizes]):
            folder = grown.store_in(Path(scratch) / str(turn), copies)
            with servers.ours(folder) as server:
                for page, (more, known) in runs(server, usual, pages, times).items():
                    yield Measure(f"/{page}, {words}: again", more.again, known.again, "ms", aim)
                    yield Measure(f"/{page}, {words}: drawn", more.anew, known.anew, "ms", aim)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        print(table(measures(us, times=6)))


if __name__ == "__main__":
    main()
