"""Charts over time: what is uncertain is a span, what is unknown a gap, and nothing is joined."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import timelines
from components.look import LIGHT
from data.exports.charted import Stated
from data.schema import LANGUAGES

TODAY = date(2026, 6, 30)
DAY = 24 * 3600 * 1000
HOSTILE = "<b>$x$</b> `y` ${alert(1)} %{y}"
ESCAPED = "&lt;b&gt;$x$&lt;/b&gt; `y` ${alert(1)} %{y}"
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def day_of(text):
    return date.fromisoformat(text)


def spans(figure):
    """First and last day of each bar by the name of its trace."""
    return {
        trace.name: [
            (first, (day_of(first) + timedelta(milliseconds=length - DAY)).isoformat())
            for first, length in zip(trace.base, trace.x, strict=True)
        ]
        for trace in figure.data
    }


def visits(lens, *keys):
    return timelines.visits_over_time(lens, keys, TODAY)


def gantt(made, language="en", **cells):
    lens = made(language, projects=[{"project_id": "p", "short_name_vi": "Cầu", **cells}])
    return timelines.projects_over_time(lens, ["p"], TODAY).figure(LIGHT)


# --- the days that dates may span


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2024-05-03", "2024-05-06", "2024-05-03", "2024-05-06"),
        ("2024-05-03", None, "2024-05-03", "2024-05-03"),
        ("2024-05", None, "2024-05-01", "2024-05-31"),
        ("2024", "2025-02", "2024-01-01", "2025-02-28"),
        ("2024-05-03", "2025-01-01/..", "2024-05-03", "2026-06-30"),
    ],
)
def test_a_stretch_reaches_from_the_first_day_to_the_last_that_may_be_meant(
    start, end, first, last
):
    assert timelines.stretch(start, end, TODAY) == (day_of(first), day_of(last))


def test_without_a_start_there_is_no_stretch():
    assert timelines.stretch(None, "2024", TODAY) is None


@given(DAYS, DAYS, DAYS)
def test_a_stretch_never_ends_before_it_begins(start, end, today):
    bar = timelines.stretch(start.isoformat(), end.isoformat(), today)

    assert bar is not None
    assert bar.first <= bar.last
    assert bar.milliseconds >= DAY


# --- visits


def test_a_visit_of_certain_days_is_a_plain_bar_on_its_partners_row(made):
    lens = made("en", visits=[{"start_date": "2024-05-01", "end_date": "2024-05-20"}])

    (bar,) = visits(lens, "visits-1").figure(LIGHT).data

    assert list(bar.y) == ["France"]
    assert list(bar.base) == ["2024-05-01"]
    assert list(bar.x) == [20 * DAY]
    assert bar.marker.pattern.shape == ""


def test_a_visit_of_uncertain_days_is_a_hatched_span_of_all_days_it_may_be(made):
    lens = made("en", visits=[{"direction": "outgoing", "start_date": "2024-05"}])

    figure = visits(lens, "visits-1").figure(LIGHT)
    (bar,) = figure.data

    assert spans(figure) == {"Outgoing, date uncertain": [("2024-05-01", "2024-05-31")]}
    assert bar.marker.pattern.shape == "/"
    assert bar.marker.opacity < 0.6


def test_a_visit_of_one_day_is_wide_enough_to_be_seen(made):
    lens = made("en", visits=[{"start_date": "2024-05-01", "end_date": "2024-05-01"}])

    (bar,) = visits(lens, "visits-1").figure(LIGHT).data

    assert list(bar.x) == [13 * DAY]


def test_a_visit_without_a_date_is_in_the_table_only(made):
    lens = made(
        "en",
        visits=[
            {"visit_id": "dated", "start_date": "2024"},
            {"visit_id": "not", "partner_country": "JP"},
        ],
    )

    chart = visits(lens, "dated", "not")

    figure = chart.figure(LIGHT)

    assert [len(trace.x) for trace in figure.data] == [1]
    assert list(figure.layout.yaxis.categoryarray) == ["France"]
    assert [row[1].href for row in chart.rows] == [
        "/visits?visit=dated&lang=en",
        "/visits?visit=not&lang=en",
    ]
    assert chart.rows[1][0] == "dates unknown"


def test_france_is_at_the_top_and_the_others_follow_by_name(made):
    rows = [
        {"visit_id": code.lower(), "partner_country": code, "start_date": "2024"}
        for code in ("JP", "BE", "FR")
    ]

    figure = visits(made("en", visits=rows), "jp", "be", "fr").figure(LIGHT)

    assert list(figure.layout.yaxis.categoryarray) == ["France", "Belgium", "Japan"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_the_table_of_visits_keeps_the_order_asked_for(made):
    rows = [{"visit_id": key, "start_date": "2024"} for key in ("one", "two")]

    chart = visits(made("vi", visits=rows), "two", "one")

    assert [row[1].href for row in chart.rows] == ["/visits?visit=two", "/visits?visit=one"]
    assert len(chart.heads) == len(chart.rows[0]) == 5


def test_a_hostile_title_of_a_visit_is_text(made):
    lens = made("en", visits=[{"title_vi": HOSTILE, "title_en": HOSTILE, "start_date": "2024"}])

    (bar,) = visits(lens, "visits-1").figure(LIGHT).data

    assert bar.customdata[0][0] == ESCAPED


# --- projects


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
    assert list(traces["Actual"].marker.color) == [LIGHT.status["4"]]


def test_an_actual_stretch_without_an_end_reaches_to_the_last_report_and_not_beyond(made):
    assert spans(gantt(made, actual_start="2021", status_date="2024-03"))["Actual"] == [
        ("2021-01-01", "2024-03-31")
    ]


def test_an_actual_stretch_without_end_or_report_reaches_to_today(made):
    assert spans(gantt(made, actual_start="2021"))["Actual"] == [("2021-01-01", TODAY.isoformat())]


def test_an_uncertain_date_of_a_project_is_a_span(made):
    assert spans(gantt(made, actual_end="2023-05"))["Actual"] == [("2023-05-01", "2023-05-31")]
    assert spans(gantt(made, planned_end="2023"))["Planned"] == [("2023-01-01", "2023-12-31")]


def test_preparation_runs_from_the_proposal_to_the_start(made):
    bars = spans(gantt(made, proposal_date="2018-02-01", planned_start="2020-03-01"))

    assert bars["Preparation: proposal to start"] == [("2018-02-01", "2020-03-01")]


def test_an_extension_asked_for_begins_where_the_plan_ends(made):
    bars = spans(gantt(made, planned_start="2020", planned_end="2022", requested_end="2024"))

    assert bars["Extension asked for, not decided"] == [("2022-01-01", "2024-12-31")]


def test_a_stage_that_nothing_is_known_of_is_a_gap(made):
    assert set(spans(gantt(made, actual_start="2021"))) == {"Actual"}


def test_today_is_a_line_with_its_date(made):
    figure = gantt(made, actual_start="2021")
    (line,), (note,) = figure.layout.shapes, figure.layout.annotations

    assert line.x0 == line.x1 == note.x == TODAY.isoformat()
    assert note.text == "Today, 30 Jun 2026"
    assert (note.yref, note.y) == ("paper", 1)


def test_the_table_of_projects_leaves_unknown_dates_blank(made):
    lens = made(
        "en", projects=[{"project_id": "p", "short_name_vi": "Cầu", "planned_start": "2020"}]
    )
    chart = timelines.projects_over_time(lens, ["p"], TODAY, undated=3)
    ((project, *dates),) = chart.rows

    assert project == ("Cầu [vi]", "/projects?project=p&lang=en")
    assert dates == ["", "2020", "", ""]
    assert len(chart.heads) == 5
    assert "(3)" in chart.definition


def test_the_table_of_one_project_has_a_row_for_each_stage_that_is_known(made):
    lens = made(
        "en", projects=[{"project_id": "p", "planned_start": "2020", "actual_start": "2021"}]
    )

    chart = timelines.project_over_time(lens, "p", TODAY)

    assert list(chart.rows) == [["Planned start", "2020"], ["Actual start", "2021"]]
    assert set(spans(chart.figure(LIGHT))) == {"Planned", "Actual"}


def test_a_hostile_name_of_a_project_is_text(made):
    figure = gantt(made, short_name_en=HOSTILE, actual_start="2021")

    assert list(figure.data[0].y) == [f"{ESCAPED} ?"]
    assert list(figure.layout.yaxis.categoryarray) == [f"{ESCAPED} ?"]


# --- progress


def progress(made, *rows):
    lens = made(
        "en",
        project_progress=[
            {"progress_id": f"step-{number}", "metric": "completed_value", "unit": "percent", **row}
            for number, row in enumerate(rows, start=1)
        ],
    )
    return timelines.progress_over_time(
        lens, [f"step-{number}" for number in range(1, len(rows) + 1)], TODAY
    )


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


# --- all of them


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chart", ["visits_over_time", "projects_over_time", "progress_over_time"])
def test_nothing_to_show_gives_an_empty_figure(made, language, chart):
    shown = getattr(timelines, chart)(made(language), [], TODAY)

    assert not shown.figure(LIGHT).data
    assert not shown.rows
    assert shown.alt
    assert shown.heads


def test_dates_lie_on_an_axis_of_time(made):
    lens = made("en", visits=[{"start_date": "2024"}])

    for figure in (visits(lens, "visits-1").figure(LIGHT), gantt(made, actual_start="2021")):
        assert figure.layout.xaxis.type == "date"
