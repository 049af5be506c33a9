"""One value, or one column of values, as offices write them: what is read, and what is not."""

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.schema import LANGUAGES, TABLES, codelist
from data.values import Unread, read_column, read_value
from data.written_dates import FORMS

DATE = TABLES["visits"].fields["start_date"]
AMOUNT = TABLES["project_amounts"].fields["amount"]
CURRENCY = TABLES["project_amounts"].fields["currency"]
CHARTED = TABLES["project_amounts"].fields["charted"]
LATITUDE = TABLES["places"].fields["latitude"]
LONGITUDE = TABLES["places"].fields["longitude"]
COUNTRY = TABLES["visits"].fields["partner_country"]
STATUS = TABLES["projects"].fields["status_code"]
FINANCE = TABLES["projects"].fields["finance"]
SOURCES = TABLES["visits"].fields["source_ids"]
TITLE = TABLES["visits"].fields["title_vi"]
SUBJECT = TABLES["discrepancies"].fields["subject_table"]
KINDS = (DATE, AMOUNT, CURRENCY, CHARTED, LATITUDE, LONGITUDE, COUNTRY, FINANCE, SOURCES, TITLE)


def unread(field, cell):
    """Kind and expectation of a cell that cannot be read."""
    value = read_value(field, cell)
    assert isinstance(value, Unread), value
    return value.kind, value.expected


# Dates


@pytest.mark.parametrize(
    "text",
    [
        "2023-11-22",
        "2023-11",
        "2023",
        "2023-11-22?",
        "2024~",
        "2024-03/2024-05",
        "../2024-11-06",
        "2025-10/..",
        "2023/2024",
        "2021-21",
        "202X",
        "2023-XX",
        "2024-02-29",
    ],
)
def test_edtf_is_kept_as_it_is(text):
    assert read_value(DATE, text) == text


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("22/11/2023", "2023-11-22"),
        ("2/1/2023", "2023-01-02"),
        ("22-11-2023", "2023-11-22"),
        ("22.11.2023", "2023-11-22"),
        ("22 / 11 / 2023", "2023-11-22"),
        ("11/2023", "2023-11"),
        ("2023/11/22", "2023-11-22"),
        ("2023-1-5", "2023-01-05"),
        ("2023/11", "2023-11"),
        ("22/11/2023?", "2023-11-22?"),
        ("2024 (?)", "2024?"),
        ("22/11/2023 00:00:00", "2023-11-22"),
        ("2023-11-22T00:00:00", "2023-11-22"),
        ("ngày 22/11/2023", "2023-11-22"),
        ("Ngày 22 tháng 11 năm 2023", "2023-11-22"),
        ("22 tháng 11 năm 2023", "2023-11-22"),
        ("22 Tháng Mười Một 2023", "2023-11-22"),
        ("tháng 11/2023", "2023-11"),
        ("Tháng 05 năm 2023", "2023-05"),
        ("tháng năm năm 2023", "2023-05"),
        ("T11/2023", "2023-11"),
        ("năm 2024", "2024"),
        ("22 novembre 2023", "2023-11-22"),
        ("le 1er août 2023", "2023-08-01"),
        ("déc. 2023", "2023-12"),
        ("22 Nov 2023", "2023-11-22"),
        ("22nd November 2023", "2023-11-22"),
        ("November 22, 2023", "2023-11-22"),
        ("Sept 2023", "2023-09"),
    ],
)
def test_a_date_written_by_people_becomes_edtf(text, edtf):
    assert read_value(DATE, text) == edtf


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        (datetime.datetime.fromisoformat("2023-11-22"), "2023-11-22"),
        (datetime.date(2023, 11, 22), "2023-11-22"),
        (45252, "2023-11-22"),
        (45252.0, "2023-11-22"),
        ("45252", "2023-11-22"),
    ],
)
def test_a_date_kept_by_a_spreadsheet_becomes_edtf(cell, edtf):
    assert read_value(DATE, cell) == edtf


@pytest.mark.parametrize("cell", [2024, 2024.0, "2024"])
def test_a_year_is_a_year_and_no_serial_number(cell):
    assert read_value(DATE, cell) == "2024"


