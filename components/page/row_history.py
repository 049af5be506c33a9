"""The history of one row, folded under it: what changed when, and for people of the office by whom.

Strangers see dates, versions and values; the names of the people who edit are not theirs to see.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import streamlit as st

from components import shelf
from components.entrance import gate
from components.page import parts, ways_in
from data.accounts import accounts
from data.desk import row_history
from data.desk.row_history import RowChange
from data.record.hiding import Hidden, without
from data.record.rows import Rows, tables_of
from data.record.wording import Known, Pieces, Sides, change
from data.roles import Act
from data.schema import TABLES
from data.store import Store, Version, is_seed
from data.views.lens import Lens


class CellShown(NamedTuple):
    """A cell that a version changed, in the reader's words."""

    column: str
    before: Pieces
    after: Pieces


class Entry(NamedTuple):
    """What one version did to the row."""

    version: Version
    is_seed: bool
    is_new: bool
    is_removed: bool
    cells: list[CellShown]


def shown(lens: Lens, table: str, key: str) -> None:
    """The history of a row, newest change first."""
    _ = lens.language.text
    if shelf.is_away():
        return
    with shelf.answering(lens.language):
        where = shelf.opened()
        current, hidden = where.current_id(), gate.hidden_from()
        history = _history(table, current, hidden, where).get(key, [])
        known = _known(current, hidden, where)
        by = gate.caller()
        names_seen = gate.sees_editors(by)
        names = shelf.asked(accounts.names) if names_seen else {}
    ways_in.beside(lens, table, key)
    entries = list(_entries(lens, table, history, known))
    with st.expander(_("History"), key=f"nc-history-{table}"):
        parts.show(
            "row_history.html",
            lens,
            entries=entries,
            caption=_("History of “{name}”").format(name=lens.plain(lens.name(table, key).name)),
            names_seen=names_seen,
            opens_versions=by.may(Act.PROPOSE),
            names=names,
        )


def _entries(lens: Lens, table: str, history: list[RowChange], known: Known) -> Iterator[Entry]:
    sides = Sides(lens.language, known, known)
    for one in history:
        cells = [
            CellShown(
                TABLES[table].fields[column].labels[lens.language.code],
                *change(TABLES[table], column, one.before or {}, one.after or {}, sides),
            )
            for column in one.columns
        ]
        is_removed = one.after is None
        yield Entry(one.version, is_seed(one.version), one.before is None, is_removed, cells)


@st.cache_resource(max_entries=24, show_spinner=False)
def _history(
    table: str,
    current: str,  # noqa: ARG001 - part of the cache key
    hidden: Hidden,
    _store: Store,
) -> Mapping[str, list[RowChange]]:
    return row_history.changes_of(_store, table, hidden)


@st.cache_resource(max_entries=2, show_spinner=False)
def _known(current: str, hidden: Hidden, _store: Store) -> dict[str, Rows]:
    """Rows of the newest version by table, from which ids in old cells take their names."""
    return tables_of(without(_store.tables(current), hidden))
