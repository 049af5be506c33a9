"""The store of this server with the shipped record, as what runs without pages opens it."""

from data.record.loading import CURATED
from data.store import Store, seed, store


def opened() -> Store:
    """The store, in which the shipped record is published if nothing else was."""
    opened_store = store()
    seed(opened_store, CURATED)
    return opened_store
