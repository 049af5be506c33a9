"""Drafts asked for in ways they are not meant to be: others', broken, hostile; a sentence each."""

from datetime import date

import pytest
from sqlalchemy import insert, update

from data.accounts import accounts
from data.desk.editing import sketch_check, sketching
from data.record.rows import tables_of
from data.roles import ALONE, Caller, Role
from data.store import Unreachable, sketches
from data.store.sketched import NoSketch
from data.store.tables import sketch_rows
from tests.pages.desk import opened, said, shown

pytestmark = pytest.mark.usefixtures("kept")
BOSS = Caller("chu", "Chủ", Role.ADMINISTRATOR)
OWNER = Caller("ban", "Lò Thị Ban", Role.EDITOR)
OTHER = Caller("dung", "Cà Văn Dũng", Role.ADMINISTRATOR)
READER = Caller("doc", "Vàng A Đọc", Role.READER)
MEETING = "2023-11-22-afd-paris"
SECRET = "Chưa ai được biết"
HOSTILE = "<script>alert(1)</script>' OR 1=1 --"


def drafted(kept, by=ALONE):
    return sketching.begin(kept, "Nháp", {"meetings": {MEETING: {"topics_vi": SECRET}}}, by=by)


def everything(app) -> str:
    """All that a page holds: its HTML, its notices, the texts in its fields."""
    kinds = "".join(said(app, kind) for kind in ("error", "warning", "info", "success"))
    fields = [str(one.value) for one in (*app.text_input, *app.text_area)]
    return shown(app) + kinds + "".join(fields)


@pytest.mark.parametrize("by", [OTHER, READER])
@pytest.mark.parametrize("address", [{}, {"table": "meetings", "row": MEETING}])
def test_nobody_sees_or_changes_the_draft_of_somebody_else(by, address, kept, monkeypatch):
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    for one in (OWNER, OTHER, READER):
        accounts.add(kept, one.account, one.name, one.role, None, by=BOSS)
    sketch = drafted(kept, OWNER)
    monkeypatch.setattr("components.entrance.gate.caller", lambda: by)

    app = opened(part="drafts", draft=str(sketch.number), **address)

    assert not app.exception
    assert SECRET not in everything(app)
    assert app.warning, "it says that there is no such draft, or that the part is closed"
    assert sketching.one(kept, sketch.number, by=OWNER) == sketch


@pytest.mark.parametrize("draft", ["-1", "0", "99999999999999999999", "1e3", HOSTILE, "١"])
def test_a_draft_that_is_none_gets_a_sentence_and_nothing_is_begun(draft, kept):
    app = opened(part="drafts", draft=draft)

    assert not app.exception
    assert "All drafts are listed" in said(app, "warning")
    assert sketching.listed(kept, by=ALONE) == []


@pytest.mark.parametrize(
    "row", [HOSTILE, "no-such-row", "new.", "new." + "x" * 10_000, "a\0b", "../../etc/passwd"]
)
def test_a_row_that_is_none_opens_without_a_trace_of_an_error(row, kept):
    sketch = drafted(kept)

    app = opened(part="drafts", draft=str(sketch.number), table="meetings", row=row)

    assert not app.exception
    assert "<script>alert" not in shown(app)
    assert sketching.one(kept, sketch.number, by=ALONE).rows == sketch.rows


@pytest.mark.parametrize("table", ["sketches", "accounts", HOSTILE])
def test_a_table_that_is_none_of_the_record_shows_the_draft(table, kept):
    sketch = drafted(kept)

    app = opened(part="drafts", draft=str(sketch.number), table=table)

    assert not app.exception
    assert said(app, "warning")


@pytest.mark.parametrize("cells", ["{", "[]", '{"date": 5}', "true", ""])
def test_a_row_broken_in_the_store_is_named_and_the_rest_of_the_draft_is_there(cells, kept):
    sketch = drafted(kept)
    with kept.transaction(writing=True) as connection:
        line = {"sketch": sketch.number, "record_table": "places", "key": "caen", "place": 2}
        connection.execute(insert(sketch_rows).values(line | {"cells": cells, "revision": 1}))

    app = opened(part="drafts", draft=str(sketch.number))

    assert not app.exception
    assert "1 row of this draft cannot be read any more" in said(app, "error")
    assert "caen" in said(app, "error")
    read = sketching.one(kept, sketch.number, by=ALONE)
    assert (read.rows, read.broken) == (sketch.rows, (("places", "caen"),))


def test_a_broken_row_can_be_written_anew_and_thrown_away(kept):
    sketch = drafted(kept)
    with kept.transaction(writing=True) as connection:
        connection.execute(update(sketch_rows).values(cells="{"))

    edit = sketching.write(
        kept, sketch, "meetings", MEETING, {"date": "2023-11-23"}, seen=1, by=ALONE
    )

    read = sketching.one(kept, sketch.number, by=ALONE)
    assert (read.rows["meetings"], read.broken) == ({MEETING: edit}, ())
    sketching.throw_away(kept, read, by=ALONE)
    assert sketching.listed(kept, by=ALONE) == []


def test_a_store_that_does_not_answer_gets_its_sentence(kept, monkeypatch):
    sketch = drafted(kept)

    def gone(*_given, **_named):
        raise Unreachable

    monkeypatch.setattr("data.store.sketches.every", gone)
    app = opened(part="drafts", draft=str(sketch.number))

    assert not app.exception
    assert "does not answer" in said(app, "error")


def test_drafts_go_with_the_account_and_those_of_others_stay(kept):
    for one in (OWNER, OTHER):
        accounts.add(kept, one.account, one.name, one.role, None, by=BOSS)
    own, other = drafted(kept, OWNER), drafted(kept, OTHER)

    accounts.remove(kept, OWNER.account, by=OTHER)

    with pytest.raises(NoSketch):
        sketches.one(kept, own.number)
    assert sketches.one(kept, other.number) == other
    accounts.add(kept, OWNER.account, "Người khác", Role.EDITOR, None, by=BOSS)
    assert sketching.listed(kept, by=OWNER) == [], "a later account of that name is another one"


@pytest.mark.slow
def test_a_draft_of_ten_thousand_rows_is_kept_read_and_checked(kept):
    row = tables_of(kept.tables(kept.current_id()))["places"]["caen"]
    rows = {
        f"caen-{number}": {**row, "place_id": f"caen-{number}", "name_vi": f"Caen {number}"}
        for number in range(10_000)
    }

    sketch = sketching.begin(kept, "Lớn", {"places": rows}, by=ALONE)
    looked = sketch_check.examined(sketch, kept, date(2026, 11, 26))

    assert sketch.count == 10_000
    assert len(looked.checkup.checked.rows["places"]) == 10_000
