"""Reads a large file in a process of its own: ``python -m data.desk.reading_process``.

A hostile file of a few megabytes can take thirty times as much memory while it is read.

Standard input is one line of JSON, ``{file, limits, encoding, published}``,
then the file. Standard
output is the sheets as ``data.sheets.parcels`` packs them, or ``{"refused": {kind, …}}``.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping
from typing import Any

from data import processes
from data.desk.reading import read
from data.iati.parsing import is_xml
from data.record.rows import Rows
from data.sheets import parcels
from data.sheets.grid import Sheet
from data.sheets.limits import Limits, NoTable

_SECONDS, _WORKING_SECONDS = 300, 120
_MEMORY = 1 << 30
_MEMORY_PER_BYTE = 8
_MOST_KEPT = 500_000_000  # bytes that the sheets of one file may take in the server


def sheets(
    file: str,
    content: bytes,
    limits: Limits,
    encoding: str | None,
    published: Mapping[str, Rows],
) -> list[Sheet]:
    """The same as ``reading.read``, with the work done in another process."""
    asked = {
        "file": file,
        "limits": dataclasses.asdict(limits),
        "encoding": encoding,
        "published": dict(published) if is_xml(content) else {},
        "size": len(content),
    }
    question = b"".join((json.dumps(asked).encode(), b"\n", content))
    try:
        output = processes.output("data.desk.reading_process", question, seconds=_SECONDS)
    except processes.Failed as failed:
        raise NoTable("is-damaged") from failed
    except processes.Spent as spent:
        raise NoTable("over-work") from spent
    if output.startswith(b'{"refused"'):
        refused = json.loads(output)["refused"]
        raise NoTable(refused.pop("kind"), **refused)
    return parcels.unpacked(file, output)


def main() -> None:
    """Answer for one file, within fixed limits of memory and time."""
    asked = json.loads(sys.stdin.buffer.readline())
    memory = _MEMORY + _MEMORY_PER_BYTE * asked["size"]
    processes.confine(memory=memory, seconds=_WORKING_SECONDS)
    try:
        answer = parcels.packed(_read(asked), _MOST_KEPT)
    except NoTable as reason:
        answer = _json({"refused": vars(reason)})
    except MemoryError:
        answer = _json({"refused": {"kind": "over-work"}})
    sys.stdout.buffer.write(answer)


def _read(asked: dict[str, Any]) -> list[Sheet]:
    content, limits = sys.stdin.buffer.read(), Limits(**asked["limits"])
    return read(asked["file"], content, limits, asked["encoding"], asked["published"])


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


if __name__ == "__main__":
    main()
