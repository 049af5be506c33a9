"""An office's own sheet is mapped on the page, published from there, and remembered."""

import json
from pathlib import Path

import pytest

from data.desk import mappings
from data.record import rows
from data.record.loading import CURATED
from data.roles import ALONE
from data.store import Store, audit
from tests.data.intake.office_sheets import SHEETS
from tests.pages.desk import opened, said, shown, sign, uploaded

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("kept")]
CASES = Path(__file__).parents[1] / "data" / "cases"
SOURCE = "vna-2025-03-17"


class Person:
    """Somebody at the desk, whose clicks are counted: two for a choice, one for a button."""

    def __init__(self, file: str, content: bytes) -> None:
        self.app = uploaded((file, content))
        self.clicks = 1

    def table(self, name) -> None:
        self.choose("Each row is one of", name)
        self.app = self.app.run()

    def choose(self, label, value) -> None:
        box = next(one for one in self.app.selectbox if _plain(one.label).startswith(label))
        box.set_value(value)
        self.clicks += 2

    def add(self, label, *values) -> None:
        box = next(one for one in self.app.multiselect if _plain(one.label).startswith(label))
        box.set_value(list(values))
        self.clicks += 1 + len(values)

    def leave_out(self, heading) -> None:
        box = next(one for one in self.app.selectbox if _plain(one.label) == f"“{heading}” is")
        box.select("Leave out")
        self.clicks += 2

    def press(self, label) -> None:
        button = next(one for one in self.app.button if _plain(one.label).startswith(label))
        self.app = button.click().run()
        self.clicks += 1

    def publish(self) -> None:
        self.clicks += 3 + sum(bool(box.proto.form_id) for box in self.app.checkbox)
        self.app = sign(self.app)
        assert not self.app.exception


def _plain(label: str) -> str:
    return label.replace("\\", "")


def published(kept: Store, table: str) -> rows.Rows:
    return rows.rows_of(table, kept.tables(kept.current_id())[table])


def new_rows(kept: Store, table: str) -> list[rows.Row]:
    before = rows.rows_of(table, (CURATED / f"{table}.csv").read_bytes())
    return [row for key, row in published(kept, table).items() if key not in before]


def mapped(file: str, content: bytes) -> Person:
    """Somebody who has mapped a sheet of projects and has read it."""
    person = Person(file, content)
    person.table("projects")
    person.add("Sources", SOURCE)
    person.choose("Confidence", "stated")
    person.press("Read the sheet this way")
    assert not person.app.exception
    return person


def test_an_offices_own_headings_are_mapped_and_published_without_leaving_the_page(kept):
    content = (CASES / "18_official_headings.xlsx").read_bytes()
    person = Person("18.xlsx", content)
    assert "fit none of our tables" in said(person.app, "warning")
    assert [box.value for box in person.app.selectbox] == [None]  # nothing is guessed boldly

    person = mapped("18.xlsx", content)
    person.publish()

    first, second = new_rows(kept, "projects")
    assert (first["project_id"], first["funder_org_ids"]) == ("cap-nuoc-sach", "afd")
    assert (first["planned_start"], first["planned_end"]) == ("2021", "2025")
    assert (second["funder_org_ids"], second["status_text_vi"]) == ("jica", "chưa triển khai")
    amounts = new_rows(kept, "project_amounts")
    assert [(one["amount"], one["currency"]) for one in amounts] == [
        ("275028000000", "VND"),
        ("1500000000", "VND"),
    ]
    assert person.clicks <= 14


def test_a_heading_that_many_tables_have_is_a_choice_of_table_and_a_mapping(kept):
    person = Person("id_list.csv", (CASES / "id_list.csv").read_bytes())
    assert "which table this is" in said(person.app, "warning")
    person.table("projects")
    person.add("Sources", SOURCE)
    person.choose("Confidence", "stated")

    person.press("Read the sheet this way")

    assert "Choose what these columns are, or leave them out: ID, Tổng vốn." in said(
        person.app, "warning"
    )
    assert not person.app.exception
    person.leave_out("ID")
    total = next(one for one in person.app.selectbox if "Tổng vốn" in one.label)
    person.app = total.select("Amount: Total cost").run()
    person.press("Read the sheet this way")
    assert "Fill what every row must have: Currency." in said(person.app, "warning")
    person.choose("Currency", "VND")
    person.press("Read the sheet this way")
    person.publish()

    assert [one["name_vi"] for one in new_rows(kept, "projects")] == ["Cấp nước", "Làm đường"]
    assert [one["amount"] for one in new_rows(kept, "project_amounts")] == ["100", "200"]


# table, rows, amounts, clicks from the empty desk to publication (README.md names these)
EXPECTED = {
    "oda.xlsx": ("projects", 2, 6, 11),
    "vien-tro.csv": ("projects", 2, 2, 11),
    "pcpnn.xlsx": ("projects", 2, 2, 11),
    "doan.xlsx": ("visits", 2, 0, 15),
    "koica.xlsx": ("projects", 2, 2, 19),
}


