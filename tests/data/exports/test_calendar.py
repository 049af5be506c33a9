"""The calendar to subscribe to: what two other programs read in it."""

from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from data.exports import calendar
from data.exports.calendar import as_ics
from data.exports.past import DATED
from data.record.hiding import hidden
from data.schema import LANGUAGES
from data.views.chains import TRIP
from data.views.filtering import UnknownValue
from tests.data.exports.calendars import (
    BRIDGE,
    FR,
    LYON,
    READERS,
    REMAINS,
    SCHOOLS,
    by_icalendar,
    uid,
)
from tests.data.exports.publications import newest, put


@READERS
@pytest.mark.parametrize("code", LANGUAGES)
def test_visits_meetings_deadlines_ends_and_ends_asked_for_are_there(opened, read, code):
    entries = read(as_ics(newest(opened, code), {}))

    assert {one.partition(".")[0] for one in entries} == set(DATED)
    assert entries[uid("end", BRIDGE)]["start"] == date(2025, 12, 31)
    assert entries[uid("extension", BRIDGE)]["start"] == date(2027, 10, 31)
    assert entries[uid("deadline", "out-034")]["start"] == date(2024, 11, 20)
    assert all(one["busy"] == "TRANSPARENT" for one in entries.values())


def test_an_uncertain_day_is_no_long_banner_but_one_day_that_says_so(opened):
    put(opened, "visits", SCHOOLS, start_date="2024/2026", end_date="")
    put(opened, "outcomes", "out-034", due_date="2027")

    entries = by_icalendar(as_ics(newest(opened), FR))

    visit, deadline = entries[uid("visit", SCHOOLS)], entries[uid("deadline", "out-034")]
    assert (visit["start"], visit["end"]) == (date(2024, 1, 1), date(2024, 1, 2))
    assert visit["summary"].endswith("(day not known: between 2024 and 2026)")
    assert (deadline["start"], deadline["end"]) == (date(2027, 12, 31), date(2028, 1, 1))
    assert deadline["summary"].endswith("(day not known: 2027)")
    assert (visit["status"], deadline["status"]) == ("TENTATIVE", "TENTATIVE")
    assert all(
        one["end"] - one["start"] <= timedelta(days=32)
        for one in entries.values()
        if one["status"] != "CONFIRMED"
    )


@pytest.mark.parametrize(
    ("asked", "has"),
    [(FR, True), ({"org": "onacvg"}, True), ({"country": "JP"}, False)],
)
def test_a_filter_keeps_what_was_with_the_partner_also_of_what_is_gone(opened, asked, has):
    put(opened, "meetings", REMAINS)

    entries = by_icalendar(as_ics(newest(opened), asked))

    assert (uid("meeting", REMAINS) in entries) is has
    assert entries
    assert (uid("meeting", LYON) in entries) is (asked == FR)


def test_an_unknown_partner_is_refused(opened):
    with pytest.raises(UnknownValue):
        as_ics(newest(opened), {"org": "nobody"})


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("vi", "Nhịp Cầu – Lịch – Pháp"),
        ("en", "Nhịp Cầu – Calendar – France"),
        ("fr", "Nhịp Cầu – Agenda – France"),
    ],
)
def test_the_calendar_has_a_name_and_says_how_often_to_ask_again(opened, code, name):
    read: Any = Calendar.from_ical(as_ics(newest(opened, code), FR))

    assert str(read["name"]) == str(read["x-wr-calname"]) == name
    assert read["refresh-interval"].dt == timedelta(hours=6)
    assert read["refresh-interval"].params["VALUE"] == "DURATION"
    assert "method" not in read  # with one, a stamp would be the time of asking


@READERS
def test_a_hostile_name_is_text(opened, read):
    name = 'A;B,C\\nD\\ "E":F\r\nEND:VEVENT\nBEGIN:VALARM'
    put(opened, "meetings", LYON, title_en=name.replace("\r\n", " ").replace("\n", " "))
    put(opened, "meetings", REMAINS, title_en=name, title_fr="x")

    content = as_ics(newest(opened), FR)

    assert content.count(b"\r\nBEGIN:VALARM") == 0
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    entries = read(content)
    assert entries[uid("meeting", LYON)]["summary"].startswith('A;B,C\\nD\\ "E":F END:VEVENT')
    assert "END:VEVENT\nBEGIN:VALARM" in entries[uid("meeting", REMAINS)]["summary"]


def test_what_strangers_may_not_see_is_in_no_entry_old_or_new(opened):
    put(opened, "meetings", LYON, date="2023-11-24", topics_en="Kept among ourselves")
    put(opened, "meetings", REMAINS)
    secret = hidden("meetings.topics,people")

    open_to_all = as_ics(newest(opened, secret=secret), FR).replace(b"\r\n ", b"")

    assert b"Kept among ourselves" in as_ics(newest(opened), FR).replace(b"\r\n ", b"")
    assert b"Kept among ourselves" not in open_to_all
    assert uid("meeting", REMAINS) in by_icalendar(as_ics(newest(opened, secret=secret), FR))


def test_of_very_many_entries_those_of_the_last_days_are_given(opened, monkeypatch):
    monkeypatch.setattr(calendar, "MOST", 10)

    entries = by_icalendar(as_ics(newest(opened), FR))

    assert len(entries) == 10
    assert uid("extension", BRIDGE) in entries
    assert uid("visit", TRIP) not in entries


def test_a_project_has_a_calendar_of_its_own_with_the_meetings_and_promises_about_it(edition):
    shown = edition("en")
    rows = shown.lens.record

    entries = by_icalendar(as_ics(shown, {"project": BRIDGE}))

    assert {uid("end", BRIDGE), uid("extension", BRIDGE)} <= set(entries)
    for name in entries:
        kind, _dot, key = name.removesuffix("@nhip-cau").partition(".")
        row = rows.by_key(DATED[kind])[key]
        assert BRIDGE in (row.get("project_id"), *(row.get("project_ids") or ()))
    assert any(name.startswith("meeting.") for name in entries)
    assert shown.lens.plain(shown.lens.name("projects", BRIDGE).name) in calendar.title(
        shown.lens, {"project": BRIDGE}
    )


@pytest.mark.parametrize("wanted", ["nothing", ",", f"{BRIDGE},nothing"])
def test_a_calendar_of_an_unknown_project_is_refused(edition, wanted):
    with pytest.raises(UnknownValue):
        as_ics(edition("en"), {"project": wanted})
