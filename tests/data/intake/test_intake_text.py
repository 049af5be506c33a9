"""Rows and cells of text files: delimiters, quotation marks, line ends, what is trimmed."""

import csv
import io
import unicodedata

import pytest

from data.desk.door import RefusedFile, sheets
from data.sheets.limits import Limits
from tests.data.intake.written import comma_separated


def read(text, **options):
    (sheet,) = sheets("a.csv", text.encode(), **options)
    return sheet


def rows_of(text, **options):
    return [list(row) for row in read(text, **options).rows]


def refusal_of(text, **options):
    with pytest.raises(RefusedFile) as refused:
        read(text, **options)
    return refused.value.fault


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(delimiter, line_end):
    rows = [
        ["id", "tên", "số"],
        ["1", "Điện Biên, “Tây Bắc”", "1.5"],
        ["2", 'nói "có";\nhai dòng', ""],
    ]
    sheet = read(comma_separated(rows, delimiter, line_end))

    assert (sheet.delimiter, [list(row) for row in sheet.rows]) == (
        delimiter,
        [*rows[:2], rows[2][:2]],
    )


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("lat;lon\n21,38;103,01\n48,85;2,35\n", ";"),
        ("Báo cáo, năm 2023\n\nid;tên\n1;Hà Nội, Huế\n2;Lyon\n", ";"),
        ("id,sources\n1,a;b\n2,c;d\n3,e;f\n", ","),
        ('id,text\n1,"a;b;c"\n2,"d;e;f"\n', ","),
        ("id\ttext\n1\tmột, hai, ba\n2\tbốn, năm\n", "\t"),
        ("Danh sách; cập nhật\nid,ids\n1,a;b\n2,c\n3,d\n", ","),
        ("id,name\n", ","),
        ("name\nLyon\n", ","),
        ("id;1,5;a\nb\nc;2,5;d\n", ";"),
    ],
)
def test_the_delimiter_is_the_one_that_cuts_every_record_alike(text, delimiter):
    assert read(text).delimiter == delimiter


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\n"])
def test_the_line_by_which_a_file_names_its_delimiter_is_no_row(first):
    assert rows_of(first + "a,b;c\n1,2;3\n") == [["a,b", "c"], ["1,2", "3"]]


def test_empty_lines_count_as_rows():
    assert rows_of("Tiêu đề\n\n\nid,tên\n") == [["Tiêu đề"], [], [], ["id", "tên"]]


def test_a_record_over_several_lines_is_one_row():
    assert rows_of('id,tên\n1,"a\nb\r\nc"\n2,d\n') == [
        ["id", "tên"],
        ["1", "a\nb\r\nc"],
        ["2", "d"],
    ]


def test_empty_cells_and_rows_at_the_end_are_left_off():
    assert rows_of("id,tên,,\n1,,,\n,, ,\n,,,\n") == [["id", "tên"], ["1"]]


def test_empty_rows_between_are_kept():
    assert rows_of("id,b\n,,\n1,2\n") == [["id", "b"], [], ["1", "2"]]


@pytest.mark.parametrize(
    "cell",
    [
        "007",
        "0912345678",
        "NA",
        "null",
        "1E5",
        "=1+1",
        "-",
        "1.234.567,89",
        " x ",
        "true",
        "２０２３",
    ],
)
def test_a_cell_is_text_exactly_as_written(cell):
    assert rows_of(f"id;value\n1;{cell}\n")[1] == ["1", cell]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('id,tên\n1,a\n2,"không đóng\n3,b\n', 3),
        ('id,tên\n1,"a\nb"\n2,"Dự án "A", giai đoạn 1"\n', 3),
    ],
)
def test_quotation_marks_that_do_not_pair_are_refused_with_their_row(text, row):
    fault = refusal_of(text)

    assert (fault.kind, fault.row) == ("open-quote", row)


def test_more_rows_than_the_limit_are_refused():
    fault = refusal_of("a\n" * 4, limits=Limits(rows=3))

    assert (fault.kind, fault.expected) == ("over-rows", "≤ 3")


def test_empty_rows_at_the_end_pass_no_limit():
    assert rows_of("a\n" * 3 + "\n" * 50, limits=Limits(rows=3)) == [["a"]] * 3


@pytest.mark.slow
def test_more_empty_lines_than_a_spreadsheet_shows_are_refused():
    assert refusal_of("a" + "\n" * 1_100_000 + "b").kind == "over-rows"


def test_more_columns_than_the_limit_are_refused_with_their_row():
    fault = refusal_of("a\nb,c,d,e\n", limits=Limits(columns=3))

    assert (fault.kind, fault.row, fault.found) == ("over-columns", 2, "4")


@pytest.mark.slow
def test_a_million_columns_are_refused():
    assert refusal_of("," * 1_000_000 + "a").kind == "over-columns"


def test_empty_columns_at_the_end_pass_no_limit():
    assert rows_of("a,b" + "," * 16_382, limits=Limits(columns=3)) == [["a", "b"]]


@pytest.mark.parametrize("size", [101, 5_000_000])
def test_a_long_cell_is_refused_with_its_row(size):
    fault = refusal_of(f"a,b\n1,{'x' * size}\n", limits=Limits(cell=100))

    assert (fault.kind, fault.row) == ("over-cell", 2)


def test_a_long_cell_is_refused_with_its_column():
    fault = refusal_of(f"a,b\n1,{'x' * 101}\n", limits=Limits(cell=100))

    assert (fault.column, fault.found, fault.expected) == ("B", "101", "≤ 100")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_cut_as_bytes_give_the_letters_that_were_written(codec):
    texts = ["à", "Đà\u00a0", "\ufeffgiữa", "dòng\nhai ạ", 'ngoặc "kép"', "e\u0302\u0301", "😀…"]
    rows = [["tên", "ghi chú"], *([text, "cuối ế"] for text in texts)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)

    (sheet,) = sheets("f.csv", out.getvalue().encode(codec))

    assert sheet.rows == [[unicodedata.normalize("NFC", cell) for cell in row] for row in rows]


def test_a_delimiter_beyond_ascii_cuts_too():
    (sheet,) = sheets("f.csv", 'sep=§\ntên§số\n"à§b"§1\n'.encode())

    assert sheet.rows == [["tên", "số"], ["à§b", "1"]]


def test_a_long_text_is_measured_in_letters_and_not_in_bytes():
    long = "ạ\n" * 49_000

    (sheet,) = sheets("f.csv", f'a,b\n1,"{long}"\n'.encode())

    assert sheet.rows[1][1] == long
