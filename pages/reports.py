"""Reports: a Word document on a visit, on the projects or on one partner, ready to be signed?"""

import streamlit as st

from components import address, page, reports
from data.filters import filters
from data.language import NAMES, Language
from data.lens import Lens
from data.reports.kinds import titles
from data.reports.office import issuing_bodies

view, today = page.lens(), page.today()
_ = view.language.text

page.header(
    _("Reports"),
    _("A Word draft from the record, in the form of Decree 30/2020/NĐ-CP, to check and to sign."),
)
page.needs(view, "visits", "meetings", "outcomes", "people", "places", "organisations")
page.needs(view, "projects", "project_amounts", "project_progress", "sources", "discrepancies")

kinds = titles(view.language)
bodies = issuing_bodies(view)
page.guard("report", kinds, _("The report on a visit is shown."))
page.guard("edition", NAMES, _("The document is in your language."))
page.guard("body", bodies, _("The issuing body is left blank."))
page.guard("visit", view.record.by_key("visits"), _("Another visit is shown."))
page.guard("org", reports.partners(view), _("Another partner is shown."))
for name, known in filters(view, "projects", today).items():
    page.guard(name, known.options, _("All projects are shown."))

with st.container(key="nc-filters", horizontal=True, vertical_alignment="bottom"):
    kind = address.switch("report", _("Report"), kinds, default="visit")
    edition = address.switch(
        "edition", _("Language of the document"), NAMES, default=view.language.code
    )
    body = address.choice("body", _("Issuing body"), bodies, everything=_("To be filled in"))
told = Lens(view.record, Language(edition))
draft = reports.CHOOSERS[kind](view, told, today, body)
if draft:
    own = reports.template(view, draft)
    reports.document(view, draft, own, today)
    reports.preview(view, draft)
page.footer(view, page.counted(view, "visits", "outcomes", "projects", "sources"))
