"""The title of a chart says what it shows, in figures that are those of its bars."""

import pytest

from components.charts import findings
from components.charts.counts import outcomes_by_state
from data.schema import LANGUAGES
from tests.components.charts.timed import TODAY

SILENT = {"request": {"done": 7, "no_report": 3, "not_followed": 20}, "commitment": {"done": 1}}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Chưa có thông tin về 23 trong 30 đề nghị"),
        ("en", "Nothing is known of 23 of 30 requests"),
        ("fr", "Aucune information sur 23 des 30 demandes"),
    ],
)
def test_of_how_many_requests_nothing_is_known_is_said_in_each_language(made, language, sentence):
    assert findings.of_outcomes(made(language), SILENT) == sentence


@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        ({"request": {"no_report": 1}}, "Nothing is known of 1 request"),
        ({"request": {"done": 1}}, "Something is known of 1 request"),
        ({"commitment": {"done": 2}}, "Something is known of 2 promises"),
        ({"request": {"not_met": 1, "overdue": 1}}, "Nothing is known of 1 of 2 requests"),
    ],
)
def test_a_title_counts_what_is_known_and_what_is_not(made, tally, sentence):
    assert findings.of_outcomes(made("en"), tally) == sentence


@pytest.mark.parametrize(
    ("tally", "sentence"),
    [
        ({"running": 2, "late": 1, "unclear": 28}, "Known to be under way: 3 of 31 projects"),
        ({"unclear": 4}, "Known to be under way: none of 4 projects"),
        ({"running": 1}, "Known to be under way: 1 project"),
    ],
)
def test_projects_that_nobody_knows_of_are_not_said_to_be_under_way(made, tally, sentence):
    assert findings.of_states(made("en"), tally) == sentence


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"FR": 5, "JP": 2}, "Most with France: 5 projects"),
        ({"FR": 2, "JP": 2, "LA": 1}, "Most with France, Japan: 2 projects"),
        ({"FR": 1, "JP": 1, "LA": 1}, "3 partner countries with 1 project each"),
    ],
)
def test_partners_that_share_the_first_place_are_all_told(made, counts, sentence):
    tallies = {code: {"running": count} for code, count in counts.items()}

    assert findings.of_partners(made("en"), tallies) == sentence


def test_the_title_of_visits_says_how_many_of_all_are_with_the_first_partner(made):
    rows = [
        {"visit_id": f"v{number}", "partner_country": code}
        for number, code in enumerate(("FR", "FR", "JP"))
    ]
    lens = made("en", visits=rows)

    assert findings.of_visits(lens, ["v0", "v1", "v2"]) == "Most with France: 2 of 3 visits"
    assert findings.of_visits(lens, ["v0", "v1"]) == "2 visits"


def test_the_title_of_projects_over_time_counts_those_that_are_late(made):
    late = {
        "planned_end": "2025",
        "actual_start": "2022",
        "status_code": "2",
        "status_date": "2026-05",
    }
    lens = made("en", TODAY, projects=[{"project_id": "p", **late}, {"project_id": "q"}])

    assert findings.of_late(lens, ["p", "q"]) == "1 project is under way past its approved end"
    assert findings.of_late(lens, ["q"]) == (
        "No project is known to be under way past its approved end"
    )
    assert findings.of_project(lens, "p") == "6 months past its approved end"


def test_the_title_of_money_names_the_largest_statement_and_adds_nothing(made):
    amounts = [
        {"amount_id": "a", "kind": "loan", "amount": "2000000", "currency": "EUR"},
        {"amount_id": "b", "kind": "grant", "amount": "500000", "currency": "EUR"},
    ]
    lens = made(
        "en",
        projects=[{"project_id": "p", "short_name_vi": "Cầu", "short_name_en": "Bridge"}],
        project_amounts=amounts,
    )
    rows = lens.rows("project_amounts")
    largest = "Largest stated amount: EUR\N{NO-BREAK SPACE}2 million, loan commitment"

    assert findings.of_money(lens, rows, is_of_one=True) == largest
    assert findings.of_money(lens, rows, is_of_one=False) == f"{largest}, Bridge"


def test_the_title_of_progress_is_the_newest_report(made):
    step = {"metric": "completed_value", "unit": "percent"}
    lens = made(
        "en",
        project_progress=[
            {**step, "progress_id": "a", "date": "2024-05-01", "value": "10"},
            {**step, "progress_id": "b", "date": "2025-05-01", "value": "40"},
        ],
    )

    assert findings.of_progress(lens, lens.rows("project_progress")) == (
        "Last reported: 40% (completed value, 1 May 2025)"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_nothing_nothing_is_said(made, language):
    lens = made(language)

    assert findings.of_outcomes(lens, {}) == ""
    assert findings.of_states(lens, {}) == ""
    assert findings.of_partners(lens, {}) == ""
    assert findings.of_visits(lens, []) == ""
    assert findings.of_late(lens, []) == ""
    assert findings.of_money(lens, [], is_of_one=True) == ""
    assert findings.of_progress(lens, []) == ""


def test_who_cannot_see_a_chart_hears_what_it_shows_and_then_its_name(made):
    chart = outcomes_by_state(made("en"), SILENT)

    assert chart.alt == f"{chart.says}. {chart.name}"
    assert chart.says == "Nothing is known of 23 of 30 requests"
    assert outcomes_by_state(made("en"), {}).alt == chart.name