@pytest.mark.parametrize("file", SHEETS)
def test_sheets_as_different_as_offices_are_mapped_to_publication_in_few_clicks(file, kept):
    table, count, amounts, most = EXPECTED[file]
    person = Person(file, SHEETS[file]())
    person.table(table)
    if file == "doan.xlsx":
        person.leave_out("Kinh phí")
        person.choose("Status", "planned")
    if file == "koica.xlsx":
        person.choose("Name (Vietnamese): the same as", "name_en")
        person.choose("Short name (Vietnamese): the same as", "name_en")
        person.add("Other columns", "funder_org_ids")
        person.app = person.app.run()
        person.add("Funders", "koica")
    person.add("Sources", SOURCE)
    person.choose("Confidence", "stated")
    person.press("Read the sheet this way")
    person.publish()

    assert len(new_rows(kept, table)) == count
    assert len(new_rows(kept, "project_amounts")) == amounts
    assert person.clicks <= most, person.clicks


def test_a_mapping_is_remembered_and_offered_for_the_same_headings(kept):
    content = (CASES / "18_official_headings.xlsx").read_bytes()
    mapped("nam-2025.xlsx", content)

    later = Person("nam-2026.xlsx", content)
    later.press("Read it by “nam-2025”")

    assert later.clicks == 2  # and three to publish, as README.md says
    assert not later.app.exception
    assert "<strong>Projects</strong>" in shown(later.app)
    with kept.transaction() as connection:
        acts = [entry.act for entry in audit.entries(connection)]
    assert acts.count("mapping-kept") == 1


def test_where_two_mappings_fit_one_must_be_chosen(kept):
    content = (CASES / "18_official_headings.xlsx").read_bytes()
    mapped("mot.xlsx", content)
    (one,) = mappings.listed(kept)
    mappings.take_in(kept, one.content.replace('"mot"', '"hai"').encode(), by=ALONE)

    app = uploaded(("ba.xlsx", content))

    assert "Several remembered mappings fit" in shown(app)
    assert [b.label for b in app.button] == ["Read it by “hai”", "Read it by “mot”"]
    assert "<strong>Projects</strong>" not in shown(app)


def test_a_file_that_changed_its_shape_begins_with_what_is_still_there(kept):
    before = "Tên dự án,Nhà tài trợ,Thời gian,Ghi chú\nCấp nước,AFD,2021-2025,x\n"
    after = "Tên dự án,Nhà tài trợ,Thời gian,Đầu mối\nCấp nước,AFD,2021-2025,An\n"
    mapped("cu.csv", before.encode())

    person = Person("moi.csv", after.encode())
    page = shown(person.app)
    assert "Not in this file: Ghi chú." in page
    assert "New in this file: Đầu mối." in page
    person.press("Begin with “cu”")

    values = {_plain(box.label): box.value for box in person.app.selectbox}
    assert values["Each row is one of"] == "projects"
    assert values["“Đầu mối” is"] is None
    assert values["Confidence"] == "stated"


def test_remembered_mappings_are_listed_renamed_taken_away_brought_in_and_removed(kept):
    mapped("danh-muc.csv", b"T\xc3\xaan d\xe1\xbb\xb1 \xc3\xa1n,Ghi ch\xc3\xba\nC\xe1\xba\xa5p,x\n")
    (one,) = mappings.listed(kept)
    assert json.loads(one.content)["table"] == "projects"

    app = opened(part="mappings")
    assert "danh-muc" in shown(app)
    app.text_input[-1].input("Danh mục năm")
    app = next(b for b in app.button if b.label == "Rename").click().run()
    assert [one.name for one in mappings.listed(kept)] == ["Danh mục năm"]

    remove = next(b for b in app.button if b.label == "Remove the mapping")
    app = remove.click().run()
    assert "Tick that it is no longer needed" in said(app, "warning")
    app.checkbox[-1].check()
    app = next(b for b in app.button if b.label == "Remove the mapping").click().run()
    assert mappings.listed(kept) == []

    app.file_uploader[-1].set_value([("a.json", one.content.encode(), "application/json")])
    app = app.run()
    assert [one.name for one in mappings.listed(kept)] == ["danh-muc"]
    app.file_uploader[-1].set_value([("b.json", b'{"form": 1}', "application/json")])
    app = app.run()
    assert "is no mapping of this desk" in said(app, "error")
    assert not app.exception


def test_the_editor_of_a_sheet_that_was_read_begins_with_the_table_it_is_read_as():
    person = Person("03.xlsx", (CASES / "03_two_header_rows_merged.xlsx").read_bytes())

    app = person.app.toggle[0].set_value(True).run()

    assert app.selectbox[0].value == "projects"
    assert len(app.selectbox) > 3
    assert not app.exception


def test_the_editor_says_that_a_column_of_units_counts_for_the_amount_of_its_row(kept):
    content = "Tên dự án,Nhà tài trợ,Giá trị,Đơn vị\nNước A,AFD,12,triệu EUR\nNước B,JICA,300,USD\n"
    person = Person("don-vi.csv", content.encode())
    person.table("projects")
    person.leave_out("Đơn vị")
    value = next(one for one in person.app.selectbox if "Giá trị" in one.label)
    person.app = value.select("Amount: Total cost").run()

    assert "Where “Đơn vị” says a unit or currency" in shown(person.app)
    person.choose("Currency", "VND")
    person.add("Sources", SOURCE)
    person.choose("Confidence", "stated")
    person.press("Read the sheet this way")
    person.publish()

    amounts = new_rows(kept, "project_amounts")
    assert [(one["amount"], one["currency"]) for one in amounts] == [
        ("12000000", "EUR"),
        ("300", "USD"),
    ]
