"""The form of a row at the desk: fields in words, rows made on the way, faults at the field."""

from datetime import date

import pytest

from data.__main__ import main as shell
from data.desk import merging
from data.desk.comparing import Mode
from data.desk.editing import sketch_check, sketching
from data.desk.publishing import publish
from data.language import Language
from data.record.rows import tables_of
from data.roles import ALONE
from data.schema import TABLES
from data.store import store
from tests.pages.desk import opened, said, shipped, shown, uploaded, written

pytestmark = pytest.mark.usefixtures("kept")
MEETING = "2023-11-22-afd-paris"


def form(table, row="new.1", **parameters):
    return opened(part="drafts", table=table, row=row, **parameters)


def one(app, kind, label):
    """The one widget of a kind whose label has these words."""
    return next(part for part in app.get(kind) if label in part.label.replace("\\", ""))


def cells(table, row="new.1"):
    """What the draft has of a row."""
    sketch = sketching.listed(store(), by=ALONE)[0]
    return sketching.one(store(), sketch.number, by=ALONE).rows[table][row].cells


def test_a_span_typed_into_the_start_fills_the_end_and_is_there_after_a_reload():
    app = form("visits")
    one(app, "text_input", "Start").input("22–25/11/2023").run()

    assert cells("visits") == {"start_date": "2023-11-22", "end_date": "2023-11-25"}
    again = form("visits", lang="vi")
    assert one(again, "text_input", "Ngày kết thúc").value == "25/11/2023"


def test_a_date_is_shown_back_as_it_was_understood():
    app = form("meetings", lang="vi")
    one(app, "text_input", "Ngày").input("about 2018").run()

    assert "→ khoảng 2018" in shown(app)
    assert cells("meetings") == {"date": "2018~"}


def test_the_same_fault_is_told_in_the_same_words_by_form_upload_and_shell(tmp_path, capsys):
    app = form("meetings")
    one(app, "text_input", "Date").input("31/2/2024").run()
    told = said(app, "error")

    row = {"meeting_id": "new-1", "date": "31/2/2024"}
    page = shown(uploaded(("meetings.csv", written("meetings", [row]))))
    file = tmp_path / "meetings.csv"
    file.write_bytes(written("meetings", [row]))
    shell(["--lang", "en", "check", str(file)])
    line = next(one for one in capsys.readouterr().out.splitlines() if "31/2/2024" in one)

    assert told.startswith("This is not a date.")
    assert "this is not a date." in page
    assert "this is not a date." in line
    for part in told.split(": ", 1)[1].rstrip(".").split(". Expected: "):
        assert part.strip("“”.") in page
        assert part.strip("“”.") in line
    assert cells("meetings")["date"] == "31/2/2024"


def test_a_partner_is_chosen_by_a_name_without_accents():
    app = form("meetings", lang="vi")
    one(app, "multiselect", "phía đối tác").set_value(["co quan phat trien phap"]).run()

    assert cells("meetings")["foreign_org_ids"] == "afd"


def test_a_name_that_is_not_known_becomes_a_new_partner_with_its_fields_below():
    app = form("meetings", lang="vi")
    one(app, "multiselect", "Cơ quan phía đối tác").set_value(["Hội Bạn bè X"]).run()
    assert "“Hội Bạn bè X” chưa có trong dữ liệu." in "".join(
        part.value.replace("\\", "") for part in app.markdown
    )
    one(app, "button", "Thêm mới: “Hội Bạn bè X”").click().run()

    new = cells("meetings")["foreign_org_ids"]
    assert cells("organisations", new)["name_vi"] == "Hội Bạn bè X"
    assert [field.value for field in app.text_input].count("Hội Bạn bè X") == 2


def test_a_name_that_is_not_known_becomes_another_name_of_a_partner():
    app = form("meetings", lang="vi")
    one(app, "multiselect", "Cơ quan phía đối tác").set_value(["Quỹ Pháp Z"]).run()
    one(app, "selectbox", "“Quỹ Pháp Z” là tên khác của").set_value("afd").run()

    assert cells("meetings")["foreign_org_ids"] == "afd"
    assert "Quỹ Pháp Z" in cells("organisations", "afd")["aliases"].split(";")


def test_an_entry_of_a_list_is_found_without_accents_and_by_a_part_of_its_name():
    app = form("projects", lang="vi")
    one(app, "multiselect", "Hình thức vốn").set_value(["von vay", "hien vat"]).run()

    assert cells("projects")["finance"] == "loan;in_kind"
    assert one(app, "multiselect", "Hình thức vốn").value == ["loan", "in_kind"]


