"""The store of this server, opened once and holding at least what was shipped."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components import html
from data import record as records
from data import troubles
from data.language import Language
from data.rows import Rows, all_of
from data.store import Store, StoreError, seed, store


def opened() -> Store:
    """The store; shipped files that have changed are taken in while nobody has published."""
    found = store()
    _seeded(id(found), records.fingerprint(records.CURATED), found)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _seeded(store_id: int, fingerprint: str, _store: Store) -> None:  # noqa: ARG001 - cache keys
    seed(_store, records.CURATED)


@contextmanager
def answering(language: Language) -> Iterator[None]:
    """Stop the page with one sentence where the store cannot do what was asked of it."""
    try:
        yield
    except StoreError as trouble:
        logging.getLogger("nhip-cau").warning("store: %s", trouble)
        st.error(html.literal(troubles.sentence(trouble, language)))
        st.stop()


def rows(version: str) -> dict[str, Rows]:
    """Every table of a version, as texts; shared between readers, so not to be changed."""
    return _rows(version, opened())


@st.cache_resource(max_entries=4, show_spinner=False)
def _rows(version: str, _store: Store) -> dict[str, Rows]:
    return all_of(_store.tables(version))
