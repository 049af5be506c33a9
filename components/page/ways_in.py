"""Links from where a row is read to where it is changed, for those who may."""

import streamlit as st

from components import html, links
from components.entrance import gate
from data.desk.merging import MERGEABLE
from data.roles import Act
from data.schema import TABLES
from data.views.lens import Lens


def beside(lens: Lens, table: str, key: str) -> None:
    """Beside one row: change it, a new one like it, remove it, merge it with its double."""
    if not gate.caller().may(Act.PROPOSE):
        return
    _ = lens.language.text
    opened = {"part": "drafts", "table": table}
    ways = [
        (_("Change"), {**opened, "row": key}),
        (_("New like this"), {**opened, "like": key}),
        (_("Remove"), {**opened, "row": key, "go": "remove"}),
    ]
    if table in MERGEABLE:
        ways.append((_("Merge"), {"part": "merge", "table": table, "keep": key}))
    _shown(lens, ways)


def new(lens: Lens) -> None:
    """A link to an empty form for each table."""
    _ = lens.language.text
    _shown(
        lens,
        [
            (table.labels[lens.language.code], {"part": "drafts", "table": table.name})
            for table in TABLES.values()
            if not table.keeps_files
        ],
        _("New row:"),
    )


def _shown(lens: Lens, ways: list[tuple[str, dict[str, str]]], before: str = "") -> None:
    anchors = " ".join(
        f'<a href="{html.escape(links.href("data", lens.language.code, **at))}" '
        f'target="_self">{html.escape(text)}</a>'
        for text, at in ways
    )
    st.html(f'<p class="nc-ways">{html.escape(before)} {anchors}</p>')