@pytest.mark.parametrize(
    "cell",
    [
        "31/11/2023",
        "13/13/2023",
        "2023-02-30",
        "2023-13",
        "0000",
        "22/11/23",
        "22–25/11/2023",
        "tháng 13/2023",
        "tháng 12023",
        "soon",
        "/",
        "../..",
        "12023",
        "45252.5",
        "２０２３",
        45252.5,
        99999999,
        -1,
        True,
        float("nan"),
        float("inf"),
    ],
)
def test_what_is_no_date_is_said_with_the_forms_that_are(cell):
    assert unread(DATE, cell) == ("date", FORMS)


@pytest.mark.parametrize(
    "cell", ["22/11/2023 14:56", datetime.datetime.fromisoformat("2023-11-22 14:56")]
)
def test_a_time_of_day_is_not_dropped_in_silence(cell):
    assert unread(DATE, cell) == ("date", "2023-11-22")


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["02/01/2023", "03/04/2023"], ["2023-01-02", "2023-04-03"]),
        (["02-01-2023", "03-03-2023"], ["2023-01-02", "2023-03-03"]),
        (["02/01/2023?", ""], ["2023-01-02?", ""]),
    ],
)
def test_dates_that_could_be_month_first_are_read_day_first_and_reported(texts, cells):
    column = read_column(DATE, texts)

    assert (column.cells, column.faults) == (cells, {})
    assert (column.read_as, column.other) == ("day-first", ("month-first",))


@pytest.mark.parametrize(
    "texts",
    [
        ["02/01/2023", "22/11/2023"],
        ["02.01.2023"],
        ["ngày 02/01/2023"],
        ["03/03/2023", "11/2023", "2023-02-01"],
        [],
    ],
)
def test_dates_that_can_only_be_day_first_are_not_reported(texts):
    assert read_column(DATE, texts).other == ()


def test_dates_that_can_only_be_month_first_are_read_so_and_reported():
    column = read_column(DATE, ["02/01/2023", "11/22/2023"])

    assert column.cells == ["2023-02-01", "2023-11-22"]
    assert (column.read_as, column.other) == ("month-first", ("day-first",))


def test_dates_that_contradict_each_other_are_read_day_first_and_the_odd_ones_are_at_fault():
    column = read_column(DATE, ["22/11/2023", "11/22/2023", "02/01/2023"])

    assert column.cells == ["2023-11-22", "11/22/2023", "2023-01-02"]
    assert list(column.faults) == [1]
    assert (column.read_as, column.other) == ("day-first", ("month-first",))


def test_a_chosen_order_of_day_and_month_is_followed():
    column = read_column(DATE, ["02/01/2023", "03/04/2023"], choice="month-first")

    assert column.cells == ["2023-02-01", "2023-03-04"]
    assert (column.read_as, column.other) == ("month-first", ("day-first",))


def test_a_choice_that_is_none_changes_nothing():
    assert read_column(DATE, ["02/01/2023"], choice="decimal-comma").cells == ["2023-01-02"]


@given(st.dates(datetime.date(1000, 1, 1)), st.sampled_from("/-. "))
def test_a_day_before_its_month_is_read_back_whatever_stands_between(day, between):
    text = f"{day.day}{between}{day.month}{between}{day.year}"

    if between == " ":
        assert unread(DATE, text) == ("date", FORMS)
    else:
        assert read_value(DATE, text) == day.isoformat()


# Numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1\u00a0234\u202f567,89", "1234567.89"),
        ("1'234'567.89", "1234567.89"),
        ("24.650.000", "24650000"),
        ("24,650,000", "24650000"),
        ("24,65", "24.65"),
        ("0,123", "0.123"),
        ("0.123", "0.123"),
        ("1234,567", "1234.567"),
        ("-5", "-5"),
        ("−1.234,5", "-1234.5"),
        ("+5", "5"),
        ("1,50", "1.5"),
        ("-0,0", "0"),
        (",5", "0.5"),
        ("35,1%", "35.1"),
        ("35.1 %", "35.1"),
    ],
)
def test_a_number_written_by_people_becomes_ours(text, number):
    assert read_value(AMOUNT, text) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (12.0, "12"),
        (1.2e10, "12000000000"),
        (1e22, "10000000000000000000000"),
        (1e-7, "0.0000001"),
        (0.1, "0.1"),
        (35.1, "35.1"),
        (1234.567, "1234.567"),
        (-0.0, "0"),
        (10**20, "1" + "0" * 20),
    ],
)
def test_a_number_of_a_spreadsheet_keeps_all_its_digits(cell, number):
    assert read_value(AMOUNT, cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "1e6",
        "1,2E+10",
        "5.",
        "(5)",
        "1 23",
        "12.34.56",
        "1.234,567,8",
        "%",
        "5 km",
        "１２",
        True,
        datetime.date(2023, 1, 1),
        float("nan"),
        float("-inf"),
    ],
)
def test_what_is_no_number_is_said(cell):
    assert unread(AMOUNT, cell) == ("number", "1234.5")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("24,65 triệu", "24650000"),
        ("275,028 tỷ đồng", "275028000000"),
        ("1.500 tỷ", "1500000000000"),
        ("1,5 nghìn tỷ đồng", "1500000000000"),
        ("1.5 million", "1500000"),
        ("€1.5 million", "1500000"),
        ("1.500 billion", "1500000000"),
        ("2 milliards", "2000000000"),
        ("24.650.000 đồng", "24650000"),
        ("USD 1,500", "1.5 | 1500"),
    ],
)
def test_an_amount_in_words_is_never_multiplied_but_its_full_number_is_proposed(text, number):
    assert unread(AMOUNT, text) == ("amount-words", number)


