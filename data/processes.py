"""Runs a module in a process of its own, held to a share of memory and time.

The libraries that read workbooks and Word files are not written for hostile ones: memory without
end, patterns that take for ever. In a process of their own they cannot take the server with them.
"""

import json
import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource
_ROOT = Path(__file__).parents[1]
_FAILED = 1  # Python's exit status for an error; other ends are the operating system's
_LOG = logging.getLogger(__name__)


class Failed(Exception):  # noqa: N818 -- what became of it
    """Raised when the module ended with an error."""


class Spent(Exception):  # noqa: N818 -- what became of it
    """Raised when the module used up its time or memory."""


def answer(module: str, question: bytes, *, seconds: float) -> Any:
    """What ``python -m module`` writes as JSON when it reads the question.

    ``seconds`` are of the clock, with room for a busy machine; ``confine`` sets those of work.

    Raises:
        Failed: the module could not do it.
        Spent: it took too long, or the operating system ended it.

    """
    command = [sys.executable, "-m", module]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module; the question goes in by the pipe
            command, input=question, capture_output=True, cwd=_ROOT, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Spent from slow
    if ended.returncode:
        _LOG.warning("%s: %s", module, ended.stderr.decode(errors="replace")[-2000:])
        raise Failed if ended.returncode == _FAILED else Spent
    return json.loads(ended.stdout)


def confine(*, memory: int, seconds: int) -> None:
    """Hold this process to so many bytes and seconds of work, where the system can."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
