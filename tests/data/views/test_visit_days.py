"""A visit day by day: what is on a day, what lies somewhere within a span."""

from collections.abc import Mapping
from datetime import date

import pytest

from data.views import chains
from data.views.chains import Programme
from data.views.lens import Row
from tests.data.views.following import FRANCE, keys


def programme(visit: Row, meetings: Mapping[str, str | None]) -> Programme:
    held = [{"meeting_id": key, "date": written} for key, written in meetings.items()]
    return chains.programme(visit, held)


NOVEMBER = {"start_date": "2023-11-21", "end_date": "2023-11-23"}


def test_a_visit_is_laid_out_day_by_day():
    laid = programme(NOVEMBER, {"embassy": "2023-11-21", "afd": "2023-11-22"})

    assert [(day.day, keys(day.meetings)) for day in laid.days] == [
        (date(2023, 11, 21), ["embassy"]),
        (date(2023, 11, 22), ["afd"]),
        (date(2023, 11, 23), []),
    ]


def test_a_visit_of_one_day_needs_no_end():
    laid = programme({"start_date": "2018-11-03", "end_date": None}, {"wreath": "2018-11-03"})

    assert [day.day for day in laid.days] == [date(2018, 11, 3)]


def test_a_meeting_beyond_the_days_of_its_visit_adds_its_day():
    laid = programme(NOVEMBER, {"late": "2023-11-25"})

    assert [day.day.day for day in laid.days] == [21, 22, 23, 25]


def test_a_meeting_somewhere_within_a_span_is_on_no_day():
    laid = programme(NOVEMBER, {"lyon": "2023-11-22/2023-11-23"})

    assert [keys(day.meetings) for day in laid.days] == [[], [], []]
    assert [(written, keys(held)) for written, held in laid.undated] == [
        ("2023-11-22/2023-11-23", ["lyon"])
    ]


def test_meetings_of_one_span_stand_together():
    laid = programme(NOVEMBER, {"a": "2023-11", "b": None, "c": "2023-11"})

    assert [(written, keys(held)) for written, held in laid.undated] == [
        (None, ["b"]),
        ("2023-11", ["a", "c"]),
    ]


def test_a_meeting_whose_day_is_doubtful_is_not_certain_to_be_on_it():
    laid = programme(NOVEMBER, {"afd": "2023-11-22?"})

    assert [keys(day.meetings) for day in laid.days] == [[], [], []]


@pytest.mark.parametrize("start", ["2023-11", "2023-11-21?", "2023-11-21/2023-11-22", None])
def test_a_visit_without_a_certain_day_has_no_days(start):
    laid = programme({"start_date": start, "end_date": None}, {})

    assert laid.days == []


def test_the_trip_to_france_is_laid_on_its_five_days(lens):
    lens = lens("vi")

    laid = chains.programme(lens.row("visits", FRANCE), chains.meetings_of(lens, visit=FRANCE))

    assert [(day.day.day, keys(day.meetings)) for day in laid.days] == [
        (21, ["2023-11-21-embassy-paris"]),
        (22, ["2023-11-22-afd-paris"]),
        (23, []),
        (24, []),
        (25, []),
    ]


def test_the_lyon_meetings_of_the_trip_lie_within_its_span(lens):
    lens = lens("vi")

    laid = chains.programme(lens.row("visits", FRANCE), chains.meetings_of(lens, visit=FRANCE))

    assert [(written, len(held)) for written, held in laid.undated] == [
        ("2023-11-22/2023-11-25", 3)
    ]
