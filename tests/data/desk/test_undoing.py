"""What one version changed is taken back, and what others have changed since stays."""

from collections.abc import Iterator
from datetime import date

import pytest

from data.accounts import four_eyes
from data.desk import merging, undoing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.desk.proposing import NothingToRestore
from data.desk.publishing import Breaks, publish
from data.record.canonical import canonical
from data.record.loading import CURATED
from data.record.rows import tables_of
from data.roles import ALONE, Caller, Forbidden, Role
from data.schema import TABLES
from data.store import Conflict, NoVersion, Store, seed

TODAY = date(2026, 11, 26)
ME = ALONE.called("An")
APPROVER = Caller("an", "Nguyễn An", Role.APPROVER)
EDITOR = Caller("binh", "Trần Bình", Role.EDITOR)
KEEP, GOES = "afd", "afd-vietnam"


@pytest.fixture
def where(tmp_path) -> Iterator[Store]:
    """The shipped record; what differs between databases is proved where stores are."""
    opened = Store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    seed(opened, CURATED)
    yield opened
    opened.close()


def record(where):
    return tables_of(where.tables(where.current_id()))


def changed(where, edits):
    """Publish edits by table and row; None: the row goes."""
    tables = record(where)
    for table, rows in edits.items():
        for key, cells in rows.items():
            tables[table][key] = {**tables[table].get(key, {}), **(cells or {})}
            if cells is None:
                del tables[table][key]
    contents = {name: canonical(TABLES[name], tables[name].values()) for name in edits}
    return where.publish(contents, parent=where.current_id(), author="An", note="Sửa")


def merge(where):
    tables = record(where)
    return changed(where, merging.merged(tables, "organisations", KEEP, GOES).edits(tables))


def taken_back(where, version, also=()):
    return undoing.take_back(undoing.undoing(version, where, also), where, by=ME, note="Nhầm")


def test_a_merge_that_is_taken_back_leaves_the_very_bytes_from_before(where):
    before = where.tables(where.current_id())
    merged = merge(where)
    assert GOES not in record(where)["organisations"]

    version = taken_back(where, merged)

    assert where.tables(version.id) == before


def test_a_merge_is_taken_back_and_all_that_was_changed_since_stays(where):
    before = record(where)
    merged = merge(where)
    now = record(where)
    meeting = next(
        key for key, row in before["meetings"].items() if GOES in row["foreign_org_ids"].split(";")
    )
    cells = {
        "foreign_org_ids": now["meetings"][meeting]["foreign_org_ids"] + ";lec",
        "topics_vi": "Nước",
    }
    aliases = now["organisations"][KEEP]["aliases"] + ";Tên mới"
    changed(
        where,
        {
            "meetings": {meeting: cells},
            "organisations": {KEEP: {"aliases": aliases}, "lec": {"note_vi": "Sau"}},
        },
    )

    undone = undoing.undoing(merged, where)
    undoing.take_back(undone, where, by=ME, note="Nhầm")

    after = record(where)
    row = after["meetings"][meeting]
    assert set(row["foreign_org_ids"].split(";")) == {
        *before["meetings"][meeting]["foreign_org_ids"].split(";"),
        "lec",
    }
    assert row["topics_vi"] == "Nước"
    assert after["organisations"]["lec"]["note_vi"] == "Sau"
    old = before["organisations"][KEEP]["aliases"]
    assert after["organisations"][KEEP]["aliases"] == ";".join(filter(None, (old, "Tên mới")))
    assert after["organisations"][GOES] == before["organisations"][GOES]
    assert undone.later == ()


def test_a_cell_that_was_changed_again_stays_unless_it_is_ticked(where):
    was = record(where)["meetings"]["2023-11-22-afd-paris"]["date"]
    first = changed(where, {"meetings": {"2023-11-22-afd-paris": {"date": "2023-11-23"}}})
    changed(where, {"meetings": {"2023-11-22-afd-paris": {"date": "2023-11-24"}}})

    undone = undoing.undoing(first, where)

    (later,) = undone.later
    assert tuple(later) == ("meetings", "2023-11-22-afd-paris", "date", "2023-11-24", was)
    assert undone.changes == {}
    with pytest.raises(NothingToRestore):
        undoing.take_back(undone, where, by=ME, note="Nhầm")
    taken_back(where, first, [later.place])
    assert record(where)["meetings"]["2023-11-22-afd-paris"]["date"] == was


