"""A contradiction as a finding: its sentence, and the body that can settle it."""

import pytest

from data.faults import Fault
from data.language import Language
from data.schema import LANGUAGES
from data.views import quality
from tests.data.views.contradicting import (
    MEETING,
    PAID,
    PLANNED,
    POST,
    PROJECT,
    SAME_PERSON,
    TOTAL,
    people,
    promise,
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_finding_says_what_does_not_fit_and_quotes_the_cells(made, code):
    (finding,) = quality.findings(made(code, **promise(due_date="2025-05-04")))

    problem = Fault("due-before", "").problem(Language(code)).removesuffix(".")
    assert finding.sentence.lower().startswith(problem.lower())
    for written in ("2025-05-04", "2025-05-05"):
        assert Language(code).date(written) in finding.sentence


def test_a_finding_reads_as_english(made):
    (finding,) = quality.findings(made("en", **promise(due_date="2025-05-04")))

    assert finding.sentence == (
        "Its deadline lies before the day of the meeting "
        "(Due: 4 May 2025 · Meetings, Date: 5 May 2025)."
    )


PLACES = [
    {"place_id": "dbp", "country": "VN", "latitude": "21.386", "longitude": "103.017"},
    {"place_id": "paris", "country": "FR", "latitude": "48.85", "longitude": "2.35"},
]
BODIES = [
    {"org_id": "afd", "country": "FR", "home_place_id": "paris"},
    {"org_id": "ppc", "country": "VN", "home_place_id": "dbp"},
    {"org_id": "ministry", "country": "VN"},
]
RUNNING_ENDED = {**PROJECT, "status_code": "2", "actual_end": "2025"}


@pytest.mark.parametrize(
    ("tables", "owner"),
    [
        ({"projects": [{**RUNNING_ENDED, "implementing_org_ids": "ministry;ppc"}]}, "ppc"),
        ({"projects": [{**RUNNING_ENDED, "funder_org_ids": "afd"}]}, "afd"),
        (
            {
                "projects": [
                    {**RUNNING_ENDED, "implementing_org_ids": "ministry", "funder_org_ids": "afd"}
                ]
            },
            "afd",
        ),
        ({"projects": [RUNNING_ENDED]}, None),
        (
            {
                "projects": [{**PROJECT, "implementing_org_ids": "ppc"}],
                "project_amounts": [PAID, TOTAL],
            },
            "ppc",
        ),
        ({"visits": [{**PLANNED, "delegation_org_id": "afd"}]}, "afd"),
        ({"visits": [{**PLANNED, "delegation_org_id": "ppc"}]}, "ppc"),
        (
            {
                "visits": [{**PLANNED, "delegation_org_id": "afd"}],
                "meetings": [{**MEETING, "visit_id": "v", "vietnamese_org_ids": "ministry;ppc"}],
            },
            "ppc",
        ),
        ({"visits": [PLANNED]}, None),
        (promise(due_date="2024", from_org_ids="afd"), "afd"),
        (promise(due_date="2024", from_org_ids="afd;ppc"), "ppc"),
        (people(POST, SAME_PERSON), None),
    ],
)
def test_a_finding_belongs_to_the_body_that_can_settle_it(made, tables, owner):
    given = {"places": PLACES, "organisations": BODIES, **tables}
    (finding,) = quality.findings(made("en", **given))

    assert finding.owner.org == owner
    assert finding.owner.table == ("organisations" if owner else finding.table)


def test_findings_are_grouped_by_owner_the_longest_list_first(made):
    visits = [{"visit_id": name, "status": "planned", "start_date": "2025"} for name in "abc"]
    visits[0]["delegation_org_id"] = "afd"
    visits[1]["delegation_org_id"] = visits[2]["delegation_org_id"] = "ministry"
    grouped = quality.by_owner(made("en", organisations=BODIES, visits=visits))

    assert [(owner.org, len(rows)) for owner, rows in grouped.items()] == [
        ("ministry", 2),
        ("afd", 1),
    ]
