"""The part of the desk with drafts: the form of a row, else one draft, else the list of them."""

import streamlit as st

from components import html, links, shelf
from components.desk.editing import draft_list, one_draft, opening, other_windows, row_form, told
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from components.page import address, parts
from data.desk.editing import sketching
from data.schema import TABLES
from data.views.lens import Lens


def shown(lens: Lens) -> None:
    """The form of the row that the address opens, else the draft, else all drafts."""
    _ = lens.language.text
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    parts.guard("draft", own, _("All drafts are listed."))
    parts.guard("table", TABLES, _("The draft is shown."))
    table = address.value("table", TABLES)
    if table:
        _row(opening.current(lens), table)
    elif address.value("draft", own):
        one_draft.shown(opening.current(lens))
    else:
        draft_list.shown(lens, list(own.values()))


def _row(bench: Workbench, table: str) -> None:
    """The form of one row, of the record or new, with the way back to its draft."""
    _ = bench.lens.language.text
    key = st.query_params.get("row") or sketching.new_key()
    known = key in bench.published.get(table, {}) or key in bench.sketch.rows.get(table, {})
    if not known and not sketching.is_new(key):
        text = _("“{value}” in the link is not known here ({name}). {nearest}")
        nearest = _("The form of a new row is shown.")
        st.warning(html.literal(text.format(value=key[:60], name="row", nearest=nearest)))
        key = sketching.new_key()
    st.query_params["row"] = key
    code, number = bench.lens.language.code, str(bench.sketch.number)
    href = html.escape(links.href("data", code, part="drafts", draft=number))
    text = html.escape(_("All of the draft “{name}”").format(name=bench.name))
    st.html(f'<p class="nc-walk"><a href="{href}" target="_self">‹ {text}</a></p>')
    other_windows.told_elsewhere(bench.lens)
    for one in told.notes(bench, table, key):
        parts.note(f"{one.text} {one.name}")
    row_form.shown(bench, table, key)
