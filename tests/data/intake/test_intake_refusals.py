"""What is no table is refused with one fault, within bounds, whatever it is called."""

import io
import struct
import time
import zipfile
import zlib

import pytest

from data.desk.door import RefusedFile, sheets
from data.intake import shown_xlsx, workbook_process
from data.sheets.grid import column_letters
from data.sheets.limits import Limits, NoTable
from tests.data.intake.written import FILES, archive, parts, with_cells, workbook

pytestmark = pytest.mark.slow

WORKBOOK = workbook({"S": [["id", "tên"], [1, "Điện Biên"]]})
SMALL = Limits(bytes=2_000_000, unpacked=1_000_000)
BELOW = "</t></is></c></row>"


def refusal_of(content, file="bảng.csv", **options):
    with pytest.raises(RefusedFile) as refused:
        sheets(file, content, **options)
    return refused.value.fault


def kind_of_refusal(content, **options):
    return refusal_of(content, **options).kind


def office(content_type):
    types = f'<Types><Override ContentType="application/vnd.{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types.encode(), "part.xml": b"<x/>"})


def open_document(kind):
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return archive({"mimetype": mimetype.encode(), "content.xml": b"<x/>"})


def ole(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        pytest.param(b"", "is-empty", id="nothing"),
        pytest.param(b"\xef\xbb\xbf \r\n\r\n", "is-empty", id="mark and blank lines"),
        pytest.param(b";;;\r\n;;;\r\n", "is-empty", id="delimiters"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is-pdf", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is-image", id="PNG"),
        pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF\0", "is-image", id="JPEG"),
        pytest.param(b"GIF89a\x01\0\x01\0", "is-image", id="GIF"),
        pytest.param(b"BM\x1e\0\0\0\0\0\0\0\x1a\0\0\0" + b"\0" * 16, "is-image", id="BMP"),
        pytest.param(b"RIFF\x24\0\0\0WEBPVP8 ", "is-image", id="WebP"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0", "is-image", id="HEIC"),
        pytest.param(b"{\\rtf1\\ansi}", "is-document", id="RTF"),
        pytest.param(office("openxmlformats-officedocument.wordprocessingml.document.main+xml"),
                     "is-document", id="DOCX"),
        pytest.param(office("openxmlformats-officedocument.presentationml.presentation.main+xml"),
                     "is-document", id="PPTX"),
        pytest.param(open_document("text"), "is-document", id="ODT"),
        pytest.param(ole("WordDocument"), "is-document", id="DOC"),
        pytest.param(ole("__substg1.0_"), "is-binary", id="MSG"),
        pytest.param(archive({"visits.csv": b"a,b"}), "is-archive", id="zip of CSV"),
        pytest.param(archive({}), "is-archive", id="empty zip"),
        pytest.param(b"Rar!\x1a\x07\x01\0", "is-archive", id="RAR"),
        pytest.param(b"7z\xbc\xaf\x27\x1c\0\x04", "is-archive", id="7z"),
        pytest.param(b"\x1f\x8b\x08\0\0\0\0\0", "is-archive", id="gzip"),
        pytest.param(b"<!DOCTYPE html>\n<html><table><tr><td>1", "is-markup", id="HTML"),
        pytest.param(b"\xef\xbb\xbf\n<table border=1><tr>", "is-markup", id="HTML table"),
        pytest.param(b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
                     "is-markup", id="SpreadsheetML"),
        pytest.param("<html>".encode("utf-16"), "is-markup", id="HTML in UTF-16"),
        pytest.param(b"MZ\x90\0\x03\0\0\0\x04\0", "is-program", id="EXE"),
        pytest.param(b"\x7fELF\x02\x01\x01\0", "is-program", id="ELF"),
        pytest.param((FILES / "locked.xlsx").read_bytes(), "is-locked", id="locked XLSX"),
        pytest.param((FILES / "locked.xls").read_bytes(), "is-locked", id="locked XLS"),
        pytest.param((FILES / "locked.ods").read_bytes(), "is-locked", id="locked ODS"),
        pytest.param(b"id,name\n1,a\0b\n2,c\n", "is-binary", id="CSV with NUL"),
        pytest.param(bytes(range(1, 32)) * 9, "is-binary", id="control characters"),
        pytest.param(b"SQLite format 3\0" + b"\x10\0\x01\x01" * 9, "is-binary", id="SQLite"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_by_its_content(content, kind):
    assert kind_of_refusal(content) == kind


@pytest.mark.parametrize("file", ["bảng.csv", "bảng.xlsx", "bảng.xls", "bảng.ods", "bảng"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7\n", "is-pdf"), (b"<html><table>", "is-markup"), (b"PK\x03\x04", "is-damaged")],
)
def test_the_name_of_a_file_decides_nothing(content, kind, file):
    fault = refusal_of(content, file)

    assert (fault.kind, fault.file) == (kind, file)


@pytest.mark.parametrize(
    "text", ["BM,tên\n1,a\n", "MZ;a\n1;2\n", "%,a\n1,2\n", "GIF,a\n", "<5,a\n"]
)
def test_a_table_that_begins_like_something_else_is_read(text):
    assert len(sheets("a.pdf", text.encode())) == 1


def test_a_workbook_without_a_filled_cell_is_empty():
    assert kind_of_refusal(workbook({"S": [], "T": [[None]]})) == "is-empty"


def test_more_bytes_than_the_limit_are_refused():
    fault = refusal_of(b"a" * 1_500_001, limits=Limits(bytes=1_000_000))

    assert (fault.kind, fault.found, fault.expected) == ("over-bytes", "1.5 MB", "≤ 1 MB")


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.99])
def test_a_workbook_cut_short_is_damaged(share):
    assert kind_of_refusal(WORKBOOK[: int(len(WORKBOOK) * share)]) == "is-damaged"


def test_a_workbook_with_a_changed_byte_in_a_sheet_is_damaged():
    place = WORKBOOK.index(b"xl/worksheets/sheet1.xml") + 60
    changed = bytes([WORKBOOK[place] ^ 0xFF])

    assert kind_of_refusal(WORKBOOK[:place] + changed + WORKBOOK[place + 1 :]) == "is-damaged"


def test_a_workbook_whose_sheet_is_missing_is_damaged():
    made = parts(WORKBOOK)
    del made["xl/worksheets/sheet1.xml"]

    assert kind_of_refusal(archive(made)) == "is-damaged"


def test_a_workbook_whose_sheet_ends_in_the_middle_is_damaged():
    made = parts(WORKBOOK)
    made["xl/worksheets/sheet1.xml"] = made["xl/worksheets/sheet1.xml"].partition(b"</row>")[0]

    assert kind_of_refusal(archive(made)) == "is-damaged"


@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_half_a_workbook_is_damaged(ending):
    content = (FILES / f"libreoffice.{ending}").read_bytes()

    assert kind_of_refusal(content[: len(content) // 2]) == "is-damaged"


def test_half_an_old_workbook_is_no_table():
    content = (FILES / "libreoffice.xls").read_bytes()

    assert kind_of_refusal(content[: len(content) // 2]) == "is-binary"


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused():
    made = parts(WORKBOOK) | {"xl/bomb.xml": b" " * 1_000_001}

    assert kind_of_refusal(archive(made), limits=SMALL) == "over-unpacked"


def lying(content, name, size):
    """The zip with ``size`` as the unpacked size of a part, in both places that say it."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        info = file.getinfo(name)
        start = file.start_dir
    changed = bytearray(content)
    struct.pack_into("<I", changed, info.header_offset + 22, size)
    entry = content.index(name.encode(), start) - 46
    struct.pack_into("<I", changed, entry + 24, size)
    return bytes(changed)


def test_a_part_that_hides_its_size_is_read_no_further_than_it_says():
    cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 3_000_000}{BELOW}'
    bomb = lying(with_cells(cells), "xl/worksheets/sheet1.xml", 1000)

    assert kind_of_refusal(bomb, limits=SMALL) == "is-damaged"


def test_a_part_that_hides_its_size_and_forges_its_checksum_is_damaged():
    name = "xl/worksheets/sheet1.xml"
    bomb = with_cells(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 3_000_000}{BELOW}')
    sheet = parts(bomb)[name]
    forged = bytearray(lying(bomb, name, 1000))
    for place in (forged.index(name.encode()) - 16, forged.rindex(name.encode()) - 30):
        struct.pack_into("<I", forged, place, zlib.crc32(sheet[:1000]))

    assert kind_of_refusal(bytes(forged), limits=SMALL) == "is-damaged"


def test_a_zip_of_very_many_parts_is_refused():
    assert kind_of_refusal(archive(dict.fromkeys(map(str, range(10_001)), b""))) == "over-unpacked"


@pytest.mark.parametrize(
    ("cells", "kind", "found"),
    [
        ('<row r="11"><c r="A11"><v>1</v></c></row>', "over-rows", "11"),
        ('<row r="1"><c r="F1"><v>1</v></c></row>', "over-columns", "6"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>' + "x" * 101 + BELOW, "over-cell", "101"),
    ],
)
def test_a_workbook_over_a_limit_is_refused(cells, kind, found):
    fault = refusal_of(with_cells(cells), limits=Limits(rows=10, columns=5, cell=100))

    assert (fault.kind, fault.found) == (kind, found)


def test_a_sheet_of_16_000_columns_is_refused_before_its_rows_are_read(monkeypatch):
    wide = "".join(f'<c r="{column_letters(at)}1"><v>1</v></c>' for at in range(16_000))
    content = with_cells(f'<row r="1">{wide}</row><row r="2"><c r="A2"><v>1</v></c></row>')
    monkeypatch.setattr(shown_xlsx, "as_shown", None)  # whoever reads the rows begins with it

    with pytest.raises(NoTable) as refused:
        list(workbook_process.tables(content, Limits()))

    assert (refused.value.kind, refused.value.found) == ("over-columns", "16000")


def test_a_far_cell_without_a_value_makes_no_sheet_wide():
    content = with_cells('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>')

    (sheet,) = sheets("a.xlsx", content)

    assert sheet.rows == [[1]]


def test_cells_in_far_corners_need_no_memory_of_ours():
    corners = (
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="SF1048576"><v>1</v></c></row>'
    )

    assert kind_of_refusal(with_cells(corners)) == "over-work"


def test_a_sheet_that_spans_more_cells_than_the_limit_is_refused():
    corners = '<row r="1"><c r="A1"><v>1</v></c></row><row r="4"><c r="D4"><v>1</v></c></row>'
    fault = refusal_of(with_cells(corners), limits=Limits(cells=15))

    assert (fault.kind, fault.found, fault.expected) == ("over-cells", "16", "≤ 15")
    assert sheets("a.xlsx", with_cells(corners), limits=Limits(cells=16))


def test_a_small_file_of_sixty_million_cells_is_refused_within_a_minute():
    corners = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="OJ150000"><v>1</v></c></row>'
    )
    begun = time.monotonic()

    assert kind_of_refusal(with_cells(corners)) in ("over-cells", "over-work")
    assert time.monotonic() - begun < 60


def test_a_cell_with_a_nul_is_refused():
    cells = f'<row r="1"><c r="A1" t="inlineStr"><is><t>a_x0000_b{BELOW}'

    assert kind_of_refusal(with_cells(cells)) == "is-binary"


def test_a_text_told_many_times_needs_no_memory_of_ours():
    made = parts((FILES / "libreoffice.xlsx").read_bytes())
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    for name, start, content, end in (
        ("xl/worksheets/sheet1.xml", b"<sheetData>", row * 300, b"</sheetData>"),
        ("xl/sharedStrings.xml", b"<si><t", b">" + b"x" * 90_000, b"</t></si>"),
    ):
        before, _, rest = made[name].partition(start)
        made[name] = before + start + content + end + rest.partition(end)[2]

    assert kind_of_refusal(archive(made), limits=SMALL) == "over-work"


def test_an_open_document_that_repeats_its_cells_needs_no_memory_of_ours():
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="S">'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
        "<text:p>x</text:p></table:table-cell></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = parts((FILES / "libreoffice.ods").read_bytes()) | {"content.xml": content.encode()}

    assert kind_of_refusal(archive(made)) == "over-columns"


def test_entities_that_unfold_without_end_are_refused():
    made = parts(WORKBOOK)
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    made["xl/worksheets/sheet1.xml"] = (
        f'<!DOCTYPE x [<!ENTITY a0 "x">{bomb}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
    ).encode()

    assert kind_of_refusal(archive(made)) == "is-damaged"
