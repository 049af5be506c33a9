"""The header of a sheet is found, its headings understood, and its table told by them."""

import pytest

from data.faults import Fault
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.language import Language
from data.schema import TABLES
from tests.data.intake.laying import VISIT, faults_of, read, sheet


def test_a_header_is_found_under_titles_and_notes():
    draft = read(
        ["ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN", None, None],
        [],
        ["Danh sách chuyến thăm", None, "Nguồn"],
        ["Mã chuyến thăm", "Tên chuyến thăm", "Ngày bắt đầu"],
        ["a", "Thăm Pháp", "2023"],
    )

    assert (draft.table, draft.header_row, draft.numbers) == ("visits", 4, [5])


def test_a_header_below_the_thirtieth_row_is_not_sought():
    fault = drafts(sheet(*[["Danh sách"]] * 30, VISIT, ["a", "A", "2023"]))

    assert isinstance(fault, Fault)
    assert fault.kind == "no-table"


@pytest.mark.parametrize(
    "heading",
    [
        "Ngày bắt đầu",
        "NGÀY BẮT ĐẦU",
        "ngay bat dau",
        "  Ngày\nbắt  đầu *",
        "Ngày bắt đầu (*)",
        "Start",
        "Début",
        "start_date",
        "Start_Date",
        "# start_date",
    ],
)
def test_a_heading_matches_whatever_its_case_accents_spaces_and_star(heading):
    assert read(["visit_id", heading], ["a", "2023"]).cells["start_date"] == ["2023"]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Tên dự án (tiếng Việt)", "name_vi"),
        ("Tên dự án (tiếng Anh)", "name_en"),
        ("Tên dự án (Français)", "name_fr"),
        ("Tên dự án (en)", "name_en"),
        ("Tên dự án", "name_vi"),
        ("Name (English)", "name_en"),
        ("Name (Vietnamese)", "name_vi"),
        ("Name (tiếng Pháp)", "name_fr"),
        ("Name", "name_en"),
        ("Intitulé", "name_fr"),
        ("Nom court", "short_name_fr"),
        ("name_fr", "name_fr"),
    ],
)
def test_a_text_is_in_the_language_said_or_in_that_of_its_heading(heading, column):
    draft = read(["project_id", "status_code", heading], ["a", "1", "Tên"])

    assert draft.columns[column] == 2


@pytest.mark.parametrize(
    ("others", "column"),
    [
        (["Visit id", "Start"], "note_en"),
        (["Identifiant de la visite", "Début"], "note_fr"),
        (["visit_id", "start_date"], None),
    ],
)
def test_a_heading_of_two_languages_goes_with_its_neighbours_or_is_unknown(others, column):
    draft = read([*others, "Note"], ["a", "2023", "Lời"])

    assert [name for name in draft.columns if name.startswith("note")] == (
        [column] if column else []
    )
    assert draft.unknown == (() if column else ("Note",))


def test_headings_that_fit_nothing_are_named_and_not_used():
    draft = read(["visit_id", "Người nhập", "title_vi", 2023], ["a", "An", "Thăm Pháp", 5])

    assert draft.unknown == ("Người nhập", "2023")
    assert list(draft.cells) == ["visit_id", "title_vi"]


def test_a_column_of_a_workbook_without_a_heading_is_named_by_its_letter():
    draft = read([*VISIT, None, "Xem"], ["a", "A", "2023", "?", "!", None, "xong"])

    assert (draft.unknown, draft.faults) == (("Xem", "[D]", "[G]"), ())


def test_two_headings_of_one_column_are_a_fault():
    draft = read(["visit_id", "title_vi", "Tên chuyến thăm"], ["a", "A", "B"])

    assert faults_of(draft) == [
        ("duplicate-column", 1, "title_vi", "Tên chuyến thăm", ""),
        ("given-twice", 2, "title_vi", "A | B", ""),
    ]


def test_the_columns_are_told_where_they_stand():
    draft = read(["Stt", "Tên chuyến thăm", None, "Mã chuyến thăm"], [1, "A", None, "a"])

    assert draft.columns == {"title_vi": 1, "visit_id": 3}


# The table


@pytest.mark.parametrize("table", TABLES)
def test_the_key_alone_is_enough_for_a_table(table):
    assert read([TABLES[table].key], ["a"]).table == table


def test_three_columns_are_enough_for_a_table():
    assert read(["currency", "scope", "charted"], ["EUR", "project", "true"]).table == (
        "project_amounts"
    )


def test_most_matching_headings_win_over_any_hint():
    rows = (["meeting_id", "visit_id", "mode", "date"], ["m", "v", "online", "2023"])

    draft = drafts(sheet(*rows, name="visits"))

    assert isinstance(draft, Draft)
    assert draft.table == "meetings"


