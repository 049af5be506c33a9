"""Cells of an upload in our writing: yes and no, codes, lists, texts, and whatever comes."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.schema import LANGUAGES, TABLES, codelist
from data.values.columns import Unread, read_column
from tests.data.values.valuing import (
    AMOUNT,
    DATE,
    LATITUDE,
    LONGITUDE,
    WORDLESS,
    read_value,
    unread,
)

CURRENCY = TABLES["project_amounts"].fields["currency"]
CHARTED = TABLES["project_amounts"].fields["charted"]
COUNTRY = TABLES["visits"].fields["partner_country"]
STATUS = TABLES["projects"].fields["status_code"]
FINANCE = TABLES["projects"].fields["finance"]
SOURCES = TABLES["visits"].fields["source_ids"]
TITLE = TABLES["visits"].fields["title_vi"]
SUBJECT = TABLES["discrepancies"].fields["subject_table"]
KINDS = (DATE, AMOUNT, CURRENCY, CHARTED, LATITUDE, LONGITUDE, COUNTRY, FINANCE, SOURCES, TITLE)


# Booleans, codes, lists, texts


@pytest.mark.parametrize("cell", ["true", "TRUE", "có", "Co", "yes", "Oui", "x", "1", 1, 1.0, True])
def test_yes_in_three_languages_is_true(cell):
    assert read_value(CHARTED, cell) == "true"


@pytest.mark.parametrize("cell", ["false", "không", "khong", "No", "non", "0", 0, 0.0, False])
def test_no_in_three_languages_is_false(cell):
    assert read_value(CHARTED, cell) == "false"


@pytest.mark.parametrize("cell", ["maybe", "2", 2, datetime.date(2023, 1, 1)])
def test_what_is_neither_yes_nor_no_is_said(cell):
    assert unread(CHARTED, cell) == ("boolean", "true | false")


def test_one_and_true_in_one_column_are_two_values():
    column = read_column(TITLE, [1, True, 1.0, "1"])

    assert column.cells == ["1", "TRUE", "1", "1"]


CODED = [
    field
    for table in TABLES.values()
    for field in table.fields.values()
    if field.codelist not in (None, "country") and not field.is_list
]


@pytest.mark.parametrize("field", CODED, ids=lambda field: f"{field.codelist}-{field.name}")
def test_every_code_is_known_by_itself_and_by_its_name_in_three_languages(field):
    for code, described in codelist(field.codelist).items():
        written = [code, *(described.names[language] for language in LANGUAGES)]
        assert [read_value(field, text) for text in written] == [code] * 4


@pytest.mark.parametrize("cell", [2, 2.0, "2", "ĐANG THỰC HIỆN", "dang thuc hien", " En  cours "])
def test_a_code_is_found_whatever_its_case_accents_and_spaces(cell):
    assert read_value(STATUS, cell) == "2"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR", "FR"),
        ("fr", "FR"),
        ("Pháp", "FR"),
        ("phap", "FR"),
        ("France", "FR"),
        ("FRA", "FR"),
        ("Việt Nam", "VN"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("États-Unis", "US"),
        ("Áo", "AT"),
        ("AO", "AO"),
        ("Bỉ", "BE"),
        ("BI", "BI"),
        ("NA", "NA"),
    ],
)
def test_a_country_is_known_by_code_and_by_name_in_three_languages(text, code):
    assert read_value(COUNTRY, text) == code


@pytest.mark.parametrize("text", ["ao", "Congo", "Atlantis"])
def test_a_country_that_could_be_two_or_none_is_said(text):
    assert unread(COUNTRY, text) == ("code", "ISO 3166-1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VND", "VND"),
        ("vnd", "VND"),
        ("đ", "VND"),
        ("đồng", "VND"),
        ("VNĐ", "VND"),
        ("₫", "VND"),
        ("€", "EUR"),
        ("euros", "EUR"),
        ("US$", "USD"),
        ("Yên Nhật", "JPY"),
    ],
)
def test_a_currency_is_known_by_code_sign_and_name(text, code):
    assert read_value(CURRENCY, text) == code


@pytest.mark.parametrize("text", ["$", "¥", "dollars", "Xu"])
def test_a_currency_that_could_be_several_or_none_is_said(text):
    assert unread(CURRENCY, text) == ("currency", "ISO 4217")


def test_a_table_is_named_in_any_language():
    assert [read_value(SUBJECT, text) for text in ("visits", "Chuyến thăm", "visites")] == [
        "visits"
    ] * 3


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("a; b ;c", "a;b;c"),
        ("a\nb", "a;b"),
        ("a;\r\nb", "a;b"),
        (";a;;", "a"),
        (" ; ", ""),
        (12.0, "12"),
        (None, ""),
    ],
)
def test_a_list_is_split_at_semicolons_and_line_breaks(cell, text):
    assert read_value(SOURCES, cell) == text


def test_every_name_in_a_list_of_codes_becomes_its_code():
    assert read_value(FINANCE, "Vốn vay\nGrant; don en nature") == "loan;grant;in_kind"


def test_a_list_with_an_unknown_name_stays_as_found():
    value = read_value(FINANCE, "Vốn vay; nothing")

    assert isinstance(value, Unread)
    assert (value.text, value.kind) == ("Vốn vay; nothing", "code")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Thăm Pháp\u00a0", "Thăm Pháp"),
        ("Thăm\r\nPháp\rvà Lyon", "Thăm\nPháp\nvà Lyon"),
        (unicodedata.normalize("NFD", "Điện Biên"), "Điện Biên"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("-5", "-5"),
        ("@home", "@home"),
        ("0123", "0123"),
        (12.0, "12"),
        (84912345678.0, "84912345678"),
        (datetime.datetime.fromisoformat("2023-11-22"), "2023-11-22"),
        (None, ""),
    ],
)
def test_a_text_is_trimmed_composed_and_otherwise_kept(cell, text):
    assert read_value(TITLE, cell) == text


@pytest.mark.parametrize("word", ["NA", "N/A", "null", "None", "nan", "TRUE", "1e5", "1.2E+10"])
def test_words_that_look_like_gaps_or_numbers_stay_text(word):
    assert read_value(TITLE, word) == word


# Whatever comes
CELLS = st.one_of(
    WORDLESS,
    st.text(),
    st.text("0123456789.,;:/-–%?~ '\"°NSEWXT()[]đtỷngàyMar€$\n\u00a0", max_size=20),
)


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.name)
@given(cells=st.lists(CELLS))
def test_any_cell_is_read_or_kept_with_a_fault(field, cells):
    column = read_column(field, cells)

    assert len(column.cells) == len(column.original) == len(cells)
    assert all(column.cells[place] == bad.text for place, bad in column.faults.items())


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.name)
@given(cells=st.lists(CELLS))
def test_what_was_read_is_read_as_itself(field, cells):
    first = read_column(field, cells)
    read = [cell for place, cell in enumerate(first.cells) if place not in first.faults]

    again = read_column(field, list(read), usual="decimal-point")

    assert (again.cells, again.faults) == (read, {})


@pytest.mark.parametrize("field", KINDS, ids=lambda field: field.name)
@pytest.mark.parametrize("piece", ["1", "1.", "1 ", "a", "(", "'", "tháng ", "1/", "-", "X"])
def test_a_text_of_a_hundred_thousand_characters_is_only_a_text(field, piece):
    text = piece * (100_000 // len(piece)) + "!"

    value = read_value(field, text)

    assert (value.text if isinstance(value, Unread) else value) == text.replace("\n", ";")
