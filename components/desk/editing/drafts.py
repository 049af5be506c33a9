"""Drafts at the desk: the list of them, one with its rows and its comparison, the form of a row."""

import streamlit as st

from components import html, links, shelf
from components.desk import changes
from components.desk.editing import row_form, workbench
from components.desk.editing.workbench import Workbench
from components.entrance import gate
from components.page import address, parts
from data.desk.comparing import Mode
from data.desk.editing import sketching
from data.record.wording import called
from data.schema import TABLES
from data.views.lens import Lens


def shown(lens: Lens) -> None:
    """The form of the row that the address opens, else the draft, else all drafts."""
    _ = lens.language.text
    where, by = shelf.opened(), gate.caller()
    own = {str(one.number): one for one in sketching.listed(where, by=by)}
    parts.guard("draft", own, _("All drafts are listed."))
    table = address.value("table", TABLES)
    if table:
        _row(workbench.current(lens), table)
    elif address.value("draft", own):
        _one(workbench.current(lens))
    else:
        _list(lens)


def _list(lens: Lens) -> None:
    """Every draft of the reader's, and a button for a new one."""
    _ = lens.language.text
    where, by = shelf.opened(), gate.caller()
    for sketch in sketching.listed(where, by=by):
        name = sketch.title or _("Draft {number}").format(number=sketch.number)
        count = lens.language.plural("{count} row", "{count} rows", sketch.count)
        href = links.href("data", lens.language.code, part="drafts", draft=str(sketch.number))
        st.html(
            f'<p><a href="{html.escape(href)}">{html.escape(name)}</a> · {html.escape(count)}</p>'
        )
    if st.button(_("New draft")):
        st.query_params["draft"] = str(sketching.begin(where, by=by).number)
        st.rerun()


def _one(bench: Workbench) -> None:
    """A draft: its rows, what was found, what would change, and the form that hands it in."""
    lens = bench.lens
    for table, edits in bench.sketch.rows.items():
        for key in edits:
            name = called(table, bench.row(table, key), lens.language)
            at = {"part": "drafts", "draft": str(bench.sketch.number), "table": table, "row": key}
            href = links.href("data", lens.language.code, **at)
            st.html(f'<p><a href="{html.escape(href)}">{html.escape(name or key)}</a></p>')
    changes.shown(
        lens,
        bench.check.checkup.changes(Mode.UPDATE),
        bench.published,
        bench.check.checkup.checked.rows,
    )


def _row(bench: Workbench, table: str) -> None:
    """The form of one row, of the record or new."""
    key = st.query_params.get("row") or sketching.new_key()
    st.query_params["row"] = key
    row_form.shown(bench, table, key)
