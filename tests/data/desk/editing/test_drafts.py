"""Drafts beside each other, beside what others publish, and made of a proposal sent back."""

from dataclasses import replace
from datetime import date

import pytest

from data.desk import merging, proposing, publishing
from data.desk.comparing import Mode
from data.desk.editing import presets, sketch_check, sketching, successors, taking_up
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.roles import Caller, Forbidden, Role
from data.schema import TABLES
from data.store import Store, seed, sketches
from data.store.sketched import NoSketch

TODAY = date(2026, 11, 26)
EDITOR = Caller("an", "Nguyễn An", Role.EDITOR)
OTHER = Caller("binh", "Trần Bình", Role.EDITOR)
APPROVER = Caller("dung", "Cà Văn Dũng", Role.APPROVER)
MEETING, OUTCOME = "2023-11-22-afd-paris", "out-001"


@pytest.fixture
def where(store: Store) -> Store:
    seed(store, CURATED)
    return store


def draft(where, table, key, cells, by=EDITOR):
    sketch = sketching.begin(where, by=by)
    sketching.write(where, sketch, table, key, cells, seen=0, by=by)
    return sketching.one(where, sketch.number, by=by)


def looked(where, sketch):
    return sketch_check.examined(sketch, where, TODAY)


def publish(where, sketch):
    checkup = looked(where, sketch).checkup
    return publishing.publish(checkup, where, mode=Mode.UPDATE, by=APPROVER, note="Sửa")


def test_two_drafts_of_one_row_know_of_each_other_whoever_writes_them(where):
    mine = draft(where, "meetings", MEETING, {"date": "2023-11-23"})
    again = draft(where, "meetings", MEETING, {"mode": "online"})
    theirs = draft(where, "meetings", MEETING, {"date": "2023-11-24"}, by=OTHER)
    draft(where, "outcomes", OUTCOME, {"status": "done"}, by=OTHER)

    beside = sketching.beside(where, mine, by=EDITOR)

    assert beside == {
        ("meetings", MEETING): [(again.number, "an"), (theirs.number, "binh")],
    }


def test_nobody_asks_what_stands_beside_the_draft_of_somebody_else(where):
    mine = draft(where, "meetings", MEETING, {"date": "2023-11-23"})

    with pytest.raises(NoSketch):
        sketching.beside(where, mine, by=OTHER)
    with pytest.raises(NoSketch):
        sketching.settle(where, mine, where.current_id(), by=OTHER)
    with pytest.raises(Forbidden):
        sketching.settle(where, mine, "", by=Caller("an", "Nguyễn An", Role.READER))


def test_a_draft_that_was_overtaken_keeps_what_others_published_in_other_cells(where):
    mine = draft(where, "meetings", MEETING, {"date": "2023-11-23"})
    publish(where, draft(where, "meetings", MEETING, {"mode": "online"}, by=OTHER))

    publish(where, mine)

    row = tables_of(where.tables(where.current_id()))["meetings"][MEETING]
    assert (row["date"], row["mode"]) == ("2023-11-23", "online")


def test_who_has_seen_what_others_published_is_compared_with_that_version_from_then_on(where):
    mine = draft(where, "meetings", MEETING, {"date": "2023-11-23"})
    version = publish(where, draft(where, "outcomes", OUTCOME, {"status": "done"}, by=OTHER))

    sketching.settle(where, mine, version.id, by=EDITOR)

    assert sketching.one(where, mine.number, by=EDITOR).base == version.id


def test_a_proposal_sent_back_becomes_a_draft_that_would_change_the_same(where):
    visit, meeting = sketching.new_key(), sketching.new_key()
    sketch = draft(
        where,
        "visits",
        visit,
        {
            "title_vi": "Thăm Lyon",
            "partner_country": "FR",
            "source_ids": "embassy-vn-paris-2023-11",
            **presets.of_visit("outgoing"),
        },
    )
    row = {"source_ids": "embassy-vn-paris-2023-11", "start_date": "2025-05-03"}
    cells = {"title_vi": "Họp", **presets.of_meeting(visit, row, None)}
    sketching.write(where, sketch, "meetings", meeting, cells, seen=0, by=EDITOR)
    sketching.write(where, sketch, "meetings", MEETING, {"mode": "online"}, seen=0, by=EDITOR)
    sketch = sketching.one(where, sketch.number, by=EDITOR)
    proposed = looked(where, sketch).checkup
    proposal = proposing.propose(proposed, where, mode=Mode.UPDATE, by=EDITOR, note="Lyon")
    back = proposing.send_back(proposal, where, by=APPROVER, text="Thiếu nguồn")

    again = taking_up.taken_up(back, where, "Lyon", by=EDITOR)

    assert looked(where, again).checkup.changes(Mode.UPDATE) == proposed.changes(Mode.UPDATE)
    assert looked(where, again).checkup.checked.rows == proposed.checked.rows
    handed = looked(where, again).checkup
    proposing.hand_in(back.number, handed, where, mode=Mode.UPDATE, by=EDITOR, note="Lyon, sửa")


