"""How many files are made at once, and how many wait; beyond that, whoever asks is told so.

Python works at one thing at a time: many files made at once would only hold up the pages. What is
made is never stopped half-way, as the next who asks may want it; what still waits is left undone
where nobody waits for it any more.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import TypeVar

Made = TypeVar("Made")


class Busy(Exception):  # noqa: N818 -- what the server is
    """Raised where too much is asked for already, or it took too long."""


class Line:
    """So many are served at once, in the order in which they came."""

    def __init__(self, name: str, *, at_once: int, waiting: int, seconds: float) -> None:
        self.seconds = seconds  # that somebody waits
        self.most = at_once + waiting
        self._room = BoundedSemaphore(self.most)
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix=name)

    @property
    def has_room(self) -> bool:
        """Whether one more may ask."""
        if not self._room.acquire(blocking=False):
            return False
        self._room.release()
        return True

    def ask(self, make: Callable[[], Made]) -> Future[Made]:
        """What is to be made, at the end of the line; raises Busy where the line is full."""
        if not self._room.acquire(blocking=False):
            raise Busy
        try:
            asked = self._workers.submit(make)
        except BaseException:
            self._room.release()
            raise
        asked.add_done_callback(lambda _over: self._room.release())
        return asked

    def made(self, make: Callable[[], Made]) -> Made:
        """Wait for it in a thread; raises Busy."""
        asked = self.ask(make)
        try:
            return asked.result(self.seconds)
        except TimeoutError:
            if asked.done():  # it was the work itself that gave up
                raise
            raise Busy from None
        finally:
            asked.cancel()


# Most take tenths of a second of the processor.
FILES = Line("files", at_once=2, waiting=40, seconds=45)
# Each mostly waits for the browser that draws them, one at a time.
PICTURES = Line("pictures", at_once=2, waiting=6, seconds=100)
