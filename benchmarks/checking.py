"""How long a file of 100,000 projects takes to check, beside pandas merely reading it as text.

Both run in a process of their own, in turn, and are told by processor time and peak memory.
"""

import csv
import gc
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 100_000
CURATED = Path(__file__).parents[1] / "data" / "curated"


def written(folder: Path) -> Path:
    """The shipped projects over and over, each row with an id of its own."""
    with (CURATED / "projects.csv").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    path = folder / "projects.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        for number in range(ROWS):
            row = rows[number % len(rows)]
            writer.writerow([f"{row[0]}-{number}", *row[1:]])
    return path


def read(path: Path) -> int:
    """The yardstick: every cell as text, by pandas."""
    import pandas as pd

    return len(pd.read_csv(io.BytesIO(path.read_bytes()), dtype=str, keep_default_na=False))


def check(path: Path) -> int:
    """What the data desk does with an upload, up to the list of faults."""
    from dataclasses import replace
    from datetime import date

    from data.desk import door as intake
    from data.desk.checking import check
    from data.intake.layout import Draft, drafts
    from data.record.rows import rows_of

    limits = replace(intake.Limits(), bytes=500_000_000)
    published = {file.stem: rows_of(file.stem, file.read_bytes()) for file in CURATED.iterdir()}
    (sheet,) = intake.sheets(path.name, path.read_bytes(), limits=limits)
    draft = drafts(sheet)
    assert isinstance(draft, Draft)
    return check([draft], published, date(2026, 1, 1)).read["projects"]


def measured(task: str, path: Path) -> tuple[float, float]:
    """Processor seconds and peak megabytes of one task, imports left out of the seconds."""
    command = [sys.executable, "-m", "benchmarks.checking", task, str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1])


def main() -> None:
    """Measure both, three times in turn; print the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder))
        pairs = [(measured("read", path), measured("check", path)) for _ in range(3)]
    times = sorted(one[0] / yard[0] for yard, one in pairs)
    print(f"{ROWS} projects: reading as text, then the whole check (processor s, peak MB)")
    for yard, one in pairs:
        print(f"  {yard[0]:6.2f} s {yard[1]:6.0f} MB   {one[0]:6.2f} s {one[1]:6.0f} MB")
    print(f"  ratio of the seconds, median: {times[1]:.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        task = {"read": read, "check": check}[sys.argv[1]]
        if sys.argv[1] == "check":  # imports are paid once by the server, not by each upload
            import data.desk.checkup  # noqa: F401

            gc.freeze()  # as app.py does
            gc.set_threshold(50_000)
        else:
            import pandas as pd  # noqa: F401
        begun = time.process_time()
        task(Path(sys.argv[2]))
        taken = time.process_time() - begun
        print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
