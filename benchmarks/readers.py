"""How quick pages stay for other readers while a file of 100,000 rows is checked, and published.

    python -m benchmarks.readers

A page is run again and again, first alone, then during the check, then while as many rows as a
table takes are published, in turn with a yardstick: a loop of fixed length, which tells how busy
the machine is with other things. The publishing runs in the server, so the yardstick waits too.
"""

import csv
import io
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

ROWS = 100_000
LEAST = 15  # runs
CURATED = Path(__file__).parents[1] / "data" / "curated"
ROUTER = Path(__file__).parents[1] / "pages" / "router.py"


def written(rows: int) -> bytes:
    """The shipped amounts over and over, each row with an id of its own."""
    with (CURATED / "project_amounts.csv").open(encoding="utf-8", newline="") as lines:
        header, *shipped = csv.reader(lines)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for number in range(rows):
        key, *rest = shipped[number % len(shipped)]
        writer.writerow([f"{key}-{number}", *rest])
    return out.getvalue().encode()


def yardstick() -> float:
    """Seconds of a loop of fixed length."""
    begun, count = time.perf_counter(), 0
    for number in range(400_000):
        count += number & 3
    return time.perf_counter() - begun


def main() -> None:
    """Measure a page alone and during the check; print medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'store.sqlite'}"
        _measure()


def _measure() -> None:
    from streamlit.testing.v1 import AppTest

    from components.desk.checks import QUEUE
    from data.desk import carried, check_process
    from data.desk.check_process import Asked, Settings
    from data.desk.checkup import MOST_KEPT, examine
    from data.desk.comparing import Mode
    from data.desk.publishing import publish
    from data.desk.uploads import Upload
    from data.roles import ALONE
    from data.store.shipped import opened
    from data.values.dates import province_today

    app = AppTest.from_file(str(ROUTER), default_timeout=300)
    app.switch_page("projects.py")
    app.run()

    def pair() -> tuple[float, float]:
        begun = time.perf_counter()
        app.run()
        return time.perf_counter() - begun, yardstick()

    alone = [pair() for _ in range(LEAST)]
    upload = Upload("so-tien.csv", written(ROWS))
    settings = Settings({}, {}, confirmed=False)
    asked = Asked((upload,), check_process.held(opened()), province_today(), settings)
    begun = time.perf_counter()
    job = QUEUE.ask("", "benchmark", carried.packed(asked))
    during = []
    while not job.is_over:
        job.look()
        during.append(pair())
    taken = time.perf_counter() - begun
    print(f"check of {ROWS} rows: {job.state}, {taken:.1f} s")
    publishing = []
    checkup = examine([Upload("so-tien.csv", written(MOST_KEPT - 100))], opened(), province_today())
    act = partial(publish, checkup, opened(), mode=Mode.UPDATE, by=ALONE.called("x"), note="x")
    begun = time.perf_counter()
    with ThreadPoolExecutor(1) as threads:
        published = threads.submit(act)
        while not published.done():
            publishing.append(pair())
        taken = time.perf_counter() - begun
        number = published.result().number
        print(f"publishing of {MOST_KEPT - 100} rows: {taken:.1f} s, version {number}")
    begun = time.perf_counter()
    app.run()
    print(f"first page of the new version: {time.perf_counter() - begun:.1f} s")
    parts = ("alone", alone), ("during the check", during), ("during publishing", publishing)
    for name, pairs in parts:
        page, yard = (statistics.median(one) for one in zip(*pairs, strict=True))
        print(
            f"  {name:17} page {page:.3f} s, longest {max(pairs)[0]:.3f} s, "
            f"yardstick {yard:.3f} s, page by yardstick {page / yard:.2f} ({len(pairs)} runs)"
        )


if __name__ == "__main__":
    main()
