"""A server that is told to stop waits for work on the store that is under way, not for ever."""

import threading
import time

import pytest

from data.store import Store, finishing


def test_without_work_there_is_nothing_to_wait_for():
    assert finishing.wait(0)


def test_work_under_way_is_waited_for():
    begun, ended = threading.Event(), threading.Event()

    def work() -> None:
        with finishing.finishing(), finishing.finishing():
            begun.set()
            time.sleep(0.3)
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()

    assert not finishing.wait(0)
    assert finishing.wait(5)
    assert ended.is_set()
    thread.join()


def test_work_that_fails_is_over():
    with pytest.raises(ValueError, match="broken"), finishing.finishing():
        raise ValueError("broken")

    assert finishing.wait(0)


def test_whatever_writes_to_the_store_is_waited_for_and_reading_is_not(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'store.sqlite'}")

    with store.transaction():
        assert finishing.wait(0)
    with store.transaction(writing=True):
        assert not finishing.wait(0)

    assert finishing.wait(0)
    store.close()
