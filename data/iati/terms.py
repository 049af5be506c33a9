"""The IATI 2.03 names of our columns and codes, for reading and for writing."""

from typing import Final

VERSION: Final = "2.03"
# IATI allows additions in a namespace of one's own; other programs ignore them.
OURS: Final = "urn:x-nhip-cau:iati:1"
ACTIVITY: Final = f"{{{OURS}}}activity"
DATE: Final = f"{{{OURS}}}date"
EDTF: Final = f"{{{OURS}}}edtf"
OF: Final = f"{{{OURS}}}of"  # the column of a date that stands in for a start
KIND: Final = f"{{{OURS}}}record-kind"
TEXT: Final = f"{{{OURS}}}text"
STATE: Final = "state"  # the text that says the state on the day of writing
REMARK: Final = f"{{{OURS}}}remark"  # what was added to a text of the record
AMOUNT: Final = f"{{{OURS}}}amount"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

DATES: Final = {"planned_start": "1", "actual_start": "2", "planned_end": "3", "actual_end": "4"}
STARTS: Final = ("planned_start", "actual_start")
ENDS: Final = {"planned_start": "planned_end", "actual_start": "actual_end"}
# What stands in for a start, the best first: the standard lets a start be that of funding or
# planning. The day on which a project was last reported is at least a day on which it was known.
STAND_INS: Final = ("signing_date", "approval_date", "proposal_date", "status_date")
OTHER_DATES: Final = (*STAND_INS, "requested_end")
ROLES: Final = {"funder_org_ids": "1", "implementing_org_ids": "4"}
# DescriptionType: 1 general, 4 other. An attribute of ours names the column of each text.
DESCRIPTIONS: Final = {
    "components": "1",
    "status_text": "4",
    "approval_reference": "4",
    "requested_end_note": "4",
    "problems": "4",
}
# TransactionType as the recipient's side reports: incoming commitment, incoming pledge,
# expenditure.
TRANSACTIONS: Final = {"loan": "11", "grant": "11", "pledge": "13", "disbursed": "4"}
FINANCE: Final = {"loan": "421", "grant": "110"}
BUDGETS: Final = frozenset(["total", "estimate"])
EXACTNESS: Final = {"site": "1"}  # every other precision is 2, approximate
ANY_METRIC: Final = "indicator"  # the measure of a figure for which we have no code
PAPER: Final = f"{{{OURS}}}paper"  # the id of a paper of ours, which is no source
PROGRESS: Final = f"{{{OURS}}}progress"  # the id of a reported figure
CONTINUES, CONTINUED = f"{{{OURS}}}continues", f"{{{OURS}}}continued"
SIBLING: Final = "3"  # RelatedActivityType: neither phase of a project holds the other
OTHER_RESULT: Final = "9"  # ResultType: the record does not say output, outcome or impact
# OtherIdentifierType: ours, and that of another publisher
OUR_ID, THEIR_ID = "A1", "A9"
WEB_PAGE: Final = "A12"  # DocumentCategory: a page about the activity
MEDIA_TYPES: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
DAC: Final = "1"
WGS84: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"
