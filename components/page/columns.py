"""Which columns of a table its files have, and in which order: as a reader chose, all of them else.

The choice goes into the addresses of the files, so that a link can be shared. The reader's browser
keeps it for the next visit.
"""

from collections.abc import Mapping

import streamlit as st

from components import html
from data.exports.edition import columns_of
from data.schema import TABLES
from data.views.lens import Lens

COOKIE = "nhip-cau-columns"  # nhip-cau.js writes it
MOST = 2_000  # characters of the cookie; the choice made first makes room
_KEPT = "columns-chosen"
Choices = Mapping[str, tuple[str, ...]]  # columns by table, the table chosen last at the end


def choose(lens: Lens, table: str, key: str) -> tuple[str, ...]:
    """Let the reader choose columns of a table; none where its files have all of them."""
    _, described = lens.language.text, TABLES[table]
    labels = {name: one.labels[lens.language.code] for name, one in columns_of(described).items()}
    del labels[described.key]  # every file has it
    widget = f"columns-of-{key}"
    st.session_state[widget] = list(_choices().get(table, ()))
    st.multiselect(
        _("Columns of the files, in the order chosen"),
        list(labels),
        format_func=labels.__getitem__,
        placeholder=_("All columns"),
        key=widget,
        on_change=_note,
        args=(table, widget),
    )
    if _KEPT in st.session_state:
        kept = html.escape(written(st.session_state[_KEPT]))
        st.html(f'<span class="nc-keeps" data-columns="{kept}" hidden></span>')
    chosen = tuple(st.session_state[widget])
    return (described.key, *chosen) if chosen else ()


def of_reader() -> tuple[object, ...]:
    """All that the reader chose, in this session or before it: pages follow from it, too."""
    return _KEPT in st.session_state, *_choices().items()


def read(text: str) -> Choices:
    """The choices in a cookie: ``projects:name_vi.status_code/people:role``; others are dropped."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text[: 2 * MOST].split("/"):
        table, _colon, names = part.partition(":")
        known = columns_of(TABLES[table]) if table in TABLES else {}
        columns = dict.fromkeys(name for name in names.split(".") if name in known)
        if known:
            columns.pop(TABLES[table].key, None)
        if columns:
            found[table] = tuple(columns)
    return found


def written(choices: Choices) -> str:
    """The same as a cookie holds it, without the first choices where it would grow too long."""
    texts = [f"{table}:{'.'.join(columns)}" for table, columns in choices.items() if columns]
    while len("/".join(texts)) > MOST:
        del texts[0]
    return "/".join(texts)


def _choices() -> Choices:
    if _KEPT in st.session_state:
        return dict(st.session_state[_KEPT])
    return read(st.context.cookies.get(COOKIE, ""))


def _note(table: str, widget: str) -> None:
    choices = {name: columns for name, columns in _choices().items() if name != table}
    st.session_state[_KEPT] = {**choices, table: tuple(st.session_state.get(widget) or ())}
