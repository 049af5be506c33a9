"""The story of a project: its meetings, promises and milestones in the order of their days."""

import pytest

from data.views import chains
from tests.data.views.following import keys


@pytest.fixture
def recorded(made):
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


def test_the_story_of_a_project_runs_in_the_order_of_its_days(recorded):
    steps = chains.story(recorded, "p")

    assert [step.written for step in steps] == [None, "2023-11-22", "2024-03", "2024-05-07"]


def test_a_story_holds_meetings_that_spoke_of_the_project_or_promised_it_something(recorded):
    steps = chains.story(recorded, "p")

    assert keys(step.meeting for step in steps if step.meeting) == ["promised", "spoke"]


def test_a_step_holds_only_the_outcomes_about_the_project(recorded):
    [promised] = [
        step
        for step in chains.story(recorded, "p")
        if step.meeting and step.meeting["meeting_id"] == "promised"
    ]

    assert keys(promised.outcomes, "outcome_id") == ["promise"]


def test_a_story_holds_milestones_but_no_figures(recorded):
    steps = chains.story(recorded, "p")

    assert keys((step.milestone for step in steps if step.milestone), "progress_id") == [
        "undated",
        "start",
    ]


def test_a_project_of_which_nothing_is_known_has_no_story(made):
    assert chains.story(made(projects=[{"project_id": "p"}]), "p") == []
