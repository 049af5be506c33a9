"""Each kind of contradiction: a record that shows it, one that is near it and fits, the shipped."""

from datetime import date

import pytest

from data.faults import Fault
from data.language import Language
from data.schema import LANGUAGES, TABLES
from data.views import quality
from data.views.contradictions import KINDS, contradictions
from data.views.contradictions import money as money_rules

TODAY = date(2026, 11, 26)
VISIT = {"visit_id": "v", "status": "held", "start_date": "2025-05-05", "end_date": "2025-05-07"}
PLANNED = {"visit_id": "v", "status": "planned"}
MEETING = {"meeting_id": "m", "date": "2025-05-05"}
PROMISE = {"outcome_id": "o", "meeting_id": "m", "kind": "commitment"}
PROJECT = {"project_id": "p", "record_kind": "project"}
FIGURE = {
    "progress_id": "f",
    "project_id": "p",
    "date": "2025-03",
    "metric": "completed_value",
    "value": "35",
    "unit": "percent",
    "qualifier": "exact",
}
PAID = {
    "amount_id": "paid",
    "project_id": "p",
    "kind": "disbursed",
    "amount": "120",
    "currency": "EUR",
    "scope": "project",
    "qualifier": "exact",
}
TOTAL = {**PAID, "amount_id": "sum", "kind": "total", "amount": "100"}
LOAN = {**TOTAL, "kind": "loan", "funder_org_id": "afd"}
PAID_BY_AFD = {**PAID, "funder_org_id": "afd"}
AFD = [{"org_id": "afd"}]
POST = {"person_id": "a", "name": "Lò Văn Cương", "role_vi": "Phó Chủ tịch", "role_date": "2025-03"}
SAME_PERSON = {**POST, "person_id": "b", "name": "LO VAN CUONG", "role_vi": "Bí thư"}
OLD = [
    {"source_id": "s", "published": "2024-11-06"},
    {"source_id": "t", "published": "2025-06"},
    {"source_id": "u"},
]


def project(**cells):
    return {"projects": [{**PROJECT, **cells}]}


def promise(**cells):
    return {"meetings": [MEETING], "outcomes": [{**PROMISE, **cells}]}


def cancelled(*, outcomes, status="cancelled"):
    visit = {**VISIT, "status": status}
    return {
        "visits": [visit],
        "meetings": [{**MEETING, "visit_id": "v"}],
        "outcomes": outcomes,
    }


def money(*rows):
    return {"projects": [PROJECT], "organisations": AFD, "project_amounts": list(rows)}


def progress(*rows, **cells):
    ended = {"status_code": "4", "planned_end": "2025", **cells}
    return {"projects": [{**PROJECT, **ended}], "project_progress": list(rows)}


def people(*rows):
    return {"people": list(rows)}


def cited(sources, date="2025-05-05", **cells):
    return {"sources": OLD, "meetings": [{**MEETING, "date": date, "source_ids": sources, **cells}]}


