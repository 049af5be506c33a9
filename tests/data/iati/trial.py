"""A project that IATI can take whole, changed as a test wants, and its activity."""

from data.iati import coverage, writing
from data.iati.terms import EDTF, OURS
from tests.data.iati.records import TODAY, lens, with_rows
from tests.data.iati.rulesets import parsed

NC = {"nc": OURS}
XML = {"xml": "http://www.w3.org/XML/1998/namespace"}
BODY = {
    "project_id": "thu-nghiem",
    "record_kind": "project",
    "name_vi": "Dự án thử",
    "name_en": "A trial",
    "short_name_vi": "Thử",
    "components_vi": "Một hợp phần",
    "funder_org_ids": "afd",
    "implementing_org_ids": "ppc-dien-bien",
    "place_ids": "dien-bien-phu",
    "sector_code": "43060",
    "finance": "grant",
    "planned_start": "2025-01-01",
    "planned_end": "2025-12-31",
    "status_code": "2",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}
AMOUNT = {
    "amount_id": "thu-1",
    "project_id": "thu-nghiem",
    "kind": "grant",
    "amount": "1500000.5",
    "currency": "EUR",
    "qualifier": "exact",
    "label_vi": "Viện trợ",
    "date": "2025-02-03",
    "funder_org_id": "afd",
    "scope": "project",
    "charted": "true",
    "source_ids": "afd-press-2021-11",
    "confidence": "stated",
}


def trial(project=None, *amounts, language="en"):
    """A record with one project that IATI can take whole, changed as a test wants."""
    amounts = tuple({"amount_id": f"thu-{n}", **a} for n, a in enumerate(amounts, 1))
    amounts += tuple(
        {"amount_id": a["restates_amount_id"]} for a in amounts if a.get("restates_amount_id")
    )
    tables = with_rows(
        projects=[{**BODY, **(project or {})}, {**BODY, "project_id": "mau"}],
        project_amounts=[{**AMOUNT, **amount} for amount in amounts],
    )
    return lens(tables, language)


def written(lens, keys=("thu-nghiem",)):
    return writing.activities(lens, keys, today=TODAY)


def one(content):
    root = parsed(content)
    assert [child.tag for child in root if isinstance(child.tag, str)] == ["iati-activity"]
    return root.find("iati-activity")


def sentences(lens, key="thu-nghiem"):
    return [gap.sentence for gap in coverage.gaps(lens, [key], today=TODAY)]


def dates_of(activity):
    """Each date of an activity: its type, day, EDTF beside it, and what it says in English."""
    return [
        (
            one.get("type"),
            one.get("iso-date"),
            one.get(EDTF),
            one.findtext("narrative[@xml:lang='en']", namespaces=XML),
        )
        for one in activity.findall("activity-date")
    ]
