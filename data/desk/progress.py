"""How far a check is: said by what does the work, heard by whoever waits for it, if anybody."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import NamedTuple, TypeVar

_AT_ONCE = 500
Item = TypeVar("Item")


class Step(StrEnum):
    """What a check does, in its order."""

    READING = "reading"  # counts files
    CHECKING = "checking"  # counts rows
    COMPARING = "comparing"  # counts nothing


class Progress(NamedTuple):
    """How many of how many files or rows a step has behind it."""

    step: Step
    done: int = 0
    whole: int = 0


Listener = Callable[[Progress], None]
_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have a listener told of all that is done within."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def told(step: Step, done: int = 0, whole: int = 0) -> None:
    """Say how far a step is."""
    if listener := _LISTENER.get():
        listener(Progress(step, done, whole))


def counted(items: Iterable[Item], step: Step, whole: int) -> Iterator[Item]:
    """The same items; now and then it is said how many of them are done."""
    for number, item in enumerate(items):
        if number % _AT_ONCE == 0:
            told(step, number, whole)
        yield item
