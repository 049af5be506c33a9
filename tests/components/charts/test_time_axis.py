"""The days that the dates of a bar may span."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import time_axis
from data.language import Language
from data.schema import LANGUAGES
from tests.components.charts.timed import DAY, TODAY, day_of

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


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
    assert time_axis.stretch(start, end, TODAY) == (day_of(first), day_of(last))


def test_without_a_start_there_is_no_stretch():
    assert time_axis.stretch(None, "2024", TODAY) is None


@given(DAYS, DAYS, DAYS)
def test_a_stretch_never_ends_before_it_begins(start, end, today):
    bar = time_axis.stretch(start.isoformat(), end.isoformat(), today)

    assert bar is not None
    assert bar.first <= bar.last
    assert bar.milliseconds >= DAY


def named(first, last, language="en"):
    axis = time_axis.Bar(day_of(first), day_of(last))
    return [(tick.day.isoformat(), tick.text) for tick in time_axis.ticks(Language(language), axis)]


def test_a_year_stands_at_its_first_day():
    assert named("2018-10-01", "2027-02-01") == [
        ("2020-01-01", "2020"),
        ("2022-01-01", "2022"),
        ("2024-01-01", "2024"),
        ("2026-01-01", "2026"),
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["thg 7<br>2024", "thg 1<br>2025", "thg 7"]),
        ("en", ["Jul<br>2024", "Jan<br>2025", "Jul"]),
        ("fr", ["juil.<br>2024", "janv.<br>2025", "juil."]),
    ],
)
def test_a_month_has_its_name_in_the_readers_language_and_its_year_once(language, names):
    assert [text for _day, text in named("2024-03-01", "2025-12-01", language)] == names


def test_days_are_written_in_full():
    assert named("2023-11-20", "2023-11-24") == [
        ("2023-11-21", "21 Nov<br>2023"),
        ("2023-11-23", "23 Nov<br>2023"),
    ]


@given(st.dates(date(1, 1, 1)), st.dates(date(1, 1, 1)), st.sampled_from(list(LANGUAGES)))
def test_an_axis_names_no_day_twice_and_each_by_its_own_name(one, other, language):
    axis = time_axis.around(time_axis.Bar(*sorted((one, other))))

    ticks = time_axis.ticks(Language(language), axis)
    days = [tick.day for tick in ticks]
    years = [tick.text for tick in ticks if tick.text.isdecimal()]

    assert 2 <= len(ticks) <= 7
    assert days == sorted(set(days))
    assert all(axis.first <= day <= axis.last for day in days)
    assert years == [str(tick.day.year) for tick in ticks if tick.text in years]
    assert all((tick.day.month, tick.day.day) == (1, 1) for tick in ticks if tick.text in years)


@given(DAYS, DAYS)
def test_an_axis_has_room_on_either_side_of_what_it_shows(one, other):
    shown = time_axis.Bar(*sorted((one, other)))

    axis = time_axis.around(shown)

    assert axis.first < shown.first
    assert axis.last > shown.last
