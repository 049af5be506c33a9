"""What workbooks show beside values: hidden, struck, merged, commented; and forms of files."""

import struct
from datetime import date

import openpyxl
import pytest
from lxml import etree
from openpyxl.styles import Font

from data.desk.checking import check
from data.desk.door import sheets
from data.intake.layout import Draft, drafts
from data.language import Language
from data.sheets.grid import NoValue, Sheet
from data.sheets.looks import Area, Look, Place
from tests.data.intake.compounds import binary_workbook, compound, excel_5
from tests.data.intake.written import CASES, FILES, archive, parts, saved, with_cells, workbook

pytestmark = pytest.mark.slow

ERRORS = [NoValue(error, "cell-error") for error in ("#N/A", "#DIV/0!", "#NAME?")]


def looks_of(content):
    return [sheet.look for sheet in sheets("a", content)]


def rows_of(content):
    return [list(row) for row in sheets("a", content)[0].rows]


@pytest.fixture(scope="module", params=["ods", "xls"])
def libreoffice(request):
    """What LibreOffice 7.4 wrote of one workbook."""
    return request.param, sheets("a", (FILES / f"looks.{request.param}").read_bytes())


def test_rows_columns_and_sheets_that_are_hidden_are_told(libreoffice):
    _, (seen, hidden) = libreoffice

    assert (seen.look.hidden[0], seen.look.columns) == (3, (2,))
    assert 9 in (*seen.look.hidden, *seen.look.folded)
    assert (seen.look.is_hidden, hidden.look.is_hidden) == (False, True)


def test_rows_struck_through_merged_areas_and_comments_are_told(libreoffice):
    look = libreoffice[1][0].look

    assert (look.struck, look.merged, look.commented) == (
        (5,),
        (Area(7, 0, 7, 2),),
        (Place(2, 1),),
    )


def test_errors_of_every_format_name_themselves(libreoffice):
    assert libreoffice[1][0].rows[3] == ["a-3", *ERRORS]


def test_breaks_tabs_and_spaces_within_a_cell_are_kept(libreoffice):
    rows = libreoffice[1][0].rows

    assert (rows[1][1], rows[2][1]) == ("Điện Biên\nPhủ", "Hà  Nội\tx")


def test_hidden_rows_of_a_workbook_are_told_and_read():
    content = (CASES / "x10_hiddenrows.xlsx").read_bytes()

    assert (looks_of(content), len(rows_of(content))) == ([Look(hidden=(3, 4))], 6)


def test_a_hidden_sheet_is_told_and_read():
    read = sheets("a", (CASES / "x10b_hiddensheet.xlsx").read_bytes())

    assert [(sheet.name, sheet.look.is_hidden) for sheet in read] == [
        ("Chuyến thăm", False),
        ("Bản cũ", True),
    ]


def test_rows_that_a_filter_hides_are_told_apart():
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["id"], ["a"], ["b"], ["c"]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:A3"
    sheet.auto_filter.add_filter_column(0, ["a"])
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True

    assert looks_of(saved(book)) == [Look(hidden=(4,), filtered=(3,))]


def test_rows_of_a_closed_group_are_told_apart():
    book = openpyxl.Workbook()
    for row in (["id"], ["a"], ["b"]):
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions.group(2, 2, hidden=True)
    book.worksheets[0].row_dimensions.group(3, 3, hidden=False)

    assert looks_of(saved(book)) == [Look(folded=(2,))]


def test_hidden_rows_and_columns_that_hold_nothing_are_not_told():
    book = openpyxl.Workbook()
    book.worksheets[0].append(["id"])
    book.worksheets[0].row_dimensions[7].hidden = True
    book.worksheets[0].column_dimensions["F"].hidden = True

    assert looks_of(saved(book)) == [Look()]


def test_a_row_of_which_one_cell_is_struck_through_is_not_struck():
    book = openpyxl.Workbook()
    for row in (["id", "tên"], ["a", "x"], ["b", None]):
        book.worksheets[0].append(row)
    for place in ("A2", "A3"):
        book.worksheets[0][place].font = Font(strike=True)

    assert looks_of(saved(book)) == [Look(struck=(3,))]


