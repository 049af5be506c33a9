"""A file goes in pieces, whole to whom takes it, and only so many bytes are on their way."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.types import Scope

from components.web import sending
from components.web.sending import PIECE, Sent
from tests import loops

CONTENT = bytes(range(256)) * 1000
GET: Scope = {"type": "http", "method": "GET", "query_string": b"lang=fr", "headers": []}


class Reader:
    """Takes what is sent, as soon as it may."""

    def __init__(self, *, takes: bool = True) -> None:
        self.messages: list[MutableMapping[str, Any]] = []
        self.takes = asyncio.Event()
        if takes:
            self.takes.set()

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        self.messages.append(message)
        await self.takes.wait()

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def body(self) -> bytes:
        return b"".join(one.get("body", b"") for one in self.messages)


async def heard() -> MutableMapping[str, Any]:
    return {"type": "http.disconnect"}


def test_a_file_goes_in_pieces_with_its_length():
    async def one() -> Reader:
        reader = Reader()
        await Sent(CONTENT)(GET, heard, reader)
        return reader

    reader = loops.run(one())

    assert reader.body == CONTENT
    assert max(len(one.get("body", b"")) for one in reader.messages) == PIECE
    assert dict(reader.messages[0]["headers"])[b"content-length"] == str(len(CONTENT)).encode()
    assert not reader.messages[-1].get("more_body")


def test_without_the_file_its_head_is_the_same():
    async def one() -> Reader:
        reader = Reader()
        await Sent(CONTENT)({**GET, "method": "HEAD"}, heard, reader)
        return reader

    reader = loops.run(one())

    assert reader.body == b""
    assert dict(reader.messages[0]["headers"])[b"content-length"] == str(len(CONTENT)).encode()


@pytest.mark.parametrize("ends", ["taken", "gone"])
def test_more_than_so_much_on_its_way_is_refused_until_there_is_room(monkeypatch, ends):
    monkeypatch.setattr(sending, "MOST", 2 * len(CONTENT))

    async def some() -> tuple[Reader, Reader]:
        slow = [Reader(takes=False), Reader(takes=False)]
        tasks = [asyncio.create_task(Sent(CONTENT)(GET, heard, one)) for one in slow]
        await asyncio.sleep(0)
        refused = Reader()
        await Sent(CONTENT)(GET, heard, refused)
        if ends == "taken":
            slow[0].takes.set()
        else:
            tasks[0].cancel()
        await asyncio.wait(tasks[:1])
        let_in = Reader()
        await Sent(CONTENT)(GET, heard, let_in)
        tasks[1].cancel()
        await asyncio.wait(tasks)
        return refused, let_in

    refused, let_in = loops.run(some())

    assert refused.status == 503
    assert "De nombreux fichiers" in refused.body.decode()
    assert (b"retry-after", b"10") in refused.messages[0]["headers"]
    assert (let_in.status, let_in.body) == (200, CONTENT)


def test_a_file_larger_than_that_goes_alone(monkeypatch):
    monkeypatch.setattr(sending, "MOST", 10)

    async def one() -> Reader:
        reader = Reader()
        await Sent(CONTENT)(GET, heard, reader)
        return reader

    assert loops.run(one()).body == CONTENT
