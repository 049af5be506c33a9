"""The briefing on a partner: what counts before one meets it, of an office and its head office."""

from data.views.briefing import MOST_AMOUNTS, of_partner

BODIES = [
    {"org_id": "ppc", "country": "VN"},
    {"org_id": "afd", "country": "FR", "short_name_vi": "AFD"},
    {"org_id": "office", "country": "FR", "part_of_org_id": "afd", "short_name_vi": "AFD Việt Nam"},
    {"org_id": "jica", "country": "JP"},
]


def record(made, **tables):
    return made(**{"organisations": BODIES, **tables})


def ids(threads):
    return [one.outcome["outcome_id"] for one in threads]


def outcome(key, kind, giver, taker, **cells):
    ends = {"from_org_ids": giver, "to_org_ids": taker}
    return {"outcome_id": key, "meeting_id": "talk", "kind": kind, **ends, **cells}


TALK = [{"meeting_id": "talk", "date": "2023-11-22", "foreign_org_ids": "afd"}]


def test_what_was_asked_and_promised_is_told_by_side(made):
    lens = record(
        made,
        meetings=TALK,
        outcomes=[
            outcome("we-ask", "request", "ppc", "afd"),
            outcome("they-ask", "request", "office", "ppc"),
            outcome("they-promise", "commitment", "office", "ppc"),
            outcome("we-promise", "commitment", "ppc", "afd"),
            outcome("both", "agreement", "ppc", "afd"),
            outcome("thanks", "thanks", "ppc", "afd"),
            outcome("others", "request", "ppc", "jica"),
        ],
    )

    told = of_partner(lens, "afd", None)

    assert ids(told.asked) == ["we-ask"]
    assert ids(told.asks) == ["they-ask"]
    assert ids(told.promised) == ["they-promise", "both"]
    assert ids(told.owed) == ["we-promise"]
    assert len(told.threads) == 5


def test_an_office_and_its_head_office_lead_to_each_other(made):
    lens = record(made)

    head, office = of_partner(lens, "afd", None), of_partner(lens, "office", None)

    assert [row["org_id"] for row in head.bodies] == ["afd", "office"]
    assert head.head is None
    assert [row["org_id"] for row in office.bodies] == ["office"]
    assert office.head
    assert office.head["org_id"] == "afd"


def test_a_country_has_all_its_organisations(made):
    told = of_partner(record(made, meetings=TALK), None, "FR")

    assert [row["org_id"] for row in told.bodies] == ["afd", "office"]
    assert told.meetings == ("talk",)
    assert told.filter == {"country": "FR"}


def test_what_runs_today_is_told_with_its_own_amounts_and_never_a_sum(made):
    amounts = [
        {"amount_id": f"a-{place}", "project_id": "river", "kind": kind, "amount": "5"}
        for place, kind in enumerate(["total", "disbursed", "grant", "loan", *["estimate"] * 36])
    ]
    cells = {"currency": "EUR", "scope": "project", "charted": "true"}
    lens = record(
        made,
        projects=[
            {
                "project_id": "river",
                "record_kind": "project",
                "funder_org_ids": "office",
                "status_code": "2",
                "status_date": "2026-10",
            },
            {"project_id": "ended", "record_kind": "project", "funder_org_ids": "afd"}
            | {"status_code": "4", "status_date": "2020"},
        ],
        project_amounts=[row | cells for row in amounts],
    )

    (running,) = of_partner(lens, "afd", None).running

    assert running.project["project_id"] == "river"
    assert [row["kind"] for row in running.amounts] == ["loan", "grant", "total"]
    assert running.more == 39 - MOST_AMOUNTS
    assert of_partner(lens, "afd", None).others == {"ended": 1}


def test_what_is_late_on_either_side_is_told(made):
    lens = record(
        made,
        meetings=TALK,
        outcomes=[
            outcome("theirs", "commitment", "afd", "ppc", due_date="2024"),
            outcome("ours", "commitment", "ppc", "afd", due_date="2024"),
            outcome("kept", "commitment", "afd", "ppc", due_date="2024", status="done"),
        ],
    )

    assert ids(of_partner(lens, "afd", None).overdue) == ["theirs", "ours"]


def test_the_last_and_the_next_meeting_are_those_with_the_partner(made):
    lens = record(
        made,
        meetings=[
            {"meeting_id": "old", "date": "2020", "foreign_org_ids": "afd"},
            {"meeting_id": "last", "date": "2024", "foreign_org_ids": "office"},
            {"meeting_id": "next", "date": "2099", "foreign_org_ids": "afd"},
            {"meeting_id": "tokyo", "date": "2025", "foreign_org_ids": "jica"},
        ],
    )

    told = of_partner(lens, "afd", None)

    assert told.last
    assert told.last["meeting_id"] == "last"
    assert told.coming
    assert told.coming["meeting_id"] == "next"


def test_people_stand_with_the_newest_post_first(made):
    lens = record(
        made,
        people=[
            {"person_id": "before", "org_id": "afd", "role_date": "2020"},
            {"person_id": "now", "org_id": "office", "role_date": "2025"},
            {"person_id": "stranger", "org_id": "jica"},
        ],
    )

    people = of_partner(lens, "afd", None).people

    assert [row["person_id"] for row in people] == ["now", "before"]


def test_a_partner_of_whom_nothing_is_known_has_an_empty_briefing(made):
    told = of_partner(record(made), "jica", None)

    assert not (told.running)
    assert not (told.others)
    assert not (told.threads)
    assert not (told.late)
    assert not (told.overdue)
    assert told.last is None
    assert told.coming is None
    assert not (told.meetings)
    assert not (told.visits)
    assert not (told.people)
