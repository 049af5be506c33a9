"""Sheets in markup and JSON are read; shortcuts and lock files say what they are."""

import datetime
import json

import pytest

from data.desk.door import RefusedFile, sheets
from data.sheets.grid import NoValue
from data.sheets.looks import Area, Look, Place
from tests.data.intake.written import CASES, FILES, parts


def rows_of(content, file="bảng.xls"):
    return [[list(row) for row in sheet.rows] for sheet in sheets(file, content)]


def kind_of_refusal(content, file="bảng.xls"):
    with pytest.raises(RefusedFile) as refused:
        sheets(file, content)
    return refused.value.fault.kind


def flat():
    """The open document of LibreOffice as its flat form, which is the same in one file."""
    content = parts((FILES / "looks.ods").read_bytes())["content.xml"]
    mimetype = b' office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    return content.replace(b"<office:document-content", b"<office:document" + mimetype).replace(
        b"</office:document-content>", b"</office:document>"
    )


def test_a_flat_open_document_is_read_like_the_packed_one():
    packed = sheets("a", (FILES / "looks.ods").read_bytes())

    assert sheets("a", flat()) == packed


def test_a_flat_open_document_without_a_sheet_is_empty():
    assert kind_of_refusal((CASES / "c15_flat.fods").read_bytes()) == "is-empty"


def test_a_flat_text_document_is_a_document():
    text = flat().replace(b".opendocument.spreadsheet", b".opendocument.text")

    assert kind_of_refusal(text) == "is-document"


def test_a_flat_open_document_cut_short_is_damaged():
    assert kind_of_refusal(flat()[:-200]) == "is-damaged"


XML_2003 = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
 <Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style>
  <Style ss:ID="s2"><NumberFormat ss:Format="0.0%"/></Style></Styles>
 <Worksheet ss:Name="Chuyến thăm"><Table>
  <Column/><Column ss:Hidden="1"/>
  <Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Điện Biên&#10;Phủ</Data></Cell>
   <Cell><Data ss:Type="Number">5</Data></Cell></Row>
  <Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="DateTime">2023-11-22T00:00:00.000</Data>
    <Comment><Data>hỏi lại</Data></Comment></Cell>
   <Cell><Data ss:Type="Error">#REF!</Data></Cell><Cell ss:Formula="=RC[-1]*2"/>
   <Cell ss:StyleID="s2"><Data ss:Type="Number">0.351</Data></Cell></Row>
  <Row ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="Boolean">1</Data></Cell></Row>
 </Table></Worksheet>
 <Worksheet ss:Name="Ẩn"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
  <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
  </WorksheetOptions></Worksheet>
</Workbook>"""


def test_an_xml_spreadsheet_of_2003_is_read():
    first, second = sheets("bảng.xls", XML_2003.encode())

    assert (first.name, [list(row) for row in first.rows]) == (
        "Chuyến thăm",
        [
            ["Điện Biên\nPhủ", None, 5],
            [],
            [
                None,
                datetime.date(2023, 11, 22),
                NoValue("#REF!", "cell-error"),
                NoValue("=RC[-1]*2", "not-calculated"),
                "35.1%",
            ],
            [True],
        ],
    )
    assert first.look == Look(
        hidden=(4,), struck=(4,), columns=(1,), merged=(Area(1, 0, 1, 1),), commented=(Place(3, 1),)
    )
    assert second.look == Look(is_hidden=True)


def test_an_xml_spreadsheet_cut_short_is_damaged():
    assert kind_of_refusal(XML_2003[:-60].encode()) == "is-damaged"


def test_a_row_far_below_needs_no_memory_of_ours():
    far = XML_2003.replace('ss:Index="3"', 'ss:Index="9999999"')

    assert kind_of_refusal(far.encode()) == "over-rows"


PAGE = """<html><head><meta charset="{charset}"><style>td {{}}</style></head><body>
<table><tr><td>Menu</td></tr></table>
<table><caption>Chuyến thăm</caption>
<thead><tr><th rowspan="2">Mã<br>đoàn</th><th colspan=2>Ngày</th></tr>
<tr><th>đi</th><th>về</th></tr></thead>
<tr><td>a-1</td><td><p>Điện&nbsp;Biên</p><p>Phủ</p></td><td>1.234,5<script>x</script></td></tr>
<tr style="display:none"><td>a-2</td><td><s>bỏ</s></td><td>#REF!</td></tr>
<tr><td><s>a-3</s></td></tr>
</table></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1258"])
def test_the_tables_of_a_web_page_are_read_in_its_encoding(charset):
    page = f'<meta charset="{charset}"><table><tr><td>đoàn<td>b</tr><tr><td>c<td>d</tr></table>'

    assert rows_of(page.encode(charset)) == [[["đoàn", "b"], ["c", "d"]]]


