"""Reads a large file in a process of its own, within limits of memory and time.

A hostile file of a few megabytes can take thirty times as much memory while it is read.

The question is one line of JSON, ``{file, limits, …}``, then the file. The answer is the sheets
as ``data.sheets.parcels`` packs them, or ``{"refused": {kind, …}}``. A process of text does not
start with what only XML needs: that would take it a second.
"""

import dataclasses
import gc
import json
import sys
from collections.abc import Callable
from typing import Any

from data.processes import confining, running
from data.processes.ending import end_with
from data.sheets import parcels
from data.sheets.grid import Sheet
from data.sheets.limits import Limits, NoTable

TEXT, XML = "data.intake.text_process", "data.iati.xml_process"
_SECONDS, _WORKING_SECONDS = 300, 120
_MEMORY = 1 << 30
_MEMORY_PER_BYTE = 8
_MOST_KEPT = 500_000_000  # bytes that the sheets of one file may take in the server


def sheets(module: str, file: str, content: bytes, limits: Limits, **more: Any) -> list[Sheet]:
    """The sheets that a module reads in another process; ``more`` is what it needs to know.

    Raises:
        NoTable: the file is not a table, is damaged, or passes a limit.

    """
    asked = {
        "file": file,
        "limits": dataclasses.asdict(limits),
        "size": len(content),
        "more": more,
    }
    try:
        output = running.output(
            module, json.dumps(asked).encode(), b"\n", content, seconds=_SECONDS
        )
    except running.Failed as failed:
        raise NoTable("is-damaged") from failed
    except running.Spent as spent:
        raise NoTable("over-work") from spent
    except running.NoTurn as waited:
        raise NoTable("no-turn") from waited
    if output.startswith(b'{"refused"'):
        refused = json.loads(output)["refused"]
        raise NoTable(refused.pop("kind"), **refused)
    return parcels.unpacked(file, output)


def serve(read: Callable[..., list[Sheet]]) -> None:
    """Answer for one file, with ``read(file, content, limits, **more)``."""
    asked = json.loads(sys.stdin.buffer.readline())
    memory = _MEMORY + _MEMORY_PER_BYTE * asked["size"]
    confining.confine(memory=memory, seconds=_WORKING_SECONDS)
    gc.disable()  # the process ends before it would pay
    try:
        content = sys.stdin.buffer.read()
        read_sheets = read(asked["file"], content, Limits(**asked["limits"]), **asked["more"])
        answer = parcels.packed(read_sheets, _MOST_KEPT)
    except NoTable as reason:
        answer = _refused(vars(reason))
    except MemoryError:
        answer = _refused({"kind": "over-work"})
    end_with([answer])


def _refused(reason: dict[str, Any]) -> bytes:
    return json.dumps({"refused": reason}).encode()
