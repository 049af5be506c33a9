"""Sources: who says so, where do they disagree, and what does each column mean?"""

import streamlit as st

from components import address, downloads, page
from data import citations
from data.schema import TABLES
from data.search import fold

view = page.lens()
_ = view.language.text
PER_PAGE = 25

page.header(
    _("Sources"),
    _("Every page read and cited, the points on which they disagree, and what each column means."),
)
page.needs(view, "sources")

sources = view.record.by_key("sources")
discrepancies = view.record.by_key("discrepancies")
sections = {
    "sources": _("Sources"),
    "discrepancies": _("Where sources disagree"),
    "dictionary": _("Data dictionary"),
}
page.guard("source", sources, _("All sources are shown."))
page.guard("discrepancy", discrepancies, _("All disagreements are shown."))
page.guard("section", sections, _("The sources are shown."))

opened = address.value("discrepancy", discrepancies)
section = address.switch(
    "section", _("Section"), sections, default="discrepancies" if opened else "sources"
)

if section == "sources":
    cited = citations.citations(view)
    if source := sources.get(address.value("source", sources) or ""):
        page.show(
            "source.html",
            view,
            source=source,
            cited_by=citations.cited_by(view, source["source_id"]),
        )
    languages = {
        code: view.language.tongue(code)
        for code in sorted({row["language"] for row in sources.values()})
    }
    page.guard("language", languages, _("Sources in all languages are shown."))
    bar = st.container(key="nc-filters", horizontal=True, vertical_alignment="bottom")
    with bar:
        tongue = address.choice(
            "language", _("Language of the source"), languages, everything=_("All languages")
        )
    rows = [row for row in sources.values() if tongue in (None, row["language"])]
    rows.sort(key=lambda row: (-cited[row["source_id"]], fold(row["title"])))
    with bar:
        downloads.data(
            view, "sources", [row["source_id"] for row in rows], filters={"language": tongue}
        )
    first, last = page.slice_of(view, "sources", len(rows), PER_PAGE)
    page.show("source_list.html", view, rows=rows[first:last], cited=cited, total=len(rows))
elif section == "discrepancies":
    page.needs(view, "discrepancies")
    shown = sorted(
        discrepancies.values(),
        key=lambda row: (
            row["discrepancy_id"] != opened,
            ("high", "medium", "low").index(row["severity"]),
        ),
    )
    page.note(
        view.language.plural(
            "{count} point on which sources disagree; both sides are kept.",
            "{count} points on which sources disagree; both sides are kept.",
            len(shown),
        )
    )
    downloads.data(view, "discrepancies", [row["discrepancy_id"] for row in shown], filters={})
    page.show("discrepancies.html", view, rows=shown, opened=opened)
else:
    page.show("dictionary.html", view, schema=TABLES.values())
st.subheader(_("The whole record"), anchor=False)
downloads.record(view)
page.footer(view, page.counted(view, "sources", "discrepancies"))
