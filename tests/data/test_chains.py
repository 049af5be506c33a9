"""The chain followed: a visit day by day, what came of a promise, the story of a project."""

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from data import chains
from data.chains import Programme, Thread
from data.lens import Lens, Row

FRANCE = "2023-11-dien-bien-to-france"
TODAY = date(2026, 1, 1)


def keys(rows: Iterable[Row], name: str = "meeting_id") -> list[str]:
    return [row[name] for row in rows]


def programme(visit: Row, meetings: Mapping[str, str | None]) -> Programme:
    held = [{"meeting_id": key, "date": written} for key, written in meetings.items()]
    return chains.programme(visit, held)


NOVEMBER = {"start_date": "2023-11-21", "end_date": "2023-11-23"}


def test_a_visit_is_laid_out_day_by_day():
    laid = programme(NOVEMBER, {"embassy": "2023-11-21", "afd": "2023-11-22"})

    assert [(day.day, keys(day.meetings)) for day in laid.days] == [
        (date(2023, 11, 21), ["embassy"]),
        (date(2023, 11, 22), ["afd"]),
        (date(2023, 11, 23), []),
    ]


def test_a_visit_of_one_day_needs_no_end():
    laid = programme({"start_date": "2018-11-03", "end_date": None}, {"wreath": "2018-11-03"})

    assert [day.day for day in laid.days] == [date(2018, 11, 3)]


def test_a_meeting_beyond_the_days_of_its_visit_adds_its_day():
    laid = programme(NOVEMBER, {"late": "2023-11-25"})

    assert [day.day.day for day in laid.days] == [21, 22, 23, 25]


def test_a_meeting_somewhere_within_a_span_is_on_no_day():
    laid = programme(NOVEMBER, {"lyon": "2023-11-22/2023-11-23"})

    assert [keys(day.meetings) for day in laid.days] == [[], [], []]
    assert [(written, keys(held)) for written, held in laid.undated] == [
        ("2023-11-22/2023-11-23", ["lyon"])
    ]


def test_meetings_of_one_span_stand_together():
    laid = programme(NOVEMBER, {"a": "2023-11", "b": None, "c": "2023-11"})

    assert [(written, keys(held)) for written, held in laid.undated] == [
        (None, ["b"]),
        ("2023-11", ["a", "c"]),
    ]


def test_a_meeting_whose_day_is_doubtful_is_not_certain_to_be_on_it():
    laid = programme(NOVEMBER, {"afd": "2023-11-22?"})

    assert [keys(day.meetings) for day in laid.days] == [[], [], []]


@pytest.mark.parametrize("start", ["2023-11", "2023-11-21?", "2023-11-21/2023-11-22", None])
def test_a_visit_without_a_certain_day_has_no_days(start):
    laid = programme({"start_date": start, "end_date": None}, {})

    assert laid.days == []


def test_the_trip_to_france_is_laid_on_its_five_days(lens):
    view = lens("vi")

    laid = chains.programme(view.row("visits", FRANCE), chains.meetings_of(view, visit=FRANCE))

    assert [(day.day.day, keys(day.meetings)) for day in laid.days] == [
        (21, ["2023-11-21-embassy-paris"]),
        (22, ["2023-11-22-afd-paris"]),
        (23, []),
        (24, []),
        (25, []),
    ]


def test_the_lyon_meetings_of_the_trip_lie_within_its_span(lens):
    view = lens("vi")

    laid = chains.programme(view.row("visits", FRANCE), chains.meetings_of(view, visit=FRANCE))

    assert [(written, len(held)) for written, held in laid.undated] == [
        ("2023-11-22/2023-11-25", 3)
    ]


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
    [found] = [one for one in chains.threads(lens, TODAY) if one.outcome["outcome_id"] == key]
    return found


def test_only_requests_commitments_and_agreements_are_threads(asked):
    found = [thread.outcome["outcome_id"] for thread in chains.threads(asked, TODAY)]

    assert sorted(found) == ["ask", "deal", "old", "promise"]


def test_threads_run_from_the_newest_meeting_to_the_undated(asked):
    found = [thread.outcome["outcome_id"] for thread in chains.threads(asked, TODAY)]

    assert found == ["deal", "ask", "promise", "old"]


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
        kind in ("request", "commitment", "agreement") for kind in kinds
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
    view = lens("vi")

    home, away = chains.people_at(view, chains.meetings_of(view, visit=FRANCE))

    assert keys(home, "person_id") == ["mua-a-son", "dinh-toan-thang"]
    assert set(keys(away, "person_id")) == {
        "julie-marsaudon",
        "sylvain-godinot",
        "thierry-marsick",
        "sebastien-rolland",
    }


@pytest.fixture
def told(made):
    """A project with meetings, outcomes and milestones, and another that they are not about."""
    return made(
        projects=[{"project_id": "p"}, {"project_id": "q"}],
        meetings=[
            {"meeting_id": "spoke", "date": "2024-05-07", "project_ids": "p"},
            {"meeting_id": "promised", "date": "2023-11-22"},
            {"meeting_id": "other", "date": "2024-01-01", "project_ids": "q"},
        ],
        outcomes=[
            {"outcome_id": "promise", "meeting_id": "promised", "project_ids": "p"},
            {"outcome_id": "aside", "meeting_id": "promised"},
        ],
        project_progress=[
            {"progress_id": "start", "project_id": "p", "date": "2024-03"},
            {"progress_id": "half", "project_id": "p", "date": "2024-04-01", "value": "50"},
            {"progress_id": "undated", "project_id": "p"},
            {"progress_id": "else", "project_id": "q", "date": "2024-02"},
        ],
    )


def test_the_story_of_a_project_runs_in_the_order_of_its_days(told):
    steps = chains.story(told, "p")

    assert [step.written for step in steps] == [None, "2023-11-22", "2024-03", "2024-05-07"]


def test_a_story_holds_meetings_that_spoke_of_the_project_or_promised_it_something(told):
    steps = chains.story(told, "p")

    assert keys(step.meeting for step in steps if step.meeting) == ["promised", "spoke"]


def test_a_step_holds_only_the_outcomes_about_the_project(told):
    [promised] = [
        step
        for step in chains.story(told, "p")
        if step.meeting and step.meeting["meeting_id"] == "promised"
    ]

    assert keys(promised.outcomes, "outcome_id") == ["promise"]


def test_a_story_holds_milestones_but_no_figures(told):
    steps = chains.story(told, "p")

    assert keys((step.milestone for step in steps if step.milestone), "progress_id") == [
        "undated",
        "start",
    ]


def test_a_project_of_which_nothing_is_known_has_no_story(made):
    assert chains.story(made(projects=[{"project_id": "p"}]), "p") == []


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
