"""A form begun from an address: a new row like another one."""

import streamlit as st

from components.desk.editing.workbench import Workbench
from components.page import address, parts
from data.desk.editing import again, sketching
from data.desk.editing.sketching import is_new


def like_another(bench: Workbench, table: str, key: str) -> None:
    """Begin a new row with the cells of the row that ``like`` names, once."""
    rows = bench.rows(table)
    parts.guard("like", rows, bench.lens.language.text("The form is empty."))
    model = address.value("like", rows)
    st.query_params.pop("like", None)
    if model is None or not is_new(key) or bench.edit(table, key).revision:
        return
    cells = again.copied(table, rows[model])
    sketching.write(bench.where, bench.sketch, table, key, cells, seen=0, by=bench.by)
    st.rerun()
