"""The calendar to subscribe to: what two other programs read in it, version after version."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import vobject
from icalendar import Calendar

from data.exports import calendar
from data.exports.calendar import as_ics
from data.exports.edition import Edition
from data.exports.past import DATED, past_of
from data.record.hiding import hidden
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.schema import LANGUAGES, TABLES
from data.store import Store, Version, seed
from data.values.dates import province_today
from data.views.chains import TRIP
from data.views.filtering import UnknownValue
from tests.data.exports.publications import ALL, newest, put

REMAINS, LYON = "2024-03-26-remains", "2023-11-lyon-city"  # meetings with France
SCHOOLS = "2025-02-french-schools"  # a visit without meetings
BRIDGE = "namrom-multihazard"  # a project: planned end, and an end asked for


def uid(kind: str, key: str) -> str:
    return f"{kind}.{key}@nhip-cau"


FR = {"country": "FR"}
Entry = dict[str, Any]
Reader = Callable[[bytes], dict[str, Entry]]


def by_icalendar(content: bytes) -> dict[str, Entry]:
    read: Any = Calendar.from_ical(content)
    assert read.errors == []
    entries = {}
    for one in read.events:
        assert one.errors == []
        entries[str(one["uid"])] = {
            "summary": str(one["summary"]),
            "start": one["dtstart"].dt,
            "end": one["dtend"].dt,
            "status": str(one["status"]),
            "sequence": int(one["sequence"]),
            "changed": one["last-modified"].dt,
            "stamp": one["dtstamp"].dt,
            "text": str(one["description"]),
            "busy": str(one["transp"]),
        }
    return entries


def by_vobject(content: bytes) -> dict[str, Entry]:
    read = vobject.readOne(content.decode("utf-8"))
    return {
        one.uid.value: {
            "summary": one.summary.value,
            "start": one.dtstart.value,
            "end": one.dtend.value,
            "status": one.status.value,
            "sequence": int(one.sequence.value),
            "changed": one.last_modified.value,
            "stamp": one.dtstamp.value,
            "text": one.description.value,
            "busy": one.transp.value,
        }
        for one in read.vevent_list
    }


READERS = pytest.mark.parametrize("read", [by_icalendar, by_vobject])


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with the shipped record."""
    seed(store, CURATED)
    return store


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of such a store, to be copied."""
    path = tmp_path_factory.mktemp("seeded") / "store.sqlite"
    opened = Store(f"sqlite:///{path}")
    seed(opened, CURATED)
    opened.close()
    return path


@pytest.fixture
def opened(seeded: Path, tmp_path: Path) -> Iterator[Store]:
    """The same in a file, for what is no matter of the database."""
    opened = Store(f"sqlite:///{shutil.copy(seeded, tmp_path)}")
    yield opened
    opened.close()


class Told(NamedTuple):
    """What a reader had before some publications and has after them; the versions they made."""

    before: dict[str, Entry]
    after: dict[str, Entry]
    versions: dict[str, Version]


# Days that go out of their rows: the kind and id of the entry, and the cells that change.
GONE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("deadline", "out-034", {"due_date": ""}),
    ("deadline", "out-033", {"kind": "information"}),
    ("extension", BRIDGE, {"requested_end": "", "requested_end_note_en": ""}),
    ("end", "laos-bunnua-school", {"planned_end": "", "actual_end": ""}),
    ("visit", SCHOOLS, {"start_date": "", "end_date": ""}),
)


@pytest.fixture(scope="module")
def told(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A record in which one thing after another is published."""
    opened = Store(f"sqlite:///{shutil.copy(seeded, tmp_path_factory.mktemp('told'))}")
    before = by_icalendar(as_ics(newest(opened), {}))
    versions = {
        "place": put(opened, "places", "lyon", name_en="Lyon on the Rhône"),
        "outcome": put(opened, "outcomes", "out-001", text_en="Another wording"),
        "amount": put(opened, "project_amounts", "amt-001", note_en="Nobody's calendar"),
        **{f"{kind}.{key}": put(opened, DATED[kind], key, **cells) for kind, key, cells in GONE},
    }
    yield Told(before, by_icalendar(as_ics(newest(opened), {})), versions)
    opened.close()


def on(edition: Edition, day: date) -> Edition:
    return replace(edition, lens=replace(edition.lens, day=day))