def test_the_table_that_somebody_says_is_no_hint():
    rows = (["meeting_id", "visit_id", "mode", "date"], ["m", "v", "online", "2023"])

    forced = drafts(sheet(*rows), Handling("visits"))
    by_one = drafts(sheet(["ID", "Tên dự án"], ["1", "Cấp nước"]), Handling("projects"))
    strange = drafts(sheet(["Món", "Giá"], ["Phở", "45000"]), Handling("projects"))

    assert isinstance(forced, Draft)
    assert (forced.table, forced.unknown) == ("visits", ("meeting_id", "mode", "date"))
    assert isinstance(by_one, Draft)
    assert (by_one.table, list(by_one.cells)) == ("projects", ["name_vi"])
    assert isinstance(strange, Fault)
    assert (strange.kind, strange.expected) == ("no-table", "projects")


@pytest.mark.parametrize(
    "headings",
    [
        ["ID", "Tên dự án", "Nhà tài trợ", "Tổng vốn"],  # one is the key of Discrepancies
        ["Mã", "Tên", "Giá"],
        ["ID", "status", "owner", "priority", "created", "closed"],
        ["Tình trạng", "Ghi chú", "Nguồn", "Tên", "Quý", "Kế hoạch", "Thực hiện", "Tỷ lệ"],
        ["Mã dự án", "Nhà thầu", "Giá gói thầu"],
    ],
)
def test_headings_that_many_tables_have_leave_it_open_which_one_it_is(headings):
    fault = drafts(sheet(headings, ["1"] * len(headings)))

    assert isinstance(fault, Fault)
    assert fault.kind in ("which-table", "several-tables", "no-table")


def test_a_heading_in_two_storeys_is_known_by_its_parts():
    rows = (
        ["Mã dự án", "Tên dự án", "Thời gian thực hiện", None, "Ghi chú"],
        [None, None, "Dự kiến bắt đầu", "Dự kiến kết thúc"],
        ["cap-nuoc", "Cấp nước", "01/02/2024", "31/12/2026", "một"],
    )

    draft = read(*rows)

    assert (draft.header_row, draft.numbers, draft.unknown) == (2, [3], ())
    assert draft.cells["planned_start"] == ["2024-02-01"]
    assert draft.cells["planned_end"] == ["2026-12-31"]


def test_among_equal_tables_the_one_with_its_key_wins():
    assert read(["org_id", "country", "source_ids"], ["afd", "FR", "a"]).table == "organisations"


SHARED = (["source_ids", "confidence", "note_vi"], ["a", "stated", "Lời"])


@pytest.mark.parametrize(
    ("found", "table"),
    [
        ({"name": "Cuộc gặp"}, "meetings"),
        ({"name": "people"}, "people"),
        ({"file": "outcomes.csv"}, "outcomes"),
        ({"name": "people", "file": "outcomes.csv"}, "people"),
    ],
)
def test_among_equal_tables_the_name_of_the_sheet_then_of_the_file_decides(found, table):
    draft = drafts(sheet(*SHARED, **found))

    assert isinstance(draft, Draft)
    assert draft.table == table


def test_among_equal_tables_the_one_asked_for_comes_first():
    draft = drafts(sheet(*SHARED, name="people"), Handling("visits"))

    assert isinstance(draft, Draft)
    assert draft.table == "visits"


def test_tables_that_fit_equally_well_are_not_guessed_between():
    fault = drafts(sheet(*SHARED))

    assert isinstance(fault, Fault)
    assert (fault.kind, fault.found) == ("several-tables", "source_ids · confidence · note_vi")
    assert "visits | meetings | outcomes" in fault.expected


def test_a_sheet_that_fits_no_table_is_told_with_what_was_found():
    fault = drafts(sheet(["Thực đơn"], ["Món", "Giá"], ["Phở", 45000]))

    assert isinstance(fault, Fault)
    assert (fault.kind, fault.sheet, fault.found) == ("no-table", "Sheet1", "Món · Giá")
    assert fault.expected == " | ".join(TABLES)
    assert fault.sentence(Language("en")).startswith("tap-tin.xlsx, sheet “Sheet1”: the headings")


@pytest.mark.parametrize("rows", [[], [[]], [[None, ""], ["  "]]])
def test_a_sheet_with_nothing_in_it_is_told(rows):
    assert drafts(sheet(*rows)) == Fault("empty-sheet", "tap-tin.xlsx", sheet="Sheet1")


def test_a_sheet_that_fits_no_table_is_told_by_its_headings_not_by_the_numbers_below_them():
    numbers = ["(1)", "(2)", "(3)"]
    fault = drafts(sheet(["Biểu 1"], ["Món", "Giá", "Nơi"], numbers, ["Phở", "50", "Tủa Chùa"]))

    assert isinstance(fault, Fault)
    assert fault.found == "Món · Giá · Nơi"
