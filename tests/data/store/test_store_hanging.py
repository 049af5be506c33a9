"""A PostgreSQL that hangs: one waits some seconds, all others are told at once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.store import Store, Unreachable
from data.store.hanging import REST, SILENCE
from tests.data.store.stores import PostgreSQL, first, postgresql

pytestmark = [pytest.mark.slow, pytest.mark.waits]
AT_ONCE = 40
QUICK = SILENCE / 2  # seconds: no question that waits for the database ends within


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with postgresql() as running:
        yield running


@pytest.fixture
def store(server: PostgreSQL) -> Iterator[Store]:
    opened = Store(server.database())
    first(opened)
    yield opened
    opened.close()


def waited(ask: Callable[[], object]) -> float:
    """Seconds until it is said that the store does not answer."""
    begun = time.monotonic()
    with pytest.raises(Unreachable):
        ask()
    return time.monotonic() - begun


def in_time(store: Store) -> str:
    """The newest version, once the store tells it; somebody who looks again and again."""
    until = time.monotonic() + 20 * REST
    while True:
        try:
            return store.current_id()
        except Unreachable:
            assert time.monotonic() < until
            time.sleep(0.1)


def test_only_the_first_waits_and_all_comes_back(server, store):
    newest = store.current_id()
    with server.hanging():
        assert SILENCE <= waited(store.current_id) < 3 * SILENCE
        since = time.monotonic()
        others = [waited(store.current_id) for _ in range(5)]
        assert time.monotonic() - since < REST
        assert max(others) < QUICK

    assert in_time(store) == newest
    assert store.publish({"a": b"b\n"}, parent=newest, author="who", note="why").number == 2


def test_after_a_rest_one_finds_out_and_the_others_do_not_wait(server, store):
    with server.hanging():
        waited(store.current_id)
        time.sleep(REST + 0.5)
        with ThreadPoolExecutor(AT_ONCE) as readers:
            times = list(readers.map(lambda _reader: waited(store.current_id), range(AT_ONCE)))

        assert sum(seconds >= SILENCE for seconds in times) <= 1
    in_time(store)


def test_many_who_ask_at_once_wait_once_and_not_one_after_the_other(server, store):
    store.current_id()
    with server.hanging(), ThreadPoolExecutor(AT_ONCE) as readers:
        times = list(readers.map(lambda _reader: waited(store.current_id), range(AT_ONCE)))

        assert max(times) < 3 * SILENCE
    in_time(store)


def test_opening_waits_once(server):
    address = server.database()
    with server.hanging():
        assert SILENCE <= waited(lambda: Store(address)) < 3 * SILENCE
        assert waited(lambda: Store(address)) < QUICK


def test_a_writer_that_waits_for_another_is_left_alone(store):
    newest, holds, ends = store.current_id(), threading.Event(), threading.Event()

    def hold() -> None:
        with store.transaction(writing=True):
            holds.set()
            ends.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    holds.wait(60)
    threading.Timer(SILENCE + 2, ends.set).start()
    begun = time.monotonic()

    version = store.publish({"a": b"b\n"}, parent=newest, author="who", note="why")

    other.join()
    assert version.number == 2
    assert time.monotonic() - begun > SILENCE
    assert store.current_id() == version.id


def test_one_process_that_hangs_does_not_hold_up_the_others(server, store):
    """A backend alone: the question to it ends, the next one goes by a new connection."""
    store.current_id()
    with server.hanging(only_backends=True):
        waited(store.current_id)
        assert in_time(store)
