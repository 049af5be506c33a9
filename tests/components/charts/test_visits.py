"""The chart of visits: a day that is not certain is a span, a visit without one is no mark."""

import pytest

from components.charts.visits import visits_over_time
from components.look import LIGHT
from data.schema import LANGUAGES
from tests.components.charts.timed import ESCAPED, HOSTILE, marks


def visits(lens, *keys):
    return visits_over_time(lens, keys)


def lines(figure):
    """First and last day of each line on which a dot stands, by the kind of visit."""
    return {
        trace.legendgroup: list(zip(trace.x[::3], trace.x[1::3], strict=True))
        for trace in figure.data
        if "lines" in trace.mode
    }


def test_a_visit_of_certain_days_is_a_full_dot_on_its_first_day_and_a_bar_of_all(made):
    lens = made("en", visits=[{"start_date": "2024-05-01", "end_date": "2024-05-20"}])

    days, dot = visits(lens, "visits-1").figure(LIGHT).data

    assert list(dot.x) == ["2024-05-01"]
    assert dot.marker.color == LIGHT.province
    assert list(days.x) == ["2024-05-01", "2024-05-20", None]
    assert (days.mode, days.line.width) == ("lines", 6)


def test_a_visit_of_uncertain_days_is_a_hollow_dot_on_a_line_of_all_days_it_may_be(made):
    lens = made("en", visits=[{"direction": "outgoing", "start_date": "2024-05"}])

    figure = visits(lens, "visits-1").figure(LIGHT)
    line, dot = figure.data

    assert lines(figure) == {"Outgoing, date uncertain": [("2024-05-01", "2024-05-31")]}
    assert marks(figure) == {"Outgoing, date uncertain": ["2024-05-16"]}
    assert dot.marker.color == LIGHT.paper
    assert (line.line.width, line.marker.symbol) == (1.5, "line-ns")


def test_a_hollow_dot_is_said_to_mark_no_day(made):
    definition = visits(made("en")).definition

    assert "its line runs from the first to the last day it may have been" in definition
    assert "the dot in the middle marks no day" in definition


def test_the_direction_of_a_visit_is_told_by_shape_and_not_by_colour_alone(made):
    rows = [
        {"visit_id": direction, "direction": direction, "start_date": "2024-05-01"}
        for direction in ("incoming", "outgoing")
    ]

    figure = visits(made("en", visits=rows), "incoming", "outgoing").figure(LIGHT)

    shapes = {trace.name: trace.marker.symbol for trace in figure.data if trace.mode == "markers"}
    assert shapes == {"Outgoing": "circle", "Incoming": "diamond"}


def test_a_visit_of_one_day_is_wide_enough_to_be_seen(made):
    lens = made("en", visits=[{"start_date": "2024-05-01", "end_date": "2024-05-01"}])

    _days, dot = visits(lens, "visits-1").figure(LIGHT).data

    assert dot.marker.size >= 10


def test_visits_that_may_be_of_one_time_stand_below_each_other(made):
    rows = [{"visit_id": key, "start_date": "2024"} for key in ("a", "b", "c")]

    figure = visits(made("en", visits=rows), "a", "b", "c").figure(LIGHT)
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]

    assert sorted(dots.y) == [0, 1, 2]


def test_visits_of_different_times_share_a_line(made):
    rows = [{"visit_id": f"v{year}", "start_date": f"{year}-01-01"} for year in (2010, 2015, 2020)]

    figure = visits(made("en", visits=rows), "v2010", "v2015", "v2020").figure(LIGHT)
    (dots,) = [trace for trace in figure.data if trace.mode == "markers"]

    assert set(dots.y) == {0}


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

    assert sum(map(len, marks(figure).values())) == 1
    assert list(figure.layout.yaxis.ticktext) == ["France"]
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

    axis = figure.layout.yaxis
    assert list(axis.ticktext) == ["France", "Belgium", "Japan"]
    assert list(axis.tickvals) == sorted(axis.tickvals)
    assert axis.range[0] > axis.range[1]


def test_the_table_of_visits_keeps_the_order_asked_for(made):
    rows = [{"visit_id": key, "start_date": "2024"} for key in ("one", "two")]

    chart = visits(made("vi", visits=rows), "two", "one")

    assert [row[1].href for row in chart.rows] == ["/visits?visit=two", "/visits?visit=one"]
    assert len(chart.heads) == len(chart.rows[0]) == 5


def test_a_hostile_title_of_a_visit_is_text(made):
    lens = made("en", visits=[{"title_vi": HOSTILE, "title_en": HOSTILE, "start_date": "2024"}])

    _line, dot = visits(lens, "visits-1").figure(LIGHT).data

    assert dot.customdata[0][0] == ESCAPED


def test_dates_of_visits_lie_on_an_axis_of_time(made):
    lens = made("en", visits=[{"start_date": "2024"}])

    assert visits(lens, "visits-1").figure(LIGHT).layout.xaxis.type == "date"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_show_gives_an_empty_figure(made, language):
    shown = visits(made(language))

    assert not shown.figure(LIGHT).data
    assert not shown.rows
    assert shown.alt
    assert shown.heads
