"""How fast the dashboard is, beside bare Streamlit on the same machine in the same minutes.

    python -m benchmarks [--quick]

Ratios are what counts: ours over the yardstick's. The table is printed and kept in
``benchmarks/results`` under the day and the commit.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from benchmarks import first_visit, servers, sessions

RESULTS = Path(__file__).parent / "results"
LOADED = ("", "map", "visits", "projects", "outcomes", "partners", "sources")


class Measure(NamedTuple):
    """One line of the table: what was measured, ours, the yardstick's, and what is aimed at."""

    what: str
    ours: float
    yardstick: float | None
    unit: str
    aim: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the yardstick's."""
        return self.ours / self.yardstick if self.yardstick else None


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
    runs, slow = (before.runs + after.runs) / 2, (before.slow + after.slow) / 2
    for page, got in ours.items():
        yield Measure(f"/{page}: runs a second, {readers} sessions", got.runs, runs, "1/s", "≥ 5")
        yield Measure(f"/{page}: 95 of 100 runs within", got.slow, slow, "s", "≤ 0.2")
    for page, got in ours.items():
        yield Measure(f"/{page}: bytes of a run that changes nothing", got.bytes, None, "B", "5000")
    yield Measure("memory with these sessions", us.megabytes, None, "MB")


def on_a_slow_line(us: servers.Server, times: int) -> Iterator[Measure]:
    """Somebody far away opens the overview, with an empty cache and again."""
    with (
        first_visit.browser() as chrome,
        servers.streamlit("empty") as bare,
        servers.streamlit("charts") as charts,
    ):
        empty, empty_again = first_visit.visits(chrome, bare.origin, first_visit.BARE, times)
        drawn, _again = first_visit.visits(chrome, charts.origin, first_visit.BARE_CHARTS, times)
        ours, again = first_visit.visits(chrome, us.origin, first_visit.OURS, times)
    yield Measure("first visit: figures can be read", ours.figures, empty.figures, "s", "≤ 0.6")
    yield Measure("first visit: first picture stands", ours.picture, drawn.picture, "s", "≤ 0.4")
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
    }


def table(measures: list[Measure]) -> str:
    """The measures as a table of Markdown."""
    lines = ["| what | ours | yardstick | ratio | aim |", "| --- | ---: | ---: | ---: | ---: |"]
    for one in measures:
        beside = "" if one.yardstick is None else f"{one.yardstick:.3g} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        lines.append(f"| {one.what} | {one.ours:.3g} {one.unit} | {beside} | {ratio} | {one.aim} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, keep."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--quick", action="store_true", help="fewer rounds, under five minutes")
    quick = asked.parse_args().quick
    with tempfile.TemporaryDirectory() as scratch, servers.ours(Path(scratch)) as us:
        measures = [Measure("cold start until the server answers", us.start, None, "s")]
        measures += on_a_slow_line(us, times=1 if quick else 5)
        measures += under_load(us, readers=50, seconds=4 if quick else 20)
    said, where = environment(), table(measures)
    told = "\n".join([*(f"- {name}: {value}" for name, value in said.items()), "", where, ""])
    print(told)
    RESULTS.mkdir(exist_ok=True)
    name = f"{said['day']}-{said['commit']}{'-quick' if quick else ''}"
    (RESULTS / f"{name}.md").write_text(told, encoding="utf-8")
    (RESULTS / f"{name}.json").write_text(
        json.dumps({**said, "measures": [one._asdict() for one in measures]}, indent=1) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
