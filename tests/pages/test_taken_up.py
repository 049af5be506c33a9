"""A browser whose server was lost comes to another while somebody types: what is typed is kept."""

import pytest
from streamlit.testing.v1 import AppTest

from data.desk.editing import sketching
from data.roles import ALONE
from tests.pages.desk import ROUTER, opened, said

MEETING = "2023-11-22-afd-paris"
THERE = "Written in another window"


@pytest.fixture
def sketch(kept):
    one = sketching.begin(kept, "Sửa cuộc gặp", by=ALONE)
    cells = {"mode": "online", "title_en": "Working session"}
    sketching.write(kept, one, "meetings", MEETING, cells, seen=0, by=ALONE)
    return one


def address(sketch):
    return {"part": "drafts", "draft": str(sketch.number), "table": "meetings", "row": MEETING}


def taken_up(app: AppTest, **parameters: str) -> AppTest:
    """A session of another server, to which a browser brings all that it holds."""
    other = AppTest.from_file(ROUTER, default_timeout=60)
    other.switch_page("data.py")
    for name, text in {"lang": "en", **parameters}.items():
        other.query_params[name] = text
    return other._run(app._tree.get_widget_states())


def field(app, kind, column):
    return next(one for one in app.get(kind) if one.key and one.key.endswith(f"-{column}"))


def cells(kept, sketch, table="meetings", row=MEETING):
    return sketching.one(kept, sketch.number, by=ALONE).rows[table][row].cells


def test_what_is_typed_and_chosen_before_the_other_server_drew_the_form_is_kept(kept, sketch):
    app = opened(**address(sketch))
    field(app, "text_input", "title_en").input("Working session on water")
    field(app, "text_input", "date").input("tháng 3 năm 2024")
    field(app, "text_area", "topics_vi").input("Nước sạch")
    field(app, "selectbox", "confidence").set_value("inferred")
    field(app, "multiselect", "foreign_org_ids").set_value(["afd", "dfa-dien-bien"])

    other = taken_up(app, **address(sketch))

    assert cells(kept, sketch) == {
        "mode": "online",
        "title_en": "Working session on water",
        "date": "2024-03",
        "topics_vi": "Nước sạch",
        "confidence": "inferred",
        "foreign_org_ids": "afd;dfa-dien-bien",
    }
    assert field(other, "text_input", "title_en").value == "Working session on water"
    assert field(other, "text_input", "date").value == "tháng 3 năm 2024"
    assert field(other, "selectbox", "confidence").value == "inferred"
    assert "another window" not in said(other, "warning")
    assert not other.exception


def test_a_field_that_was_emptied_stays_empty(kept, sketch):
    app = opened(**address(sketch))
    field(app, "text_input", "title_en").input("")
    field(app, "multiselect", "foreign_org_ids").set_value([])

    other = taken_up(app, **address(sketch))

    assert cells(kept, sketch)["title_en"] == ""
    assert cells(kept, sketch)["foreign_org_ids"] == ""
    assert field(other, "text_input", "title_en").value == ""


def test_what_was_typed_last_at_the_lost_server_is_shown_as_it_was_typed(kept, sketch):
    app = opened(**address(sketch))
    field(app, "text_input", "date").input("tháng 3 năm 2024").run()
    before = sketching.one(kept, sketch.number, by=ALONE)

    other = taken_up(app, **address(sketch))

    assert field(other, "text_input", "date").value == "tháng 3 năm 2024"
    assert sketching.one(kept, sketch.number, by=ALONE) == before


def test_what_another_window_wrote_meanwhile_is_shown_where_nothing_was_typed(kept, sketch):
    app = opened(**address(sketch))
    seen = {"mode": "online", "title_en": THERE}
    sketching.write(kept, sketch, "meetings", MEETING, seen, seen=1, by=ALONE)

    other = taken_up(app, **address(sketch))

    assert field(other, "text_input", "title_en").value == THERE
    assert cells(kept, sketch) == seen


def test_what_is_typed_over_a_cell_that_another_window_wrote_is_kept_and_both_are_told(
    kept, sketch
):
    app = opened(**address(sketch))
    seen = {"mode": "online", "title_en": THERE}
    sketching.write(kept, sketch, "meetings", MEETING, seen, seen=1, by=ALONE)
    field(app, "text_input", "title_en").input("Typed here")

    other = taken_up(app, **address(sketch))

    assert cells(kept, sketch)["title_en"] == "Typed here"
    told = said(other, "warning")
    assert f"“{THERE}” there, “Typed here” here" in told
    field(other, "text_input", "title_en").input("Typed once more").run()
    assert "another window" not in said(other, "warning")
    assert cells(kept, sketch)["title_en"] == "Typed once more"


def test_a_button_pressed_before_the_other_server_drew_it_does_its_work_once(kept, sketch):
    app = opened(**address(sketch))
    field(app, "button", "place_id-new").click()

    other = taken_up(app, **address(sketch))
    other = other.run()

    assert len(sketching.one(kept, sketch.number, by=ALONE).rows["places"]) == 1
    new = cells(kept, sketch)["place_id"]
    assert cells(kept, sketch, "places", new) is not None
    assert not other.exception


def test_a_part_that_was_unfolded_and_what_was_ticked_in_it_stay(kept, sketch):
    app = opened(**address(sketch))
    app.toggle(key="sketch-preview").set_value(True).run()
    other = taken_up(app, **address(sketch))
    assert other.toggle(key="sketch-preview").value


def test_another_draft_takes_nothing_from_what_the_browser_brings(kept, sketch):
    app = opened(**address(sketch))
    field(app, "text_input", "title_en").input("For the first draft")
    second = sketching.begin(kept, "Another", by=ALONE)

    other = taken_up(app, **address(second))

    assert sketching.one(kept, second.number, by=ALONE).rows == {}
    assert cells(kept, sketch)["title_en"] == "Working session"
    assert field(other, "text_input", "title_en").value != "For the first draft"


def test_the_guided_way_keeps_what_is_typed_as_well(kept):
    app = opened(part="visit")
    app = next(one for one in app.button if one.key == "begin-incoming").click().run()
    number = app.query_params["draft"][0]
    field(app, "text_input", "title_vi").input("Đoàn công tác")

    taken_up(app, part="visit", draft=number, step="visit")

    (edit,) = sketching.one(kept, int(number), by=ALONE).rows["visits"].values()
    assert (edit.cells or {})["title_vi"] == "Đoàn công tác"
