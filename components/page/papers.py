"""The papers kept with a row: a quiet list beside its sources, for whoever may see them."""

from components.page import lists, parts, row_history
from data.exports import papers as addresses
from data.exports.edition import Extract
from data.views import papers
from data.views.lens import Lens

_AT_ONCE = 50


def shown(lens: Lens, table: str, key: str) -> None:
    """The papers of a row; nothing where it has none."""
    if rows := papers.of_row(lens, table, key):
        parts.show("papers.html", lens, papers=rows, addresses=addresses, names_rows=False)


def listed(lens: Lens, part: Extract, opened: str | None) -> None:
    """All papers with the rows that they belong to, the opened one first with its history."""
    keys = sorted(part.keys, key=lambda key: key != opened)
    if opened:
        row_history.shown(lens, "papers", opened)
    first, last = lists.slice_of(lens, "papers", len(keys), _AT_ONCE, listed="papers")
    rows = lens.rows_at("papers", keys[first:last])
    parts.show("papers.html", lens, papers=rows, addresses=addresses, names_rows=True)
