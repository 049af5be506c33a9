"""What many places and many rows cost in a real browser: the map, and an upload's comparison.

python -m benchmarks.in_browser
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from math import sin
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from benchmarks import grown, servers
from benchmarks.first_visit import browser
from benchmarks.measure import Measure, table
from benchmarks.servers import Server
from data.record.loading import CURATED
from data.record.rows import rows_of

_PATIENCE_MS = 600_000
PLACES = dict.fromkeys(("places", "visits", "meetings"), 205)  # 9,840 places
ROWS = 100_000  # in all; one table takes 20,000
UPLOADED = ("projects", "meetings", "outcomes", "people", "organisations", "sources")
# When each frame is drawn, from now until it is asked for.
_WATCH = """() => {
  window.ncFrames = [];
  const note = (now) => { window.ncFrames.push(now); requestAnimationFrame(note); };
  requestAnimationFrame(note);
}"""


class OnMap(NamedTuple):
    """Seconds until the map stands; frames a second while it is moved, the longest in ms."""

    ready: float
    frames: float
    longest: float


def on_map(chrome: Browser, server: Server, times: int) -> OnMap:
    """The map of a server, when somebody has looked at it before."""
    seen = [_on_map(chrome, server) for _ in range(times + 1)][1:]
    return OnMap(*(statistics.median(column) for column in zip(*seen, strict=True)))


def _on_map(chrome: Browser, server: Server) -> OnMap:
    tab = chrome.new_page()
    begun = time.monotonic()
    tab.goto(f"{server.origin}/map?lang=vi", wait_until="commit")
    frame = tab.frame_locator("iframe").first
    frame.locator("[data-settled]").wait_for(timeout=_PATIENCE_MS)
    ready = time.monotonic() - begun
    frame.locator("body").evaluate(_WATCH)
    _drag(tab)
    at: list[float] = frame.locator("body").evaluate("() => window.ncFrames")
    gaps = [after - before for before, after in pairwise(at)]
    frames, longest = len(gaps) / (at[-1] - at[0]) * 1000, max(gaps)
    tab.close()
    return OnMap(ready, frames, longest)


def _drag(tab: Page) -> None:
    """Pull the map from side to side with the mouse for about two seconds."""
    box = tab.locator("iframe").first.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    tab.mouse.move(x, y)
    tab.mouse.down()
    for turn in range(120):
        tab.mouse.move(x + 200 * sin(turn / 10), y)
        tab.wait_for_timeout(16)
    tab.mouse.up()


def uploaded(chrome: Browser, server: Server, folder: Path) -> tuple[float, float]:
    """Seconds from the choice of the files to their comparison; the browser's megabytes then."""
    tab = chrome.new_page()
    tab.goto(f"{server.origin}/data?lang=vi")
    field = tab.locator('[data-testid="stFileUploaderDropzoneInput"]')
    field.wait_for(state="attached", timeout=_PATIENCE_MS)
    begun = time.monotonic()
    field.set_input_files(files(folder))
    tab.locator(".nc-changes").nth(len(UPLOADED) - 1).wait_for(timeout=_PATIENCE_MS)
    taken = time.monotonic() - begun
    _settle(tab)
    megabytes = _megabytes()
    tab.close()
    return taken, megabytes


def files(folder: Path) -> list[Path]:
    """Files with so many rows in all, which no table of the record has yet."""
    known = {name: rows_of(name, (CURATED / f"{name}.csv").read_bytes()) for name in UPLOADED}
    most = ROWS // len(UPLOADED)
    every = {path.stem: rows_of(path.stem, path.read_bytes()) for path in CURATED.glob("*.csv")}
    tables = grown.full(every, {**grown.to_rows(known, most)})
    for name in UPLOADED:
        (folder / f"{name}.csv").write_bytes(tables[name])
    return [folder / f"{name}.csv" for name in UPLOADED]


def _settle(tab: Page) -> None:
    tab.wait_for_timeout(3000)


def _megabytes() -> float:
    """Memory of the browsers that this process has started; what they share counts once."""
    found, ours = 0, {os.getpid()}
    parents = dict(_parents())
    while new := {one for one, parent in parents.items() if parent in ours} - ours:
        ours |= new
    for process in ours - {os.getpid()}:
        try:
            name = Path(f"/proc/{process}/comm").read_text()
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue  # it has ended meanwhile
        if "chrom" in name:
            found += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return found * 1024 / 1e6


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), int(fields[1])


def measures(usual: Server, times: int, *, with_upload: bool = True) -> Iterator[Measure]:
    """The map with many places beside today's, then the upload."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = grown.store_in(Path(scratch) / "places", PLACES)
        with browser() as chrome, servers.ours(folder) as server:
            few, many = on_map(chrome, usual, times), on_map(chrome, server, times)
        yield Measure(
            "map of 10,000 places: ready in the browser", many.ready, few.ready, "s", "≤ 2"
        )
        yield Measure("the same: frames a second when moved", many.frames, few.frames, "1/s")
        yield Measure("the same: longest frame", many.longest, few.longest, "ms")
        if not with_upload:
            return
        with browser() as chrome:
            taken, megabytes = uploaded(chrome, usual, Path(scratch))
        yield Measure("upload of 100,000 rows: comparison can be read", taken, None, "s")
        yield Measure("the same: memory of the browser", megabytes, None, "MB", "≤ 500 MB")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        print(table(measures(us, times=3)))


if __name__ == "__main__":
    main()
