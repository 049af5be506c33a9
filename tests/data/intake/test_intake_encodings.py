"""Text files in every encoding that offices write come back as the same Vietnamese."""

import unicodedata

import pytest

from data.desk.door import ENCODINGS, RefusedFile, sheets
from data.schema import TABLES
from tests.data.intake.written import comma_separated, encode, table, trimmed, within


def rows_of(content, **options):
    (sheet,) = sheets("tệp.csv", content, **options)
    return [list(row) for row in sheet.rows]


def encoded_as(content, **options):
    (sheet,) = sheets("tệp.csv", content, **options)
    return sheet.encoding


@pytest.mark.parametrize("encoding", ["utf-8 with BOM", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("name", TABLES)
def test_a_curated_table_comes_back_cell_by_cell(name, encoding):
    rows = table(name)
    expected = [[within(cell, encoding) for cell in row] for row in rows]

    assert rows_of(encode(comma_separated(rows), encoding)) == trimmed(expected)


@pytest.mark.parametrize("name", TABLES)
def test_vietnamese_written_for_a_vni_font_comes_back_cell_by_cell(name):
    rows = table(name)
    expected = [[within(cell, "vni") for cell in row] for row in rows]

    assert rows_of(encode(comma_separated(rows), "vni")) == trimmed(expected)


@pytest.mark.parametrize("name", TABLES)
def test_vietnamese_written_for_a_tcvn3_font_comes_back_but_for_toned_capitals(name):
    rows = table(name)
    expected = [[within(cell, "tcvn3").lower() for cell in row] for row in rows]

    read = rows_of(encode(comma_separated(rows), "tcvn3"))

    assert [[cell.lower() for cell in row] for row in read] == trimmed(expected)


@pytest.mark.parametrize(
    "name", [name for name in TABLES if len(table(name, language="fr")[0]) > 1]
)
def test_french_of_a_western_excel_comes_back_cell_by_cell(name):
    rows = table(name, language="fr")
    expected = [[within(cell, "cp1252") for cell in row] for row in rows]

    assert rows_of(encode(comma_separated(rows, ";"), "cp1252")) == trimmed(expected)


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "utf-8"),
        ("utf-8 with BOM", "utf-8"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("utf-16-le with BOM", "utf-16"),
        ("utf-16-be with BOM", "utf-16"),
        ("cp1258", "cp1258"),
        ("tcvn3", "tcvn3"),
        ("vni", "vni"),
    ],
)
@pytest.mark.parametrize("size", [3, 40])
def test_the_encoding_of_a_table_is_told_from_a_few_rows_as_from_many(encoding, expected, size):
    rows = table("visits", language="vi")[:size]

    assert encoded_as(encode(comma_separated(rows), encoding)) == expected


def test_the_encoding_of_french_is_told_from_a_few_rows():
    rows = table("visits", language="fr")[:3]

    assert encoded_as(encode(comma_separated(rows), "cp1252")) == "cp1252"


@pytest.mark.parametrize("text", ["Tên;Số", "Hôtel;été;là", "naïve;Noël", "plain;ascii"])
def test_unicode_is_never_taken_for_a_font(text):
    assert rows_of(text.encode()) == [text.split(";")]


@pytest.mark.parametrize(
    "text", ["tôt;côté;là", "Zoë;Loïc", "São Tomé;não", "Málaga;señor", "Köln;für"]
)
def test_a_few_western_words_are_taken_for_no_font(text):
    assert rows_of(text.encode("cp1252")) == [text.split(";")]


def test_signs_of_western_codepages_survive():
    text = "giá: 5 €;“Điện Biên” – phủ…;25 °C"

    assert rows_of(encode(text, "cp1258")) == [text.split(";")]


def test_letters_in_two_parts_become_one():
    rows = table("visits")
    content = unicodedata.normalize("NFD", comma_separated(rows)).encode()

    assert rows_of(content) == trimmed(rows)


def test_letters_in_two_parts_are_shown_as_repaired():
    (sheet,) = sheets("a.csv", unicodedata.normalize("NFD", "tên\nViệt\n").encode())

    assert sheet.repaired == (
        (unicodedata.normalize("NFD", "tên"), "tên"),
        (unicodedata.normalize("NFD", "Việt"), "Việt"),
    )


