"""Sources: who says so, where do they disagree, and what does each column mean?"""

import streamlit as st

from components.page import address, downloads, parts
from data.schema import TABLES
from data.values.folding import fold
from data.views import citations

lens = parts.lens()
_ = lens.language.text
PER_PAGE = 25

parts.header(
    _("Sources"),
    _("Every page read and cited, the points on which they disagree, and what each column means."),
)
parts.needs(lens, "sources")

sources = lens.record.by_key("sources")
discrepancies = lens.record.by_key("discrepancies")
sections = {
    "sources": _("Sources"),
    "discrepancies": _("Where sources disagree"),
    "dictionary": _("Data dictionary"),
}
parts.guard("source", sources, _("All sources are shown."))
parts.guard("discrepancy", discrepancies, _("All disagreements are shown."))
parts.guard("section", sections, _("The sources are shown."))

opened = address.value("discrepancy", discrepancies)
section = address.switch(
    "section", _("Section"), sections, default="discrepancies" if opened else "sources"
)

if section == "sources":
    cited = citations.citations(lens)
    if source := sources.get(address.value("source", sources) or ""):
        parts.show(
            "source.html",
            lens,
            source=source,
            cited_by=citations.cited_by(lens, source["source_id"]),
        )
    languages = {
        code: lens.language.tongue(code)
        for code in sorted({row["language"] for row in sources.values()})
    }
    parts.guard("language", languages, _("Sources in all languages are shown."))
    bar = st.container(key="nc-filters", horizontal=True, vertical_alignment="bottom")
    with bar:
        tongue = address.choice(
            "language", _("Language of the source"), languages, everything=_("All languages")
        )
    rows = [row for row in sources.values() if tongue in (None, row["language"])]
    rows.sort(key=lambda row: (-cited[row["source_id"]], fold(row["title"])))
    with bar:
        downloads.data(
            lens, "sources", [row["source_id"] for row in rows], filters={"language": tongue}
        )
    first, last = parts.slice_of(lens, "sources", len(rows), PER_PAGE)
    parts.show("source_list.html", lens, rows=rows[first:last], cited=cited, total=len(rows))
elif section == "discrepancies":
    parts.needs(lens, "discrepancies")
    shown = sorted(
        discrepancies.values(),
        key=lambda row: (
            row["discrepancy_id"] != opened,
            ("high", "medium", "low").index(row["severity"]),
        ),
    )
    parts.note(
        lens.language.plural(
            "{count} point on which sources disagree; both sides are kept.",
            "{count} points on which sources disagree; both sides are kept.",
            len(shown),
        )
    )
    downloads.data(lens, "discrepancies", [row["discrepancy_id"] for row in shown], filters={})
    parts.show("discrepancies.html", lens, rows=shown, opened=opened)
else:
    parts.show("dictionary.html", lens, schema=TABLES.values())
st.subheader(_("The whole record"), anchor=False)
downloads.record(lens)
parts.footer(lens, parts.counted(lens, "sources", "discrepancies"))