SHOWN = [
    ("held-ahead", {"visits": [{**VISIT, "start_date": "2026-11-27", "end_date": ""}]}, "v"),
    ("held-ahead", {"visits": [{**VISIT, "start_date": "2027", "end_date": ""}]}, "v"),
    (
        "held-ahead",
        {"meetings": [{**MEETING, "date": "2026-12"}], "outcomes": [PROMISE]},
        "m",
    ),
    (
        "held-ahead",
        {
            "visits": [{**VISIT, "start_date": "2026-11", "end_date": ""}],
            "meetings": [{**MEETING, "visit_id": "v", "date": "2026-12"}],
        },
        "m",
    ),
    ("cancelled-held", cancelled(outcomes=[PROMISE]), "v m"),
    (
        "cancelled-held",
        cancelled(outcomes=[PROMISE, {**PROMISE, "outcome_id": "r"}]),
        "v m",
    ),
    ("future", project(status_date="2026-12"), "p"),
    ("future", promise(status="done", status_date="2026-11-27"), "o"),
    ("reversed", project(signing_date="2020-05", actual_end="2019"), "p"),
    ("reversed", project(actual_start="2020-05-02", requested_end="2020-05-01"), "p"),
    (
        "outside-visit",
        {"visits": [VISIT], "meetings": [{**MEETING, "visit_id": "v", "date": "2025-05-04"}]},
        "m v",
    ),
    (
        "outside-visit",
        {"visits": [VISIT], "meetings": [{**MEETING, "visit_id": "v", "date": "2025-06"}]},
        "m v",
    ),
    ("closed-ahead", project(status_code="4", planned_end="2026-11-27"), "p"),
    ("closed-ahead", project(status_code="3", planned_end="2027"), "p"),
    ("closed-early", project(status_code="4", status_date="2025-04", actual_end="2025-05"), "p"),
    ("closed-early", project(status_code="4", status_date="2024", actual_end="2025-01-01"), "p"),
    ("running-ended", project(status_code="2", actual_end="2025"), "p"),
    ("unstarted-started", project(status_code="1", actual_start="2025"), "p"),
    ("unstarted-started", project(status_code="1", actual_end="2025-05"), "p"),
    ("due-before", promise(due_date="2025-05-04"), "o m"),
    ("due-before", promise(due_date="2024"), "o m"),
    ("early-report", promise(status="done", status_date="2025-04"), "o m"),
    ("early-search", promise(status="no_report", checked_date="2025-05-04"), "o m"),
    ("overspent", money(PAID, TOTAL), "paid sum"),
    ("overspent", money({**PAID, "qualifier": "more_than", "amount": "101"}, TOTAL), "paid sum"),
    ("overspent", money(PAID_BY_AFD, LOAN), "paid sum"),
    (
        "overspent",
        money({**PAID, "kind": "compensation_paid"}, {**TOTAL, "kind": "compensation_approved"}),
        "paid sum",
    ),
    ("open-progress", progress(FIGURE), "f p"),
    ("open-progress", progress(FIGURE, status_code="2", actual_end="2025-06"), "f p"),
    ("open-progress", progress({**FIGURE, "metric": "completed_volume", "value": "99.9"}), "f p"),
    ("two-posts", people(POST, SAME_PERSON), "a b"),
    (
        "two-posts",
        people({**POST, "aliases": "L. V. Cương;Cương"}, {**SAME_PERSON, "name": "CUONG"}),
        "a b",
    ),
    (
        "two-posts",
        {"organisations": AFD, "people": [POST, {**POST, "person_id": "b", "org_id": "afd"}]},
        "a b",
    ),
    ("old-source", cited("s"), "m s"),
    ("old-source", cited("s;t", "2025-07"), "m t"),
    (
        "old-source",
        {
            "sources": OLD,
            "meetings": [{**MEETING, "source_ids": "u"}],
            "outcomes": [
                {**PROMISE, "status": "done", "status_date": "2025-07-01", "source_ids": "s"}
            ],
        },
        "o s",
    ),
    (
        "same-as-kind",
        {
            "meetings": [MEETING],
            "outcomes": [
                {**PROMISE, "same_as": "r"},
                {**PROMISE, "outcome_id": "r", "kind": "request"},
            ],
        },
        "o r",
    ),
    (
        "undated-search",
        {"meetings": [MEETING], "outcomes": [{**PROMISE, "status": "no_report"}]},
        "o",
    ),
    (
        "unsigned-link",
        {
            "meetings": [MEETING],
            "outcomes": [{**PROMISE, "follow_up_meeting_ids": "m", "inferred_links": "m"}],
        },
        "o",
    ),
    (
        "unsigned-link",
        {"meetings": [MEETING], "outcomes": [{**PROMISE, "inferred_by": "Lò Thị Ban"}]},
        "o",
    ),
    ("unconfirmed", {"visits": [{**PLANNED, "start_date": "2026-11-25"}]}, "v"),
    ("unconfirmed", {"visits": [PLANNED]}, "v"),
]
FITTING = [
    ("held-ahead", {"visits": [{**VISIT, "start_date": "2026-11-26", "end_date": ""}]}),
    ("held-ahead", {"visits": [{**VISIT, "start_date": "2026-12?", "end_date": ""}]}),
    ("held-ahead", {"visits": [{**PLANNED, "start_date": "2027"}]}),
    ("held-ahead", {"meetings": [{**MEETING, "date": "2027"}]}),
    (
        "held-ahead",
        {
            "visits": [{**PLANNED, "start_date": "2027"}],
            "meetings": [{**MEETING, "visit_id": "v", "date": "2027"}],
        },
    ),
    ("cancelled-held", cancelled(outcomes=[])),
    ("cancelled-held", cancelled(outcomes=[PROMISE], status="held")),
    ("cancelled-held", {"meetings": [MEETING], "outcomes": [PROMISE]}),
    ("future", project(status_date="2026", planned_start="2027", planned_end="2030")),
    ("future", project(status_date="2027?")),
    ("reversed", project(signing_date="2020-05", actual_end="2020")),
    ("reversed", project(signing_date="2020-05", actual_end="2019?")),
    ("reversed", project(planned_start="2020", requested_end="2020-01-01")),
    (
        "outside-visit",
        {"visits": [VISIT], "meetings": [{**MEETING, "visit_id": "v", "date": "2025-05"}]},
    ),
    (
        "outside-visit",
        {
            "visits": [{**VISIT, "end_date": ""}],
            "meetings": [{**MEETING, "visit_id": "v", "date": "2025-05-09"}],
        },
    ),
    ("closed-ahead", project(status_code="4", planned_end="2027", actual_end="2026-05")),
    ("closed-ahead", project(status_code="4", planned_end="2026")),
    ("closed-ahead", project(status_code="2", planned_end="2027")),
    ("closed-early", project(status_code="4", status_date="2025", actual_end="2025-05")),
    ("closed-early", project(status_code="4", status_date="2025-04?", actual_end="2025-05")),
    ("closed-early", project(status_code="3", status_date="2025-04", actual_end="2025-05")),
    ("closed-early", project(status_code="4", actual_end="2025-05")),
    ("running-ended", project(status_code="2", actual_end="2026")),
    ("running-ended", project(status_code="4", actual_end="2025")),
    ("running-ended", project(status_code="2", actual_end="2025?")),
    ("unstarted-started", project(status_code="1", planned_start="2025")),
    ("unstarted-started", project(status_code="2", actual_start="2025")),
    ("due-before", promise(due_date="2025-05")),
    ("due-before", promise(due_date="2025-05-05")),
    ("due-before", promise(due_date="2024?")),
    (
        "due-before",
        {"meetings": [{"meeting_id": "m"}], "outcomes": [{**PROMISE, "due_date": "2024"}]},
    ),
    ("early-report", promise(status="done", status_date="2025-05")),
    ("early-search", promise(status="no_report", checked_date="2025-05-05")),
    ("overspent", money({**PAID, "amount": "100"}, TOTAL)),
    ("overspent", money(PAID, {**TOTAL, "currency": "USD"})),
    ("overspent", money(PAID, {**TOTAL, "scope": "multi_province"})),
    ("overspent", money(PAID, {**TOTAL, "kind": "contract"})),
    ("overspent", money(PAID, {**TOTAL, "kind": "allocated"})),
    ("overspent", money(PAID, {**TOTAL, "kind": "pledge"})),
    ("overspent", money({**PAID, "qualifier": "about"}, TOTAL)),
    ("overspent", money({**PAID, "qualifier": "forecast"}, TOTAL)),
    ("overspent", money(PAID, {**TOTAL, "qualifier": "more_than"})),
    ("overspent", money(PAID, TOTAL, {**TOTAL, "amount_id": "new", "amount": "130"})),
    ("overspent", money({**PAID, "kind": "completed_value"}, TOTAL)),
    ("overspent", money(PAID, LOAN)),
    (
        "overspent",
        money(PAID_BY_AFD, LOAN, {**LOAN, "amount_id": "gift", "kind": "grant", "amount": "50"}),
    ),
    (
        "overspent",
        {
            "projects": [PROJECT, {**PROJECT, "project_id": "q"}],
            "project_amounts": [PAID, {**TOTAL, "project_id": "q"}],
        },
    ),
    ("open-progress", progress(FIGURE, status_code="2")),
    ("open-progress", progress({**FIGURE, "value": "100"})),
    ("open-progress", progress({**FIGURE, "qualifier": "more_than"})),
    ("open-progress", progress({**FIGURE, "metric": "disbursed_share"})),
    ("open-progress", progress({**FIGURE, "unit": "packages", "metric": "packages_started"})),
    (
        "open-progress",
        progress(FIGURE, {**FIGURE, "progress_id": "g", "metric": "milestone", "date": "2025-04"}),
    ),
    ("open-progress", progress(FIGURE, {**FIGURE, "progress_id": "g", "date": ""})),
    (
        "open-progress",
        progress(FIGURE, {**FIGURE, "progress_id": "g", "date": "2025-05", "value": "100"}),
    ),
    ("two-posts", people(POST, {**SAME_PERSON, "role_date": "2025-04"})),
    ("two-posts", people(POST, {**SAME_PERSON, "role_date": ""})),
    ("two-posts", people(POST, {**SAME_PERSON, "role_date": "2025-03?"})),
    ("two-posts", people(POST, {**POST, "person_id": "b"})),
    ("two-posts", people({**POST, "country": "VN"}, {**SAME_PERSON, "country": "LA"})),
    ("two-posts", people(POST, {**SAME_PERSON, "name": "Lò Văn Phương"})),
    ("old-source", cited("s", "2024-11-06")),
    ("old-source", cited("s", "2024-11")),
    ("old-source", cited("s;t")),
    ("old-source", cited("s;u")),
    ("old-source", cited("s", "2025-05-05?")),
    ("old-source", cited("s") | {"visits": [PLANNED], "meetings": [{**MEETING, "visit_id": "v"}]}),
    (
        "old-source",
        {
            "sources": OLD,
            "meetings": [
                {**MEETING, "source_ids": "u"},
                {"meeting_id": "n", "date": "2025-06", "source_ids": "t"},
            ],
            "outcomes": [
                {
                    **PROMISE,
                    "status": "done",
                    "status_date": "2025-06",
                    "source_ids": "s",
                    "follow_up_meeting_ids": "n",
                }
            ],
        },
    ),
    (
        "same-as-kind",
        {
            "meetings": [MEETING],
            "outcomes": [{**PROMISE, "same_as": "r"}, {**PROMISE, "outcome_id": "r"}],
        },
    ),
    (
        "undated-search",
        {
            "meetings": [MEETING],
            "outcomes": [
                {**PROMISE, "status": "no_report", "checked_date": "2026"},
                {**PROMISE, "outcome_id": "r"},
            ],
        },
    ),
    (
        "unsigned-link",
        {
            "meetings": [MEETING],
            "outcomes": [
                {**PROMISE, "follow_up_meeting_ids": "m", "inferred_links": "m"}
                | {"inferred_by": "Lò Thị Ban"},
                {**PROMISE, "outcome_id": "r"},
            ],
        },
    ),
    ("unconfirmed", {"visits": [{**PLANNED, "start_date": "2026-11-26"}]}),
    ("unconfirmed", {"visits": [VISIT]}),
    ("unconfirmed", {"visits": [{"status": "cancelled", "start_date": "2025"}]}),
]


