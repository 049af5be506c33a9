"""Runs a module in another process with limits on memory and time.

The libraries that read workbooks and Word files do not expect hostile ones, which can use up all
memory or run for ever. In another process they cannot stop the server.
"""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource
_ROOT = Path(__file__).parents[1]
_FAILED = 1  # Python's exit status for an error; the operating system gives other numbers
# Each takes a processor and perhaps a gigabyte; others wait.
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
_LOG = logging.getLogger(__name__)
_ERRORS = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception)\b", re.MULTILINE)


class Failed(Exception):  # noqa: N818 -- what became of it
    """Raised when the module ended with an error."""


class Spent(Exception):  # noqa: N818 -- what became of it
    """Raised when the module used up its time or memory."""


def answer(module: str, question: bytes, *, seconds: float) -> Any:
    """The JSON that ``python -m module`` writes after reading the question; as ``output``."""
    return json.loads(output(module, question, seconds=seconds))


def output(module: str, *question: bytes, seconds: float) -> bytes:
    """What ``python -m module`` writes after reading the question, given in one or several parts.

    ``seconds`` is real time and leaves room for a busy machine; ``confine`` limits working time.

    Raises:
        Failed: the module ended with an error.
        Spent: it took too long, or the operating system ended it.

    """
    command = [sys.executable, "-m", module]
    if not _AT_ONCE.acquire(timeout=seconds):
        raise Spent
    try:
        with tempfile.TemporaryFile() as asked:  # quicker than a pipe, which would copy it twice
            asked.writelines(question)
            asked.seek(0)
            ended = subprocess.run(  # noqa: S603 -- our own module; the question goes in by file
                command, stdin=asked, capture_output=True, cwd=_ROOT, timeout=seconds, check=False
            )
    except subprocess.TimeoutExpired as slow:
        raise Spent from slow
    finally:
        _AT_ONCE.release()
    if ended.returncode:
        # Not what else it says: the text of an error may hold what was in the question.
        kinds = _ERRORS.findall(ended.stderr.decode(errors="replace"))
        _LOG.warning("%s ended with %s: %s", module, ended.returncode, ", ".join(kinds[-3:]))
        raise Failed if ended.returncode == _FAILED else Spent
    return ended.stdout


def confine(*, memory: int, seconds: int) -> None:
    """Limit this process to so many bytes of memory and seconds of work; not on Windows."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
