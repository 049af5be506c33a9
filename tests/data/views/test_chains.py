"""What came of a request or promise, and who met about it."""

from datetime import date

import pytest

from data.views import chains
from data.views.chains import Thread
from data.views.lens import Lens
from tests.data.views.following import FRANCE, keys


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
    [found] = [one for one in chains.threads(lens) if one.outcome["outcome_id"] == key]
    return found


def test_only_requests_commitments_and_agreements_are_threads(asked):
    found = [thread.outcome["outcome_id"] for thread in chains.threads(asked)]

    assert sorted(found) == ["ask", "deal", "old", "promise"]


def test_threads_run_from_the_newest_meeting_to_the_undated(asked):
    found = [thread.outcome["outcome_id"] for thread in chains.threads(asked)]

    assert found == ["deal", "ask", "promise", "old"]


def test_a_thread_holds_every_answer_given(asked):
    assert keys(thread(asked, "ask").answers, "outcome_id") == ["promise", "news"]


def test_a_thread_holds_the_meetings_that_followed(asked):
    assert keys(thread(asked, "ask").follow_ups) == ["late"]


def test_a_thread_holds_the_meeting_it_began_at(asked):
    assert thread(asked, "promise").meeting["meeting_id"] == "early"


@pytest.mark.parametrize(("key", "state"), [("promise", "overdue"), ("ask", "not_followed")])
def test_a_thread_says_its_state_on_the_day(asked, key, state):
    assert thread(asked, key).state == state


@pytest.fixture
def told_twice(made):
    """One request that a later meeting's source tells again, and an answer to each of the rows."""
    return made(
        meetings=[{"meeting_id": "early", "date": "2023"}, {"meeting_id": "late", "date": "2024"}],
        outcomes=[
            {"outcome_id": "ask", "kind": "request", "follow_up_meeting_ids": "late"},
            {"outcome_id": "again", "kind": "request", "same_as": "ask", "meeting_id": "late"},
            {"outcome_id": "third", "kind": "request", "same_as": "again"},
            {"outcome_id": "yes", "kind": "information", "answers_outcome_ids": "ask;again"},
            {"outcome_id": "no", "kind": "information", "answers_outcome_ids": "third"},
        ],
    )


def test_what_several_rows_tell_is_one_thread_with_all_of_them(told_twice):
    [only] = chains.threads(told_twice)

    assert keys(only.rows, "outcome_id") == ["ask", "again", "third"]
    assert keys(only.answers, "outcome_id") == ["yes", "no"]
    assert keys(only.follow_ups) == ["late"]


@pytest.mark.parametrize("key", ["ask", "again", "third"])
def test_a_row_that_tells_it_again_opens_the_same_thread(told_twice, key):
    found = chains.thread_of(told_twice, key)

    assert found
    assert found.outcome["outcome_id"] == "ask"


@pytest.mark.parametrize("key", ["ask", "promise", "deal"])
def test_a_thread_is_found_by_its_outcome(asked, key):
    assert chains.thread_of(asked, key) == thread(asked, key)


@pytest.mark.parametrize("key", ["news", "gift", "nothing"])
def test_mere_information_or_courtesy_has_no_thread(asked, key):
    assert chains.thread_of(asked, key) is None


def test_the_request_for_a_partner_was_answered_by_three_outcomes(lens):
    answers = thread(lens("vi"), "out-005").answers

    assert keys(answers, "outcome_id") == ["out-006", "out-007", "out-008"]


def test_as_many_threads_as_requests_commitments_and_agreements(lens, shipped):
    kinds = [row["kind"] for row in shipped("outcomes") if not row["same_as"]]

    assert len(chains.threads(lens("vi"))) == sum(
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
    found = chains.outcomes_of(asked, meetings=["late", "undated"])

    assert keys(found, "outcome_id") == ["deal", "old"]


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
    found = chains.span("2024-02")

    assert found
    assert (found.first, found.last) == (date(2024, 2, 1), date(2024, 2, 29))