def test_a_number_that_could_be_thousands_is_read_the_vietnamese_way_and_reported():
    column = read_column(AMOUNT, ["1.234", "2,500", "7"])

    assert column.cells == ["1234", "2.5", "7"]
    assert (column.read_as, column.other) == ("decimal-comma", ("decimal-point",))


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        (["1.234", "1.234.567"], ["1234", "1234567"]),
        (["1.234", "5,5"], ["1234", "5.5"]),
        (["1.234", "5.5"], ["1.234", "5.5"]),
        (["1,234", "1,234,567"], ["1234", "1234567"]),
    ],
)
def test_other_numbers_of_a_column_settle_what_could_be_thousands(texts, cells):
    column = read_column(AMOUNT, texts)

    assert (column.cells, column.other) == (cells, ())


def test_numbers_that_contradict_each_other_leave_the_doubtful_ones_reported():
    column = read_column(AMOUNT, ["1,5", "1.5", "1.234"])

    assert column.cells == ["1.5", "1.5", "1234"]
    assert (column.read_as, column.other) == ("decimal-comma", ("decimal-point",))


def test_a_chosen_decimal_mark_is_followed():
    column = read_column(AMOUNT, ["1.234", "2,500"], choice="decimal-point")

    assert column.cells == ["1.234", "2500"]
    assert (column.read_as, column.other) == ("decimal-point", ("decimal-comma",))


@given(st.decimals(-(10**12), 10**12, allow_nan=False, places=2), st.sampled_from([".,", ",."]))
def test_a_number_with_thousands_and_two_decimals_is_read_back(number, marks):
    gap, mark = marks
    text = f"{number:,.2f}".translate(str.maketrans({",": gap, ".": mark}))

    assert float(str(read_value(AMOUNT, text))) == float(number)


# Coordinates


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("21.386", "21.386"),
        ("21,386", "21.386"),
        ("21,386°", "21.386"),
        ("21.386° Bắc", "21.386"),
        ("21°23'10\"N", "21.386111"),
        ("21° 23′ 10,5″ B", "21.38625"),
        ("N 21°23'", "21.383333"),
        ("21°23'10''N", "21.386111"),
        ("21,5 S", "-21.5"),
        ("-21.5", "-21.5"),
    ],
)
def test_a_latitude_becomes_decimal_degrees(text, degrees):
    assert read_value(LATITUDE, text) == degrees


@pytest.mark.parametrize(
    ("text", "degrees"),
    [("103,017", "103.017"), ("103°1'1.2\"E", "103.017"), ("103° Đ", "103"), ("2,35° O", "-2.35")],
)
def test_a_longitude_becomes_decimal_degrees(text, degrees):
    assert read_value(LONGITUDE, text) == degrees


@pytest.mark.parametrize(
    "text",
    [
        "21°23'10\"E",
        "21°60'N",
        "21.5°23'N",
        "-21°N",
        "21.386, 103.017",
        "north",
        "35%",
        "21°23'10\"N 103°1'E",
        "N21°S",
        "1234°",
    ],
)
def test_what_is_no_latitude_is_said(text):
    assert unread(LATITUDE, text)[0] == "coordinate"


def test_the_bounds_of_a_column_settle_what_could_be_thousands():
    column = read_column(LATITUDE, ["21.386", "21,412"])

    assert (column.cells, column.other) == (["21.386", "21.412"], ())


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
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
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