def test_a_new_meeting_has_the_sources_and_a_day_of_its_visit_and_its_body_on_its_side():
    visit = {
        "direction": "incoming",
        "start_date": "2025-05-03",
        "source_ids": "a;b",
        "confidence": "inferred",
        "delegation_org_id": "afd",
    }

    first = presets.of_meeting("v", visit, None)
    second = presets.of_meeting("v", visit, {"date": "2025-05-04"})

    assert first == {
        "visit_id": "v",
        "date": "2025-05-03",
        "mode": "in_person",
        "source_ids": "a;b",
        "confidence": "inferred",
        "foreign_org_ids": "afd",
    }
    assert second["date"] == "2025-05-04"


@pytest.mark.parametrize(
    ("kind", "by", "to"),
    [
        ("request", "ours", "theirs"),
        ("commitment", "theirs", "ours"),
        ("agreement", "ours;theirs", ""),
    ],
)
def test_who_owes_whom_is_taken_from_the_sides_of_the_meeting(kind, by, to):
    meeting = {"vietnamese_org_ids": "ours", "foreign_org_ids": "theirs", "source_ids": "a"}

    outcome = presets.of_outcome("m", meeting, kind)

    assert (outcome["from_org_ids"], outcome.get("to_org_ids", "")) == (by, to)


def test_an_empty_draft_is_used_again_and_one_with_a_row_or_a_name_is_not(where):
    empty = sketching.begin(where, by=EDITOR)
    again = sketching.begin(where, by=EDITOR)
    theirs = sketching.begin(where, by=OTHER)
    named = sketching.begin(where, "Lyon", by=EDITOR)
    sketching.write(where, again, "meetings", MEETING, {"mode": "online"}, seen=0, by=EDITOR)
    new = sketching.begin(where, by=EDITOR)

    assert again.number == empty.number
    assert len({again.number, theirs.number, named.number, new.number}) == 4
    kept = {one.number: one.is_empty for one in sketching.listed(where, by=EDITOR)}
    assert kept == {again.number: False, named.number: False, new.number: True}


def merge(where, keep, goes, by=OTHER):
    known = tables_of(where.tables(where.current_id()))
    edits = merging.merged(known, "sources", keep, goes).edits(known)
    sketch = sketching.begin(where, "Gộp", edits, into={("sources", goes): keep}, by=by)
    return sketching.one(where, sketch.number, by=by)


KEEP, GOES = "embassy-vn-paris-2023-11", "baodbp-afd-monday"


def test_a_row_that_others_add_after_a_merge_was_prepared_is_led_over_too(where):
    prepared = merge(where, KEEP, GOES)
    publish(where, draft(where, "meetings", MEETING, {"source_ids": f"afd-warm-2020;{GOES}"}))

    publish(where, prepared)

    record = tables_of(where.tables(where.current_id()))
    assert record["meetings"][MEETING]["source_ids"] == f"afd-warm-2020;{KEEP}"
    assert GOES not in record["sources"]


def test_a_merge_leads_nothing_to_a_row_that_others_removed(where):
    prepared = merge(where, KEEP, GOES)
    publish(where, merge(where, GOES, KEEP))

    found = {one.fault.found for one in looked(where, prepared).checkup.checked.findings}
    assert found == {KEEP}
    with pytest.raises(publishing.Breaks):
        publish(where, prepared)


def test_what_stands_in_the_place_of_a_merged_row_is_known_and_of_a_removed_one_is_not(where):
    before = tables_of(where.tables(where.current_id()))
    publish(where, merge(where, KEEP, GOES))
    now = tables_of(where.tables(where.current_id()))

    assert successors.successor(before, now, "sources", GOES) == KEEP
    assert successors.successor(before, now, "sources", KEEP) == ""
    assert successors.successor(before, {**before, "sources": {}}, "sources", GOES) == ""


def test_a_draft_keeps_what_was_typed_into_a_column_that_was_renamed_since(where, monkeypatch):
    former = {"form": "mode", "colour": None}
    table = replace(TABLES["meetings"], former=former)
    monkeypatch.setitem(TABLES, "meetings", table)
    sketch = sketching.begin(where, by=EDITOR)
    sketches.write(
        where, sketch.number, "meetings", MEETING, {"form": "online", "colour": "đỏ"}, seen=0
    )

    again = sketching.one(where, sketch.number, by=EDITOR)

    assert again.rows["meetings"][MEETING].cells == {"mode": "online"}
    assert looked(where, again).rows["meetings"][MEETING]["mode"] == "online"
