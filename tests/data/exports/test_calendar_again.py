"""A calendar that was subscribed to, asked for again: what moved, what is gone, what stayed."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from data.exports.calendar import as_ics
from data.exports.edition import Edition
from data.exports.past import DATED
from data.record.loading import CURATED
from data.record.rows import rows_of
from data.store import Store, Version, seed
from data.values.dates import province_today
from data.views.chains import TRIP
from tests.data.exports.calendars import (
    BRIDGE,
    FR,
    LYON,
    READERS,
    REMAINS,
    SCHOOLS,
    Entry,
    Reader,
    by_icalendar,
    uid,
)
from tests.data.exports.publications import newest, put


@pytest.fixture
def kept(store: Store) -> Store:
    """A store with the shipped record."""
    seed(store, CURATED)
    return store


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


def on(edition: Edition, day: date) -> Edition:
    return replace(edition, lens=replace(edition.lens, day=day))


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
