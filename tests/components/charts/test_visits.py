"""The chart of visits: a day that is not certain is a span, a visit without one is no bar."""

import pytest

from components.charts.visits import visits_over_time
from components.look import LIGHT
from data.schema import LANGUAGES
from tests.components.charts.timed import DAY, ESCAPED, HOSTILE, spans


def visits(lens, *keys):
    return visits_over_time(lens, keys)


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
