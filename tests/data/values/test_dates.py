"""EDTF dates: what each written form may mean, and what is no date."""

from datetime import date

import edtf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.values.dates import parse

READ = [
    ("2023", date(2023, 1, 1), date(2023, 12, 31), "year", False),
    ("2023-11", date(2023, 11, 1), date(2023, 11, 30), "month", False),
    ("2023-12", date(2023, 12, 1), date(2023, 12, 31), "month", False),
    ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month", False),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month", False),
    ("2000-02", date(2000, 2, 1), date(2000, 2, 29), "month", False),
    ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "month", False),
    ("2023-11-22", date(2023, 11, 22), date(2023, 11, 22), "day", False),
    ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "day", False),
    ("0001", date(1, 1, 1), date(1, 12, 31), "year", False),
    ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), "day", False),
    ("2024?", date(2024, 1, 1), date(2024, 12, 31), "year", True),
    ("2024-05~", date(2024, 5, 1), date(2024, 5, 31), "month", True),
    ("2025-03-19?", date(2025, 3, 19), date(2025, 3, 19), "day", True),
    ("2025-03-19%", date(2025, 3, 19), date(2025, 3, 19), "day", True),
    ("2024-03/2024-05", date(2024, 3, 1), date(2024, 5, 31), "interval", False),
    ("2023-11-22/2023-11-25", date(2023, 11, 22), date(2023, 11, 25), "interval", False),
    ("2023-11-22/2023-11-22", date(2023, 11, 22), date(2023, 11, 22), "interval", False),
    ("2024-03/2024-12-31", date(2024, 3, 1), date(2024, 12, 31), "interval", False),
    ("2023-11/2023", date(2023, 11, 1), date(2023, 12, 31), "interval", False),
    ("2024?/2025", date(2024, 1, 1), date(2025, 12, 31), "interval", True),
    ("2024/2025-06~", date(2024, 1, 1), date(2025, 6, 30), "interval", True),
    ("2025-10/..", date(2025, 10, 1), None, "interval", False),
    ("2025-10/", date(2025, 10, 1), None, "interval", False),
    ("../2024-11-06", None, date(2024, 11, 6), "interval", False),
    ("/2024-11-06", None, date(2024, 11, 6), "interval", False),
    ("202X", date(2020, 1, 1), date(2029, 12, 31), "interval", False),
    ("19XX", date(1900, 1, 1), date(1999, 12, 31), "interval", False),
    ("2023-XX", date(2023, 1, 1), date(2023, 12, 31), "interval", False),
    ("2024-02-XX", date(2024, 2, 1), date(2024, 2, 29), "interval", False),
]


@pytest.mark.parametrize(("text", "first", "last", "granularity", "doubtful"), READ)
def test_a_date_is_read_as_the_days_it_may_mean(text, first, last, granularity, doubtful):
    span = parse(text)

    assert (span.first, span.last) == (first, last)
    assert (span.granularity, span.doubtful) == (granularity, doubtful)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2021-21", date(2021, 3, 1), date(2021, 5, 31)),
        ("2021-22", date(2021, 6, 1), date(2021, 8, 31)),
        ("2021-23", date(2021, 9, 1), date(2021, 11, 30)),
        ("2021-21/2021-22", date(2021, 3, 1), date(2021, 8, 31)),
    ],
)
def test_a_season_is_read_as_its_months(text, first, last):
    span = parse(text)

    assert (span.first, span.last, span.granularity) == (first, last, "interval")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "/",
        "..",
        "../..",
        "/..",
        "../",
        "?",
        "22/11/2023",
        "11/2023",
        "2023-13",
        "2023-00",
        "2023-02-29",
        "2023-02-30",
        "1900-02-29",
        "2023-11-31",
        "2023-11-00",
        "2023-1-1",
        "20231122",
        "23-11-22",
        "2023-11-22??",
        "2023-11-25/2023-11-22",
        "2024/2023",
        "2024-06/2024-05-31",
        "2023/22",
        "unknown",
        "tháng 11/2023",
        "2023-W47",
        "0000",
        "-0100",
        "1950S2",
        "[2023,2024]",
        "2023-XX-22",
        "2004-06~-11",
        "2024-34",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011  # any text: the caller knows what it passed
        parse(text)


@pytest.mark.parametrize("text", ["2023/2024/2025", "2023/../2024", "../2023/2024", "2023/2024/"])
def test_an_interval_has_two_ends_and_no_third(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


@pytest.mark.parametrize("text", [" 2023", "2023 ", "2023-11-22 ", "2023 /2024", "2023\n"])
def test_a_date_with_spaces_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


@pytest.mark.parametrize("text", ["２０２３", "٢٠٢٣-١١", "2023-11-２２"])
def test_digits_of_other_scripts_are_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


def test_the_last_month_of_the_calendar_is_read_like_any_other():
    span = parse("9999-12")

    assert (span.first, span.last) == (date(9999, 12, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    "text", ["Y17000000000", "/".join(["2000"] * 3000)], ids=["huge year", "long chain"]
)
def test_no_text_however_odd_ends_in_anything_but_a_value_error(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(text)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2023-11-22", True),
        ("2023-11-22?", False),
        ("2023-11", False),
        ("2023", False),
        ("2023-11-22/2023-11-22", False),
    ],
)
def test_only_one_certain_day_is_exact(text, exact):
    assert parse(text).exact is exact


def test_an_open_end_is_later_than_any_day():
    assert parse("2025-10/..").latest == date.max


def test_the_latest_day_of_a_closed_date_is_its_last():
    assert parse("2024-03/2024-05").latest == date(2024, 5, 31)


DAYS = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
PARTIAL = st.builds(lambda day, length: day[:length], DAYS, st.sampled_from((4, 7, 10)))
MARKED = st.builds("".join, st.tuples(PARTIAL, st.sampled_from(("", "?", "~"))))


def _by_library(text: str) -> tuple[date, date, bool]:
    parsed = edtf.parse_edtf(text)
    doubtful = bool(parsed.is_uncertain or parsed.is_approximate)
    return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3]), doubtful


@pytest.mark.slow
@given(MARKED)
@example("2024-02")
@example("1900-02?")
def test_the_quick_path_agrees_with_the_library(text):
    span = parse(text)

    assert (span.first, span.last, span.doubtful) == _by_library(text)


@pytest.mark.slow
@given(st.tuples(PARTIAL, PARTIAL).map(sorted).map("/".join))
def test_the_quick_path_agrees_with_the_library_on_intervals(text):
    span = parse(text)

    assert (span.first, span.last, span.doubtful) == _by_library(text)


@given(st.text(max_size=30) | st.text("0123456789-/.?~%XYTZ:[]{}, ", max_size=14))
def test_any_text_is_a_date_or_a_value_error(text):
    try:
        span = parse(text)
    except ValueError:
        return

    assert span.first or span.last


@given(MARKED, MARKED)
def test_an_interval_never_ends_before_it_starts(before, after):
    try:
        span = parse(f"{before}/{after}")
    except ValueError:
        return

    assert (span.first or date.max) <= (span.last or date.min)
