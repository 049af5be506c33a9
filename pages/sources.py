"""Sources: who says so, where do they disagree, what is missing, what does each column mean?"""

import streamlit as st

from components.page import (
    address,
    changed,
    downloads,
    filter_bar,
    lists,
    papers,
    parts,
    quality,
    row_history,
)
from data.schema import TABLES
from data.views import citations

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 25
MOST_DISCREPANCIES = 100

parts.header(
    _("Sources"),
    _("Every page read and cited, the points on which they disagree, and what each column means."),
)
parts.needs(lens, "sources")

sources = lens.record.by_key("sources")
discrepancies = lens.record.by_key("discrepancies")
kept = lens.record.by_key("papers")
sections = {
    "sources": _("Sources"),
    "discrepancies": _("Where sources disagree"),
    **({"papers": _("Papers")} if kept else {}),
    "dictionary": _("Data dictionary"),
    "quality": _("Data quality"),
    "changes": _("What changed"),
}
parts.guard("source", sources, _("All sources are shown."))
parts.guard("discrepancy", discrepancies, _("All disagreements are shown."))
parts.guard("paper", kept, _("The sources are shown."))
parts.guard("section", sections, _("The sources are shown."))

opened = address.value("discrepancy", discrepancies)
paper = address.value("paper", kept)
default = "discrepancies" if opened else "papers" if paper else "sources"
section = address.switch("section", _("Section"), sections, default=default)

if section == "sources":
    cited = citations.citations(lens)
    if source := sources.get(address.value("source", sources) or ""):
        parts.show(
            "source.html",
            lens,
            source=source,
            cited_by=citations.cited_by(lens, source["source_id"]),
        )
        papers.shown(lens, "sources", source["source_id"])
        row_history.shown(lens, "sources", source["source_id"])
    part = filter_bar.draw(lens, "sources")
    if not part.keys:
        parts.empty(part.nothing())
    first, last = lists.slice_of(
        lens, "sources", len(part.keys), PER_PAGE, in_address=True, is_printed=True
    )
    keys, on_screen = lists.whole(part.keys, first, last)
    parts.show(
        "source_list.html",
        lens,
        rows=lens.rows_at("sources", keys),
        on_screen=on_screen,
        cited=cited,
        total=len(part.keys),
    )
elif section == "discrepancies":
    parts.needs(lens, "discrepancies")
    part = filter_bar.extract(lens, "discrepancies")
    keys = sorted(part.keys, key=lambda key: key != opened)
    parts.note(
        lens.language.plural(
            "{count} point on which sources disagree; both sides are kept.",
            "{count} points on which sources disagree; both sides are kept.",
            len(keys),
        )
    )
    downloads.data(part)
    if opened:
        row_history.shown(lens, "discrepancies", opened)
    first, last = lists.slice_of(
        lens, "discrepancies", len(keys), MOST_DISCREPANCIES, in_address=True, is_printed=True
    )
    lists.in_full(
        lens,
        "discrepancies.html",
        keys,
        (first, last),
        lambda some: {"rows": lens.rows_at("discrepancies", some), "opened": opened},
    )
elif section == "papers":
    part = filter_bar.extract(lens, "papers")
    papers.listed(lens, part, paper)
    downloads.data(part)
elif section == "quality":
    quality.shown(lens)
elif section == "changes":
    changed.shown(lens)
else:
    parts.show("dictionary.html", lens, schema=TABLES.values())
st.subheader(_("The whole record"), anchor=False)
downloads.record(lens)
parts.footer(lens, parts.counted(lens, "sources", "discrepancies"))
