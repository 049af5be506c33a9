"""Several processes at the same store at the same moment."""

import pytest

from data.store import Store
from tests.data.conftest import DATABASES
from tests.data.store.stores import at_once, race, seeding

ROUNDS = 10


@pytest.fixture(scope="module", params=DATABASES)
def raced(request, empty):
    """What two processes told that published on the same parent, round after round."""
    address = empty(request.param)
    store = Store(address)
    store.publish({"a": b"a\n"}, parent=None, author="first", note="")
    one, other = at_once(race, (address, "one", ROUNDS), (address, "other", ROUNDS))
    yield list(zip(one, other, strict=True)), {v.id: v for v in store.history()}, store
    store.close()


def test_two_writers_on_one_parent_make_one_winner(raced):
    rounds, versions, _ = raced

    for (parent, _, own), (same_parent, _, other) in rounds:
        assert parent == same_parent
        assert {versions[own].note, versions[other].note} == {"first try", "second try"}
        assert [v.note for v in versions.values() if v.parent == parent] == ["first try"]


def test_the_loser_is_told_the_winner(raced):
    rounds, versions, _ = raced

    for (_, winner, own), (_, same_winner, other) in rounds:
        assert winner == same_winner
        assert winner in (own, other)
        assert versions[winner].note == "first try"


def test_nothing_that_two_writers_publish_is_lost(raced):
    rounds, versions, store = raced

    tables = store.tables(store.current_id())

    assert len(versions) == 1 + 2 * len(rounds)
    assert tables == {
        "a": b"a\n",
        **{
            f"{name}-{number}": f"{name}, round {number}\n".encode()
            for name in ("one", "other")
            for number in range(ROUNDS)
        },
    }


@pytest.mark.slow
@pytest.mark.parametrize("start", range(2))
@pytest.mark.parametrize("kind", DATABASES)
def test_eight_servers_that_start_at_once_make_one_version(empty, kind, start):
    address = empty(kind)
    ids = at_once(seeding, *[(address,)] * 8)

    store = Store(address)
    assert [version.id for version in store.history()] == list(set(ids))
    store.close()
