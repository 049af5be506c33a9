"""Reports: a Word document on a visit, on the projects or on one partner, ready to be signed?"""

from components.page import address, filter_bar, parts, report_parts
from data.language import Language
from data.reports.issuing import issuing_bodies
from data.reports.kinds import titles
from data.schema import LANGUAGES
from data.views.lens import Lens

lens = parts.lens()
_ = lens.language.text

parts.header(
    _("Reports"),
    _("A Word draft from the record, in the form of Decree 30/2020/NĐ-CP, to check and to sign."),
)
parts.needs(lens, "visits", "meetings", "outcomes", "people", "places", "organisations")
parts.needs(lens, "projects", "project_amounts", "project_progress", "sources", "discrepancies")

kinds = titles(lens.language)
bodies = issuing_bodies(lens)
parts.guard("report", kinds, _("The report on a visit is shown."))
parts.guard("edition", LANGUAGES, _("The document is in your language."))
parts.guard("body", bodies, _("The issuing body is left blank."))
parts.guard("visit", lens.record.by_key("visits"), _("Another visit is shown."))
filter_bar.guard(lens, "projects")

with filter_bar.bar():
    kind = address.switch("report", _("Report"), kinds, default="visit")
    edition = address.switch(
        "edition", _("Language of the document"), LANGUAGES, default=lens.language.code
    )
    body = address.choice("body", _("Issuing body"), bodies, everything=_("To be filled in"))
document_lens = Lens(lens.record, Language(edition), lens.day)
report = report_parts.CHOOSERS[kind](lens, document_lens, body)
if report:
    own = report_parts.template(lens, report)
    report_parts.document(lens, report, own)
    report_parts.preview(lens, report)
parts.footer(lens, parts.counted(lens, "visits", "outcomes", "projects", "sources"))
