"""How fast the dashboard is, beside bare Streamlit on the same machine in the same minutes.

    python -m benchmarks [--quick]

Ratios are what counts: ours over the yardstick's. The table is printed and kept in
``benchmarks/results`` under the day and the commit.
"""

import argparse
import asyncio
import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import first_visit, in_browser, large, servers, sessions
from benchmarks.coming import idle
from benchmarks.measure import Measure, put_into, table

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).parents[1] / "README.md"
FILTERED = ("map", "visits", "projects", "outcomes", "partners")
LOADED = ("", "map", "visits", "projects", "outcomes", "partners", "sources")


def under_load(us: servers.Server, readers: int, seconds: float) -> Iterator[Measure]:
    """Many readers at once, page by page; the yardstick before and after them."""

    def of_bare() -> sessions.Load:
        return sessions.load(bare.origin, sessions=readers, seconds=seconds)

    with servers.streamlit("empty") as bare:
        before = of_bare()
        ours = {
            page: sessions.load(us.origin, page, sessions=readers, seconds=seconds)
            for page in LOADED
        }
        after = of_bare()
    # What no page can go beyond: Streamlit's empty page without the full collection of memory
    # that it runs after each script, and that is turned off for ours.
    with servers.streamlit("empty", STREAMLIT_RUNNER_POST_SCRIPT_GC="false") as bare:
        most = of_bare()
    runs, slow = (before.runs + after.runs) / 2, (before.slow + after.slow) / 2
    yield Measure(
        f"bare without its collection: runs a second, {readers} sessions", most.runs, runs, "1/s"
    )
    yield Measure("bare without its collection: 95 of 100 runs within", most.slow, slow, "s")
    for page, got in ours.items():
        yield Measure(f"/{page}: runs a second, {readers} sessions", got.runs, runs, "1/s", "≥ 5")
        yield Measure(f"/{page}: 95 of 100 runs within", got.slow, slow, "s", "≤ 0.2")
    for page, got in ours.items():
        yield Measure(f"/{page}: bytes of a run that changes nothing", got.bytes, None, "B", "5000")
    for page in FILTERED:
        change = sessions.change(us.origin, page, "country=FR")
        what = f"/{page}: bytes of a run that changes a filter, beside what it changes"
        yield Measure(what, change.bytes, change.changed, "B", "≤ 1")
    yield Measure("memory with these sessions", us.megabytes, None, "MB")


def beside_bare(us: servers.Server, sessions: int) -> Iterator[Measure]:
    """How long a server takes to start, and what a session holds that only stays."""
    with servers.streamlit("empty") as bare:
        yield Measure("cold start until the server answers", us.start, bare.start, "s")
        ours = asyncio.run(idle(us, "visits", sessions))
        yield Measure(
            "memory of a session at rest", ours, asyncio.run(idle(bare, "", sessions)), "MB"
        )


def on_a_slow_line(us: servers.Server, times: int) -> Iterator[Measure]:
    """Somebody far away opens the overview, with an empty cache and again."""
    with (
        first_visit.browser() as chrome,
        servers.streamlit("empty") as bare,
        servers.streamlit("charts") as charts,
        servers.dash() as dash,
    ):
        empty, empty_again = first_visit.visits(chrome, bare.origin, first_visit.BARE, times)
        drawn, _again = first_visit.visits(chrome, charts.origin, first_visit.BARE_CHARTS, times)
        dashed, _again = first_visit.visits(chrome, dash.origin, first_visit.DASH, times)
        ours, again = first_visit.visits(chrome, us.origin, first_visit.OURS, times)
    yield Measure("first visit: figures can be read", ours.figures, empty.figures, "s", "≤ 0.6")
    yield Measure("first visit: first picture stands", ours.picture, drawn.picture, "s", "≤ 0.4")
    yield Measure(
        "the same beside Dash with two charts", ours.picture, dashed.picture, "s", "≤ 0.5"
    )
    yield Measure("first visit: all that comes", ours.megabytes, empty.megabytes, "MB", "1.2 MB")
    yield Measure(
        "second visit: figures can be read", again.figures, empty_again.figures, "s", "≤ 1"
    )
    yield Measure("second visit: all that comes", again.megabytes, empty_again.megabytes, "MB")


def environment() -> dict[str, str]:
    """The machine and the versions that a result holds for."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    )
    return {
        "day": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "python": platform.python_version(),
        **{name: version(name) for name in ("streamlit", "plotly", "pandas")},
        "dash": servers.dash_version(),
        "chromium": chromium_version(),
    }


def chromium_version() -> str:
    """The browser of the measurement."""
    with first_visit.browser() as chrome:
        return chrome.version


def read(path: Path) -> str:
    """A kept result as Markdown: the environment, then the table."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    measures = [Measure(**one) for one in kept.pop("measures")]
    said = (f"- {name}: {value}" for name, value in kept.items())
    return "\n".join([*said, "", table(measures)])


def kept(measures: list[Measure], *, is_quick: bool) -> Path:
    """Keep a result under its day and commit."""
    said = {**environment(), "rounds": "few (--quick)" if is_quick else "all"}
    path = RESULTS / f"{said['day']}-{said['commit']}{'-quick' if is_quick else ''}.json"
    RESULTS.mkdir(exist_ok=True)
    listed = {**said, "measures": [one._asdict() for one in measures]}
    path.write_text(json.dumps(listed, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    path.with_suffix(".md").write_text(read(path) + "\n", encoding="utf-8")
    return path


def measured(*, is_quick: bool) -> Iterator[Measure]:
    """Everything, one after the other."""
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        yield from beside_bare(us, sessions=40 if is_quick else 200)
        yield from on_a_slow_line(us, times=1 if is_quick else 5)
        yield from under_load(us, readers=50, seconds=3 if is_quick else 20)
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        yield from large.measures(us, times=2 if is_quick else 8, sizes=1 if is_quick else 2)
        yield from in_browser.measures(us, times=1 if is_quick else 5, with_upload=not is_quick)


def main() -> None:
    """Measure, print, keep; what was measured becomes the table of the README."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--quick", action="store_true", help="fewer rounds, under five minutes")
    is_quick = asked.parse_args().quick
    measures = []
    for one in measured(is_quick=is_quick):
        print(one.row, flush=True)  # for whoever waits
        measures.append(one)
    path = kept(measures, is_quick=is_quick)
    print(read(path))
    put_into(README, read(path))


if __name__ == "__main__":
    main()
