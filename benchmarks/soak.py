"""Whether a server stays as it is under many hours' use: visitors, files, edits, publications.

    python -m benchmarks.soak [--minutes 30] [--readers 8] [--sessions 1000]

First so many sessions come, are counted and go: the memory of an idle one, and what is left of all.
Then visitors read, filter, download and vanish, an editor types into a draft and publishes it, and
another uploads files, at the pace of people, all against one server of its own. It ends with 1
where anything failed, where something published is lost, or where the server grew. The result is
kept in ``benchmarks/results``.
"""

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks import servers, soak_report, watching
from benchmarks.coming import Coming, come_and_go
from benchmarks.servers import Server
from benchmarks.visitor import Failed, Visitor, pressed, typed, visiting
from data.language import Language
from data.record.canonical import canonical
from data.record.loading import CURATED, load
from data.record.rows import rows_of
from data.schema import LANGUAGES, TABLES
from data.store import Store
from data.views.filters import filters
from data.views.lens import Lens

PAGES = ("", "map", "visits", "projects", "outcomes", "partners", "sources", "reports")
FILTERED = {"visits": "visits", "projects": "projects", "outcomes": "outcomes"}
MEETING, FIELD = "2023-11-22-afd-paris", "Topics (Vietnamese)"
_PUBLISHING = 25.0  # seconds between two publications of one editor
_PICTURES = (".png", ".pdf")  # drawn by a browser, which few ask for
_DRAFT = re.compile(r"part=drafts&amp;draft=(\d+)")
_DONE = 'class="nc-done"'  # stands on the page after a publication
_ROUNDS = 3  # so often an editor looks again where somebody has published meanwhile


@dataclass
class Soak:
    """What goes on: where, until when, what was done and what failed."""

    server: Server
    until: float
    chance: random.Random
    queries: Mapping[str, Sequence[str]]
    done: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # of what was published

    @property
    def goes_on(self) -> bool:
        """Whether there is time left."""
        return time.monotonic() < self.until

    async def pause(self, longest: float) -> None:
        """Wait as somebody who reads."""
        left = max(self.until - time.monotonic(), 0)
        await asyncio.sleep(min(self.chance.uniform(0.2, longest), left))


async def again(soak: Soak, act: Callable[[Soak], Awaitable[None]]) -> None:
    """Do one thing again and again; what fails is written down, and it goes on."""
    while soak.goes_on:
        try:
            await act(soak)
        except Exception as wrong:
            soak.failed.append(f"{act.__name__}: {type(wrong).__name__}: {wrong}")
            await soak.pause(2)


async def reading(soak: Soak) -> None:
    """A visit: some pages, filters and files; one in five ends as a line that is lost."""
    chance = soak.chance
    page, language = chance.choice(PAGES), f"lang={chance.choice(list(LANGUAGES))}"
    async with visiting(soak.server.origin, vanishes=chance.random() < 0.2) as visitor:
        await visitor.run(page, language)
        soak.done["visits"] += 1
        for _turn in range(chance.randint(1, 6)):
            await soak.pause(5)
            what = chance.choice(("page", "filter", "filter", "file"))
            if what == "file":
                await _taking(soak, visitor)
                continue
            page = chance.choice(list(FILTERED) if what == "filter" else PAGES)
            query = f"&{chance.choice(soak.queries[page])}" if what == "filter" else ""
            await visitor.run(page, language + query)
            soak.done[f"{what}s"] += 1


async def _taking(soak: Soak, visitor: Visitor) -> None:
    offered = visitor.files
    light = [one for one in offered if not one.partition("?")[0].endswith(_PICTURES)]
    is_picture = soak.chance.random() < 0.05
    if chosen := offered if is_picture else light:
        await visitor.fetch(soak.chance.choice(chosen))
        soak.done["files"] += 1


