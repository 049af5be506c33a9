"""A program split off is one of its own, as if Python had been started for it."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.serving import watching
from tests.browser.split import Split

pytestmark = pytest.mark.slow
_TELLS = """
import json, os, socket, sys, threading, time

sys.stdout.reconfigure(line_buffering=True)
try:
    socket.gethostbyname("example.invalid")
except OSError:
    pass
print(json.dumps({
    "name": __name__,
    "is_main": sys.modules["__main__"].__dict__ is globals(),
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "first": sys.path[0],
    "environment": dict(os.environ),
    "threads": threading.active_count(),
    "writes_bytecode": not sys.dont_write_bytecode,
    "has_streamlit": "streamlit" in sys.modules,
    "ours": sorted({name.partition(".")[0] for name in sys.modules} & {
        "app", "components", "data", "pages", "tests", "benchmarks"
    }),
}))
if sys.argv[1:] == ["fails"]:
    sys.exit(3)
time.sleep(600)
"""


def told(folder: Path, *arguments: str, **environment: str) -> tuple[Split, dict[str, Any]]:
    """The program, and what it tells of itself."""
    log = folder / "log.txt"
    log.write_bytes(b"")
    (folder / "tells.py").write_text(_TELLS)
    calls = folder / "calls.txt"
    program = Split(("tells", *arguments), folder, {**watching(folder, calls), **environment}, log)
    until = time.monotonic() + 60
    while not log.read_text().endswith("\n") and time.monotonic() < until:
        time.sleep(0.02)
    said: dict[str, Any] = json.loads(log.read_text())
    return program, said


def test_it_has_its_own_place_environment_and_modules(tmp_path, monkeypatch):
    monkeypatch.setenv("OF_THE_TESTS", "1")

    program, said = told(tmp_path, "run", "app.py", PYTHONDONTWRITEBYTECODE="1", OWN="mận")
    program.kill()
    program.wait()

    assert said["name"] == "__main__"
    assert said["is_main"]
    assert said["arguments"] == ["run", "app.py"]
    assert said["folder"] == said["first"] == str(tmp_path)
    assert said["environment"]["OWN"] == "mận"
    assert said["threads"] == 1
    assert not said["writes_bytecode"]
    assert said["has_streamlit"]
    assert said["ours"] == []
    assert (tmp_path / "calls.txt").read_text() == "socket.gethostbyname example.invalid\n"


def test_nothing_of_one_program_is_in_the_next(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, _said = told(tmp_path / "one", ONLY="here")
    second, said = told(tmp_path / "two")

    assert "ONLY" not in said["environment"]
    assert said["folder"] == str(tmp_path / "two")
    assert first.pid != second.pid
    for program in (first, second):
        os.kill(program.pid or 0, 0)
        program.kill()
        program.wait()


@pytest.mark.parametrize("arguments", [(), ("fails",)], ids=["asked to end", "by itself"])
def test_how_it_ends_is_known(tmp_path, arguments):
    program, _said = told(tmp_path, *arguments)

    if not arguments:
        assert program.poll() is None
        program.terminate()

    assert program.wait(30) == (3 if arguments else -15)
    assert program.poll() is not None
