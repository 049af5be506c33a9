"""What the tests of the desk upload to: the shipped record, in a store of each test's own."""

from collections.abc import Iterator

import pytest

from data.record.loading import CURATED
from data.store import Store, seed
from tests import shipped


@pytest.fixture(scope="module", autouse=True)
def _shipped_record_read_once() -> Iterator[None]:
    with shipped.read_once():
        yield


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with the shipped record."""
    seed(store, CURATED)
    return store
