"""The store of this server, opened once and holding at least what was shipped."""

import streamlit as st

from data import record as records
from data.store import Store, seed, store


def opened() -> Store:
    """The store; shipped files that have changed are taken in while nobody has published."""
    found = store()
    _seeded(id(found), records.fingerprint(records.CURATED), found)
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _seeded(store_id: int, fingerprint: str, _store: Store) -> None:  # noqa: ARG001 - cache keys
    seed(_store, records.CURATED)
