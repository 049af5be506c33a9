"""Those who ask for the same at once: one makes it, the others wait for it, but not for ever."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(eq=False)
class Turn:
    """Of whoever makes what is asked for; others wait until it ends, or until it is late."""

    late: float
    ended: threading.Event = field(default_factory=threading.Event)
    is_for_all: bool = True  # what was made can be given to the others, too


class Alike:
    """Turns by what is asked for.

    Who makes it longer than ``patience`` seconds is late: another begins, too. Nobody waits longer
    than twice that; then each makes it alone. Who fails or is stopped gives the turn back.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._turns: dict[Hashable, Turn] = {}

    @contextmanager
    def turn(self, key: Hashable, is_served: Callable[[], bool]) -> Iterator[Turn | None]:
        """A turn to make it; None where ``is_served`` found what another has made."""
        mine = self._waited_for(key, is_served)
        try:
            # Made between the last look and the begin of the turn.
            yield None if mine is None or is_served() else mine
        finally:
            if mine is not None:
                self._end(key, mine)

    def _waited_for(self, key: Hashable, is_served: Callable[[], bool]) -> Turn | None:
        until = time.monotonic() + 2 * self._patience
        while True:
            mine = Turn(time.monotonic() + self._patience)
            other = self._begun(key, mine)
            if other is mine:
                return mine
            other.ended.wait(max(0.0, min(until, other.late) - time.monotonic()))
            if other.ended.is_set() and is_served():
                return None
            if not other.is_for_all or time.monotonic() >= until:
                return mine  # which nobody waits for

    def _begun(self, key: Hashable, mine: Turn) -> Turn:
        """The turn of another under way, or else this one."""
        with self._lock:
            other = self._turns.get(key)
            if other is not None and time.monotonic() < other.late:
                return other
            self._turns[key] = mine
            return mine

    def _end(self, key: Hashable, mine: Turn) -> None:
        with self._lock:
            if self._turns.get(key) is mine:
                del self._turns[key]
        mine.ended.set()
