"""The chart of projects: what is uncertain is a span, what is unknown a gap."""

import pytest

from components.charts.projects import project_over_time, projects_over_time
from components.look import LIGHT
from data.schema import LANGUAGES
from tests.components.charts.timed import ESCAPED, HOSTILE, TODAY, marks, spans


def gantt(made, language="en", **cells):
    row = {"project_id": "p", "short_name_vi": "Cầu", **cells}
    lens = made(language, TODAY, projects=[row])
    return projects_over_time(lens, ["p"]).figure(LIGHT)


def test_a_planned_stretch_is_an_outline_and_an_actual_one_is_filled(made):
    figure = gantt(
        made,
        planned_start="2020",
        planned_end="2022",
        actual_start="2021",
        actual_end="2023",
        status_code="4",
    )
    traces = {trace.name: trace for trace in figure.data}

    assert spans(figure)["Planned"] == [("2020-01-01", "2022-12-31")]
    assert spans(figure)["Actual"] == [("2021-01-01", "2023-12-31")]
    assert traces["Planned"].marker.color == "rgba(0,0,0,0)"
    assert list(traces["Actual"].marker.color) == [LIGHT.project_state["ended"]]


def test_an_actual_stretch_without_an_end_reaches_to_the_last_report_and_not_beyond(made):
    assert spans(gantt(made, actual_start="2021", status_date="2024-03"))["Actual"] == [
        ("2021-01-01", "2024-03-31")
    ]


def test_an_actual_stretch_without_end_or_report_reaches_to_today(made):
    assert spans(gantt(made, actual_start="2021"))["Actual"] == [("2021-01-01", TODAY.isoformat())]


def test_an_uncertain_date_of_a_project_is_a_span(made):
    assert spans(gantt(made, actual_end="2023/2024"))["Actual"] == [("2023-01-01", "2024-12-31")]
    assert spans(gantt(made, planned_end="2023"))["Planned"] == [("2023-01-01", "2023-12-31")]


def test_what_is_too_short_for_a_bar_is_a_mark_in_the_middle_of_its_days(made):
    figure = gantt(made, proposal_date="2016-01-01", actual_end="2023-05")

    assert marks(figure)["Actual"] == ["2023-05-16"]
    assert "Actual" not in spans(figure)
    assert all(trace.marker.size >= 6 for trace in figure.data if trace.type == "scatter")


def test_every_bar_is_at_least_six_pixels_high(made):
    figure = gantt(
        made,
        proposal_date="2016",
        planned_start="2018",
        planned_end="2020",
        actual_start="2018",
        status_code="2",
        status_date="2026-05",
        requested_end="2028",
    )
    axis = figure.layout
    row = (axis.height - axis.margin.t - axis.margin.b) / abs(
        axis.yaxis.range[0] - axis.yaxis.range[1]
    )

    assert len(spans(figure)) == 5
    assert all(trace.width * row >= 6 for trace in figure.data if trace.type == "bar")


def late(made, **cells):
    plan = {"planned_start": "2021", "planned_end": "2025-12-31", "actual_start": "2022"}
    return gantt(made, **plan, status_code="2", status_date="2026-05", **cells)


def test_what_is_late_is_marked_from_the_approved_end_to_today(made):
    figure = late(made, requested_end="2028-06-30")
    (bar,) = [trace for trace in figure.data if trace.name == "Past its approved end"]

    assert spans(figure)["Past its approved end"] == [("2025-12-31", TODAY.isoformat())]
    assert bar.marker.color == LIGHT.accent
    assert spans(figure)["Extension asked for, no decision found"] == [("2025-12-31", "2028-06-30")]


def test_what_is_late_is_not_drawn_in_the_colour_of_what_was_done_in_time(made):
    figure = late(made, requested_end="2028-06-30")
    (actual,) = [trace for trace in figure.data if trace.name == "Actual"]

    assert list(actual.marker.color) == [LIGHT.project_state["running"]]


def test_a_project_of_which_no_end_is_known_is_not_marked_as_late(made):
    figure = gantt(
        made, planned_start="2010", planned_end="2012", status_code="2", status_date="2011"
    )

    assert "Past its approved end" not in {trace.name for trace in figure.data}


def test_each_row_and_each_mark_knows_the_address_of_its_project(made):
    figure = late(made, proposal_date="2020-01-01")
    address = "/projects?project=p&lang=en"

    assert list(figure.layout.meta["rows"]) == [address]
    assert {trace.customdata[0][1] for trace in figure.data} == {address}


def test_preparation_runs_from_the_proposal_to_the_start(made):
    bars = spans(gantt(made, proposal_date="2018-02-01", planned_start="2020-03-01"))

    assert bars["Preparation: proposal to start"] == [("2018-02-01", "2020-03-01")]


def test_an_extension_asked_for_begins_where_the_plan_ends(made):
    bars = spans(gantt(made, planned_start="2020", planned_end="2022", requested_end="2024"))

    assert bars["Extension asked for, no decision found"] == [("2022-01-01", "2024-12-31")]


def test_a_stage_that_nothing_is_known_of_is_a_gap(made):
    assert set(spans(gantt(made, actual_start="2021"))) == {"Actual"}


def test_today_is_a_line_with_its_date(made):
    figure = gantt(made, actual_start="2021")
    (line,), (note,) = figure.layout.shapes, figure.layout.annotations

    assert line.x0 == line.x1 == note.x == TODAY.isoformat()
    assert figure.layout.xaxis.side == "top"
    assert note.yshift > 0
    assert note.text == "Today, 30 Jun 2026"
    assert (note.yref, note.y) == ("paper", 1)


def test_the_table_of_projects_leaves_unknown_dates_blank(made):
    lens = made(
        "en", projects=[{"project_id": "p", "short_name_vi": "Cầu", "planned_start": "2020"}]
    )
    chart = projects_over_time(lens, ["p"], undated=3)
    ((project, *dates),) = chart.rows

    assert project == ("Cầu [vi]", "/projects?project=p&lang=en")
    assert dates == ["", "2020", "", ""]
    assert len(chart.heads) == 5
    assert "(3)" in chart.definition


def test_the_table_of_one_project_has_a_row_for_each_stage_that_is_known(made):
    lens = made(
        "en", projects=[{"project_id": "p", "planned_start": "2020", "actual_start": "2021"}]
    )

    chart = project_over_time(lens, "p")

    assert list(chart.rows) == [["Planned start", "2020"], ["Actual start", "2021"]]
    assert set(spans(chart.figure(LIGHT))) == {"Planned", "Actual"}


def test_a_hostile_name_of_a_project_is_text(made):
    figure = gantt(made, short_name_en=HOSTILE, actual_start="2021")

    assert list(figure.data[0].y) == [f"{ESCAPED} ?"]
    assert list(figure.layout.yaxis.categoryarray) == [f"{ESCAPED} ?"]
    assert list(figure.layout.yaxis.ticktext) == [f"{ESCAPED} ?"]


def test_dates_of_projects_lie_on_an_axis_of_time(made):
    assert gantt(made, actual_start="2021").layout.xaxis.type == "date"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_gives_an_empty_figure(made, language):
    shown = projects_over_time(made(language), [])

    assert not shown.figure(LIGHT).data
    assert not shown.rows
    assert shown.alt
    assert shown.heads
