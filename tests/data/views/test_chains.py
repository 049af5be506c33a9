"""What came of a request or promise, and who met about it."""

from datetime import date

import pytest

from data.views import chains
from data.views.chains import Thread
from data.views.lens import Lens
from tests.data.views.following import FRANCE, keys

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("due", "status", "today", "late"),
    [
        ("2025-12-31", None, date(2025, 12, 30), False),
        ("2025-12-31", None, date(2025, 12, 31), False),
        ("2025-12-31", None, date(2026, 1, 1), True),
        ("2025-12", None, date(2025, 12, 31), False),
        ("2025-12", None, date(2026, 1, 1), True),
        ("2025", "no_report", date(2025, 12, 31), False),
        ("2025", "no_report", date(2026, 1, 1), True),
        ("2025-12-31?", "in_progress", date(2026, 1, 1), True),
        ("2025-10/2025-12-15", "partial", date(2025, 12, 15), False),
        ("2025-10/2025-12-15", "partial", date(2025, 12, 16), True),
        ("../2025-12-15", "not_met", date(2025, 12, 16), True),
        ("2025-10/..", None, date(2030, 1, 1), False),
        (None, None, date(2030, 1, 1), False),
        ("2025-12-31", "done", date(2030, 1, 1), False),
        ("2025-12-31", "in_force", date(2030, 1, 1), False),
    ],
)
def test_an_outcome_is_overdue_from_the_day_after_the_last_day_it_may_be_due(
    due, status, today, late
):
    assert chains.overdue({"due_date": due, "status": status}, today) is late


def test_no_outcome_on_record_is_overdue_by_being_done(lens):
    late = [
        thread.outcome["status"]
        for thread in chains.threads(lens("vi"), date(2100, 1, 1))
        if thread.overdue
    ]

    assert late
    assert not {"done", "in_force"} & set(late)


@pytest.fixture
def asked(made):
    """A request answered by a promise, with a later meeting as its follow-up."""
    return made(
        meetings=[
            {"meeting_id": "early", "date": "2023-11-22"},
            {"meeting_id": "late", "date": "2025-06-25"},
            {"meeting_id": "undated"},
        ],
        outcomes=[
            {"outcome_id": "ask", "kind": "request", "follow_up_meeting_ids": "late"},
            {
                "outcome_id": "promise",
                "kind": "commitment",
                "answers_outcome_ids": "ask",
                "due_date": "2024",
            },
            {"outcome_id": "deal", "meeting_id": "late", "kind": "agreement"},
            {"outcome_id": "old", "meeting_id": "undated", "kind": "request"},
            {"outcome_id": "news", "kind": "information", "answers_outcome_ids": "ask"},
            {"outcome_id": "gift", "kind": "courtesy"},
        ],
    )


def thread(lens: Lens, key: str) -> Thread:
    [answer] = [one for one in chains.threads(lens, TODAY) if one.outcome["outcome_id"] == key]
    return answer


def test_only_requests_commitments_and_agreements_are_threads(asked):
    ids = [thread.outcome["outcome_id"] for thread in chains.threads(asked, TODAY)]

    assert sorted(ids) == ["ask", "deal", "old", "promise"]


def test_threads_run_from_the_newest_meeting_to_the_undated(asked):
    ids = [thread.outcome["outcome_id"] for thread in chains.threads(asked, TODAY)]

    assert ids == ["deal", "ask", "promise", "old"]


def test_a_thread_holds_every_answer_given(asked):
    assert keys(thread(asked, "ask").answers, "outcome_id") == ["promise", "news"]


def test_a_thread_holds_the_meetings_that_followed(asked):
    assert keys(thread(asked, "ask").follow_ups) == ["late"]


def test_a_thread_holds_the_meeting_it_began_at(asked):
    assert thread(asked, "promise").meeting["meeting_id"] == "early"


@pytest.mark.parametrize(("key", "late"), [("promise", True), ("ask", False)])
def test_a_thread_says_whether_it_is_overdue(asked, key, late):
    assert thread(asked, key).overdue is late


