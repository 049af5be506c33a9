"""The line in which files are made: so many at once, so many waiting, and nobody for ever."""

import threading
import time
from collections.abc import Iterator

import pytest

from data.exports.making import Busy, Line

_PATIENCE = 30


class Gate:
    """Work that goes on until it is let go, and counts how much of it goes on at once."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self._lock = threading.Lock()
        self.now = self.most = self.done = 0

    def __call__(self) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        assert self.opened.wait(_PATIENCE)
        with self._lock:
            self.now, self.done = self.now - 1, self.done + 1
        return "made"


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.opened.set()


@pytest.fixture
def line() -> Line:
    return Line("test", at_once=2, waiting=3, seconds=_PATIENCE)


def test_so_many_are_made_at_once_and_one_too_many_is_refused(line, gate):
    asked = [line.ask(gate) for _ in range(5)]
    with pytest.raises(Busy):
        line.ask(gate)
    with pytest.raises(Busy):
        line.made(gate)

    gate.opened.set()

    assert [one.result(_PATIENCE) for one in asked] == ["made"] * 5
    assert gate.most == 2
    assert line.made(gate) == "made"


def test_what_waits_and_is_given_up_makes_room_and_is_never_made(line, gate):
    asked = [line.ask(gate) for _ in range(5)]
    assert [one.cancel() for one in asked[2:]] == [True] * 3
    again = line.ask(gate)
    gate.opened.set()

    assert again.result(_PATIENCE) == "made"
    assert asked[0].result(_PATIENCE) == asked[1].result(_PATIENCE) == "made"
    assert gate.done == 3


def test_whoever_waits_too_long_is_told_and_no_longer_waits(gate):
    line = Line("test", at_once=1, waiting=1, seconds=0.2)
    first = line.ask(gate)
    with pytest.raises(Busy):
        line.made(gate)
    assert line.has_room
    gate.opened.set()

    assert first.result(_PATIENCE) == "made"
    assert gate.done == 1


@pytest.mark.parametrize("failure", [ValueError("wrong"), TimeoutError("the work itself")])
def test_what_fails_fails_for_who_asked_and_makes_room(line, failure):
    def fail() -> None:
        raise failure

    for _time in range(2 * line.most):
        with pytest.raises(type(failure), match=str(failure)):
            line.made(fail)
        time.sleep(0.01)
