"""Those who ask for the same at once: made once, and never waited for without end."""

import threading
import time
from collections.abc import Callable

import pytest

from components.entrance.alike import Alike

MANY = 20


class Kitchen:
    """What was made, by whom it was begun, and who was served."""

    def __init__(self, patience: float = 20) -> None:
        self.alike = Alike(patience)
        self.made: set[str] = set()
        self.begun: list[str] = []
        self.served = 0
        self._lock = threading.Lock()

    def ask(self, key: str, make: Callable[[], bool]) -> None:
        """``make`` says whether others can have it, too."""
        with self.alike.turn(key, lambda: key in self.made) as turn:
            if turn is not None:
                self.begun.append(key)
                turn.is_for_all = make()
                if turn.is_for_all:
                    self.made.add(key)
        with self._lock:
            self.served += 1


def all_at_once(*asking: Callable[[], None]) -> float:
    """Seconds until all of them have what they asked for."""
    gate = threading.Barrier(len(asking))

    def one(ask: Callable[[], None]) -> None:
        gate.wait()
        ask()

    threads = [threading.Thread(target=one, args=(ask,), daemon=True) for ask in asking]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return time.monotonic() - begun


def slowly() -> bool:
    time.sleep(0.2)
    return True


def test_what_many_ask_for_at_once_is_made_once():
    kitchen = Kitchen()

    all_at_once(*[lambda: kitchen.ask("page", slowly)] * MANY)

    assert kitchen.begun == ["page"]
    assert kitchen.served == MANY


def test_who_asks_for_something_else_does_not_wait():
    kitchen = Kitchen()
    both = threading.Barrier(2, timeout=10)

    def together() -> bool:
        both.wait()
        return True

    all_at_once(*(lambda key=key: kitchen.ask(key, together) for key in ("one", "other")))

    assert sorted(kitchen.begun) == ["one", "other"]


@pytest.mark.parametrize("trouble", [RuntimeError, SystemExit])
def test_where_the_maker_fails_or_is_stopped_the_next_one_makes_it(trouble):
    kitchen = Kitchen()
    fails = iter([trouble(), None])

    def make() -> bool:
        slowly()
        if problem := next(fails, None):
            raise problem
        return True

    def ask() -> None:
        try:
            kitchen.ask("page", make)
        except trouble:
            with kitchen._lock:
                kitchen.served += 1

    all_at_once(*[ask] * MANY)

    assert kitchen.begun == ["page", "page"]
    assert kitchen.served == MANY


def test_what_is_for_its_maker_alone_is_made_by_each_at_the_same_time():
    kitchen = Kitchen()
    first = threading.Event()
    others = threading.Barrier(MANY - 1, timeout=10)

    def make() -> bool:
        if not first.is_set():
            first.set()
            time.sleep(0.2)
        else:
            others.wait()  # breaks where one of them had to wait for another
        return False

    all_at_once(*[lambda: kitchen.ask("mine", make)] * MANY)

    assert len(kitchen.begun) == MANY


def test_nobody_waits_for_ever_for_a_maker_that_hangs():
    kitchen = Kitchen(patience=0.5)
    hangs, freed = threading.Event(), threading.Event()

    def hang() -> bool:
        hangs.set()
        freed.wait(30)
        return False

    stuck = threading.Thread(target=kitchen.ask, args=("page", hang), daemon=True)
    stuck.start()
    hangs.wait(10)

    all_at_once(*[lambda: kitchen.ask("page", slowly)] * MANY)
    assert not freed.is_set()
    assert kitchen.served == MANY
    assert kitchen.begun.count("page") < MANY

    freed.set()
    stuck.join(10)
    kitchen.ask("page", slowly)
    assert kitchen.served == MANY + 2


@pytest.mark.slow
def test_several_makers_that_hang_are_waited_for_no_longer_than_one():
    kitchen = Kitchen(patience=0.5)

    def late() -> bool:
        time.sleep(2)
        return True

    assert all_at_once(*[lambda: kitchen.ask("page", late)] * MANY) < 6
    assert kitchen.served == MANY


def test_a_look_that_fails_gives_the_turn_back():
    alike = Alike(patience=20)

    def broken() -> bool:
        raise OSError("away")

    with pytest.raises(OSError, match="away"), alike.turn("page", broken):
        pass
    begun = time.monotonic()
    with alike.turn("page", lambda: False) as turn:
        assert turn is not None
    assert time.monotonic() - begun < 5
