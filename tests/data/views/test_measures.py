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
    status: str | None = None,
    met: str = "2023-11-22",
    *,
    overdue: bool = False,
) -> Thread:
    outcome = {"outcome_id": key, "kind": kind, "status": status}
    return Thread(outcome, {"date": met}, (), (), overdue)


def names(listed: Iterable[Thread]) -> list[str]:
    return [one.outcome["outcome_id"] for one in listed]


def test_outcomes_of_one_kind_are_counted_by_state():
    threads_made = [
        thread(status="done"),
        thread(status="done"),
        thread(status="partial"),
        thread(kind="request", status="not_met"),
    ]

    assert measures.by_status(threads_made, "commitment") == {"done": 2, "partial": 1}


@pytest.mark.parametrize("status", [None, "no_report"])
def test_an_outcome_of_which_nothing_is_reported_has_no_state(status):
    assert measures.by_status([thread(status=status)], "commitment") == {"": 1}


def test_states_come_in_the_order_of_their_codelist_with_the_unknown_last():
    threads_made = [
        thread(),
        thread(status="not_met"),
        thread(status="in_force"),
        thread(status="done"),
    ]

    assert list(measures.by_status(threads_made, "commitment")) == [
        "done",
        "in_force",
        "not_met",
        "",
    ]


@pytest.mark.parametrize("kind", ["request", "commitment", "agreement"])
def test_outcomes_on_record_are_counted_by_state(lens, shipped, kind):
    counted = Counter(
        "" if row["status"] == "no_report" else row["status"]
        for row in shipped("outcomes")
        if row["kind"] == kind
    )

    assert measures.by_status(threads(lens("vi"), TODAY), kind) == counted


@pytest.mark.parametrize(
    ("status", "overdue", "states"),
    [
        ("partial", False, {"partial"}),
        (None, False, {"no_report"}),
        ("partial", True, {"partial", "overdue"}),
        (None, True, {"no_report", "overdue"}),
    ],
)
def test_a_thread_is_found_under_its_state_and_when_late_as_overdue(status, overdue, states):
    assert measures.states_of(thread(status=status, overdue=overdue)) == states


@pytest.mark.parametrize(
    ("status", "followed"),
    [
        ("done", 1),
        ("in_force", 1),
        ("in_progress", 1),
        ("partial", 1),
        ("not_met", 0),
        ("no_report", 0),
        (None, 0),
    ],
)
def test_a_follow_up_is_known_where_something_came_of_it(status, followed):
    assert measures.with_follow_up([thread(status=status)], "commitment") == (followed, 1)


def test_follow_ups_are_told_with_their_whole():
    threads_made = [thread(status="done"), thread(), thread(kind="request", status="done")]

    assert measures.with_follow_up(threads_made, "commitment") == (1, 2)


@pytest.mark.parametrize(("kind", "known", "rows"), [("request", 6, 30), ("commitment", 3, 9)])
def test_requests_and_promises_on_record_are_counted_with_their_follow_up(lens, kind, known, rows):
    assert measures.with_follow_up(threads(lens("vi"), TODAY), kind) == (known, rows)


def test_open_promises_are_commitments_neither_kept_nor_in_force():
    threads_made = [
        thread("kept", status="done"),
        thread("valid", status="in_force"),
        thread("silent"),
        thread("begun", status="in_progress"),
        thread("broken", status="not_met"),
        thread("asked", kind="request"),
    ]

    assert names(measures.open_promises(threads_made)) == ["silent", "begun", "broken"]


def test_the_promise_open_longest_comes_first():
    threads_made = [
        thread("new", met="2025-03-19?"),
        thread("old", met="2023-11-22"),
        thread("between", met="2023-11/2024-05"),
    ]

    assert names(measures.open_promises(threads_made)) == ["old", "between", "new"]


def test_projects_are_counted_by_status_in_the_order_of_the_codelist():
    projects = [{"status_code": code} for code in ("4", "1", "2", None, "2")]

    assert list(measures.projects_by_status(projects).items()) == [
        ("1", 1),
        ("2", 2),
        ("4", 1),
        ("", 1),
    ]


def test_projects_on_record_are_counted_by_status(lens, shipped):
    counted = Counter(row["status_code"] for row in shipped("projects"))

    assert measures.projects_by_status(lens("vi").rows("projects")) == counted


@pytest.fixture
def happened(made):
    return made(
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
    changes = measures.latest_changes(lens, TODAY, most)
    return [change.row[keys[change.table]] for change in changes]


def test_changes_certain_to_have_happened_run_newest_first(happened):
    assert changed(happened) == ["today", "figure", "past", "state"]


def test_only_so_many_changes_are_told(happened):
    assert changed(happened, most=2) == ["today", "figure"]


def test_a_change_is_told_with_its_date_as_written(happened):
    [first] = measures.latest_changes(happened, TODAY, most=1)

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

    amounts = measures.own_money(lens("vi").rows("project_amounts"))

    assert [row["amount_id"] for row in amounts] == counted


def test_no_own_money_on_record_told_as_a_grant_goes_to_another_country(lens):
    lens = lens("vi")
    outgoing = {
        row["project_id"] for row in lens.rows("projects") if row["record_kind"] == "outbound"
    }

    found = measures.own_money(lens.rows("project_amounts"))

    assert {row["kind"] for row in found if row["project_id"] in outgoing} == {"aid_abroad"}


def test_no_amount_shown_is_other_than_one_stated(lens, shipped):
    stated = {(float(row["amount"]), row["currency"]) for row in shipped("project_amounts")}

    amounts = measures.own_money(lens("vi").rows("project_amounts"))

    assert {(row["amount"], row["currency"]) for row in amounts} <= stated


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
    ids = [row["project_id"] for row in measures.in_time_order(staged)]

    assert ids == ["new", "younger", "mid", "old"]


def test_undated_projects_come_last_where_they_are_wanted(staged):
    ids = [row["project_id"] for row in measures.in_time_order(staged, undated=True)]

    assert ids == ["new", "younger", "mid", "old", "undated", "open"]


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
