"""Where the time of a run goes: a page under many sessions, function by function.

    python -m benchmarks.profile visits      (or: make profile PAGE=visits)

First the processor time of a run beside that of bare Streamlit's empty page, which holds on a busy
machine, too; then, in a second server, what its threads were seen doing.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks import servers, sessions

SESSIONS, SECONDS, LINES = 20, 8, 45


def milliseconds(server: servers.Server, page: str = "") -> float:
    """Processor time of the server for a run of a page."""
    sessions.load(server.origin, page, sessions=SESSIONS, seconds=1)
    before = server.seconds
    got = sessions.load(server.origin, page, sessions=SESSIONS, seconds=SECONDS)
    # each session runs twice before its runs are counted
    return (server.seconds - before) / (got.runs * SECONDS + 2 * SESSIONS) * 1000


def seen(page: str, scratch: Path) -> str:
    """What the threads were seen doing, as a table of Markdown."""
    told = scratch / "seen.json"
    with servers.ours(scratch, "benchmarks.sampled", str(told)) as us:
        sessions.load(us.origin, page, sessions=1, seconds=1)  # what only the first run does
        sessions.load(us.origin, page, sessions=SESSIONS, seconds=SECONDS)
    found = json.loads(told.read_text("utf-8"))
    lines = ["| with what it calls | itself | function |", "| ---: | ---: | --- |"]
    most = sorted(found["within"].items(), key=lambda one: -one[1])[:LINES]
    for name, times in most:
        itself = found["itself"].get(name, 0)
        lines.append(f"| {times / found['looks']:.1%} | {itself / found['looks']:.1%} | {name} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.profile")
    asked.add_argument("page", nargs="?", default="", help="as in its address: visits")
    page = asked.parse_args().page.strip("/")
    with tempfile.TemporaryDirectory() as scratch:
        with servers.streamlit("empty") as bare:
            theirs = milliseconds(bare)
        with servers.ours(Path(scratch)) as us:
            ours = milliseconds(us, page)
        print(f"/{page}: {ours:.1f} ms of processor a run; bare Streamlit, empty: {theirs:.1f} ms")
        print(f"{theirs / ours:.1f} runs in the time of one; {SESSIONS} sessions\n")
        print(seen(page, Path(scratch)))


if __name__ == "__main__":
    main()
