"""The chart of progress: a mark for each statement, and nothing is joined."""

import pytest

from components.charts.progress import progress_over_time
from components.look import LIGHT
from data.exports.charted import Stated
from data.schema import LANGUAGES
from tests.components.charts.timed import ESCAPED, HOSTILE


def progress(made, *rows):
    lens = made(
        "en",
        project_progress=[
            {"progress_id": f"step-{number}", "metric": "completed_value", "unit": "percent", **row}
            for number, row in enumerate(rows, start=1)
        ],
    )
    return progress_over_time(lens, [f"step-{number}" for number in range(1, len(rows) + 1)])


def test_each_statement_of_progress_is_a_mark_and_no_line_joins_them(made):
    rows = [{"date": "2024-01-01", "value": "10"}, {"date": "2024-06-01", "value": "30"}]

    (marks,) = progress(made, *rows).figure(LIGHT).data

    assert marks.mode == "markers+text"
    assert list(zip(marks.x, marks.y, strict=True)) == [("2024-01-01", 10), ("2024-06-01", 30)]


def test_a_share_without_an_exact_day_is_as_wide_as_the_days_it_may_be_of(made):
    span, marks = progress(made, {"date": "2024-05", "value": "40"}).figure(LIGHT).data

    assert (span.mode, list(span.x), list(span.y)) == (
        "lines",
        ["2024-05-01", "2024-05-31"],
        [40, 40],
    )
    assert list(marks.x) == ["2024-05-16"]


def test_measures_of_progress_are_told_apart_by_symbol_and_name(made):
    rows = [
        {"date": "2024-01-01", "value": "10"},
        {"date": "2024-01-01", "value": "20", "metric": "completed_volume"},
    ]

    one, other = progress(made, *rows).figure(LIGHT).data

    assert one.marker.symbol != other.marker.symbol
    assert {one.name, other.name} == {"Completed value", "Completed volume"}


def test_the_axis_of_progress_says_percent_and_shows_the_whole(made):
    axis = progress(made, {"date": "2024", "value": "1"}).figure(LIGHT).layout.yaxis

    assert axis.ticksuffix == " %"
    assert axis.range[0] == 0
    assert axis.range[1] >= 100


def test_the_table_of_progress_has_the_number_behind_each_share(made):
    chart = progress(made, {"date": "2024", "value": "40", "statement_en": "Two of five"})
    ((measure, share, when, statement, _sources),) = chart.rows

    assert (measure, when, statement) == ("Completed value", "2024", "Two of five")
    assert isinstance(share, Stated)
    assert share[1:] == (40, "%")


def test_a_hostile_statement_is_text(made):
    (_span, marks) = (
        progress(made, {"date": "2024", "value": "1", "statement_en": HOSTILE}).figure(LIGHT).data
    )

    assert marks.customdata[0][1] == ESCAPED


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_gives_an_empty_figure(made, language):
    shown = progress_over_time(made(language), [])

    assert not shown.figure(LIGHT).data
    assert not shown.rows
    assert shown.alt
    assert shown.heads