def test_a_web_page_s_merged_hidden_and_struck_cells_are_told():
    (sheet,) = sheets("bảng.xls", PAGE.format(charset="utf-8").encode())

    assert (sheet.name, [list(row) for row in sheet.rows]) == (
        "Chuyến thăm",
        [
            ["Mã\nđoàn", "Ngày"],
            [None, "đi", "về"],
            ["a-1", "Điện\xa0Biên\nPhủ", "1.234,5"],
            ["a-2", "bỏ", NoValue("#REF!", "cell-error")],
            ["a-3"],
        ],
    )
    assert sheet.look == Look(hidden=(4,), struck=(5,), merged=(Area(1, 0, 2, 0), Area(1, 1, 1, 2)))


def test_a_web_page_saved_in_one_file_is_read():
    mail = (
        "MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\n"
        'Content-Type: multipart/related; boundary="----=_x"\r\n\r\n'
        '------=_x\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n<html><frameset></html>\r\n'
        "------=_x\r\nContent-Location: file:///C:/sheet001.htm\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n"
        'Content-Type: text/html; charset="utf-8"\r\n\r\n'
        "<table><tr><td>M=C3=A3<td>T=C3=AAn</tr><tr><td>a<td>b</tr></table>\r\n------=_x--\r\n"
    )

    assert rows_of(mail.encode()) == [[["Mã", "Tên"], ["a", "b"]]]


@pytest.mark.parametrize(
    "page",
    ["<html><body><p>Không có bảng", "<html><table><tr><td>1<td>2</table>", "<html><frameset>"],
)
def test_a_web_page_without_a_table_is_a_web_page(page):
    assert kind_of_refusal(page.encode()) == "is-markup"


OFFICE_LOCK = b"\x04Lan ".ljust(55, b" ") + b"\x04\0" + "Lan".encode("utf-16-le").ljust(108, b"\0")
SHORTCUTS = {
    "gsheet": ((CASES / "c16_x.gsheet").read_bytes(), "is-cloud-shortcut"),
    "gsheet of today": (
        b'{"url": "https://docs.google.com/spreadsheets/d/1", "doc_id": "1"}',
        "is-cloud-shortcut",
    ),
    "url": (b"[InternetShortcut]\r\nURL=https://example.org/\r\n", "is-shortcut"),
    "url with a mark": (
        b"\xef\xbb\xbf[InternetShortcut]\r\nURL=https://example.org/",
        "is-shortcut",
    ),
    "desktop": (b"[Desktop Entry]\nType=Link\nURL=https://example.org/\n", "is-shortcut"),
    "lnk": (b"\x4c\0\0\0\x01\x14\x02\0" + b"\0" * 60, "is-shortcut"),
    "webloc": (
        b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://x"><plist/>',
        "is-shortcut",
    ),
    "webloc of bytes": (b"bplist00\xd1\x01\x02SURL_\x10\x14https://example.org/", "is-shortcut"),
    "~$ of Excel": (OFFICE_LOCK, "is-lock-file"),
    "~lock of LibreOffice": (
        b",lan,may-1,26.11.2026 20:00,file:///home/lan/.config/libreoffice/4;",
        "is-lock-file",
    ),
}


@pytest.mark.parametrize("name", SHORTCUTS)
def test_a_shortcut_or_lock_file_says_what_it_is(name):
    content, kind = SHORTCUTS[name]

    assert kind_of_refusal(content) == kind


def test_answers_of_the_api_are_read():
    (rows,) = rows_of((CASES / "c21_results.json").read_bytes())

    assert (rows[0][0], rows[1][0], rows[1][2]) == ("visit_id", "2025-x1", "Đoàn A thăm Điện Biên")


def test_the_points_of_a_map_are_rows():
    (rows,) = rows_of((CASES / "c21_geo.geojson").read_bytes())

    assert rows == [["place_id", "latitude", "longitude"], ["x", 21, 103]]


def test_a_map_without_points_has_rows_without_a_position():
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": None}
    collection = {"type": "FeatureCollection", "features": [feature]}

    assert rows_of(json.dumps(collection).encode()) == [[["a"], [1]]]
