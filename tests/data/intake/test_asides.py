"""Totals, notes, repeated headings and second tables are left aside; what may be a row stays."""

from dataclasses import replace

import pytest

from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.language import Language
from data.sheets.looks import Area, Look, Place
from tests.data.intake.laying import read, sheet

ORGS = ["org_id", "name_vi", "name_en", "country", "website"]
ROW = ["afd", "Cơ quan Phát triển Pháp", "AFD", "FR", None]
AMOUNTS = ["amount_id", "project_id", "amount", "currency", "note_vi"]
PAID = ["a-1", "p-1", 500, "EUR", None]


def asides(draft):
    return [(fault.kind, fault.row) for fault in draft.asides]


def looking(look, *rows, **answers):
    answered = {kind.replace("_", "-"): way for kind, way in answers.items()}
    draft = drafts(replace(sheet(*rows), look=look), Handling(None, answered))
    assert isinstance(draft, Draft), draft
    return draft


@pytest.mark.parametrize(
    "total",
    [
        [None, "Tổng cộng", 500],
        ["Tổng cộng:", None, 500, None],
        ["Cộng (I+II)", None, "500"],
        ["TOTAL", None, 1_000],
        [None, None, "Total général", None, 500],
    ],
)
def test_a_total_is_left_aside_and_named(total):
    draft = read(AMOUNTS, PAID, total, ["a-2", "p-1", 20, "EUR"])

    assert (draft.numbers, asides(draft)) == ([2, 4], [("total-row", 3)])


@pytest.mark.parametrize(
    "row",
    [
        ["total", "Total", "Total", "FR"],
        ["total-energies", "Total"],
        ["total", None, None],
        ["Total", "Total Energies", "Total", "FR"],
        [None, "Total", "Total", "FR"],
        [None, "Tổng công ty Điện lực", None, None],
        [None, "Tổng cục Du lịch", None, None],
    ],
)
def test_an_organisation_called_total_is_a_row(row):
    draft = read(ORGS, ROW, row, ROW)

    assert (draft.numbers, draft.asides) == ([2, 3, 4], ())


def test_headings_that_are_repeated_or_numbered_are_left_aside():
    numbered = ["(1)", "(2)", "(3)", "(4)"]
    draft = read(ORGS, numbered, ROW, ORGS, [*ORGS[:2]], ["ten", "Tên"])

    assert draft.numbers == [3, 6]
    assert asides(draft) == [("repeated-heading", row) for row in (2, 4, 5)]


def test_a_row_whose_cells_are_numbers_in_another_order_is_a_row():
    assert read(AMOUNTS, ["1", "2", "4", "3"]).numbers == [2]


def test_notes_and_signatures_below_are_left_aside():
    draft = read(
        ORGS,
        ROW,
        [],
        ["Ghi chú: số liệu tạm tính đến 30/9"],
        [None, None, None, "Điện Biên, ngày 5 tháng 10 năm 2025"],
        [None, "NGƯỜI LẬP BIỂU", None, "KT. GIÁM ĐỐC"],
        [],
        [None, "Nguyễn Văn A"],
    )

    assert (draft.numbers, asides(draft)) == ([2], [("note-row", row) for row in (4, 5, 6, 8)])


def test_a_note_right_below_the_last_row_or_a_total_is_left_aside():
    draft = read(AMOUNTS, PAID, ["Tổng cộng", None, 500], ["Số liệu của Sở Tài chính"])

    assert asides(draft) == [("total-row", 3), ("note-row", 4)]


@pytest.mark.parametrize(
    "row",
    [
        ["ghi-chu", None],
        [None, "Hội chữ thập đỏ"],
        [None, "Chủ tịch", "Hội Hữu nghị"],
        ["Hội", "Hội chữ thập đỏ", "Red Cross", "VN"],
    ],
)
def test_a_last_row_that_may_be_data_is_a_row(row):
    draft = read(ORGS, ROW, row)

    assert (draft.numbers, draft.asides) == ([2, 3], ())


def test_a_row_with_an_id_after_an_empty_row_is_a_row():
    assert read(ORGS, ROW, [], ["jica"]).numbers == [2, 4]


def test_a_note_between_rows_is_a_row_that_is_refused_and_not_lost():
    draft = read(ORGS, ROW, ["Ghi chú"], ROW)

    assert (draft.numbers, draft.asides) == ([2, 3, 4], ())


def test_a_second_table_below_is_left_aside_from_its_headings_on():
    second = ["visit_id", "title_vi", "start_date", "end_date"]
    draft = read(ORGS, ROW, [], ["Bảng 2: đoàn"], second, ["v-1", "Đoàn A", "2025", "2025"])

    assert (draft.numbers, asides(draft)) == ([2], [("note-row", 4), ("other-table", 5)])
    told = draft.asides[1].sentence(Language("en"))
    assert "Found: “A5:D6: visit_id · title_vi · start_date · end_date”." in told
    assert "to have it read, copy it into a sheet or file of its own" in told


