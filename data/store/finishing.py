"""Work on the store that a server which is told to stop finishes first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_changed = threading.Condition()
_running = 0


@contextmanager
def finishing() -> Iterator[None]:
    """Work that is not to be broken off; may be nested."""
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def wait(seconds: float) -> bool:
    """Wait until no such work is under way; False where it takes longer than that."""
    with _changed:
        return _changed.wait_for(lambda: _running == 0, seconds)


def _count(step: int) -> None:
    global _running  # noqa: PLW0603 -- one number for all threads of the server
    with _changed:
        _running += step
        _changed.notify_all()