async def editing(soak: Soak) -> None:
    """Somebody types into the form of a meeting, in steps, and publishes the draft."""
    text = f"Nước sạch, đường và trường học, lần {soak.done['drafts'] + 1}"
    async with visiting(soak.server.origin) as editor:
        where = f"lang=en&part=drafts&table=meetings&row={MEETING}"
        await editor.run("data", where)
        for end in (len(text) // 2, len(text)):
            await editor.run("data", where, typed(editor.labelled(FIELD), text[:end]))
            soak.done["cells typed"] += 1
            await soak.pause(3)
        await _signed(
            soak, editor, f"lang=en&part=drafts&draft={_DRAFT.findall(editor.text)[0]}", "draft"
        )
        soak.done["drafts"] += 1
    await soak.pause(_PUBLISHING)


async def uploading(soak: Soak) -> None:
    """Somebody uploads a file with another name of a project, and publishes it."""
    where = "lang=en"
    rows = list(rows_of("projects", (CURATED / "projects.csv").read_bytes()).values())
    name = f"Tên lần {soak.done['uploads'] + 1}"
    content = canonical(TABLES["projects"], [{**rows[0], "short_name_vi": name}])
    async with visiting(soak.server.origin) as editor:
        await editor.run("data", where)
        file = await editor.upload("projects.csv", content)
        await editor.run("data", where, file)
        await _signed(soak, editor, where, "upload", file)
        soak.done["uploads"] += 1
    await soak.pause(_PUBLISHING)


async def _signed(soak: Soak, editor: Visitor, where: str, kind: str, *files: WidgetState) -> None:
    """Fill in the form and publish; again where another version came in between."""
    note = f"{kind} {soak.done[f'{kind}s'] + 1}"
    for _round in range(_ROUNDS):
        await editor.run("data", where, *files)
        states = (
            typed(editor.labelled("Your name"), "Lò Thị Ban"),
            typed(editor.labelled("What changed and why"), note),
            pressed(editor.button("Publish")),
        )
        await editor.run("data", where, *files, *states)
        if _DONE in editor.text:
            soak.notes.append(note)
            return
        soak.done["looked again"] += 1
    raise Failed(f"not published: {editor.notices[:300]}")


async def _all(soak: Soak, readers: int, looks: list[watching.Look]) -> None:
    watch = asyncio.create_task(watching.watched(soak.server, looks, every=5))
    await asyncio.gather(
        *(again(soak, reading) for _reader in range(readers)),
        again(soak, editing),
        again(soak, uploading),
    )
    watch.cancel()
    with suppress(asyncio.CancelledError):
        await watch


def queries() -> dict[str, list[str]]:
    """What the pages can be filtered by."""
    lens = Lens(load(), Language("en"))
    return {
        page: [
            f"{name}={value}" for name, one in filters(lens, table).items() for value in one.options
        ]
        for page, table in FILTERED.items()
    }


def lost(soak: Soak, url: str) -> list[str]:
    """What was acknowledged as published and is not in the store, whole."""
    store = Store(url)
    try:
        kept = {one.note for one in store.history() if store.tables(one.id)}
    finally:
        store.close()
    return [note for note in soak.notes if note not in kept]


def main() -> int:
    """Soak, report, keep; 1 where something is wrong."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    asked.add_argument("--minutes", type=float, default=30, help="0: sessions alone")
    asked.add_argument("--readers", type=int, default=8, help="visitors at the same time")
    asked.add_argument("--sessions", type=int, default=1000, help="that come and go before")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as server:
        said = server.log.stat().st_size
        coming: Coming | None = None
        if options.sessions:
            coming = asyncio.run(come_and_go(server, options.sessions, PAGES))
        until = time.monotonic() + options.minutes * 60
        soak = Soak(server, until, random.Random(1), queries())
        looks: list[watching.Look] = []
        if options.minutes:
            asyncio.run(_all(soak, options.readers, looks))
        soak.failed += [f"logged: {line}" for line in watching.errors(server.log, said)]
        soak.failed += [f"lost: {note}" for note in lost(soak, server.store)]
        return soak_report.kept(options.minutes, soak.done, soak.failed, looks, coming)


if __name__ == "__main__":
    sys.exit(main())
