"""Many who ask at once for a page that nobody has drawn yet: over real sockets."""

import asyncio
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from benchmarks.visitor import visiting
from tests.browser.serving import ROOT, serving

pytestmark = [pytest.mark.browser, pytest.mark.waits]
MANY = 20


class Counted(NamedTuple):
    """A server, and the file in which it writes down what it draws."""

    origin: str
    told: Path

    def count(self, word: str) -> int:
        """How many drawings began, or came about, so far."""
        return self.told.read_text().split().count(word) if self.told.exists() else 0

    def hang_once(self, seconds: float) -> None:
        """Whoever draws next stands still for so long."""
        self.told.with_name("hang").write_text(str(seconds))


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counted]:
    folder = tmp_path_factory.mktemp("counted")
    told = folder / "drawn.txt"
    with serving(ROOT, folder, "tests.browser.counting", str(told)) as us:
        yield Counted(us.origin, told)


async def _opens(origin: str, page: str, query: str) -> str:
    async with visiting(origin) as one:
        await one.run(page, query)
        return one.text


async def _vanishes(origin: str, page: str, query: str) -> None:
    """Somebody asks and is gone while the page is drawn."""
    async with visiting(origin, vanishes=True) as one:
        asking = asyncio.create_task(one.run(page, query))
        await asyncio.sleep(0.5)
        asking.cancel()


def apart(asking: Coroutine[Any, Any, list[str]]) -> list[str]:
    """What they get, asked for from another thread: a loop of Playwright's may run in this one."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, asking).result()


def opened_by_many(server: Counted, page: str, query: str) -> list[str]:
    async def all_of_them() -> list[str]:
        return list(
            await asyncio.gather(*(_opens(server.origin, page, query) for _one in range(MANY)))
        )

    return apart(all_of_them())


def test_many_sessions_that_ask_at_once_are_drawn_for_once(counted):
    before = counted.count("begun")

    texts = opened_by_many(counted, "visits", "lang=fr")

    assert len(set(texts)) == 1
    assert "nc-footer" in texts[0]
    assert counted.count("begun") - before == 1


def test_where_whoever_draws_goes_away_the_next_one_draws(counted):
    before = counted.count("begun"), counted.count("done")
    counted.hang_once(1.5)

    async def both() -> list[str]:
        leaving = asyncio.create_task(_vanishes(counted.origin, "outcomes", "lang=fr"))
        await asyncio.sleep(0.4)
        asking = (_opens(counted.origin, "outcomes", "lang=fr") for _one in range(MANY))
        texts = list(await asyncio.gather(*asking))
        await leaving
        return texts

    texts = apart(both())

    assert len(set(texts)) == 1
    assert "nc-footer" in texts[0]
    assert 1 <= counted.count("done") - before[1] <= 2
    assert 1 <= counted.count("begun") - before[0] <= 2


def test_nobody_waits_without_end_for_a_page_that_hangs(counted):
    counted.hang_once(20)
    before = counted.count("done")

    async def behind() -> list[str]:
        stuck = asyncio.create_task(_opens(counted.origin, "sources", "lang=fr"))
        await asyncio.sleep(0.5)
        asking = (_opens(counted.origin, "sources", "lang=fr") for _one in range(MANY))
        texts = list(await asyncio.gather(*asking))
        assert not stuck.done()
        await stuck
        return texts

    texts = apart(behind())

    assert len(set(texts)) == 1
    assert "nc-footer" in texts[0]
    assert counted.count("done") - before == 2  # one for all of them, and the one that hung


def test_the_first_answer_is_drawn_once_for_many(counted):
    before = counted.count("begun")

    def ask(_one: int) -> str:
        return httpx2.get(f"{counted.origin}/projects?lang=fr", timeout=60).text

    with ThreadPoolExecutor(MANY) as many:
        pages = list(many.map(ask, range(MANY)))

    assert counted.count("begun") - before == 1
    assert sum("nc-footer" in page for page in pages) == MANY
