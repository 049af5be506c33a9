"""Runs a module in another process with limits on memory and time.

The libraries that read workbooks and Word files do not expect hostile ones, which can use up all
memory or run for ever. In another process they cannot stop the server.
"""

import contextlib
import json
import logging
import mmap
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

_ROOT = Path(__file__).parents[2]
_FAILED = 1  # Python's exit status for an error; the operating system gives other numbers
# Each takes a processor and perhaps a gigabyte; others wait.
_AT_ONCE = threading.BoundedSemaphore(max(2, os.cpu_count() or 1))
PROGRESS = "progress "  # before a line about how far a module is
_MOST_SAID = 10_000
# A group of its own, so that it can be ended with all that it starts.
_BEHIND: dict[str, Any] = (
    {"creationflags": 0x4000}  # BELOW_NORMAL_PRIORITY_CLASS
    if sys.platform == "win32"
    else {"start_new_session": True}
)
_LOG = logging.getLogger(__name__)
# By which Python, a library in C++ and Python itself name what ended them.
_ERRORS = re.compile(
    r"^(?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*(?:Error|Exception)\b"
    r"|^terminate called(?: after throwing an instance of '[\w:]+')?|^Fatal Python error: \w+",
    re.MULTILINE,
)


class Failed(Exception):  # noqa: N818 -- what became of it
    """Raised when the module ended with an error."""


class Spent(Exception):  # noqa: N818 -- what became of it
    """Raised when the module used up its time or memory."""


class NoTurn(Exception):  # noqa: N818 -- what became of it
    """Raised when the module never began, as others were at work all the time."""


class Ended(Exception):  # noqa: N818 -- what became of it
    """Raised when the module was told to end."""


def answer(module: str, question: bytes, *, seconds: float) -> Any:
    """The JSON that ``python -m module`` writes after reading the question; as ``output``."""
    return json.loads(output(module, question, seconds=seconds))


def output(module: str, *question: bytes, seconds: float) -> bytes:
    """What ``python -m module`` writes after reading the question, given in one or several parts.

    ``seconds`` is real time and leaves room for a busy machine; ``confine`` limits working time.
    It waits for its turn as long as that at most.

    Raises:
        Failed: the module ended with an error.
        Spent: it took too long, or the operating system ended it.
        NoTurn: it waited, and never began.

    """
    command = [sys.executable, "-m", module]
    if not _AT_ONCE.acquire(timeout=seconds):
        _LOG.warning("%s never began: others were at work for %s seconds", module, seconds)
        raise NoTurn
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
    _judge(module, ended.returncode, ended.stderr.decode(errors="replace"))
    return ended.stdout


def _judge(module: str, status: int, said: str) -> None:
    """Raise what an exit status means, if it is not that of success."""
    if status:
        # Not what else it says: the text of an error may hold what was in the question.
        kinds = _ERRORS.findall(said)
        _LOG.warning("%s ended with %s: %s", module, status, ", ".join(kinds[-3:]))
        raise Failed if status == _FAILED else Spent


class Work:
    """A module at work in another process, behind others; it says how far it is, and can be ended.

    What it writes to standard error with ``PROGRESS`` in front is how far it is. Its answer comes
    by a file that no other program sees, as it may be too large for the server's own memory.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ended = self._is_late = False

    def answer(
        self, question: Iterable[bytes], *, seconds: float, heard: Callable[[str], None]
    ) -> mmap.mmap:
        """What the module writes after reading the question; ``heard`` is told how far it is.

        Raises:
            Failed: the module ended with an error.
            Spent: it took too long, or the operating system ended it.
            Ended: ``end`` was called.

        """
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answered:
            asked.writelines(question)
            asked.seek(0)
            with self._begun(asked, answered) as process:
                late = threading.Timer(seconds, self._stop_late)
                late.start()
                try:
                    said = self._listened(process, heard)
                    process.wait()
                finally:
                    late.cancel()
                    late.join()
                    self._stop()
            if self._is_ended:
                raise Ended
            if self._is_late:
                raise Spent
            _judge(self._module, process.returncode, said)
            return mmap.mmap(answered.fileno(), 0, access=mmap.ACCESS_READ)

    def end(self) -> None:
        """End it, and what it has started, now or as soon as it begins."""
        self._is_ended = True
        self._stop()

    def _begun(self, asked: IO[bytes], answered: IO[bytes]) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._is_ended:
                raise Ended
            self._process = subprocess.Popen(  # noqa: S603 -- our own module, as in ``output``
                [sys.executable, "-m", self._module],
                stdin=asked,
                stdout=answered,
                stderr=subprocess.PIPE,
                cwd=_ROOT,
                **_BEHIND,
            )
            return self._process

    def _listened(self, process: subprocess.Popen[bytes], heard: Callable[[str], None]) -> str:
        """Pass on how far it is, until it says no more; gives what else it said, at the end."""
        said = ""
        for line in process.stderr or ():
            text = line.decode(errors="replace")
            if text.startswith(PROGRESS):
                heard(text.removeprefix(PROGRESS).strip())
            else:
                said = (said + text)[-_MOST_SAID:]
        return said

    def _stop_late(self) -> None:
        self._is_late = True
        self._stop()

    def _stop(self) -> None:
        with self._lock:
            process = self._process
            if process is None or process.returncode is not None:
                return
            with contextlib.suppress(ProcessLookupError):
                if sys.platform == "win32":
                    process.kill()
                else:  # with all that it has started: it leads a group
                    os.killpg(process.pid, signal.SIGKILL)