@READERS
def test_a_meeting_that_is_lost_is_cancelled_and_one_that_is_moved_is_moved(
    kept: Store, read: Reader
):
    before = read(as_ics(newest(kept), FR))
    moved = put(kept, "meetings", LYON, date="2023-11-24")
    lost = put(kept, "meetings", REMAINS)

    after = read(as_ics(newest(kept), FR))

    assert set(after) == set(before)
    gone, was = after[uid("meeting", REMAINS)], before[uid("meeting", REMAINS)]
    assert was["status"] == "CONFIRMED"
    assert (gone["status"], gone["sequence"]) == ("CANCELLED", lost.number - 1)
    assert gone["start"] == was["start"] == date(2024, 3, 26)
    assert gone["summary"] == f"Taken out: {was['summary']}"
    assert "not in the calendar any more, since version 3" in gone["text"]
    assert gone["changed"] == lost.created.replace(microsecond=0)
    entry, was = after[uid("meeting", LYON)], before[uid("meeting", LYON)]
    assert (was["start"], was["end"]) == (date(2023, 11, 22), date(2023, 11, 26))
    assert (entry["start"], entry["end"]) == (date(2023, 11, 24), date(2023, 11, 25))
    assert (entry["status"], entry["sequence"]) == ("CONFIRMED", moved.number - 1)
    assert entry["changed"] == entry["stamp"] == moved.created.replace(microsecond=0)
    assert "Moved by version 2" in entry["text"]
    assert "before: between 22 Nov 2023 and 25 Nov 2023" in entry["text"]


def test_an_entry_changes_with_the_names_and_outcomes_that_it_tells(told):
    changed = {one: entry["sequence"] for one, entry in told.after.items() if entry["sequence"]}

    assert changed[uid("meeting", LYON)] == told.versions["place"].number - 1
    afd = uid("meeting", "2023-11-22-afd-paris")
    assert changed[afd] == told.versions["outcome"].number - 1
    assert told.versions["amount"].number - 1 not in changed.values()


def test_what_no_version_changed_stays_to_the_letter(told):
    unchanged = {one for one, entry in told.after.items() if not entry["sequence"]}

    assert len(unchanged) > 90
    assert {one: told.after[one] for one in unchanged} == {
        one: told.before[one] for one in unchanged
    }


@pytest.mark.parametrize(("kind", "key"), [one[:2] for one in GONE])
def test_a_day_that_is_taken_out_of_its_row_is_cancelled(told, kind, key):
    was, gone = told.before[uid(kind, key)], told.after[uid(kind, key)]

    assert was["status"] != "CANCELLED"
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] == told.versions[f"{kind}.{key}"].number - 1
    assert gone["start"] == was["start"]


def test_nothing_else_is_cancelled(told):
    cancelled = [one for one, entry in told.after.items() if entry["status"] == "CANCELLED"]

    assert len(cancelled) == len(GONE)


def test_what_comes_back_is_no_longer_cancelled_and_its_sequence_has_grown(opened):
    row = rows_of("meetings", opened.tables(opened.current_id())["meetings"])[REMAINS]
    put(opened, "meetings", REMAINS)
    back = put(opened, "meetings", REMAINS, **row)

    entry = by_icalendar(as_ics(newest(opened), FR))[uid("meeting", REMAINS)]

    assert (entry["status"], entry["sequence"]) == ("CONFIRMED", back.number - 1)
    assert "any more" not in entry["text"]


def test_what_is_gone_is_told_for_a_year_and_no_longer(opened):
    put(opened, "meetings", REMAINS)
    today = province_today()

    edition = newest(opened)
    told = [
        uid("meeting", REMAINS) in by_icalendar(as_ics(on(edition, day), {"org": "onacvg"}))
        for day in (today, today + timedelta(days=365), today + timedelta(days=366))
    ]

    assert told == [True, True, False]


def test_a_meeting_without_a_date_moves_with_its_visit(opened):
    put(opened, "meetings", LYON, date="")
    put(opened, "visits", TRIP, start_date="2023-11-20")

    entry = by_icalendar(as_ics(newest(opened), FR))[uid("meeting", LYON)]

    assert entry["start"] == date(2023, 11, 20)
    assert entry["sequence"] == 2
    assert "Moved by version 3" in entry["text"]


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


def test_the_past_of_a_version_goes_on_from_an_earlier_one_without_reading_it_again(
    opened, monkeypatch
):
    put(opened, "meetings", LYON, date="2023-11-24")
    known = past_of(opened, opened.current_id(), ALL)
    put(opened, "visits", SCHOOLS, start_date="2025-02-14")
    put(opened, "meetings", REMAINS)
    whole = past_of(opened, opened.current_id(), ALL)
    read: list[str] = []
    contents = opened.contents

    def noted(hashes):
        read.extend(hashes)
        return contents(hashes)

    monkeypatch.setattr(opened, "contents", noted)

    gone_on = past_of(opened, opened.current_id(), ALL, known)

    assert gone_on == whole
    first = opened.version(whole.first.id)
    assert first.tables["meetings"] not in read
    assert len(read) == len(set(read)) < len(TABLES)


def test_a_damaged_table_counts_as_unchanged(opened, monkeypatch):
    put(opened, "meetings", LYON, date="2023-11-24")
    broken = put(opened, "meetings", REMAINS)
    put(opened, "meetings", LYON, date="2023-11-25")
    contents = opened.contents
    lost = broken.tables["meetings"]
    monkeypatch.setattr(opened, "contents", lambda hashes: contents(set(hashes) - {lost}))

    past = past_of(opened, opened.current_id(), ALL)

    assert past.last("meetings", REMAINS).number == 4
    assert [one.total for one in past.steps[:3]] == [2, 0, 1]


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
