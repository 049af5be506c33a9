"""Every figure a page shows, counted once more by hand."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest

from data.views import measures
from data.views.chains import Thread, threads
from data.views.lens import Lens

TODAY = date(2025, 11, 22)


def thread(
    key: str = "t",
    kind: str = "commitment",
    state: str = "not_followed",
    met: str = "2023-11-22",
) -> Thread:
    outcome = {"outcome_id": key, "kind": kind}
    return Thread(outcome, {"date": met}, (), (), (), state, outcome)


def names(found: Iterable[Thread]) -> list[str]:
    return [one.outcome["outcome_id"] for one in found]


def test_outcomes_of_one_kind_are_counted_by_state():
    told = [
        thread(state="done"),
        thread(state="done"),
        thread(state="partial"),
        thread(kind="request", state="not_met"),
    ]

    assert measures.by_state(told, "commitment") == {"done": 2, "partial": 1}


def test_not_looked_for_is_not_the_same_as_not_found():
    told = [thread(), thread(), thread(state="no_report")]

    assert measures.by_state(told, "commitment") == {"no_report": 1, "not_followed": 2}


def test_states_come_in_the_order_of_their_codelist():
    told = [thread(), thread(state="not_met"), thread(state="in_force"), thread(state="done")]

    assert list(measures.by_state(told, "commitment")) == [
        "done",
        "in_force",
        "not_met",
        "not_followed",
    ]


@pytest.mark.parametrize("kind", ["request", "commitment", "agreement", "goodwill"])
def test_outcomes_on_record_are_counted_by_state(lens, shipped, kind):
    counted = Counter(
        "overdue" if row["due_date"] == "2025-12-31" else row["status"] or "not_followed"
        for row in shipped("outcomes")
        if row["kind"] == kind and not row["same_as"]
    )

    assert measures.by_state(threads(lens("vi")), kind) == counted


@pytest.mark.parametrize(
    ("state", "followed"),
    [
        ("done", 1),
        ("in_force", 1),
        ("in_progress", 1),
        ("partial", 1),
        ("not_met", 0),
        ("late", 1),
        ("overdue", 0),
        ("no_report", 0),
        ("not_followed", 0),
    ],
)
def test_a_follow_up_is_known_where_something_came_of_it(state, followed):
    assert measures.with_follow_up([thread(state=state)], "commitment") == (followed, 1)


def test_follow_ups_are_told_with_their_whole():
    told = [thread(state="done"), thread(), thread(kind="request", state="done")]

    assert measures.with_follow_up(told, "commitment") == (1, 2)


def test_requests_are_counted_by_who_makes_them(made):
    lens = made(
        places=[
            {"place_id": "tuan-giao", "latitude": "21.589", "longitude": "103.417"},
            {"place_id": "hanoi", "latitude": "21.0285", "longitude": "105.8542"},
        ],
        organisations=[
            {"org_id": "district", "country": "VN", "home_place_id": "tuan-giao"},
            {"org_id": "ministry", "country": "VN", "home_place_id": "hanoi"},
            {"org_id": "seatless", "country": "VN"},
            {"org_id": "office", "country": "FR", "home_place_id": "tuan-giao"},
        ],
        outcomes=[
            {"outcome_id": f"o{place}", "kind": "request", "from_org_ids": body}
            for place, body in enumerate(
                ("district", "ministry", "seatless", "office", "office;district")
            )
        ],
    )

    assert measures.by_side(lens, threads(lens), "request") == {"province": 2, "other": 3}


@pytest.mark.parametrize(("kind", "found", "rows"), [("request", 6, 29), ("commitment", 3, 9)])
def test_requests_and_promises_on_record_are_counted_with_their_follow_up(lens, kind, found, rows):
    assert measures.with_follow_up(threads(lens("vi")), kind) == (found, rows)


def test_open_promises_are_commitments_neither_kept_nor_in_force():
    told = [
        thread("kept", state="done"),
        thread("valid", state="in_force"),
        thread("silent"),
        thread("begun", state="in_progress"),
        thread("broken", state="not_met"),
        thread("asked", kind="request"),
    ]

    assert names(measures.open_promises(told)) == ["silent", "begun", "broken"]


def test_the_promise_open_longest_comes_first():
    told = [
        thread("new", met="2025-03-19?"),
        thread("old", met="2023-11-22"),
        thread("between", met="2023-11/2024-05"),
    ]

    assert names(measures.open_promises(told)) == ["old", "between", "new"]


def test_projects_on_record_are_counted_by_their_state_on_the_day(lens):
    projects = [
        row for row in lens("vi").rows("projects") if row["record_kind"] in measures.COUNTED
    ]

    told = measures.projects_by_state(lens("vi"), projects)
    earlier = measures.projects_by_state(lens("vi", date(2024, 6, 1)), projects)

    assert (told["running"], told["late"]) == (2, 1)
    assert earlier["running"] == 1
    assert "late" not in earlier
    assert sum(told.values()) == sum(earlier.values()) == len(projects)


def test_most_projects_once_reported_under_way_are_unclear_today(lens):
    lost = measures.once_running(lens("vi"), lens("vi").rows("projects"))

    counted = [row for row in lost if row["record_kind"] in measures.COUNTED]
    assert len(counted) == 8
    assert "namrom-multihazard" not in {row["project_id"] for row in lost}


@pytest.fixture
def happened(made):
    return made(
        day=TODAY,
        meetings=[
            {"meeting_id": "past", "date": "2025-11-20"},
            {"meeting_id": "today", "date": "2025-11-22"},
            {"meeting_id": "ahead", "date": "2025-11-23"},
            {"meeting_id": "undated"},
            {"meeting_id": "open", "date": "2025-10/.."},
        ],
        project_progress=[
            {"progress_id": "figure", "date": "2025-11-21"},
            {"progress_id": "maybe", "date": "2025-11"},
        ],
        outcomes=[
            {"outcome_id": "state", "meeting_id": "undated", "status_date": "2025-11-19"},
            {"outcome_id": "none", "meeting_id": "undated"},
        ],
    )


def changed(lens: Lens, most: int = 6) -> list[str]:
    keys = {"meetings": "meeting_id", "project_progress": "progress_id", "outcomes": "outcome_id"}
    found = measures.latest_changes(lens, most)
    return [change.row[keys[change.table]] for change in found]


def test_changes_certain_to_have_happened_run_newest_first(happened):
    assert changed(happened) == ["today", "figure", "past", "state"]


def test_a_change_of_some_day_of_a_year_stands_before_those_of_its_last_month(made):
    lens = made(
        day=date(2026, 1, 1),
        meetings=[
            {"meeting_id": "year", "date": "2025"},
            {"meeting_id": "month", "date": "2025-12"},
            {"meeting_id": "day", "date": "2025-12-24"},
            {"meeting_id": "before", "date": "2024-12-31"},
        ],
    )

    assert changed(lens) == ["day", "month", "year", "before"]
    assert measures.last_held(lens) == lens.row("meetings", "day")


def test_the_next_meeting_is_the_first_to_come(happened):
    assert measures.next_meeting(happened) == happened.row("meetings", "ahead")
    assert measures.last_held(happened) == happened.row("meetings", "today")


def test_only_so_many_changes_are_told(happened):
    assert changed(happened, most=2) == ["today", "figure"]


def test_a_change_is_told_with_its_date_as_written(happened):
    [first] = measures.latest_changes(happened, most=1)

    assert (first.table, first.written) == ("meetings", "2025-11-22")


OWN = {"charted": True, "restates_amount_id": None, "scope": "project"}


@pytest.mark.parametrize("scope", ["project", "provincial_share"])
def test_money_of_a_project_or_the_provinces_share_is_its_own(scope):
    rows = [OWN | {"scope": scope}]

    assert measures.own_money(rows) == rows


@pytest.mark.parametrize(
    "scope",
    [
        "province_pipeline",
        "province_aggregate",
        "multi_province",
        "regional",
        "national",
        "several_projects",
        "aggregate",
    ],
)
def test_money_of_a_wider_scope_is_not_the_provinces_own(scope):
    assert measures.own_money([OWN | {"scope": scope}]) == []


def test_a_restatement_is_left_out_beside_what_it_restates():
    first, again = OWN | {"amount_id": "a"}, OWN | {"amount_id": "b", "restates_amount_id": "a"}

    assert measures.own_money([first, again]) == [first]


def test_a_doubtful_statement_is_left_out():
    assert measures.own_money([OWN | {"charted": False}]) == []


def test_two_statements_of_one_kind_stay_two_and_are_never_added():
    rows = [
        OWN | {"kind": "loan", "amount": 24_650_000.0, "currency": "EUR"},
        OWN | {"kind": "loan", "amount": 24_650_000.0, "currency": "EUR"},
        OWN | {"kind": "grant", "amount": 1_500_000.0, "currency": "EUR"},
    ]

    assert measures.own_money(rows) == rows


def test_own_money_on_record_is_every_main_statement_and_no_other(lens, shipped):
    counted = [
        row["amount_id"]
        for row in shipped("project_amounts")
        if row["charted"] == "true"
        and not row["restates_amount_id"]
        and row["scope"] in ("project", "provincial_share")
    ]

    found = measures.own_money(lens("vi").rows("project_amounts"))

    assert [row["amount_id"] for row in found] == counted


def test_no_own_money_on_record_told_as_a_grant_goes_to_another_country(lens):
    lens = lens("vi")
    outgoing = {
        row["project_id"] for row in lens.rows("projects") if row["record_kind"] == "outbound"
    }

    found = measures.own_money(lens.rows("project_amounts"))

    assert {row["kind"] for row in found if row["project_id"] in outgoing} == {"aid_abroad"}


def test_no_amount_shown_is_other_than_one_stated(lens, shipped):
    stated = {(float(row["amount"]), row["currency"]) for row in shipped("project_amounts")}

    found = measures.own_money(lens("vi").rows("project_amounts"))

    assert {(row["amount"], row["currency"]) for row in found} <= stated


@pytest.fixture
def staged(made):
    return made(
        projects=[
            {"project_id": "old", "actual_start": "2015"},
            {"project_id": "new", "proposal_date": "2025-03", "planned_end": "2030"},
            {"project_id": "undated"},
            {"project_id": "mid", "planned_start": "2022", "approval_date": "2021-09-30"},
            {"project_id": "open", "actual_end": "../2020"},
            {"project_id": "younger", "planned_start": "2022-01-02"},
        ]
    ).rows("projects")


def test_projects_run_from_the_newest_first_stage_to_the_oldest(staged):
    found = [row["project_id"] for row in measures.in_time_order(staged)]

    assert found == ["new", "younger", "mid", "old"]


def test_undated_projects_come_last_where_they_are_wanted(staged):
    found = [row["project_id"] for row in measures.in_time_order(staged, undated=True)]

    assert found == ["new", "younger", "mid", "old", "undated", "open"]


def test_the_newest_percentage_of_work_done_is_the_last_progress(made):
    figure = {"project_id": "p", "metric": "completed_value", "unit": "percent", "value": "1"}
    lens = made(
        projects=[{"project_id": "p"}, {"project_id": "q"}],
        project_progress=[
            figure | {"progress_id": "old", "date": "2024"},
            figure | {"progress_id": "new", "date": "2025-03-19?", "metric": "completed_volume"},
            figure | {"progress_id": "undated", "date": ""},
            figure | {"progress_id": "paid", "date": "2025-10", "metric": "disbursed_share"},
            figure | {"progress_id": "counted", "date": "2025-10", "unit": "packages"},
            figure | {"progress_id": "other", "date": "2025-10", "project_id": "q"},
        ],
    )

    last = measures.last_progress(lens, "p")

    assert last
    assert last["progress_id"] == "new"


def test_a_project_without_progress_has_no_last_one(made):
    assert measures.last_progress(made(projects=[{"project_id": "p"}]), "p") is None


def test_nam_rom_was_last_told_to_be_past_half(lens):
    last = measures.last_progress(lens("vi"), "namrom-multihazard")

    assert last
    assert (last["value"], last["qualifier"], last["date"]) == (52, "more_than", "2025-11-17")