def found(made, tables, kind=None):
    findings = quality.findings(made("en", **tables))
    return [
        (one.kind, " ".join(key for _table, key in one.rows))
        for one in findings
        if kind in (None, one.kind)
    ]


@pytest.mark.parametrize(("kind", "tables", "rows"), SHOWN)
def test_a_contradiction_is_found_with_its_rows(made, kind, tables, rows):
    assert found(made, tables, kind) == [(kind, rows)]


@pytest.mark.parametrize(("kind", "tables"), FITTING)
def test_what_may_fit_together_is_no_contradiction(made, kind, tables):
    assert found(made, tables, kind) == []


def test_each_kind_is_shown_and_has_a_near_miss():
    assert {kind for kind, *_ in SHOWN} == {kind for kind, *_ in FITTING} == set(KINDS)


def test_the_shipped_record_contradicts_itself_in_these_rows_and_no_others(lens):
    findings = quality.findings(lens("vi"))

    assert [(one.kind, *(key for _table, key in one.rows)) for one in findings] == [
        ("old-source", "out-034", "baodbp-2024-11-06"),
        ("old-source", "out-059", "vov-spb-2024-11"),
        *(
            ("undated-search", f"out-{number}")
            for number in ("002", "007", "020", "024", "026", "027", "071")
        ),
        ("unconfirmed", "2024-planned-dien-bien-to-france"),
        ("unconfirmed", "2025-09-batna-planned"),
    ]


