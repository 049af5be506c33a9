"""What a server takes while it runs: memory, open files, threads, sockets; and what it logs."""

import asyncio
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.servers import Server

_ESTABLISHED = "01"


class Look(NamedTuple):
    """What a server holds at a moment: seconds since the start, megabytes, counts."""

    at: float
    megabytes: float
    with_children: float
    files: int
    threads: int
    sockets: int


def look(server: Server, begun: float) -> Look:
    """How it is now; its children are the browser that draws, and the checks of uploads."""
    own = Path(f"/proc/{server.process}")
    family = [server.process, *_children(server.process)]
    return Look(
        time.monotonic() - begun,
        server.megabytes,
        sum(map(_megabytes, family)),
        len([*(own / "fd").iterdir()]),
        len([*(own / "task").iterdir()]),
        _sockets(int(server.origin.rpartition(":")[2])),
    )


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            direct = [int(one) for one in (task / "children").read_text().split()]
        except OSError:
            continue
        for child in direct:
            found += [child, *_children(child)] if Path(f"/proc/{child}").exists() else []
    return found


def _megabytes(process: int) -> float:
    """Its share of memory: what it shares with others counts in parts."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _sockets(port: int) -> int:
    """Connections that stand at the server's port."""
    count = 0
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            _number, local, _remote, state, *_rest = line.split()
            count += int(local.rpartition(":")[2], 16) == port and state == _ESTABLISHED
    return count


async def watched(server: Server, looks: list[Look], every: float) -> None:
    """Look again and again until cancelled."""
    begun = time.monotonic()
    while True:
        looks.append(look(server, begun))
        await asyncio.sleep(every)


class Growth(NamedTuple):
    """One measure, its median in an early and in the last part, and how much more is allowed."""

    what: str
    early: float
    late: float
    allowed: float

    @property
    def is_too_much(self) -> bool:
        """Whether the late part holds more than is allowed."""
        return self.late > self.allowed


def growth(looks: Sequence[Look]) -> list[Growth]:
    """The last quarter beside the second: the first still fills what is kept in memory."""
    quarter = len(looks) // 4
    early, late = looks[quarter : 2 * quarter], looks[-quarter:]

    def grown(what: str, name: str, share: float, more: float) -> Growth:
        was, now = (statistics.median(getattr(one, name) for one in part) for part in (early, late))
        return Growth(what, was, now, was * share + more)

    return [
        grown("memory, MB", "megabytes", 1.1, 0),
        grown("open files", "files", 1.1, 5),
        grown("threads", "threads", 1.1, 5),
        grown("sockets", "sockets", 1.2, 10),
    ]


def errors(log: Path, since: int) -> list[str]:
    """What the server logged from a byte on as an error, and what is no entry of its log at all."""
    found = []
    for line in log.read_bytes()[since:].decode(errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            found.append(line)  # a traceback that went past the log
            continue
        if entry["level"] not in ("DEBUG", "INFO"):
            found.append(f"{entry['level']}: {entry['message']} {entry.get('errors', '')}")
    return found
