"""People at several servers who publish: what each does, and what is there afterwards."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import httpx2
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.visitor import Failed, Visitor, pressed, typed, visiting
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import TABLES
from tests.deploy.servers import Servers

DESK = "lang=en"
AWAY = "The store of the record does not answer"
# What a browser meets while a server goes, and its user, who then looks and presses again.
INTERRUPTED = (ConnectionClosed, OSError, InvalidStatus, Failed, httpx2.HTTPError)
_PAUSE = 2  # seconds between two of somebody's publications
_PATIENCE = 120


def visit(both: Servers, who: str, port: int = 0, *, cookies: Mapping[str, str] | None = None):
    """A visit of somebody who has signed in; ``cookies`` where they did so before."""
    return visiting(both.origin, cookies=cookies or both.cookies(who, port), tls=both.tls)


def renamed(name: str) -> bytes:
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    return canonical(TABLES["projects"], [{**rows[0], "short_name_vi": name}])


async def publish(
    approver: Visitor, name: str, *, pressing: Callable[[], object] = lambda: None
) -> None:
    """Publish a change; ``pressing`` is called at the instant at which the button is pressed."""
    await approver.run("data", DESK)
    file = await approver.upload("projects.csv", renamed(name))
    await approver.run("data", DESK, file)
    note = typed(approver.labelled("What changed and why"), name)
    button = pressed(approver.button("Publish"))
    pressing()
    await approver.run("data", DESK, file, note, button)
    if 'class="nc-done"' not in approver.text:
        raise Failed(approver.notices)


def notes(both: Servers) -> list[str]:
    return [one.note for one in both.store.history() if both.store.tables(one.id)]


class Office:
    """People who publish one thing after the other, at work while servers end and come back."""

    def __init__(self, both: Servers, people: Sequence[str]) -> None:
        self._both = both
        self._people = people
        self._at_work = threading.Event()
        self._pressed = {port: threading.Event() for port in both.ports}
        self._is_over = False
        self.published: dict[str, list[str]] = {who: [] for who in people}  # as they think

    @contextmanager
    def open(self) -> Iterator[None]:
        """Here they are; at the end each has finished what they began."""
        thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        thread.start()
        try:
            yield
        finally:
            self._is_over = True
            self._at_work.set()
            thread.join()

    @contextmanager
    def publishing(self, port: int) -> Iterator[None]:
        """All publish, until what is done here is done; the button was just pressed at a server."""
        self._pressed[port].clear()
        self._at_work.set()
        assert self._pressed[port].wait(_PATIENCE)
        yield
        self._at_work.clear()

    async def _all(self) -> None:
        await asyncio.gather(*map(self._one, self._people))

    async def _one(self, who: str) -> None:
        cookies, done = self._both.cookies(who), self.published[who]
        while True:
            await asyncio.to_thread(self._at_work.wait)
            if self._is_over:
                return
            name = f"Của {who} lần {len(done)}"
            while not await self._is_published(who, name, cookies):
                pass
            done.append(name)
            await asyncio.sleep(_PAUSE)

    async def _is_published(self, who: str, name: str, cookies: Mapping[str, str]) -> bool:
        """Whether it is, after one try more."""
        try:
            async with visit(self._both, who, cookies=cookies) as approver:
                port = int(approver.cookies["nhip_cau_server"])
                await publish(approver, name, pressing=self._pressed[port].set)
        except INTERRUPTED:
            return name in await asyncio.to_thread(notes, self._both)
        return True


@contextmanager
def looking(both: Servers) -> Iterator[list[bytes]]:
    """Somebody takes a file away again and again; gives what each answer begins with."""
    over, answers = threading.Event(), []

    def look() -> None:
        while not over.wait(0.2):
            try:
                answer = both.machine.get("/api/v1/projects.csv")
            except OSError as trouble:
                answer = str(trouble).encode()
            answers.append(answer.partition(b"\r\n")[0])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield answers
    finally:
        over.set()
        thread.join()
