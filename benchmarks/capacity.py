"""How many servers so many readers need: the arithmetic, from what one visit costs.

    python -m benchmarks.capacity [--readers 10000] [--provinces 34]

A visit is measured in processor seconds of the server, which other work of the machine hardly
changes: the page's document, the first page over a socket, four clicks (another page, filters) and
a file. Chart libraries and fonts come from the browser's own store or from nginx.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
from pathlib import Path

from benchmarks import servers
from benchmarks.coming import come_and_go
from benchmarks.servers import Server
from benchmarks.soak import PAGES, queries
from benchmarks.visitor import visiting
from data.schema import LANGUAGES
from data.store.database import CONNECTIONS

VISITS = 60
CLICKS = 4
HOURS = 8  # in which a day's readers come
PEAK = 4  # times the mean: a session of the People's Council opens the page
MINUTES = 5  # that a page stays open
USED = 0.5  # of a processor's time, so that nobody waits
POSTGRESQL = 97  # connections, as it is delivered


async def visited(server: Server, chance: random.Random, asked: dict[str, list[str]]) -> None:
    """One visit."""
    language = f"lang={chance.choice(list(LANGUAGES))}"
    async with visiting(server.origin) as visitor:
        await visitor.fetch(f"/?{language}")
        await visitor.run(chance.choice(PAGES), language)
        for _click in range(CLICKS):
            page = chance.choice(list(asked))
            await visitor.run(page, f"{language}&{chance.choice(asked[page])}")
        light = [one for one in visitor.files if ".csv" in one]
        await visitor.fetch(chance.choice(light))


async def cost(server: Server) -> float:
    """Processor seconds of a visit: the median of some groups, after a warm-up."""
    chance, asked = random.Random(1), queries()
    for _visit in range(VISITS // 2):
        await visited(server, chance, asked)
    groups = []
    for _group in range(6):
        before = server.seconds
        for _visit in range(VISITS // 6):
            await visited(server, chance, asked)
        groups.append((server.seconds - before) / (VISITS // 6))
    return statistics.median(groups)


def arithmetic(visit: float, idle: float, base: float, readers: int, provinces: int) -> str:
    """What follows, line by line."""
    at_once = readers / (HOURS * 3600) * PEAK
    busy = at_once * visit
    needed = max(1, -(-busy // USED))
    opened = at_once * 60 * MINUTES
    memory = needed * base + opened * idle
    lines = (
        f"A visit costs {visit:.2f} processor seconds: one document, {1 + CLICKS} runs, one file.",
        f"A server holds {base:.0f} MB, and {idle:.2f} MB more for each page that is open.",
        (
            f"{readers:,} readers in {HOURS} hours, {PEAK} times the mean at the peak: "
            f"{at_once:.2f} visits a second, {busy:.2f} processors busy."
        ),
        f"At {USED:.0%} use: {needed:.0f} servers, each with a processor.",
        f"Pages open at the peak, {MINUTES} minutes each: {opened:.0f}; memory {memory:,.0f} MB.",
        f"One server at {USED:.0%} use: {USED / visit * HOURS * 3600 / PEAK:,.0f} readers a day.",
        (
            f"PostgreSQL as delivered: {POSTGRESQL // CONNECTIONS} servers, "
            f"{CONNECTIONS} connections each."
        ),
        (
            f"{provinces} provinces, each with a record and as many readers of its own: "
            f"{provinces * needed:.0f} servers, {provinces * memory / 1000:,.0f} GB."
        ),
        (
            f"{provinces} provinces that share these readers, a server each: "
            f"{(provinces * base + opened * idle) / 1000:,.1f} GB, {busy:.2f} processors busy."
        ),
    )
    return "\n".join(f"- {line}" for line in lines)


def main() -> None:
    """Measure and tell."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.capacity")
    asked.add_argument("--readers", type=int, default=10_000)
    asked.add_argument("--provinces", type=int, default=34)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as server:
        visit = asyncio.run(cost(server))
        coming = asyncio.run(come_and_go(server, 200, PAGES))
    print(arithmetic(visit, coming.idle, coming.after[-1], options.readers, options.provinces))


if __name__ == "__main__":
    main()
