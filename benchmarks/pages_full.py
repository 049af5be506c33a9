"""How quick every page is when each table holds as many rows as the data desk takes.

    python -m benchmarks.pages_full

Each page is opened and then run again, once with the shipped record and once with the full one, in
a process of their own. What counts is a click of a reader, the run after the first.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from streamlit.testing.v1 import AppTest

# Before a page runs: it lies beside pages/data.py, which hides our package of that name.
from benchmarks import grown
from data.desk.checkup import MOST_KEPT
from data.record.rows import tables_of
from data.store.shipped import opened

RUNS = 2
ROOT = Path(__file__).parents[1]
ROUTER = ROOT / "pages" / "router.py"
# Each page, and those of its parts that show other rows: file, parameters of the address.
SHOWN: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("overview", {}),
    ("map", {}),
    ("visits", {}),
    ("projects", {}),
    ("outcomes", {}),
    ("partners", {}),
    ("sources", {}),
    ("sources", {"section": "discrepancies"}),
    ("sources", {"section": "quality"}),
    ("reports", {}),
    ("data", {}),
    ("data", {"part": "versions"}),
    ("audit", {}),
)


class Times(NamedTuple):
    """A page: seconds of its first run, of a run after it, and the megabytes that it sends."""

    first: float
    again: float
    sent: float


def timed(file: str, address: Mapping[str, str]) -> Times:
    """Open a page and run it again."""
    app = AppTest.from_file(str(ROUTER), default_timeout=900)
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(f"{file}.py")
    taken = []
    for _ in range(RUNS + 1):
        begun = time.process_time()
        app.run()
        taken.append(time.process_time() - begun)
        for trouble in app.exception:
            raise RuntimeError(f"{file}: {trouble.message}")
    protos = (getattr(one, "proto", None) for one in app.main)
    sent = sum(one.ByteSize() for one in protos if one is not None)
    return Times(taken[0], statistics.median(taken[1:]), sent / 1e6)


def measured(rows: int) -> list[Times]:
    """Every page, in a process with a store of its own."""
    with tempfile.TemporaryDirectory() as folder:
        store = {"DATABASE_URL": f"sqlite:///{Path(folder) / 'store.sqlite'}"}
        command = [sys.executable, "-m", "benchmarks.pages_full", str(rows)]
        told = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, **store}
        )
    return [Times(*one) for one in json.loads(told.stdout.splitlines()[-1])]


def main() -> None:
    """Measure both; print processor seconds and their ratio."""
    usual, large = measured(0), measured(MOST_KEPT)
    print(
        f"{MOST_KEPT} rows in every table, beside the shipped record (processor seconds, MB sent)"
    )
    print(f"  {'page':30} {'usual':>7} {'first':>7} {'again':>7} {'ratio':>7} {'MB':>7}")
    for (file, address), before, now in zip(SHOWN, usual, large, strict=True):
        name = "&".join([file, *(f"{key}={value}" for key, value in address.items())])
        print(
            f"  {name:30} {before.again:7.2f} {now.first:7.2f} {now.again:7.2f}"
            f" {now.again / before.again:7.1f} {now.sent:7.2f}"
        )


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        if rows := int(sys.argv[1]):
            where = opened()
            grown.fill(grown.to_rows(tables_of(where.tables(where.current().id)), rows))
        told = []
        for shown in SHOWN:
            told.append(timed(*shown))
            print(*shown, *told[-1], file=sys.stderr, flush=True)  # for whoever waits
        print(json.dumps(told))