def test_each_of_three_posts_at_once_is_named(made):
    third = {**SAME_PERSON, "person_id": "c", "role_vi": "Giám đốc"}

    named = {
        key for _kind, rows in found(made, people(POST, SAME_PERSON, third)) for key in rows.split()
    }

    assert named >= {"a", "b", "c"}


def test_a_post_held_long_is_told_beside_each_that_falls_into_it(made):
    long = {**POST, "person_id": "long", "role_date": "2020/2025"}
    short = [
        {**SAME_PERSON, "person_id": f"in-{year}"} | {"role_date": str(year), "role_vi": str(year)}
        for year in (2021, 2022, 2023)
    ]

    assert found(made, people(*short, long)) == [
        ("two-posts", f"in-{year} long") for year in (2021, 2022, 2023)
    ]


def test_a_name_in_very_many_rows_costs_no_finding_for_each_two_of_them():
    row = {**dict.fromkeys(TABLES["people"].fields, ""), **POST}
    many = {str(number): {**row, "role_vi": f"Post {number}"} for number in range(2000)}

    assert len(contradictions({"people": many}, TODAY)) == len(many) - 1


def test_payments_under_one_sum_are_compared_with_it_without_counting_it_anew(monkeypatch):
    row = {**dict.fromkeys(TABLES["project_amounts"].fields, ""), **TOTAL}
    paid = {str(n): {**row, **PAID, "funder_org_id": "afd"} for n in range(50)}
    looked: list[tuple[str, ...]] = []
    committed = money_rules._committed

    def counted(group, kinds, funder):
        looked.append(kinds)
        return committed(group, kinds, funder)

    monkeypatch.setattr(money_rules, "_committed", counted)

    assert len(contradictions({"project_amounts": {"sum": row, **paid}}, TODAY)) == len(paid)
    assert sorted(looked) == [("loan", "grant"), ("total",)]


