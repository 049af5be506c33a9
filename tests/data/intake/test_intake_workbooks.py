"""Workbooks: sheets, typed cells, and what a cell shows where its value says something else."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Alignment

from data.desk.door import sheets
from data.sheets.grid import NoValue
from tests.data.intake.written import (
    FILES,
    archive,
    encode,
    parts,
    saved,
    table,
    trimmed,
    with_cells,
    workbook,
)

pytestmark = pytest.mark.slow

HEADER = ["Mã", "Tên", "Ngày", "Số tiền", "Tỷ lệ", "Điện thoại", "Giờ", "Xong"]
DAY = datetime.date(2023, 11, 22)
MOMENT = datetime.datetime(2023, 11, 22, 14, 30)  # noqa: DTZ001 -- as a spreadsheet has it


def read(content, **options):
    return sheets("tệp.xlsx", content, **options)


def rows_of(content, **options):
    (sheet,) = read(content, **options)
    return [list(row) for row in sheet.rows]


# What LibreOffice 7.4 wrote of one workbook, in three formats.


@pytest.fixture(scope="module")
def libreoffice():
    endings = ("xlsx", "ods", "xls")
    return {end: sheets("a", (FILES / f"libreoffice.{end}").read_bytes()) for end in endings}


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_rows_are_where_the_spreadsheet_shows_them(libreoffice, ending):
    rows = libreoffice[ending][0].rows

    assert [len(rows), *rows[:3]] == [6, ["BÁO CÁO ĐOÀN RA 2023"], [], HEADER]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_cells_have_their_types(libreoffice, ending):
    assert [row[:4] for row in libreoffice[ending][0].rows[3:5]] == [
        ["id-1", "Điện Biên\nPhủ", DAY, 24650000],
        ["007", "NA", MOMENT, 1.5],
    ]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_cells_say_what_is_shown(libreoffice, ending):
    rows = libreoffice[ending][0].rows

    assert [rows[3][4:7], rows[4][4:6], rows[5][2:7]] == [
        ["35.1%", "0912345678", "14:30"],
        ["12.3450%", "0912345678"],
        ["2023-11", *(NoValue(one, "cell-error") for one in ("#DIV/0!", "#N/A")), "1E5", "2023"],
    ]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_sheets_without_cells_and_hidden_lists_are_left_out(libreoffice, ending):
    assert [sheet.name for sheet in libreoffice[ending]] == ["Chuyến thăm", "Ẩn"]


def test_a_workbook_has_no_delimiter_and_no_encoding():
    (sheet,) = read(workbook({"S": [["Điện Biên"]]}))

    assert (sheet.delimiter, sheet.encoding, sheet.repaired) == (None, None, ())


def test_a_list_sheet_that_its_user_sees_is_kept():
    assert [sheet.name for sheet in read(workbook({"_lists": [["a"]]}))] == ["_lists"]


def test_sheets_keep_their_order():
    names = ["Dự án", "A", "Chuyến thăm"]

    assert [sheet.name for sheet in read(workbook({name: [["x"]] for name in names}))] == names


VALUES = [
    "0912345678", "007", "1E5", "NA", "null", "=1+1", "+84", "-", "@x", "123456789012345678",
    " x ", "a\nb", "TRUE", "22/11/2023", "Điện Biên", "#REF", 0, -5, 24650000, 10**15, 1.5,
    -0.25, 1e-7, True, False, DAY, MOMENT,
]  # fmt: skip
ERRORS = ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#SPILL!", "#CALC!"]
FORMATS = [
    (0.351, "0.0%", "35.1%"),
    (0.35, "0%", "35%"),
    (0.12345, "0%", "12.3450%"),
    (1, "0.00%", "100%"),
    (0.1 + 0.2, '0.0" "%', "30%"),
    (912345678, "0000000000", "0912345678"),
    (12345678901234, "0000000000", "12345678901234"),
    (12.5, "0000", 12.5),
    (datetime.date(2023, 11, 1), "mm/yyyy", "2023-11"),
    (datetime.date(2023, 11, 1), "mmm-yy", "2023-11"),
    (datetime.date(2023, 11, 1), '"tháng "m" năm "yyyy', "2023-11"),
    (datetime.date(2023, 1, 1), "yyyy", "2023"),
    (DAY, "mm/yyyy", DAY),
    (DAY, "yyyy", DAY),
    (DAY, "dd/mm/yyyy", DAY),
    (DAY, "[$-42A]dd mmmm yyyy;@", DAY),
    (MOMENT, "dd/mm/yyyy hh:mm", MOMENT),
    (datetime.time(14, 30), "hh:mm", "14:30"),
    (datetime.time(14, 30, 5), "hh:mm:ss", "14:30:05"),
    (datetime.timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    (24650000, '#,##0 "₫"', 24650000),
    (45252, "General", 45252),
]


@pytest.fixture(scope="module")
def values_read():
    return rows_of(workbook({"S": [[value] for value in VALUES]}))


@pytest.mark.parametrize("index", range(len(VALUES)), ids=map(repr, VALUES))
def test_a_cell_comes_back_as_it_is(values_read, index):
    (value,) = values_read[index]

    assert (value, type(value)) == (VALUES[index], type(VALUES[index]))


@pytest.fixture(scope="module")
def errors_read():
    cells = (f'<row><c t="e"><f>x</f><v>{error}</v></c></row>' for error in ERRORS)
    return rows_of(with_cells("".join(cells)))


@pytest.mark.parametrize("index", range(len(ERRORS)), ids=ERRORS)
def test_an_error_is_a_cell_without_a_value_that_names_it(errors_read, index):
    assert errors_read[index] == [NoValue(ERRORS[index], "cell-error")]


@pytest.fixture(scope="module")
def formats_read():
    book = openpyxl.Workbook()
    for row, (value, number_format, _shown) in enumerate(FORMATS, start=1):
        given: Any = value
        book.worksheets[0][f"A{row}"] = given
        book.worksheets[0][f"A{row}"].number_format = number_format
    return rows_of(saved(book))


@pytest.mark.parametrize("index", range(len(FORMATS)), ids=[str(case[:2]) for case in FORMATS])
def test_a_number_says_what_its_format_shows(formats_read, index):
    assert formats_read[index] == [FORMATS[index][2]]


def test_a_formula_that_nobody_calculated_is_a_cell_without_a_value_that_names_it():
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = '=SUM(B1:B2)&"<"'

    assert rows_of(saved(book)) == [[NoValue('=SUM(B1:B2)&"<"', "not-calculated")]]


@pytest.mark.parametrize(
    ("cell", "formula"),
    [
        ('<c r="A1"><f t="shared" ref="A1:A9" si="0">B1*2</f></c>', "=B1*2"),
        ('<c r="A1"><f t="shared" si="0"/><v/></c>', "=…"),
        ('<c r="A1" t="str"><f>[1]S!A1</f></c>', "=[1]S!A1"),
        ('<c r="A1" s="0"><f>B1*2</f><v> </v></c>', "=B1*2"),
    ],
)
def test_a_formula_without_a_value_is_not_an_empty_cell(cell, formula):
    cells = f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>'

    assert rows_of(with_cells(cells)) == [[NoValue(formula, "not-calculated"), 1]]


def test_the_zero_of_a_program_that_leaves_all_formulas_to_excel_is_no_value():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [5, 0])
        sheet.write_formula(0, 2, "=A1*2")
        sheet.write_formula(0, 3, "=A1*3", value=15)

    assert rows_of(content.getvalue()) == [[5, 0, NoValue("=A1*2", "not-calculated"), 15]]


def test_a_formula_that_came_out_empty_is_an_empty_cell():
    cells = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><v>1</v></c></row>'

    assert rows_of(with_cells(cells)) == [[None, 1]]


def test_dates_count_from_1904_where_the_workbook_does():
    book = openpyxl.Workbook()
    book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
    book.worksheets[0].append([DAY, datetime.date(2023, 11, 1)])
    book.worksheets[0]["B1"].number_format = "mm/yyyy"

    assert rows_of(saved(book)) == [[DAY, "2023-11"]]


def test_a_merged_cell_is_filled_at_its_first_place_only():
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Tiêu đề", None, "x"])
    book.worksheets[0].append([None, None, "y"])
    book.worksheets[0].merge_cells("A1:B2")

    assert rows_of(saved(book)) == [["Tiêu đề", None, "x"], [None, None, "y"]]


def test_cells_with_a_format_and_nothing_in_them_are_left_off():
    book = openpyxl.Workbook()
    book.worksheets[0].append(["a"])
    book.worksheets[0]["L20"].alignment = Alignment(wrap_text=True)
    book.worksheets[0]["J9"] = " "

    assert rows_of(saved(book)) == [["a"]]


def test_texts_in_two_parts_become_one_and_are_shown():
    (sheet,) = read(workbook({"S": [["Vie\u0323\u0302t"]]}))

    assert (sheet.rows[0][0], sheet.repaired) == ("Việt", (("Vie\u0323\u0302t", "Việt"),))


# Workbooks written for fonts: the text is Latin, the font makes it Vietnamese.


def for_font(rows, font):
    return [[encode(cell, font).decode("cp1252") for cell in row] for row in rows]


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_a_workbook_written_for_a_font_is_converted(font):
    rows = table("places", language="vi")

    read = rows_of(workbook({"S": for_font(rows, font)}))

    plain = [[cell.lower() if isinstance(cell, str) else "" for cell in row] for row in read]
    assert plain == trimmed([[cell.lower() for cell in row] for row in rows])


@pytest.mark.parametrize("font", ["tcvn3", "vni"])
def test_a_workbook_written_for_a_font_says_so(font):
    rows = [["Tên"], ["Tỉnh Điện Biên"], ["Sở Kế hoạch và Đầu tư"]]
    (sheet,) = read(workbook({"S": for_font(rows, font)}))

    assert (sheet.encoding, sheet.repaired[0][1]) == (font, "Tên")


def test_french_beside_text_for_a_font_stays_french():
    vietnamese = for_font([["tỉnh Điện Biên"], ["thành phố Lyon"], ["bảo tồn"]], "tcvn3")
    french = [["Hôtel de Ville, né à Lyon"], ["coopération décentralisée"], ["là où"]]
    rows = [left + right for left, right in zip(vietnamese, french, strict=True)]

    assert [row[1] for row in rows_of(workbook({"S": rows}))] == [cell for (cell,) in french]


def test_unicode_beside_text_for_a_font_stays_as_it_is():
    rows = [["Điện Biên"], ["Phó"], *for_font([["thành phố"], ["bảo tồn đô thị"]], "tcvn3")]

    assert rows_of(workbook({"S": rows})) == [
        ["Điện Biên"], ["Phó"], ["thành phố"], ["bảo tồn đô thị"],
    ]  # fmt: skip


def test_a_french_workbook_is_not_converted():
    (sheet,) = read(workbook({"S": table("visits", language="fr")}))

    assert sheet.encoding is None


def test_the_user_may_say_that_a_workbook_was_written_for_a_font():
    assert rows_of(workbook({"S": [["Tªn", "H§ND"]]}), encoding="tcvn3") == [["Tên", "HĐND"]]


def test_the_user_may_say_that_a_workbook_was_not_written_for_a_font():
    rows = for_font([["tỉnh Điện Biên"], ["thành phố"], ["bảo tồn"]], "tcvn3")

    assert rows_of(workbook({"S": rows}), encoding="utf-8") == rows


def test_parts_that_no_reader_needs_may_be_anything():
    made = parts(workbook({"S": [["a"]]}))
    made["xl/media/image1.png"] = b"\x89PNG"
    made["xl/vbaProject.bin"] = b"macro"

    assert rows_of(archive(made)) == [["a"]]
