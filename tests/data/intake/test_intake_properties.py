"""Any bytes give sheets or a refusal; any table that was written comes back."""

import datetime
import random
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.desk.door import ENCODINGS, RefusedFile, sheets
from data.sheets.grid import Sheet
from tests.data.intake.written import (
    FILES,
    UNICODE,
    comma_separated,
    encode,
    trimmed,
    within,
    workbook,
)

pytestmark = pytest.mark.slow

VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
)
AWKWARD = [
    "", "007", "NA", "null", "None", "1E5", "=1+1", "+84 912", "-", "@a", "12345678901234567890",
    "0912345678", "1.234.567,89", "35,1%", "22/11/2023", "TRUE", 'nói "có"', '"', "a;b", "a,b",
    "a\tb", "a|b", "hai\ndòng", "hai\r\ndòng", " x", "x ", "Điện Biên Phủ", "Côte d’Ivoire",
]  # fmt: skip
ALPHABET = VIETNAMESE + VIETNAMESE.upper() + " ,;|\"'0123456789=+-@.%\n"

texts = st.one_of(st.sampled_from(AWKWARD), st.text(ALPHABET, max_size=30)).map(
    lambda text: unicodedata.normalize("NFC", text)
)
# A column of any text may be cut by any delimiter; a header of plain names says which it is.
bodies = st.lists(st.lists(texts, min_size=3, max_size=3), min_size=1, max_size=8)
HEADER = ["id", "name", "note"]
PROVINCIAL = ["tỉnh Điện Biên", "thành phố Lyon", "hợp tác về đô thị và bảo tồn di tích"]

quick = settings(deadline=None, max_examples=60)
slow = settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])


def outcome(content, **options):
    try:
        return sheets("tệp", content, **options)
    except RefusedFile as refused:
        return refused


def is_answer(answer):
    return isinstance(answer, RefusedFile) or all(isinstance(sheet, Sheet) for sheet in answer)


@quick
@given(st.binary(max_size=300))
def test_any_bytes_give_sheets_or_a_refusal(content):
    assert is_answer(outcome(content))


@quick
@given(st.binary(max_size=200), st.sampled_from(ENCODINGS))
def test_any_bytes_in_any_encoding_named_give_sheets_or_a_refusal(content, encoding):
    assert is_answer(outcome(content, encoding=encoding))


@quick
@given(st.text(max_size=200), st.sampled_from(["utf-8", "utf-16", "cp1258", "cp1252"]))
def test_any_text_gives_sheets_or_a_refusal(text, encoding):
    assert is_answer(outcome(text.encode(encoding, "replace")))


@slow
@given(st.sampled_from(["xlsx", "ods", "xls", "locked.xls"]), st.randoms(use_true_random=False))
def test_a_workbook_with_any_damage_gives_sheets_or_a_refusal(ending, chance: random.Random):
    name = ending if "." in ending else f"libreoffice.{ending}"
    content = bytearray((FILES / name).read_bytes())
    for _ in range(chance.randint(1, 40)):
        content[chance.randrange(8, len(content))] = chance.randrange(256)

    assert is_answer(outcome(bytes(content)))


@slow
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=3000)
)
def test_any_bytes_that_begin_like_a_workbook_give_a_refusal(start, rest):
    assert isinstance(outcome(start + rest), RefusedFile)


@pytest.mark.parametrize("encoding", UNICODE)
@settings(deadline=None, max_examples=25)
@given(
    body=bodies, delimiter=st.sampled_from(",;\t|"), line_end=st.sampled_from(["\n", "\r\n", "\r"])
)
def test_any_table_in_unicode_comes_back(encoding, body, delimiter, line_end):
    rows = [HEADER, *body]

    (sheet,) = sheets("a", encode(comma_separated(rows, delimiter, line_end), encoding))

    assert [list(row) for row in sheet.rows] == trimmed(rows)


@settings(deadline=None, max_examples=60)
@given(body=bodies, delimiter=st.sampled_from(",;\t|"))
def test_any_table_in_windows_1258_comes_back(body, delimiter):
    rows = [HEADER, PROVINCIAL, *body]
    kept = [[within(cell, "cp1258") for cell in row] for row in rows]

    content = encode(comma_separated(rows, delimiter), "cp1258")
    (sheet,) = sheets("a", content, encoding="cp1258")

    assert [list(row) for row in sheet.rows] == trimmed(kept)


@settings(deadline=None, max_examples=60)
@given(body=bodies, delimiter=st.sampled_from(",;\t|"))
def test_any_table_for_a_vni_font_comes_back(body, delimiter):
    rows = [HEADER, PROVINCIAL, *body]
    kept = [[within(cell, "vni") for cell in row] for row in rows]

    content = encode(comma_separated(rows, delimiter), "vni")
    (sheet,) = sheets("a", content, encoding="vni")

    assert [list(row) for row in sheet.rows] == trimmed(kept)


@settings(deadline=None, max_examples=60)
@given(body=bodies, delimiter=st.sampled_from(",;\t|"))
def test_any_table_for_a_tcvn3_font_comes_back_but_for_toned_capitals(body, delimiter):
    rows = [HEADER, PROVINCIAL, *body]
    kept = [[within(cell, "tcvn3").lower() for cell in row] for row in rows]

    content = encode(comma_separated(rows, delimiter), "tcvn3")
    (sheet,) = sheets("a", content, encoding="tcvn3")

    assert [[str(cell).lower() for cell in row] for row in sheet.rows] == trimmed(kept)


values = st.one_of(
    texts.filter(lambda text: text.strip() and "\r" not in text),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.9g}")),
    st.booleans(),
    st.dates(min_value=datetime.date(1901, 1, 1)),
    st.none(),
)


@slow
@given(st.lists(st.lists(values, max_size=5), min_size=1, max_size=30))
def test_any_table_in_a_workbook_comes_back(body):
    rows = [["Mã"], *body]

    (sheet,) = sheets("a", workbook({"Bảng": rows}))

    assert [list(row) for row in sheet.rows] == trimmed(rows)
