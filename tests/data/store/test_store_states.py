"""A state of the store is another one after each change, whoever made it."""

import threading

import pytest

from data.store import Store, Unreachable
from data.store.tables import versions
from tests.data.store.stores import WHO, first


@pytest.fixture
def other(store, address):
    """Another server's."""
    opened = Store(address)
    yield opened
    opened.close()


def test_a_state_stays_while_nobody_changes_anything(store, other):
    first(store)

    states = {store.state() for _look in range(3)}
    other.current_id()
    assert states == {store.state()}


def test_each_change_makes_another_state_for_every_server(store, other):
    seen = [(store.state(), other.state())]
    for number, changing in enumerate((store, other, store, other)):
        parent = store.current_id() if number else None
        changing.publish({"a": b"%d\n" % number}, parent=parent, **WHO)
        seen.append((store.state(), other.state()))

    mine, theirs = zip(*seen, strict=True)
    assert len(set(mine)) == len(set(theirs)) == 5


def test_a_change_that_holds_later_makes_another_state_then(store, other):
    first(store)
    with other.transaction(writing=True) as connection:
        connection.execute(versions.update().values(note="later"))
        meanwhile = store.state()
        assert store.current().note == WHO["note"]

    assert store.current().note == "later"
    assert store.state() != meanwhile


def test_threads_ask_at_once(store):
    first(store)
    heard: list[object] = []
    threads = [threading.Thread(target=lambda: heard.append(store.state())) for _one in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(heard) == 8
    assert len(set(heard)) == 1


def test_a_store_that_is_gone_says_so(tmp_path):
    path = tmp_path / "store.sqlite"
    store = Store(f"sqlite:///{path}")
    path.rename(tmp_path / "away.sqlite")

    with pytest.raises(Unreachable):
        store.state()
    store.close()