def test_letters_in_two_parts_are_the_usual_way_of_windows_1258():
    (sheet,) = sheets("a.csv", encode("tên,tỉnh\nViệt Nam,Điện Biên\n", "cp1258"))

    assert sheet.repaired == ()


@pytest.mark.parametrize(
    ("encoding", "as_read"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
    ],
)
def test_text_of_a_font_is_shown_as_read_and_as_converted(encoding, as_read):
    (sheet,) = sheets("a.csv", f"id,name\n1,{as_read}\n".encode("cp1252"))

    assert sheet.repaired == ((as_read, "Cộng hòa xã hội chủ nghĩa Việt Nam"),)


def test_five_converted_texts_are_shown_of_many():
    (sheet,) = sheets("a.csv", encode(comma_separated(table("visits", language="vi")), "vni"))

    assert len(sheet.repaired) == 5


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "tcvn3", "vni"])
def test_the_encoding_that_the_user_names_is_used(encoding):
    content = encode("id;tên\n1;Hà Nội\n", "tcvn3")

    assert encoded_as(content, encoding=encoding) == encoding


def test_one_word_of_a_font_is_converted_when_the_user_says_so():
    assert rows_of("Tªn".encode("cp1252"), encoding="tcvn3") == [["Tên"]]


def test_text_of_a_font_saved_as_unicode_is_converted_when_the_user_says_so():
    assert rows_of("ViÖt Nam;§iÖn Biªn".encode(), encoding="tcvn3") == [["Việt Nam", "Điện Biên"]]


def test_utf_16_without_mark_is_read_when_the_user_says_so():
    assert rows_of("億".encode("utf-16-le") * 9, encoding="utf-16") == [["億" * 9]]


def test_an_encoding_that_does_not_fit_is_refused():
    with pytest.raises(RefusedFile) as refused:
        sheets("a.csv", "tªn".encode("cp1252"), encoding="utf-8")

    assert refused.value.fault.kind == "not-this-encoding"


def test_an_encoding_that_is_not_offered_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="utf-7"):
        sheets("a.csv", b"a", encoding="utf-7")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_offered_reads_a_plain_table(encoding):
    content = "id,name\n1,x\n".encode("utf-16" if encoding == "utf-16" else "ascii")

    assert rows_of(content, encoding=encoding) == [["id", "name"], ["1", "x"]]


def test_damaged_utf_8_is_refused_with_the_place():
    content = "id,tên\n1,Điện Biên Phủ\n2,thành phố ".encode() + b"\xff" + b" Lyon\n"

    with pytest.raises(RefusedFile) as refused:
        sheets("a.csv", content)

    fault = refused.value.fault
    assert (fault.kind, fault.found) == ("broken-text", "iên Phủ\n2,thành phố \ufffd Lyon")


def test_utf_16_cut_in_the_middle_of_a_letter_is_refused():
    with pytest.raises(RefusedFile) as refused:
        sheets("a.csv", "id,tên\n".encode("utf-16")[:-1])

    assert refused.value.fault.kind == "broken-text"


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
def test_french_of_an_old_machine_is_read_in_its_letters(encoding):
    names = ["Métropole de Lyon", "Délégation française à Điện", "Région Rhône-Alpes"]
    content = "\n".join(["id;name", *names]).replace("Điện", "Hérault").encode(encoding)

    assert rows_of(content)[1:] == [[one.replace("Điện", "Hérault")] for one in names]


def test_vietnamese_of_viscii_comes_back():
    rows = [["id", "name"], ["1", "Ủy ban nhân dân tỉnh Điện Biên"], ["2", "Sở Ngoại vụ, ĐẤT, ở"]]
    content = comma_separated(rows, ";").encode("viscii")

    assert (rows_of(content), encoded_as(content)) == (rows, "viscii")


def test_bytes_that_no_encoding_has_are_refused():
    with pytest.raises(RefusedFile) as refused:
        sheets(
            "a.csv", "id;name\n1;关于奠边省合作项目的会议纪要\n2;法国开发署资助\n".encode("gb18030")
        )

    assert refused.value.fault.kind == "unknown-encoding"
