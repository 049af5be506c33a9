"""Records of a few rows that contradict themselves, and some near to them that fit."""

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
