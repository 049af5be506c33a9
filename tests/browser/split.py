"""Python programs split off from a process that has imported their packages already.

Most of what the start of a server costs is to import the same packages as the server before.
``multiprocessing`` keeps one process for each worker of the tests that has done so and runs
nothing; each program is a further process, with files, environment and folder of its own, and
imports by itself whatever belongs to the dashboard.
"""

import gc
import importlib
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.forks import PROCESSES

_OURS = ("tests", "data", "components", "pages", "benchmarks", "deploy")


class Split:
    """A program that runs, with the ways of ``subprocess.Popen``."""

    def __init__(
        self, module: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        """``module`` is what follows ``python -m``: its name and its arguments."""
        given = (tuple(module), folder, dict(environment), log)
        self._process = PROCESSES.Process(target=_become, args=given, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int | None:
        """Its number on this machine."""
        return self._process.pid

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("python -m", timeout or 0)
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it."""
        self._process.kill()


Process = Split | subprocess.Popen[bytes]


def end(process: Process) -> None:
    """Ask a program to end, and end it if it has not done so in 20 seconds."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _become(
    module: tuple[str, ...], folder: Path, environment: Mapping[str, str], log: Path
) -> None:
    """What Python itself does before it runs a module, with what was given instead of our own."""
    gc.freeze()  # or it would copy what was imported, to look through it
    with log.open("ab") as lines:
        os.dup2(lines.fileno(), 1)
        os.dup2(lines.fileno(), 2)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = list(module)
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in environment
    before = [one for one in environment.get("PYTHONPATH", "").split(os.pathsep) if one]
    sys.path[:] = [str(folder), *before, *filter(_is_pythons, sys.path)]
    for name in [one for one in sys.modules if one.partition(".")[0] in _OURS]:
        del sys.modules[name]
    if any(Path(one, "sitecustomize.py").exists() for one in before):
        sys.modules.pop("sitecustomize", None)  # the system's own, of this process
        importlib.import_module("sitecustomize")
    runpy.run_module(module[0], run_name="__main__", alter_sys=True)


def _is_pythons(place: str) -> bool:
    return any(Path(place).is_relative_to(one) for one in (sys.prefix, sys.base_prefix))
