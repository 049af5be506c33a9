"""A visit's programme as a calendar: what another program reads in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Timezone

from data.exports.programme import as_ics
from data.schema import LANGUAGES
from data.views.chains import TRIP


@pytest.fixture(scope="module")
def read(edition):
    """``read("fr", visit)``: the entries of a programme by their id, as icalendar reads them."""

    def entries(language: str, visit: str = TRIP):
        row = edition(language).lens.row("visits", visit)
        return by_id(as_ics(edition(language), row))

    return entries


def by_id(content: bytes):
    calendar = Calendar.from_ical(content)
    assert calendar.errors == []
    assert all(entry.errors == [] for entry in calendar.walk())
    events = {}
    for entry in calendar.walk():
        if entry.name in ("VEVENT", "VJOURNAL"):
            events[str(entry["uid"]).partition("@")[0].partition(".")[2]] = entry
    return events


def test_the_visit_and_each_of_its_meetings_are_there(read, shipped):
    entries = read("vi")

    held = {row["meeting_id"] for row in shipped("meetings") if row["visit_id"] == TRIP}
    assert set(entries) == {TRIP} | held


def test_a_meeting_on_a_certain_day_is_all_day_on_it(read):
    entry = read("vi")["2023-11-22-afd-paris"]

    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2023, 11, 22), date(2023, 11, 23))
    assert entry["dtstart"].params["VALUE"] == "DATE"
    assert entry["status"] == "CONFIRMED"
    assert "Paris, UTC+1" in entry["description"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("vi", "Chưa rõ ngày chính xác"),
        ("en", "The exact day is not known: between 22 Nov 2023 and 25 Nov 2023"),
        ("fr", "Le jour exact n'est pas connu"),
    ],
)
def test_a_meeting_without_an_exact_day_spans_those_it_may_be_and_says_so(read, language, said):
    entry = read(language)["2023-11-lyon-city"]

    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2023, 11, 22), date(2023, 11, 26))
    assert entry["status"] == "TENTATIVE"
    assert said in entry["description"]


@pytest.mark.parametrize(
    ("start", "end", "meeting", "first"),
    [("2024", "2025", None, date(2024, 1, 1)), ("2024-05-02", "2024-05-04", "2023/2024", None)],
)
def test_a_day_unknown_within_more_than_a_month_is_no_banner_but_an_entry_that_says_so(
    made, edition, start, end, meeting, first
):
    lens = made(
        "en",
        visits=[{"start_date": start, "end_date": end}],
        meetings=[{"visit_id": "visits-1", "date": meeting}],
    )
    shown = type(edition("en"))(edition("en").version, lens, {})

    entries = by_id(as_ics(shown, lens.row("visits", "visits-1")))

    entry = entries["visits-1" if first else "meetings-1"]
    assert (entry["dtend"].dt - entry["dtstart"].dt).days == 1
    assert entry["dtstart"].dt == (first or date(2023, 1, 1))
    assert "(day not known: " in entry["summary"]
    assert entry["status"] == "TENTATIVE"
    assert "stands on the first day it may lie on" in entry["description"]


def test_a_long_visit_between_two_known_days_lies_over_all_of_them(made, edition):
    lens = made("en", visits=[{"start_date": "2024-05-02", "end_date": "2024-07-31"}])
    shown = type(edition("en"))(edition("en").version, lens, {})

    entry = by_id(as_ics(shown, lens.row("visits", "visits-1")))["visits-1"]

    assert (entry["dtend"].dt - entry["dtstart"].dt).days == 91
    assert "not known" not in entry["summary"]


def test_what_has_no_date_at_all_is_put_on_no_day(read):
    for entry in read("en", "higashiosaka").values():
        assert entry.name == "VJOURNAL"
        assert "dtstart" not in entry
        assert "location" not in entry  # RFC 5545 gives a journal entry none
        assert "No source gives the day." in entry["description"]
        assert "Place: Higashiosaka" in entry["description"]


def test_a_meeting_without_a_date_takes_the_days_of_its_visit(made, edition):
    lens = made(
        "en",
        visits=[{"start_date": "2024-05-02", "end_date": "2024-05-04"}],
        meetings=[{"visit_id": "visits-1"}],
    )
    shown = type(edition("en"))(edition("en").version, lens, {})

    entry = by_id(as_ics(shown, lens.row("visits", "visits-1")))["meetings-1"]

    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2024, 5, 2), date(2024, 5, 5))
    assert "covers the days of the visit" in entry["description"]


def test_a_cancelled_visit_is_cancelled(made, edition):
    lens = made(visits=[{"start_date": "2024-05-02", "status": "cancelled"}])
    shown = type(edition("vi"))(edition("vi").version, lens, {})

    assert by_id(as_ics(shown, lens.row("visits", "visits-1")))["visits-1"]["status"] == "CANCELLED"


def test_the_rules_of_the_local_time_go_along(edition):
    content = as_ics(edition("vi"), edition("vi").lens.row("visits", TRIP))
    calendar = Calendar.from_ical(content)

    (zone,) = [part for part in calendar.walk() if isinstance(part, Timezone)]
    assert (zone.tz_name, calendar["x-wr-timezone"]) == ("Europe/Paris", "Europe/Paris")
    local = zone.to_tz()
    assert datetime(2023, 11, 22, 12, tzinfo=local).utcoffset() == timedelta(hours=1)
    assert datetime(2023, 7, 1, 12, tzinfo=local).utcoffset() == timedelta(hours=2)


def test_every_visit_can_be_read_by_another_program(edition, shipped):
    for row in shipped("visits"):
        content = as_ics(edition("vi"), edition("vi").lens.row("visits", row["visit_id"]))

        assert row["visit_id"] in by_id(content)
        assert all(len(line) <= 75 for line in content.split(b"\r\n"))
        assert content.count(b"\n") == content.count(b"\r\n")


def test_ids_stay_and_the_stamp_is_the_version_not_the_clock(read, edition):
    created = edition("vi").version.created.replace(microsecond=0)

    one, other = read("vi"), read("fr")

    assert {e["uid"] for e in one.values()} == {e["uid"] for e in other.values()}
    assert {e["dtstamp"].dt.astimezone(UTC) for e in one.values()} == {created}
    row = edition("vi").lens.row("visits", TRIP)
    assert as_ics(edition("vi"), row) == as_ics(edition("vi"), row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_sources_and_disagreements_are_in_the_language(read, edition, language):
    lens = edition(language).lens
    entry = read(language)[TRIP]

    assert entry["summary"] == lens.row("visits", TRIP)[f"title_{language}"]
    assert entry["summary"].params["LANGUAGE"] == language
    for source in lens.row("visits", TRIP)["source_ids"]:
        assert lens.row("sources", source)["url"] in entry["description"]
    (mark,) = lens.marks("visits", TRIP)[:1]
    assert lens.row("discrepancies", mark)[f"what_{language}"] in entry["description"]
    assert str(lens.name("places", "paris").name) in entry["location"]


@pytest.mark.parametrize(
    "name", ["END:VEVENT", "a\nEND:VCALENDAR\nBEGIN:VEVENT", "a;b,c\\n:x", "x\x07y" * 20]
)
def test_a_hostile_name_stays_a_text(made, edition, name):
    visit = {"start_date": "2024-05-02", "title_en": name, "title_vi": name}
    lens = made("en", visits=[visit])
    shown = type(edition("en"))(edition("en").version, lens, {})

    entries = by_id(as_ics(shown, lens.row("visits", "visits-1")))

    assert list(entries) == ["visits-1"]
    assert entries["visits-1"]["summary"] == name.replace("\x07", " ")
