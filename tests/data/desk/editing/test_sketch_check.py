"""A sketch is checked, compared and published as an upload is; new rows get ids in our form."""

from datetime import date

import pytest

from data.desk import publishing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.roles import ALONE, Caller, Forbidden, Role
from data.store import Store, seed, sketches
from data.store.sketched import EditedElsewhere, NoSketch

TODAY = date(2026, 11, 26)
EDITOR = Caller("an", "Nguyễn An", Role.EDITOR)
OTHER = Caller("binh", "Trần Bình", Role.EDITOR)
READER = Caller("ly", "Lý", Role.READER)
MEETING = "2023-11-22-afd-paris"


@pytest.fixture
def where(store: Store) -> Store:
    seed(store, CURATED)
    return store


def written(where, sketch, table, key, cells, by=EDITOR):
    return sketching.write(where, sketch, table, key, cells, seen=0, by=by)


def examined(where, sketch, by=EDITOR):
    return sketch_check.examined(sketching.one(where, sketch.number, by=by), where, TODAY)


def published(where):
    return tables_of(where.tables(where.current_id()))


def publish(where, looked, by=ALONE):
    caller = by.called("An")
    return publishing.publish(looked.checkup, where, mode=Mode.UPDATE, by=caller, note="Sửa")


def test_a_changed_cell_is_all_that_changes(where):
    sketch = sketching.begin(where, "Sửa ngày", by=EDITOR)
    written(where, sketch, "meetings", MEETING, {"date": "2023-11-23"})
    before = published(where)["meetings"]

    looked = examined(where, sketch)
    publish(where, looked)

    change = looked.checkup.changes(Mode.UPDATE)["meetings"]
    assert change.changed == {MEETING: {"date": (before[MEETING]["date"], "2023-11-23")}}
    assert (change.added, change.removed) == ((), ())
    assert published(where)["meetings"][MEETING]["date"] == "2023-11-23"


def test_new_rows_get_ids_and_refer_to_each_other_by_them(where):
    sketch = sketching.begin(where, "Chuyến đi", by=EDITOR)
    visit, meeting, outcome = (sketching.new_key() for _ in range(3))
    known = {"confidence": "stated", "source_ids": "embassy-vn-paris-2023-11"}
    written(
        where,
        sketch,
        "visits",
        visit,
        {
            "title_vi": "Đoàn tỉnh Điện Biên thăm Bordeaux",
            "direction": "outgoing",
            "start_date": "2025-05",
            "status": "held",
            "partner_country": "FR",
        }
        | known,
    )
    written(
        where,
        sketch,
        "meetings",
        meeting,
        {
            "title_vi": "Gặp thành phố Bordeaux",
            "visit_id": visit,
            "mode": "in_person",
            "date": "2025-05-12",
        }
        | known,
    )
    written(
        where,
        sketch,
        "outcomes",
        outcome,
        {
            "text_vi": "Đề nghị hỗ trợ bảo tàng",
            "kind": "request",
            "meeting_id": meeting,
            "from_org_ids": "ppc-dien-bien",
        }
        | known,
    )

    looked = examined(where, sketch)
    publish(where, looked)

    ids = list(looked.ids.values())
    last = max(key for key in published(where)["outcomes"] if key.startswith("out-"))
    assert ids == [
        "2025-05-doan-tinh-dien-bien-tham-bordeaux",
        "2025-05-gap-thanh-pho-bordeaux",
        last,
    ]
    assert published(where)["meetings"][ids[1]]["visit_id"] == ids[0]
    assert published(where)["outcomes"][ids[2]]["meeting_id"] == ids[1]


def test_a_fault_stands_at_its_row_in_the_words_of_an_upload(where):
    sketch = sketching.begin(where, by=EDITOR)
    other = next(key for key in published(where)["meetings"] if key != MEETING)
    written(where, sketch, "meetings", other, {"date": "2023-11-23"})
    written(where, sketch, "meetings", MEETING, {"date": "hôm qua", "place_id": "nowhere"})

    looked = examined(where, sketch)

    found = {
        finding.fault.column: finding.fault.kind for finding in looked.findings("meetings", MEETING)
    }
    assert set(found) == {"date", "place_id"}
    assert all(one.fault.file == "meetings.csv" for one in looked.findings("meetings", MEETING))


def test_what_refers_to_a_removed_row_keeps_it_from_being_published(where):
    sketch = sketching.begin(where, by=EDITOR)
    sketching.remove(where, sketch, "meetings", MEETING, seen=0, by=EDITOR)

    looked = examined(where, sketch)

    assert looked.checkup.changes(Mode.UPDATE)["meetings"].removed == (MEETING,)
    with pytest.raises(publishing.Breaks) as broken:
        publish(where, looked)
    assert {fault.column for fault in broken.value.faults} >= {"meeting_id"}
    assert MEETING in published(where)["meetings"]


def test_a_row_that_nothing_refers_to_is_removed(where):
    sketch = sketching.begin(where, by=EDITOR)
    sketching.remove(where, sketch, "discrepancies", "dis-01", seen=0, by=EDITOR)

    publish(where, examined(where, sketch))

    assert "dis-01" not in published(where)["discrepancies"]
    assert "dis-02" in published(where)["discrepancies"]


