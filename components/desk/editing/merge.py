"""Two rows found to be one: chosen, laid side by side, shown before, put into a draft."""

from collections.abc import Mapping

import streamlit as st

from components import html, links, shelf
from components.desk import changes
from components.entrance import gate
from components.page import address, parts
from data.desk import comparing, merging
from data.desk.comparing import Mode
from data.desk.editing import sketching
from data.desk.merging import MERGEABLE, Group, Merging
from data.record.rows import Row, Rows
from data.record.wording import called, value
from data.schema import TABLES
from data.views.lens import Lens

_MOST = 20  # pairs that look alike


def shown(lens: Lens) -> None:
    """Which two rows are one, what the one that is kept says then, and what would change."""
    _ = lens.language.text
    parts.note(
        _(
            "Two rows that are one and the same become one: whatever names the row that goes then "
            "names the kept one, which also keeps the other’s names. Nothing is published here: "
            "a draft is made, and what it changed can be taken back by itself."
        )
    )
    labels = {table: TABLES[table].labels[lens.language.code] for table in MERGEABLE}
    parts.guard("table", labels, _("Organisations are shown."))
    table = address.switch("table", _("Table"), labels, default=MERGEABLE[0])
    known = shelf.rows(shelf.opened().current_id())
    rows = known.get(table, {})
    for name in ("keep", "goes"):
        parts.guard(name, rows, _("Choose a row of this table."))
    _alike(lens, table, rows)
    pair = _pair(lens, table, rows)
    if pair is None:
        parts.note(_("Choose the two rows that are one."))
        return
    keep, goes = pair
    taken = _chosen(lens, merging.merged(known, table, keep, goes), known)
    _told(lens, merging.merged(known, table, keep, goes, taken), known)


def _alike(lens: Lens, table: str, rows: Rows) -> None:
    """Pairs that share a name, each a link that opens it here."""
    _ = lens.language.text
    pairs = merging.alike(table, rows)
    if not pairs:
        return
    with st.expander(
        html.literal(
            lens.language.plural(
                "{count} pair shares a name", "{count} pairs share a name", len(pairs)
            )
        )
    ):
        shown = [
            (
                links.href(
                    "data", lens.language.code, part="merge", table=table, keep=keep, goes=goes
                ),
                *(f"{called(table, rows[one], lens.language)} ({one})" for one in (keep, goes)),
            )
            for keep, goes in pairs[:_MOST]
        ]
        parts.show("merge_alike.html", lens, pairs=shown, more=len(pairs) - len(shown))


def _pair(lens: Lens, table: str, rows: Rows) -> tuple[str, str] | None:
    """The row that is kept and the one that goes, as they are chosen; None until both are."""
    _ = lens.language.text
    names = {"": "–"} | {
        key: f"{called(table, row, lens.language)} ({key})" for key, row in rows.items()
    }
    keep = address.pick("keep", _("The row that is kept"), names, default="")
    goes = address.pick("goes", _("The row that goes"), names, default="")
    if not keep or not goes:
        return None
    if keep == goes:
        st.warning(html.literal(_("A row cannot be merged with itself: choose two rows.")))
        return None
    st.button(_("Keep the other one"), on_click=_exchange, args=(keep, goes))
    return keep, goes


def _exchange(keep: str, goes: str) -> None:
    st.query_params.update({"keep": goes, "goes": keep})


def _chosen(lens: Lens, merged: Merging, known: Mapping[str, Rows]) -> list[Group]:
    """Where both say something, and not the same: which of the two the kept row says from now on.

    Gives the columns in which it says what the other row said.
    """
    if not merged.differing:
        return []
    _ = lens.language.text
    st.subheader(_("Where the two differ"), anchor=False)
    kept, gone = (known[merged.table][key] for key in (merged.keep, merged.goes))
    taken: list[Group] = []
    for group in merged.differing:
        texts = [_said(lens, merged.table, group, row, known) for row in (kept, gone)]
        chosen = st.radio(
            html.literal(_label(lens, merged.table, group)),
            [0, 1],
            format_func=[html.literal(text) for text in texts].__getitem__,
            key=f"merge-{merged.table}-{merged.keep}-{merged.goes}-{group[0]}",
        )
        if chosen == 1:
            taken.append(group)
    return taken


def _label(lens: Lens, table: str, group: Group) -> str:
    """What a part of a row is called: a text without its language."""
    described = TABLES[table].fields[group[0]]
    if described.text_of:
        return TABLES[table].text_labels(described.text_of)[lens.language.code]
    return described.labels[lens.language.code]


def _said(lens: Lens, table: str, group: Group, row: Row, known: Mapping[str, Rows]) -> str:
    """The cells of one row in one line, as they are read."""
    fields = TABLES[table].fields
    cells = (value(fields[name], row, row[name], lens.language, known) for name in group)
    return " · ".join(dict.fromkeys(filter(None, cells)))


def _told(lens: Lens, merged: Merging, known: Mapping[str, Rows]) -> None:
    """What the merge would change, and the button that puts it into a draft."""
    _ = lens.language.text
    st.subheader(_("What would change"), anchor=False)
    if merged.both:
        names = ", ".join(
            called(table, known[table][key], lens.language) for table, key in merged.both
        )
        told = _(
            "Here both were named on different sides, so that one row would now stand on both: "
            "{names}. Look at them first."
        )
        st.warning(html.literal(told.format(names=names)))
    gone = {merged.table: (merged.goes,)}
    compared = {
        table: comparing.compare(
            known[table], merged.rows.get(table, {}), Mode.UPDATE, gone.get(table, ())
        )
        for table in dict.fromkeys([*merged.rows, merged.table])
    }
    after = {table: {**known[table], **rows} for table, rows in merged.rows.items()}
    changes.shown(lens, compared, known, {**known, **after})
    if st.button(_("Put the merge into a draft"), type="primary"):
        _begin(lens, merged, known)


def _begin(lens: Lens, merged: Merging, known: Mapping[str, Rows]) -> None:
    """A draft of its own, so that the merge can be taken back by itself; it is opened."""
    names = {
        "goes": called(merged.table, known[merged.table][merged.goes], lens.language),
        "keep": called(merged.table, known[merged.table][merged.keep], lens.language),
    }
    title = lens.language.text("“{goes}” merged into “{keep}”").format(**names)
    into = {(merged.table, merged.goes): merged.keep}
    sketch = sketching.begin(
        shelf.opened(), title, merged.edits(known), into=into, by=gate.caller()
    )
    for name in ("table", "keep", "goes"):
        st.query_params.pop(name, None)
    st.query_params.update({"part": "drafts", "draft": str(sketch.number)})
    st.rerun()