def test_a_value_fetched_from_another_workbook_is_told():
    made = parts(
        with_cells(
            '<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c>'
            "<c r=\"B1\"><f>SUM('[2]Bảng tính'!A1:A9)</f><v>5</v></c>"
            '<c r="C1"><f>Bảng1[1]</f><v>5</v></c></row>'
        )
    )
    made["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"

    assert looks_of(archive(made)) == [Look(linked=(Place(1, 0), Place(1, 1)))]


def test_merged_headings_and_comments_of_a_workbook_are_told():
    (merged,) = looks_of((CASES / "03_two_header_rows_merged.xlsx").read_bytes())
    (commented,) = looks_of((CASES / "14_breaks_comments_errors.xlsx").read_bytes())

    assert Area(1, 4, 1, 5) in merged.merged
    assert len(merged.merged) == 9
    assert commented.commented == (Place(2, 1),)


# Files that other programs write rightly, and that were once called damaged.


def test_an_open_document_that_was_indented_is_read_the_same():
    content = (FILES / "libreoffice.ods").read_bytes()
    made = parts(content)
    root = etree.fromstring(made["content.xml"])
    etree.indent(root, "    ")
    made["content.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    assert rows_of(archive(made)) == rows_of(content)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be"])
def test_a_workbook_with_parts_in_utf_16_is_read_the_same(codec):
    content = workbook({"Chuyến thăm": [["Mã", "Tên"], ["a", "Điện Biên"]]})
    made = {}
    for name, part in parts(content).items():
        text = part.decode().partition("?>")[2] if part.startswith(b"<?xml") else part.decode()
        made[name] = f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode(codec)

    (sheet,) = sheets("a", archive(made))

    assert (sheet.name, rows_of(archive(made))) == ("Chuyến thăm", rows_of(content))


@pytest.mark.parametrize("name", ["WORKBOOK", "workbook", "Workbook"])
def test_an_old_workbook_may_write_the_name_of_its_stream_in_any_capitals(name):
    usual, wanted = ("Workbook".encode("utf-16-le"), name.encode("utf-16-le"))
    content = (FILES / "libreoffice.xls").read_bytes()
    assert usual in content

    assert rows_of(content.replace(usual, wanted)) == rows_of(content)


@pytest.mark.parametrize("name", ["Book", "BOOK"])
def test_a_workbook_of_excel_5_is_read(name):
    content = compound(name, excel_5([["Mã", "Tên"], ["a-1", 2.5]]))

    assert rows_of(content) == [["Mã", "Tên"], ["a-1", 2.5]]


def test_a_line_break_tab_and_spaces_in_an_open_document_are_kept():
    made = parts((FILES / "libreoffice.ods").read_bytes())
    made["content.xml"] = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        b'<office:body><office:spreadsheet><table:table table:name="S"><table:table-row>'
        b'<table:table-cell office:value-type="string"><text:p>\n  a<text:line-break/>b'
        b'<text:tab/>c<text:s text:c="2"/>d  <text:span>e</text:span>\n</text:p></table:table-cell>'
        b'<table:table-cell table:formula="of:=[.A1]*2"/></table:table-row>'
        b"</table:table></office:spreadsheet></office:body></office:document-content>"
    )

    assert rows_of(archive(made)) == [["a\nb\tc  d e", NoValue("=[.A1]*2", "not-calculated")]]


def test_errors_and_hidden_rows_and_columns_of_a_binary_workbook_are_told():
    def row(number, flags=0):
        return 0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)

    def cell(kind, column, value):
        return kind, struct.pack("<II", column, 0) + value

    text = struct.pack("<I", 2) + "Mã".encode("utf-16-le")
    content = binary_workbook(
        "Dự án",
        (129, b""),
        (148, struct.pack("<4I", 0, 2, 0, 2)),
        (60, struct.pack("<4IH", 1, 1, 0, 0, 1)),
        (145, b""),
        row(0),
        cell(6, 0, text),
        cell(5, 1, struct.pack("<d", 2.5)),
        row(1, flags=0x10),
        cell(3, 0, b"\x17"),
        row(2, flags=0x11),
        cell(11, 2, b"\x2a" + b"\0" * 10),
        (146, b""),
        (176, struct.pack("<4I", 0, 0, 0, 1)),
        (130, b""),
    )

    (sheet,) = sheets("a.xlsb", content)

    assert [list(row) for row in sheet.rows] == [
        ["Mã", 2.5],
        [NoValue("#REF!", "cell-error")],
        [None, None, NoValue("#N/A", "cell-error")],
    ]
    assert (sheet.name, sheet.look) == (
        "Dự án",
        Look(hidden=(2,), folded=(3,), columns=(1,), merged=(Area(1, 0, 1, 1),), formulas=True),
    )