def test_a_translation_stays_marked_as_older_where_its_original_stays(where):
    first = changed(
        where, {"organisations": {"lec": {"note_vi": "Một", "older_translations": "note_en"}}}
    )
    changed(where, {"organisations": {"lec": {"note_vi": "Hai"}}})

    assert undoing.undoing(first, where).changes == {}


def test_a_row_that_came_with_the_version_stays_where_it_was_changed_since_unless_ticked(where):
    new = {**record(where)["discrepancies"]["dis-01"], "discrepancy_id": "dis-99"}
    first = changed(where, {"discrepancies": {"dis-99": new}})
    changed(where, {"discrepancies": {"dis-99": {"what_vi": "Sau"}}})

    (later,) = undoing.undoing(first, where).later

    assert later.place == ("discrepancies", "dis-99", "")
    assert undoing.undoing(first, where).changes == {}
    taken_back(where, first, [later.place])
    assert "dis-99" not in record(where)["discrepancies"]


def test_a_row_that_went_with_the_version_comes_back_where_it_stood(where):
    before = where.tables(where.current_id())["discrepancies"]
    first = changed(where, {"discrepancies": {"dis-03": None}})

    version = taken_back(where, first)

    assert where.tables(version.id)["discrepancies"] == before


def test_a_row_that_others_removed_since_stays_removed_and_is_told(where):
    first = changed(where, {"discrepancies": {"dis-03": {"what_vi": "Khác"}}})
    changed(where, {"discrepancies": {"dis-03": None}})

    undone = undoing.undoing(first, where)

    assert undone.gone == (("discrepancies", "dis-03"),)
    assert undone.changes == {}


def test_what_others_refer_to_since_is_not_taken_away_under_them(where):
    row = {**record(where)["places"]["caen"], "place_id": "caen-2", "name_vi": "Caen hai"}
    first = changed(where, {"places": {"caen-2": row}})
    changed(where, {"meetings": {"2023-11-22-afd-paris": {"place_id": "caen-2"}}})

    undone = undoing.undoing(first, where)

    assert [fault.column for fault in undone.faults] == ["place_id"]
    with pytest.raises(Breaks):
        undoing.take_back(undone, where, by=ME, note="Nhầm")
    assert "caen-2" in record(where)["places"]


def test_the_same_as_a_draft_does_the_same(where):
    before = where.tables(where.current_id())
    merged = merge(where)
    edits = undoing.undoing(merged, where).edits()

    sketch = sketching.begin(where, "Nhầm", edits, by=ALONE)
    looked = sketch_check.examined(sketch, where, TODAY)
    publish(looked.checkup, where, mode=Mode.UPDATE, by=ME, note="Nhầm")

    after = where.tables(where.current_id())
    assert tables_of(after) == tables_of(before)


def test_a_draft_that_brings_a_row_back_does_not_say_that_others_removed_it(where):
    first = changed(where, {"discrepancies": {"dis-03": None}})
    edits = undoing.undoing(first, where).edits()

    looked = sketch_check.examined(sketching.begin(where, rows=edits, by=ALONE), where, TODAY)

    assert looked.gone == ()
    assert looked.checkup.changes(Mode.UPDATE)["discrepancies"].added == ("dis-03",)


def test_the_first_version_has_nothing_before_it(where):
    with pytest.raises(NoVersion):
        undoing.undoing(where.current(), where)


def test_nobody_takes_back_past_somebody_who_published_meanwhile(where):
    first = changed(where, {"discrepancies": {"dis-03": {"what_vi": "Khác"}}})
    undone = undoing.undoing(first, where)
    changed(where, {"discrepancies": {"dis-04": {"what_vi": "Khác"}}})

    with pytest.raises(Conflict):
        undoing.take_back(undone, where, by=ME, note="Nhầm")


def test_under_four_eyes_it_is_proposed_and_an_editor_may_not_do_it_at_all(where, monkeypatch):
    monkeypatch.setattr(four_eyes, "are_needed", lambda: True)
    first = changed(where, {"discrepancies": {"dis-03": {"what_vi": "Khác"}}})
    undone = undoing.undoing(first, where)

    with pytest.raises(Forbidden):
        undoing.take_back(undone, where, by=APPROVER, note="Nhầm")
    for act in (undoing.take_back, undoing.propose):
        with pytest.raises(Forbidden):
            act(undone, where, by=EDITOR, note="Nhầm")
    proposal = undoing.propose(undone, where, by=APPROVER, note="Nhầm")
    assert (proposal.source, set(proposal.tables)) == ("↩ v2", {"discrepancies"})
