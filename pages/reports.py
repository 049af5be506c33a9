"""Reports: a Word document on a visit, on the projects or on one partner, ready to be signed?"""

import streamlit as st

from components.page import address, parts, report_parts
from data.language import NAMES, Language
from data.reports.kinds import titles
from data.reports.office import issuing_bodies
from data.views.filters import filters
from data.views.lens import Lens

view, today = parts.lens(), parts.today()
_ = view.language.text

parts.header(
    _("Reports"),
    _("A Word draft from the record, in the form of Decree 30/2020/NĐ-CP, to check and to sign."),
)
parts.needs(view, "visits", "meetings", "outcomes", "people", "places", "organisations")
parts.needs(view, "projects", "project_amounts", "project_progress", "sources", "discrepancies")

kinds = titles(view.language)
bodies = issuing_bodies(view)
parts.guard("report", kinds, _("The report on a visit is shown."))
parts.guard("edition", NAMES, _("The document is in your language."))
parts.guard("body", bodies, _("The issuing body is left blank."))
parts.guard("visit", view.record.by_key("visits"), _("Another visit is shown."))
parts.guard("org", report_parts.partners(view), _("Another partner is shown."))
for name, known in filters(view, "projects", today).items():
    parts.guard(name, known.options, _("All projects are shown."))

with st.container(key="nc-filters", horizontal=True, vertical_alignment="bottom"):
    kind = address.switch("report", _("Report"), kinds, default="visit")
    edition = address.switch(
        "edition", _("Language of the document"), NAMES, default=view.language.code
    )
    body = address.choice("body", _("Issuing body"), bodies, everything=_("To be filled in"))
told = Lens(view.record, Language(edition))
draft = report_parts.CHOOSERS[kind](view, told, today, body)
if draft:
    own = report_parts.template(view, draft)
    report_parts.document(view, draft, own, today)
    report_parts.preview(view, draft)
parts.footer(view, parts.counted(view, "visits", "outcomes", "projects", "sources"))