def test_a_contradiction_depends_on_the_day(made):
    tables = {"visits": [{**PLANNED, "start_date": "2026-11-25"}]}

    assert quality.findings(made("en", date(2026, 11, 25), **tables)) == ()
    assert quality.findings(made("en", TODAY, **tables))


def test_texts_as_the_store_keeps_them_contradict_themselves_as_the_record_does(made):
    for kind, tables, _rows in SHOWN:
        lens = made("en", **tables)
        texts = {
            table: {
                key: {
                    column: ";".join(cell) if isinstance(cell, tuple) else str(cell or "")
                    for column, cell in row.items()
                }
                for key, row in lens.record.by_key(table).items()
            }
            for table in TABLES
        }
        typed = [one.mark for one in contradictions(by_key(lens), TODAY)]

        assert kind in {mark[0] for mark in typed}
        assert [one.mark for one in contradictions(texts, TODAY)] == typed


def by_key(lens):
    return {table: lens.record.by_key(table) for table in TABLES}


def test_a_published_cell_that_is_no_date_or_number_is_passed_over(made):
    tables = by_key(made("en", **money(PAID, TOTAL), visits=[VISIT]))
    spoilt = {
        **tables,
        "visits": {
            "v": {**tables["visits"]["v"], "start_date": "soon"},
            "w": {**tables["visits"]["v"], "start_date": "soon", "status": "planned"},
        },
        "project_amounts": {
            key: {**row, "amount": "much"} for key, row in tables["project_amounts"].items()
        },
    }

    assert contradictions(spoilt, TODAY) == []


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
