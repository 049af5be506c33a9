"""Servers restarted and killed while several people publish; and a database that hangs."""

import asyncio
import threading
import time
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.visitor import Failed
from data.accounts import accounts
from data.roles import ALONE, Role
from data.store import audit
from data.store.hanging import REST, SILENCE
from tests import loops
from tests.deploy.publishing import AWAY, DESK, notes, publish, visit
from tests.deploy.servers import APPROVER, Servers

pytestmark = [pytest.mark.slow, pytest.mark.server]
PEOPLE = (APPROVER, "hoa", "lan", "minh")
OF_EACH = 5  # publications at the least
PAUSE = 2  # seconds between two of somebody's publications
RUNS = 12
# What a browser meets while a server goes, and its user, who then looks and presses again.
INTERRUPTED = (ConnectionClosed, OSError, InvalidStatus, Failed, httpx2.HTTPError)


async def publishing(both: Servers, who: str, over: threading.Event) -> list[str]:
    """Somebody who publishes one thing after the other; gives what they think they published."""
    done: list[str] = []
    cookies = both.cookies(who)
    while not over.is_set() or len(done) < OF_EACH:
        name = f"Của {who} lần {len(done)}"
        try:
            async with visit(both, who, cookies=cookies) as approver:
                await publish(approver, name)
        except INTERRUPTED:
            if name not in await asyncio.to_thread(notes, both):
                continue
        done.append(name)
        await asyncio.sleep(PAUSE)
    return done


def disturb(both: Servers) -> None:
    """Two rolling restarts; between them, a server is killed and comes back."""
    _first, second = both.ports
    both.restart_one_by_one()
    both.kill(second)
    time.sleep(3)
    both.start(second)
    both.restart_one_by_one()


@pytest.fixture(scope="module")
def _people(both_once: Servers) -> None:
    for who in PEOPLE[1:]:
        accounts.add(
            both_once.store, who, who.title(), Role.APPROVER, None, by=ALONE.called("test")
        )


@pytest.mark.usefixtures("_people")
def test_nothing_is_lost_or_doubled_while_servers_are_restarted_and_killed(both):
    over, said = threading.Event(), []

    async def together() -> list[list[str]]:
        return await asyncio.gather(*(publishing(both, who, over) for who in PEOPLE))

    thread = threading.Thread(target=lambda: said.extend(asyncio.run(together())))
    thread.start()
    disturb(both)
    over.set()
    thread.join()

    wanted = [name for names in said for name in names]
    versions = both.store.history()[::-1]
    published = [one.note for one in versions]
    assert len(said) == len(PEOPLE)
    assert min(map(len, said)) >= OF_EACH
    assert [published.count(name) for name in wanted] == [1] * len(wanted)
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    assert all(later.parent == earlier.id for earlier, later in pairwise(versions))
    for one in versions:
        content = both.store.tables(one.id)["projects"].decode()
        assert one.note not in wanted or one.note in content
    with both.store.transaction() as connection:
        assert audit.first_gap(connection) is None
        acts = audit.entries(connection, audit.Wanted(act="publish"))
        noted = [entry.details["id"] for entry in acts]
    assert sorted(noted) == sorted(one.id for one in versions)


def test_a_database_that_hangs_holds_up_one_page_and_then_none(both):
    async def hanging() -> dict[str, Any]:
        found: dict[str, Any] = {}
        async with visit(both, APPROVER, both.ports[0]) as approver:
            await approver.run("projects", "lang=en")
            with both.database.hanging():
                await approver.run("projects", "lang=en")
                found["first"] = approver.notices, approver.text
                begun = time.monotonic()
                pages = []
                for page in ("projects", "visits", "outcomes") * (RUNS // 3):
                    await approver.run(page, "lang=en")
                    pages.append(AWAY in approver.notices)
                found["pages"], found["seconds"] = pages, time.monotonic() - begun
                await approver.run("data", DESK)
                found["desk"] = approver.notices
            await asyncio.sleep(REST + 1)
            await approver.run("projects", "lang=en")
            found["after"] = approver.notices
            await publish(approver, "Khi cơ sở dữ liệu lại trả lời")
        return found

    found = loops.run(hanging())

    notices, rows = found["first"]
    assert f"{AWAY}. What is shown" in notices
    assert "nc-project" in rows
    assert found["pages"] == [True] * RUNS
    # Each run asks several times: without a memory each question would take these seconds. While
    # it is away for long, one in some seconds finds out.
    assert found["seconds"] < RUNS * SILENCE / 2
    assert f"{AWAY}. Nothing was changed" in found["desk"]
    assert AWAY not in found["after"]
    assert "Khi cơ sở dữ liệu lại trả lời" in notes(both)
