"""A thousand ask for pictures at once: each has one or a polite refusal, the server lives."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx2
import pytest

from components.charts import named
from tests import loops
from tests.browser.serving import ROOT, Server, serving_by_command

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MANY, SECONDS = 1_000, 240
MOST_MORE = 200_000_000  # bytes of memory that the crowd may cost the server
BEGINS = {"png": b"\x89PNG\r\n\x1a\n", "svg": b"<svg", "pdf": b"%PDF-"}
REFUSALS = (
    "De nombreux fichiers sont en préparation. Redemandez dans quelques secondes.",
    "Réessayez dans une minute.",  # to one connection too many
)
CHARTS = [name for name in named.CHARTS if not name.startswith("project-")]


class Answer(NamedTuple):
    """What one of the crowd got: the path, the status, the head in small letters, the content."""

    path: str
    status: int
    head: str
    content: bytes


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving_by_command(ROOT, tmp_path_factory.mktemp("crowd")) as server:
        yield server


def wanted(number: int) -> str:
    """One picture of a thousand, no two alike, so that none is kept from another."""
    ending = tuple(BEGINS)[number % len(BEGINS)]
    chart = CHARTS[number % len(CHARTS)]
    return f"/api/v1/charts/{chart}.{ending}?lang=fr&width={500 + number}"


async def ask(server: Server, path: str, every_one: asyncio.Barrier) -> Answer:
    """Ask by a connection of one's own, once all are connected."""
    at = urlsplit(server.origin)
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    await every_one.wait()
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {at.netloc}\r\nConnection: close\r\n\r\n".encode())
    got = b""
    with suppress(ConnectionError):  # one connection too many is answered before it asks
        while part := await reader.read(1 << 16):
            got += part
    writer.close()
    head, _, content = got.partition(b"\r\n\r\n")
    return Answer(path, int(head.split(b" ")[1]), head.decode().lower(), content)


async def crowd(server: Server) -> list[Answer]:
    every_one = asyncio.Barrier(MANY)
    asked = [ask(server, wanted(number), every_one) for number in range(MANY)]
    return await asyncio.wait_for(asyncio.gather(*asked), SECONDS)


def memory(server: Server) -> int:
    """The bytes of memory that the server itself holds."""
    port = str(urlsplit(server.origin).port).encode()
    for process in Path("/proc").glob("[0-9]*"):
        words = (process / "cmdline").read_bytes().split(b"\0")
        if b"--server.port" in words and port in words:
            pages = int((process / "statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
    raise AssertionError("the server is gone")


def test_a_thousand_pictures_asked_for_at_once(crowded):
    first = httpx2.get(crowded.origin + wanted(MANY), timeout=SECONDS)
    before, said = memory(crowded), len(crowded.log.read_bytes())

    answers = loops.run(crowd(crowded))

    counts = Counter(answer.status for answer in answers)
    assert first.status_code == 200
    assert set(counts) == {200, 503}, counts
    for refusal in REFUSALS:
        assert any(refusal.encode() in answer.content for answer in answers), refusal
    for answer in answers:
        if answer.status == 200:
            ending = urlsplit(answer.path).path.rpartition(".")[2]
            assert BEGINS[ending] in answer.content[:200]
        else:
            assert "retry-after: " in answer.head
            assert "content-type: application/json" in answer.head
            assert json.loads(answer.content)["error"].endswith(REFUSALS)
    assert memory(crowded) - before < MOST_MORE
    assert "Traceback" not in crowded.said(said)
    assert httpx2.get(f"{crowded.origin}/healthz").status_code == 200
    assert httpx2.get(crowded.origin + wanted(MANY + 1), timeout=SECONDS).status_code == 200
