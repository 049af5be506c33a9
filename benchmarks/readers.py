"""How quick pages stay for other readers while a file of 100,000 rows is checked.

    python -m benchmarks.readers

A page is run again and again, first alone, then during the check, in turn with a yardstick: a
loop of fixed length, which tells how busy the machine is with other things.
"""

import csv
import io
import os
import statistics
import tempfile
import time
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
    from data.desk.checkup import Upload, opened
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
    for name, pairs in (("alone", alone), ("during the check", during)):
        page, yard = (statistics.median(one) for one in zip(*pairs, strict=True))
        print(
            f"  {name:16} page {page:.3f} s, yardstick {yard:.3f} s, "
            f"page by yardstick {page / yard:.2f} ({len(pairs)} runs)"
        )


if __name__ == "__main__":
    main()