def test_a_new_row_may_not_refer_to_a_removed_one(where):
    sketch = sketching.begin(where, by=EDITOR)
    sketching.remove(where, sketch, "places", "caen", seen=0, by=EDITOR)
    written(where, sketch, "meetings", MEETING, {"place_id": "caen"})

    (finding,) = examined(where, sketch).findings("meetings", MEETING)

    assert finding.fault.column == "place_id"


def test_what_others_changed_meanwhile_stays(where):
    sketch = sketching.begin(where, by=EDITOR)
    written(where, sketch, "meetings", MEETING, {"date": "2023-11-23"})
    theirs = sketching.begin(where, by=OTHER)
    written(where, theirs, "meetings", MEETING, {"topics_vi": "Nước"}, by=OTHER)
    publish(where, examined(where, theirs, OTHER))

    publish(where, examined(where, sketch))

    row = published(where)["meetings"][MEETING]
    assert (row["date"], row["topics_vi"]) == ("2023-11-23", "Nước")


def test_a_row_that_others_removed_meanwhile_is_told(where):
    sketch = sketching.begin(where, by=EDITOR)
    written(where, sketch, "discrepancies", "dis-01", {"what_vi": "Khác"})
    theirs = sketching.begin(where, by=OTHER)
    sketching.remove(where, theirs, "discrepancies", "dis-01", seen=0, by=OTHER)
    publish(where, examined(where, theirs, OTHER))

    looked = examined(where, sketch)

    assert looked.gone == (("discrepancies", "dis-01"),)
    assert looked.rows["discrepancies"]["dis-01"]["what_vi"] == "Khác"


def test_a_sketch_is_its_owners_alone(where):
    sketch = sketching.begin(where, by=EDITOR)

    with pytest.raises(NoSketch):
        sketching.one(where, sketch.number, by=OTHER)
    with pytest.raises(NoSketch):
        written(where, sketch, "visits", "+1", {}, by=OTHER)
    with pytest.raises(NoSketch):
        sketching.throw_away(where, sketch, by=OTHER)
    for act in (sketching.begin, sketching.listed):
        with pytest.raises(Forbidden):
            act(where, by=READER)
    assert sketching.listed(where, by=OTHER) == []


def test_two_tabs_do_not_write_over_each_other(where):
    sketch = sketching.begin(where, by=EDITOR)
    first = written(where, sketch, "meetings", MEETING, {"date": "2023-11-23"})

    with pytest.raises(EditedElsewhere) as told:
        written(where, sketch, "meetings", MEETING, {"date": "2023-11-24"})

    assert told.value.now == first
    again = sketching.write(
        where, sketch, "meetings", MEETING, {"date": "2023-11-24"}, seen=1, by=EDITOR
    )
    assert again.revision == 2


def test_a_sketch_survives_and_is_gone_only_when_thrown_away(where):
    sketch = sketching.begin(where, "Một", by=EDITOR)
    written(where, sketch, "meetings", MEETING, {"date": "2023-11-23", "nothing": "x"})

    (kept,) = sketching.listed(where, by=EDITOR)
    assert (kept.title, kept.count) == ("Một", 1)
    assert kept.rows["meetings"][MEETING].cells == {"date": "2023-11-23"}
    sketching.throw_away(where, kept, by=EDITOR)
    assert sketching.listed(where, by=EDITOR) == []
    with pytest.raises(NoSketch):
        sketches.write(where, kept.number, "meetings", MEETING, {}, seen=1)


def test_what_belongs_to_a_new_visit_that_is_refused_is_refused_with_it_and_this_is_said(where):
    sketch = sketching.begin(where, by=EDITOR)
    visit, meeting, outcome = (sketching.new_key() for _ in range(3))
    known = {"confidence": "stated", "source_ids": "embassy-vn-paris-2023-11"}
    written(where, sketch, "visits", visit, {"title_vi": "Thăm Bordeaux"} | known)
    cells = {"title_vi": "Gặp thành phố", "visit_id": visit, "date": "2025-05-12"}
    written(where, sketch, "meetings", meeting, cells | {"mode": "in_person"} | known)
    cells = {"text_vi": "Đề nghị", "kind": "request", "meeting_id": meeting}
    written(where, sketch, "outcomes", outcome, cells | {"from_org_ids": "ppc-dien-bien"} | known)

    looked = examined(where, sketch)

    assert not any(looked.checkup.checked.rows.values())
    assert looked.checkup.checked.refused == {"visits": 1, "meetings": 1, "outcomes": 1}
    told = {
        (table, one.fault.column): one.fault.kind
        for table, key in (("meetings", meeting), ("outcomes", outcome))
        for one in looked.findings(table, key)
    }
    assert told == {
        ("meetings", "visit_id"): "refused-with",
        ("outcomes", "meeting_id"): "refused-with",
    }


def test_a_published_row_stays_as_it_is_where_it_would_join_a_refused_one(where):
    sketch = sketching.begin(where, by=EDITOR)
    visit = sketching.new_key()
    written(where, sketch, "visits", visit, {"title_vi": "Thăm Bordeaux"})
    written(where, sketch, "meetings", MEETING, {"visit_id": visit, "mode": "online"})

    looked = examined(where, sketch)

    row, before = looked.checkup.checked.rows["meetings"][MEETING], published(where)["meetings"]
    assert (row["visit_id"], row["mode"]) == (before[MEETING]["visit_id"], "online")
