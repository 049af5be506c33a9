"""How many checks one person may have running: each takes memory and a processor."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

MOST = 2


class Busy(Exception):  # noqa: N818 -- what the person is
    """Raised when a person has too many checks running; nothing was begun."""


class Turns:
    """Counts what runs for each person."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._running: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Run the block as one of a person's checks; raises Busy."""
        leave = self.taken(who)
        try:
            yield
        finally:
            leave()

    def taken(self, who: str) -> Callable[[], None]:
        """Count one more of a person's checks until what comes back is called; raises Busy."""
        with self._lock:
            if self._running[who] >= self._most:
                raise Busy
            self._running[who] += 1
        return partial(self._leave, who)

    def _leave(self, who: str) -> None:
        with self._lock:
            self._running -= Counter([who])


CHECKS = Turns()