def test_a_new_person_who_is_not_complete_is_called_by_name_and_not_by_an_id():
    app = form("meetings", MEETING)
    one(app, "multiselect", "People, partner side").set_value(["Jean Dupont"]).run()
    one(app, "button", "New: “Jean Dupont”").click().run()

    assert "“Jean Dupont” is new and not complete yet" in said(app, "warning")
    assert "jean-dupont" not in said(app, "error") + said(app, "warning")
    person = cells("people", cells("meetings", MEETING)["foreign_person_ids"])
    assert person["source_ids"] == shipped("meetings")[MEETING]["source_ids"]


def test_a_likely_double_is_named_before_it_is_made():
    app = opened(part="drafts", table="meetings", like=MEETING)

    assert "Is this the same as “Working session with AFD in Paris" in said(app, "warning")


def test_a_row_like_another_has_its_cells_and_no_id():
    app = opened(part="drafts", table="meetings", like=MEETING)
    key = app.query_params["row"]
    key = key if isinstance(key, str) else key[0]

    made = cells("meetings", key)
    assert made["foreign_org_ids"] == "afd"
    assert "meeting_id" not in made
    assert "like" not in app.query_params


def test_a_removal_names_all_that_goes_with_it_and_can_be_taken_back():
    app = form("meetings", MEETING, go="remove")
    assert "These rows cannot be without it" in said(app, "warning")
    remove = one(app, "button", "Remove")
    assert remove.disabled

    one(app, "checkbox", "rows go").check().run()
    one(app, "button", "Remove").click().run()
    assert cells("meetings", MEETING) is None

    one(app, "button", "Do not remove it").click().run()
    sketch = sketching.listed(store(), by=ALONE)[0]
    assert MEETING not in sketch.rows.get("meetings", {})


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "x" * 5_000, "**a** [b](c) $x$ :red[y]"]
)
def test_hostile_and_long_names_stay_as_they_were_typed(name):
    app = form("people")
    one(app, "text_input", "Name").input(name).run()

    assert not app.exception
    assert cells("people")["name"] == name
    assert "<script>alert" not in shown(app)


def test_the_row_stands_beside_its_form_as_readers_will_see_it():
    app = form("meetings", MEETING)
    one(app, "text_input", "Title (English)").input("Talks at AFD").run()
    one(app, "toggle", "As readers will see it").set_value(True).run()

    assert 'class="nc-preview"' in shown(app)
    assert "Talks at AFD" in shown(app)


@pytest.mark.parametrize("table", [name for name, one in TABLES.items() if not one.keeps_files])
def test_a_row_of_every_table_can_be_seen_as_readers_will_see_it(table):
    key = next(iter(shipped(table)))
    app = form(table, key)
    one(app, "toggle", "As readers will see it").set_value(True).run()

    assert not app.exception
    assert 'class="nc-preview"' in shown(app)


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_a_form_shows_no_id_and_no_code(code):
    app = form("outcomes", "out-001", lang=code)
    labels = [part.label for kind in ("text_input", "selectbox") for part in app.get(kind)]
    _ = Language(code).text

    assert not app.exception
    assert not any("_" in label.replace("\\_", "") for label in labels)
    assert "commitment" not in [part.value for part in app.text_input]


def test_from_a_record_one_comes_to_its_form():
    app = opened(part="upload")
    app.switch_page("partners.py")
    app.query_params["org"] = "afd"
    app.run()

    assert "part=drafts&amp;table=organisations&amp;row=afd" in shown(app)
    assert "like=afd" in shown(app)


def test_a_source_merged_meanwhile_is_named_and_the_one_in_its_place_is_taken_by_one_click(
    kept,
):
    keep, goes = "embassy-vn-paris-2023-11", "baodbp-afd-monday"
    sketch = sketching.begin(kept, by=ALONE)
    sources = {"source_ids": f"{goes};afd-warm-2020"}
    sketching.write(kept, sketch, "meetings", MEETING, sources, seen=0, by=ALONE)
    known = tables_of(kept.tables(kept.current_id()))
    edits = merging.merged(known, "sources", keep, goes).edits(known)
    other = sketching.begin(kept, "Gộp", edits, by=ALONE)
    looked = sketch_check.examined(other, kept, date(2026, 11, 26))
    publish(looked.checkup, kept, mode=Mode.UPDATE, by=ALONE.called("An"), note="Gộp")

    app = form("meetings", MEETING, draft=str(sketch.number))
    assert "from the record meanwhile" in said(app, "warning")
    assert goes not in said(app, "warning")
    one(app, "button", "which stands in its place").click().run()

    assert cells("meetings", MEETING) == {"source_ids": f"{keep};afd-warm-2020"}
    assert "from the record meanwhile" not in said(app, "warning")
