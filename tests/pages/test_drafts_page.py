"""Drafts at the desk: listed, opened, published, thrown away; each editor sees their own."""

from datetime import date

import pytest

from data.desk import publishing
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.desk.editing.presets import of_visit
from data.roles import ALONE, STRANGER, Caller, Role
from tests.pages.desk import opened, said, shown

pytestmark = pytest.mark.usefixtures("kept")
MEETING = "2023-11-22-afd-paris"


@pytest.fixture
def sketch(kept):
    one = sketching.begin(kept, "Sửa cuộc gặp", by=ALONE)
    sketching.write(kept, one, "meetings", MEETING, {"mode": "online"}, seen=0, by=ALONE)
    return one


def field(app, label):
    return next(one for one in app.text_input if label in one.label)


def press(app, label):
    return next(one for one in app.button if one.label == label).click().run()


def test_a_draft_is_published_and_then_gone_and_the_page_leads_to_its_rows(kept, sketch):
    app = opened(part="drafts", draft=str(sketch.number))
    field(app, "Your name").input("An")
    field(app, "What changed").input("Sửa hình thức")
    app = press(app, "Publish")

    assert sketching.listed(kept, by=ALONE) == []
    assert f"meeting={MEETING}" in shown(app)
    assert kept.current().note == "Sửa hình thức"


def test_a_draft_is_thrown_away_only_with_a_tick(kept, sketch):
    app = press(opened(part="drafts", draft=str(sketch.number)), "Throw away")
    assert "nothing was thrown away" in said(app, "warning")
    assert sketching.listed(kept, by=ALONE) != []

    app.checkbox[-1].check()
    app = press(app, "Throw away")

    assert sketching.listed(kept, by=ALONE) == []


def test_what_is_typed_after_a_draft_is_gone_or_a_sign_in_has_ended_is_shown_to_be_copied(
    kept, sketch, monkeypatch
):
    app = opened(part="drafts", draft=str(sketch.number), table="meetings", row=MEETING)
    typed = next(one for one in app.text_input if one.key and one.key.endswith("-date"))
    monkeypatch.setattr("components.entrance.gate.caller", lambda: STRANGER)
    app = typed.input("23/11/2023").run()

    assert "no longer signed in" in said(app, "error")
    assert "2023-11-23" in app.code[0].value
    assert sketching.listed(kept, by=ALONE)[0].count == 1


def test_a_cell_that_two_windows_write_is_said_with_both_texts(kept, sketch):
    app = opened(part="drafts", draft=str(sketch.number), table="meetings", row=MEETING)
    edit = sketching.one(kept, sketch.number, by=ALONE).rows["meetings"][MEETING]
    there = {"mode": "online", "date": "2023-11-24"}
    sketching.write(kept, sketch, "meetings", MEETING, there, seen=edit.revision, by=ALONE)

    here = next(one for one in app.text_input if one.key and one.key.endswith("-date"))
    app = here.input("23/11/2023").run()

    assert "“2023-11-24” there, “2023-11-23” here" in said(app, "warning")


def test_a_cell_that_others_published_meanwhile_is_marked_and_written_over_only_with_a_tick(
    kept, sketch
):
    others = sketching.begin(kept, "", {"meetings": {MEETING: {"mode": "site_visit"}}}, by=ALONE)
    looked = sketch_check.examined(others, kept, date(2026, 11, 26))
    by = ALONE.called("Lò Văn Khác")
    publishing.publish(looked.checkup, kept, mode=Mode.UPDATE, by=by, note="Họp cả hai cách")

    app = opened(part="drafts", draft=str(sketch.number))
    assert "Lò Văn Khác published version 2 meanwhile (Họp cả hai cách)" in said(app, "warning")
    assert any("Write over 1 cell that was changed meanwhile" in one.label for one in app.checkbox)
    field(app, "Your name").input("An")
    field(app, "What changed").input("Vẫn là trực tuyến")
    app = press(app, "Publish")
    assert kept.current().note == "Họp cả hai cách", "not without the tick"

    next(one for one in app.checkbox if "Write over" in one.label).check()
    app = press(app, "Publish")
    assert kept.current().note == "Vẫn là trực tuyến"


def test_an_editor_whose_role_shrank_is_told_and_the_draft_stays(kept, sketch, monkeypatch):
    app = opened(part="drafts", draft=str(sketch.number), table="meetings", row=MEETING)
    typed = next(one for one in app.text_input if one.key and one.key.endswith("-date"))
    reader = Caller("ban", "Lò Thị Ban", Role.READER)
    monkeypatch.setattr("components.entrance.gate.caller", lambda: reader)

    app = typed.input("23/11/2023").run()

    assert not app.exception
    assert said(app, "error")
    assert "2023-11-23" in app.code[0].value
    assert sketching.one(kept, sketch.number, by=ALONE).rows["meetings"][MEETING].cells == {
        "mode": "online"
    }


def test_a_visit_is_begun_and_can_be_taken_up_again_from_the_list(kept):
    app = press(opened(part="visit"), "The province travelled")
    (begun,) = sketching.listed(kept, by=ALONE)

    assert app.query_params["step"] == "visit"
    assert f"part=visit&amp;draft={begun.number}" in shown(opened(part="drafts"))


def test_a_form_that_was_only_opened_leaves_no_draft_in_the_list(kept):
    for row in ("new.1", MEETING):
        opened(part="drafts", table="meetings", row=row)
    assert "There is no draft." in shown(opened(part="drafts"))
    assert len(sketching.listed(kept, by=ALONE)) == 1


def test_a_cell_typed_back_to_what_is_published_is_no_change_of_the_draft(kept, sketch):
    app = opened(part="drafts", draft=str(sketch.number), table="meetings", row=MEETING)
    app = (
        next(one for one in app.selectbox if str(one.key).endswith("-mode"))
        .set_value("in_person")
        .run()
    )

    assert sketching.one(kept, sketch.number, by=ALONE).rows == {}
    assert not app.exception


def test_a_visit_begun_twice_without_a_word_is_one_draft(kept):
    for _ in range(2):
        press(opened(part="visit"), "The province travelled")
    press(opened(part="visit"), "Partners came to the province")

    begun = sketching.listed(kept, by=ALONE)
    ways = [row.cells for one in begun for row in one.rows["visits"].values()]
    assert ways == [of_visit("incoming"), of_visit("outgoing")]


def test_a_new_draft_asked_for_twice_is_one_draft(kept):
    for _ in range(2):
        press(opened(part="drafts"), "New draft")

    assert len(sketching.listed(kept, by=ALONE)) == 1