def test_an_old_workbook_says_what_its_cells_show():
    (sheet,) = sheets("a.xls", (FILES / "shown.xls").read_bytes())

    assert [list(row) for row in sheet.rows[1:]] == [
        ["45.5%", 45.5, "0912345678", "2023-11", "100%", 0.5],  # the last: 0.0" %"
        ["35.1%", "12.3450%", "007", "2023", "7%", 1],
    ]


def test_a_binary_workbook_says_what_its_cells_show():
    def number(column, style, value):
        return 5, struct.pack("<IId", column, style, value)

    def written(number, form):
        letters = struct.pack("<I", len(form)) + form.encode("utf-16-le")
        return 44, struct.pack("<H", number) + letters

    def style(shown):
        return 47, struct.pack("<HHH", 0xFFFF, shown, 0) + b"\0" * 10

    content = binary_workbook(
        "S",
        (129, b""),
        (148, struct.pack("<4I", 0, 0, 0, 2)),
        (145, b""),
        (0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)),
        number(0, 0, 0.455),
        number(1, 1, 0.455),
        number(2, 2, 7.0),
        (146, b""),
        (130, b""),
        styles=[
            written(164, "000"),
            (617, struct.pack("<I", 3)),
            style(0),
            style(10),  # 0.00%
            style(164),
            (618, b""),
        ],
    )

    (sheet,) = sheets("a.xlsb", content)

    assert [list(row) for row in sheet.rows] == [[0.455, "45.5%", "007"]]


def test_filtered_and_struck_rows_and_comments_of_a_binary_workbook_are_told():
    def row(number, flags=0):
        return 0, struct.pack("<IIHBBBI", number, 0, 300, 0, flags, 0, 0)

    def text(column, style, written):
        letters = struct.pack("<I", len(written)) + written.encode("utf-16-le")
        return 6, struct.pack("<II", column, style) + letters

    def font(flags):
        return 43, struct.pack("<HH", 220, flags) + b"\0" * 20

    def style(number):
        return 47, struct.pack("<HHH", 0xFFFF, 0, number) + b"\0" * 10

    content = binary_workbook(
        "S",
        (129, b""),
        (148, struct.pack("<4I", 0, 2, 0, 1)),
        (145, b""),
        row(0),
        text(0, 0, "Mã"),
        row(1),
        text(0, 1, "x"),
        text(1, 1, "y"),
        row(2, flags=0x10),
        text(0, 0, "z"),
        (146, b""),
        (161, struct.pack("<4I", 0, 2, 0, 0)),
        (163, struct.pack("<IH", 0, 0)),
        (164, b""),
        (162, b""),
        (130, b""),
        styles=[
            font(0),
            font(0x08),
            (626, struct.pack("<I", 1)),
            style(1),
            (627, b""),
            (617, struct.pack("<I", 2)),
            style(0),
            style(1),
            (618, b""),
        ],
        comments=[(635, struct.pack("<5I", 0, 1, 1, 0, 0) + b"\0" * 16), (636, b"")],
    )

    (sheet,) = sheets("a.xlsb", content)

    assert sheet.look == Look(filtered=(3,), struck=(2,), commented=(Place(2, 0),))


def test_a_kind_of_file_that_does_not_tell_of_its_formulas_says_so_once():
    (with_formulas, *_others) = sheets("a.xls", (FILES / "libreoffice.xls").read_bytes())
    rows = [["place_id", "name_vi", "kind"], ["a", "A", "village"]]
    every = [
        Sheet(file, name, rows, None, None, (), with_formulas.look if file == "a.xls" else Look())
        for file, name in (("a.xls", "S1"), ("a.xls", "S2"), ("b.xlsx", "S"))
    ]
    drafted = [draft for draft in map(drafts, every) if isinstance(draft, Draft)]

    found = check(drafted, {}, date(2026, 1, 1)).findings

    told = [one.fault for one in found if one.fault.kind == "unseen-formulas"]
    assert [(fault.file, fault.row) for fault in told] == [("a.xls", None)]
    assert "save it as .xlsx" in told[0].sentence(Language("en"))


@pytest.mark.parametrize("ending", ["xls", "xlsx"])
def test_a_table_below_a_title_and_right_of_the_edge_is_read_with_dates_from_1904(ending):
    (sheet,) = sheets("a", (FILES / f"offset-1904.{ending}").read_bytes())
    draft = drafts(sheet)

    assert isinstance(draft, Draft), draft
    assert (draft.table, draft.header_row, draft.numbers) == ("projects", 5, [6, 7])
    assert draft.cells["project_id"] == ["cau-2024", "duong-2024"]
    assert draft.cells["planned_start"] == ["2024-02-01", "2024-03-15"]
