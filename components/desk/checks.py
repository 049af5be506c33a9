"""Checks of large uploads: a few run at once, each in a process of its own, the others wait.

A check goes on while a browser is away, and is found again by whoever asked for it. Where nobody
asks any more, it ends.
"""

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from components.desk.turns import CHECKS, Turns
from data.desk import carried
from data.desk.check_process import SECONDS, Answer
from data.desk.progress import Progress, Step
from data.desk.uploads import Upload
from data.processes.running import Ended, Failed, Spent, Work

LARGE = 1_000_000  # bytes of text; a check of less takes a fraction of a second
_MARKUP = 5  # bytes in a workbook for one of its text
MODULE = "data.desk.check_process"
_LOG = logging.getLogger(__name__)
# One processor stays with the readers.
AT_ONCE = max(1, (os.cpu_count() or 1) - 1)
_PATIENCE = 180  # seconds; Streamlit keeps the session of a browser that is away for 120


def are_large(uploads: Iterable[Upload]) -> bool:
    """Whether checking these files would hold up the server."""
    return sum(map(_weight, uploads)) > LARGE


def _weight(upload: Upload) -> int:
    """About how many bytes of text are in a file; what a zip says of itself is believed."""
    try:
        with ZipFile(BytesIO(upload.content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
    except (BadZipFile, OSError, ValueError):
        return len(upload.content)
    return max(unpacked // _MARKUP, len(upload.content))


class State(StrEnum):
    """Where a check stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SPENT = "spent"
    ENDED = "ended"


class Job:
    """One check: where it stands, how far it is, and its answer in the end."""

    def __init__(self, mark: str, question: Iterable[bytes], leave: Callable[[], None]) -> None:
        self.mark = mark
        self.state = State.WAITING
        self.progress = Progress(Step.READING)
        self.answer: Answer | None = None
        self._question: Iterable[bytes] = question
        self._leave = leave
        self._work = Work(MODULE)
        self._seen = time.monotonic()
        self._lock = threading.Lock()
        self._is_begun = False
        self._over = threading.Event()

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more but what there is."""
        return self._over.is_set()

    def begin(self) -> bool:
        """Whether it is for the caller to run it."""
        with self._lock:
            if self._is_begun or self.is_over:
                return False
            self._is_begun = True
            return True

    def look(self) -> State:
        """Where it stands; who looks wants it to go on."""
        self._seen = time.monotonic()
        return self.state

    def end(self) -> None:
        """Let nobody wait for it any more."""
        with self._lock:
            if self.is_over:
                return
            self.state = State.ENDED
            if not self._is_begun:
                self._finish()
        self._work.end()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over; False if it is not by then."""
        return self._over.wait(seconds)

    def run(self) -> None:
        """Do it; it never raises."""
        try:
            self._heard("")
            if self.state is not State.ENDED:
                self.state = State.RUNNING
                output = self._work.answer(self._question, seconds=SECONDS, heard=self._heard)
                self.answer = carried.unpacked(output, Answer)
                self.state = State.DONE
        except Ended:
            self.state = State.ENDED
        except Spent:
            self.state = State.SPENT
        except (Failed, OSError, ValueError) as cause:
            _LOG.warning("a check failed: %s", type(cause).__name__)  # its text may hold the file's
            self.state = State.FAILED
        finally:
            self._finish()

    def _finish(self) -> None:
        self._question = ()
        self._leave()
        self._over.set()

    def _heard(self, line: str) -> None:
        if line:
            step, done, whole = json.loads(line)
            self.progress = Progress(Step(step), done, whole)
        if time.monotonic() - self._seen > _PATIENCE:
            self.end()


class Queue:
    """Runs a few checks at once, in the order in which they were asked for."""

    def __init__(self, at_once: int = AT_ONCE, turns: Turns = CHECKS) -> None:
        self._at_once = at_once
        self._turns = turns
        self._lock = threading.Lock()
        self._jobs: list[Job] = []
        self._threads = 0

    def ask(self, who: str, mark: str, question: Iterable[bytes]) -> Job:
        """A new check of a person's, begun or waiting; raises Busy."""
        job = Job(mark, question, self._turns.taken(who))
        with self._lock:
            self._jobs.append(job)
            if self._threads == self._at_once:
                return job
            self._threads += 1
        threading.Thread(target=self._work, name="checks", daemon=True).start()
        return job

    def before(self, job: Job) -> int:
        """How many checks are to end or begin before this one does."""
        with self._lock:
            others = [one for one in self._jobs if one is job or not one.is_over]
            return others.index(job) if job in others else 0

    def jobs(self) -> list[Job]:
        """What runs or waits."""
        with self._lock:
            return list(self._jobs)

    def _work(self) -> None:
        """Run what waits, one after another, until nothing does."""
        while job := self._next():
            job.run()

    def _next(self) -> Job | None:
        with self._lock:
            self._jobs = [job for job in self._jobs if not job.is_over]
            if job := next((job for job in self._jobs if job.begin()), None):
                return job
            self._threads -= 1
            return None


QUEUE = Queue()
