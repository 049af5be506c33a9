"""Charts that count: each bar is a count of its table, and what is unknown is shown as unknown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import counts
from components.look import LIGHT, LOOKS, OUTCOME_SIGNS, PROJECT_SIGNS
from data.schema import LANGUAGES, codelist
from data.views import measures

TALLIES = {"request": {"done": 2, "no_report": 3}, "commitment": {"not_met": 1}}
STATES = st.dictionaries(st.sampled_from(list(OUTCOME_SIGNS)), st.integers(1, 99))


def lengths(figure):
    """Length of each bar by what it is a bar of and by the name of its part."""
    return {
        (row, trace.name.replace("<br>", " ")): length
        for trace in figure.data
        for row, length in zip(trace.y, trace.x, strict=True)
        if length
    }


def words(figure):
    """What is written above the bars."""
    told = (re.sub(r"</?b>", "", note.text) for note in figure.layout.annotations)
    return [re.sub(" +", " ", one) for one in told]


def test_each_kind_of_outcome_has_one_bar_cut_by_state(made):
    lens = made("en")

    figure = counts.outcomes_by_state(lens, TALLIES).figure(LIGHT)

    assert lengths(figure) == {
        ("Request", "● Done"): 2,
        ("Request", "? Looked for, nothing found"): 3,
        ("Promise", "✕ Not met"): 1,
    }
    assert figure.layout.barmode == "stack"


@given(st.dictionaries(st.sampled_from(["request", "commitment", "agreement"]), STATES))
def test_the_table_of_outcomes_has_the_numbers_of_the_bars(made, tallies):
    chart = counts.outcomes_by_state(made("fr"), tallies)

    rows = {(kind, state): count for kind, state, count in chart.rows}

    assert rows == lengths(chart.figure(LIGHT))
    assert len(chart.heads) == 3
    assert list(chart.numeric) == [chart.heads[2]]


def test_a_state_without_outcomes_has_no_bar_and_no_entry_in_the_legend(made):
    figure = counts.outcomes_by_state(made("en"), {"request": {"done": 1}}).figure(LIGHT)

    assert [trace.name for trace in figure.data] == ["● Done"]


def test_above_a_bar_stand_its_name_and_sign_and_count_of_each_part_that_is_there(made):
    figure = counts.outcomes_by_state(made("en"), TALLIES).figure(LIGHT)

    assert words(figure) == ["Request ●\xa02 ?\xa03", "Promise ✕\xa01"]


def test_a_row_of_many_parts_has_a_second_line_of_words_and_the_room_for_it(made):
    every = dict.fromkeys(OUTCOME_SIGNS, 100)
    one = counts.outcomes_by_state(made("fr"), {"commitment": {"done": 1}}).figure(LIGHT)
    many = counts.outcomes_by_state(made("fr"), {"commitment": every}).figure(LIGHT)

    assert words(one)[0].count("<br>") == 0
    assert words(many)[0].count("<br>") == 1
    assert words(many)[0].count("100") == len(every)
    assert many.layout.bargap > one.layout.bargap


def test_what_is_unknown_is_hollow_and_comes_last(made):
    *known, unknown = counts.outcomes_by_state(made("en"), TALLIES).figure(LIGHT).data

    assert unknown.name.startswith("?")
    assert unknown.marker.color == LIGHT.panel
    assert LIGHT.panel not in {trace.marker.color for trace in known}


def test_projects_of_a_partner_are_cut_by_state(made):
    tallies = {"FR": {"running": 4, "unclear": 1}, "JP": {"running": 1}}

    chart = counts.projects_by_partner(made("en"), tallies)

    assert lengths(chart.figure(LIGHT)) == {
        ("France", "◑ Under way"): 4,
        ("France", "? State unclear"): 1,
        ("Japan", "◑ Under way"): 1,
    }
    assert list(chart.rows) == [
        ["France", "◑ Under way", 4],
        ["France", "? State unclear", 1],
        ["Japan", "◑ Under way", 1],
    ]


def test_each_state_of_projects_has_a_bar_with_its_number_beside_it(made):
    chart = counts.projects_by_state(made("en"), {"running": 5, "unclear": 2})
    (bars,) = chart.figure(LIGHT).data

    assert list(bars.y) == ["◑ Under way", "? State unclear"]
    assert list(bars.x) == [5, 2]
    assert list(bars.text) == ["5", "2"]
    assert list(chart.rows) == [["◑ Under way", 5], ["? State unclear", 2]]


def test_the_first_row_of_a_tally_is_at_the_top(made):
    for chart in (
        counts.outcomes_by_state(made("en"), TALLIES),
        counts.projects_by_state(made("en"), {"ended": 1}),
    ):
        assert chart.figure(LIGHT).layout.yaxis.autorange == "reversed"


def test_a_chart_of_nothing_is_an_empty_figure(made):
    for chart in (
        counts.outcomes_by_state(made("vi"), {}),
        counts.outcomes_by_state(made("vi"), {"request": {}}),
        counts.projects_by_partner(made("vi"), {}),
        counts.projects_by_state(made("vi"), {}),
    ):
        assert not lengths(chart.figure(LIGHT))
        assert not chart.rows
        assert chart.alt


def test_a_page_may_say_which_projects_it_counted(made):
    chart = counts.projects_by_state(made("en"), {"running": 1}, "Only those with France.")

    assert chart.definition.endswith(" Only those with France.")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_the_numbers_are_the_same_in_each_palette(made, look):
    figure = counts.projects_by_partner(made("en"), {"FR": {"running": 4}}).figure(look)

    assert lengths(figure) == {("France", "◑ Under way"): 4}
    assert figure.data[0].marker.color == look.project_state["running"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_status_has_a_sign_and_a_name(made, language):
    lens = made(language)
    states = [counts.outcome_label(lens, state) for state in OUTCOME_SIGNS]
    statuses = [counts.project_label(lens, code) for code in PROJECT_SIGNS if code]

    for labels in (states, statuses):
        assert len(set(labels)) == len(labels)
        assert len({label[0] for label in labels}) == len(labels)
        assert all(label[1] == " " and label[2:].strip() for label in labels)
    assert set(codelist("project_state")) == set(PROJECT_SIGNS) - {""}
    assert set(codelist("outcome_state")) == set(OUTCOME_SIGNS)


def test_the_projects_on_record_are_all_in_the_chart(lens):
    rows = lens("vi").rows("projects")

    figure = counts.projects_by_state(
        lens("vi"), measures.projects_by_state(lens("vi"), rows)
    ).figure(LIGHT)

    assert sum(figure.data[0].x) == sum(row["record_kind"] != "aggregate" for row in rows)