@pytest.mark.parametrize("key", ["ask", "promise", "deal"])
def test_a_thread_is_found_by_its_outcome(asked, key):
    assert chains.thread_of(asked, key, TODAY) == thread(asked, key)


@pytest.mark.parametrize("key", ["news", "gift", "nothing"])
def test_mere_information_or_courtesy_has_no_thread(asked, key):
    assert chains.thread_of(asked, key, TODAY) is None


def test_the_request_for_a_partner_was_answered_by_three_outcomes(lens):
    answers = thread(lens("vi"), "out-005").answers

    assert keys(answers, "outcome_id") == ["out-006", "out-007", "out-008"]


def test_as_many_threads_as_requests_commitments_and_agreements(lens, shipped):
    kinds = [row["kind"] for row in shipped("outcomes")]

    assert len(chains.threads(lens("vi"), TODAY)) == sum(
        kind in ("request", "commitment", "goodwill", "agreement") for kind in kinds
    )


def test_meetings_of_a_visit_run_oldest_first(made):
    lens = made(
        visits=[{"visit_id": "v"}, {"visit_id": "w"}],
        meetings=[
            {"meeting_id": "b", "visit_id": "v", "date": "2024-05-07"},
            {"meeting_id": "a", "visit_id": "v", "date": "2024-05-05"},
            {"meeting_id": "other", "visit_id": "w", "date": "2024-05-06"},
            {"meeting_id": "alone", "date": "2024-05-06"},
        ],
    )

    assert keys(chains.meetings_of(lens, visit="v")) == ["a", "b"]


def test_meetings_that_spoke_of_a_project_are_found(made):
    lens = made(
        projects=[{"project_id": "p"}, {"project_id": "q"}],
        meetings=[
            {"meeting_id": "both", "project_ids": "p;q"},
            {"meeting_id": "other", "project_ids": "q"},
            {"meeting_id": "none"},
        ],
    )

    assert keys(chains.meetings_of(lens, project="p")) == ["both"]


def test_outcomes_of_meetings_are_found(asked):
    rows = chains.outcomes_of(asked, meetings=["late", "undated"])

    assert keys(rows, "outcome_id") == ["deal", "old"]


def test_outcomes_about_a_project_are_found(made):
    lens = made(
        projects=[{"project_id": "p"}],
        outcomes=[{"outcome_id": "about", "project_ids": "p"}, {"outcome_id": "other"}],
    )

    assert keys(chains.outcomes_of(lens, project="p"), "outcome_id") == ["about"]


def test_nothing_asked_for_finds_no_outcome(asked):
    assert chains.outcomes_of(asked) == []


def test_people_at_meetings_stand_once_on_their_side(made):
    lens = made(
        people=[{"person_id": key} for key in ("son", "thang", "julie")],
        meetings=[
            {"vietnamese_person_ids": "son;thang"},
            {"vietnamese_person_ids": "son", "foreign_person_ids": "julie"},
        ],
    )

    home, away = chains.people_at(lens, lens.rows("meetings"))

    assert (keys(home, "person_id"), keys(away, "person_id")) == (["son", "thang"], ["julie"])


def test_the_trip_to_france_names_two_people_at_home_and_four_abroad(lens):
    lens = lens("vi")

    home, away = chains.people_at(lens, chains.meetings_of(lens, visit=FRANCE))

    assert keys(home, "person_id") == ["mua-a-son", "dinh-toan-thang"]
    assert set(keys(away, "person_id")) == {
        "julie-marsaudon",
        "sylvain-godinot",
        "thierry-marsick",
        "sebastien-rolland",
    }


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-11-22", date(2023, 11, 22)),
        ("2024-03/2024-05", date(2024, 5, 31)),
        ("2025-10/..", date.max),
        (None, date.min),
        ("", date.min),
    ],
)
def test_dates_are_sorted_by_the_last_day_they_may_be(written, day):
    assert chains.latest(written) == day


@pytest.mark.parametrize("written", [None, ""])
def test_an_empty_date_spans_nothing(written):
    assert chains.span(written) is None


def test_a_date_spans_the_days_it_may_be():
    days = chains.span("2024-02")

    assert days
    assert (days.first, days.last) == (date(2024, 2, 1), date(2024, 2, 29))
