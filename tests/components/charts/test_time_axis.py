"""The days that the dates of a bar may span."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.charts import time_axis
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