def test_a_second_table_beside_is_left_aside():
    draft = read(
        [*ORGS[:4], None, "org_id", "name_vi"], [*ROW[:4], None, "who", "WHO"], [*[None] * 5, "who"]
    )

    assert (draft.numbers, asides(draft), draft.faults) == ([2], [("beside-table", 1)], ())
    assert draft.asides[0].found == "F1:G3: org_id · name_vi"


def test_a_column_given_twice_without_an_empty_column_between_is_still_a_fault():
    draft = read([*ORGS[:4], "name_vi"], [*ROW[:4], "WHO"])

    assert (draft.faults[0].kind, draft.asides) == ("duplicate-column", ())


def test_the_merged_heading_of_a_group_is_left_aside():
    look = Look(merged=(Area(2, 0, 2, 4), Area(4, 0, 4, 4)))
    draft = looking(look, ORGS, ["I. Tổ chức song phương"], ROW, ["who"])

    assert (draft.numbers, asides(draft)) == ([3, 4], [("group-row", 2)])


# What a reader of the workbook does not see


HIDDEN = Look(hidden=(3,), filtered=(4,), folded=(5,), struck=(6,), columns=(2,))
FIVE = [[f"row-{number}", *ROW[1:]] for number in range(2, 7)]


def test_what_is_hidden_is_read_and_asked_about():
    draft = looking(HIDDEN, ORGS, *FIVE)

    assert draft.numbers == [2, 3, 4, 5, 6]
    assert [(one.kind, one.read_as, one.samples) for one in draft.questions] == [
        ("hidden-rows", "keep", ("3: row-3",)),
        ("filtered-rows", "keep", ("4: row-4",)),
        ("folded-rows", "keep", ("5: row-5",)),
        ("struck-rows", "keep", ("6: row-6",)),
        ("hidden-columns", "keep", ("name_en",)),
    ]


@pytest.mark.parametrize(
    ("kind", "left"),
    [("hidden-rows", 3), ("filtered-rows", 4), ("folded-rows", 5), ("struck-rows", 6)],
)
def test_rows_that_are_not_seen_are_left_out_on_request(kind, left):
    draft = looking(HIDDEN, ORGS, *FIVE, **{kind: "leave-out"})

    assert draft.numbers == [number for number in range(2, 7) if number != left]
    assert (kind, "leave-out") in [(one.kind, one.read_as) for one in draft.questions]


def test_hidden_columns_are_left_out_on_request():
    draft = looking(HIDDEN, ORGS, *FIVE, hidden_columns="leave-out")

    assert "name_en" not in draft.cells
    assert "name_vi" in draft.cells


def test_a_hidden_sheet_is_left_out_on_request():
    look = Look(is_hidden=True)

    assert looking(look, ORGS, *FIVE).numbers == [2, 3, 4, 5, 6]
    assert looking(look, ORGS, *FIVE, hidden_sheet="leave-out").numbers == []


def test_of_many_hidden_rows_a_few_are_shown_and_all_counted():
    (question,) = looking(Look(hidden=tuple(range(2, 12))), ORGS, *FIVE * 2).questions

    assert (question.samples[-1], question.more) == ("6: row-6", 5)
    assert len(question.samples) == 5


def test_comments_and_values_from_other_files_are_remarked_on():
    look = Look(commented=(Place(1, 0), Place(2, 1)), linked=(Place(2, 3),))

    assert [(one.kind, one.row, one.column) for one in looking(look, ORGS, ROW).remarks] == [
        ("has-comment", 2, "name_vi"),
        ("linked", 2, "country"),
    ]


# Headings in two rows


UPPER = ["project_id", "name_vi", "Thời gian", None, "note_vi"]
LOWER = [None, None, "planned_start", "planned_end"]
PROJECT = ["p-1", "Cầu", "2024", "2026", None]


def test_merged_headings_in_two_rows_are_one():
    look = Look(merged=(Area(1, 2, 1, 3), *(Area(1, at, 2, at) for at in (0, 1, 4))))
    draft = looking(look, UPPER, LOWER, PROJECT)

    assert (draft.header_row, draft.numbers, draft.unknown) == (2, [3], ())
    assert (draft.cells["planned_start"], draft.cells["planned_end"]) == (["2024"], ["2026"])


def test_headings_in_two_rows_of_a_text_file_are_one_if_more_columns_are_known_by_it():
    draft = read(UPPER, LOWER, PROJECT)

    assert (draft.header_row, draft.cells["planned_end"]) == (2, ["2026"])


def test_a_first_row_with_few_cells_is_no_second_row_of_headings():
    upper = ["project_id", "name_vi", "short_name_vi", None, "note_vi"]
    draft = read(upper, [None, None, "Cầu", "Đường"], PROJECT)

    assert (draft.header_row, draft.numbers) == (1, [2, 3])
