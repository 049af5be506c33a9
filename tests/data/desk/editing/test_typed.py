"""What is typed fills the cells that it says, and what a field shows is read back as the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.editing import typed
from data.language import Language
from data.schema import LANGUAGES, TABLES

TODAY = date(2026, 11, 26)
VI, EN = Language("vi"), Language("en")


def cells(table, column, text, language=VI):
    return typed.cells(TABLES[table], column, text, language, TODAY)


def test_a_span_in_the_start_of_a_visit_is_its_end_as_well():
    assert cells("visits", "start_date", "22–25/11/2023") == {
        "start_date": "2023-11-22",
        "end_date": "2023-11-25",
    }


def test_a_span_where_there_is_one_date_is_some_day_in_it():
    assert cells("meetings", "date", "22–25/11/2023") == {"date": "2023-11-22/2023-11-25"}


@pytest.mark.parametrize(
    ("text", "language", "amount", "currency"),
    [
        ("24,65 triệu euro", VI, "24650000", "EUR"),
        ("1.250 tỷ đồng", VI, "1250000000000", "VND"),
        ("EUR 24.65 million", EN, "24650000", "EUR"),
        ("24,65 tr. đ", VI, "24650000", "VND"),
    ],
)
def test_an_amount_in_words_is_a_number_and_its_currency(text, language, amount, currency):
    made = cells("project_amounts", "amount", text, language)
    assert made == {"amount": amount, "currency": currency}


def test_a_group_of_three_digits_is_read_as_the_language_writes_it():
    assert cells("project_amounts", "amount", "1.250") == {"amount": "1250"}
    assert cells("project_amounts", "amount", "1.250", EN) == {"amount": "1.25"}


@pytest.mark.parametrize(
    "text", ["21.386, 103.023", "21,386; 103,023", "21°23'09.6\"N 103°01'22.8\"E"]
)
def test_two_numbers_in_a_latitude_are_a_position(text):
    assert cells("places", "latitude", text) == {"latitude": "21.386", "longitude": "103.023"}


@pytest.mark.parametrize(
    ("table", "column"),
    [("meetings", "date"), ("project_amounts", "amount"), ("places", "latitude")],
)
@pytest.mark.parametrize("text", ["xin chào", "<script>1</script>", "31/2/2024", "9" * 10_000])
def test_what_cannot_be_read_is_kept_as_it_was_typed(table, column, text):
    if column == "amount" and text.isdigit():
        return
    assert cells(table, column, text)[column] == text
    if not text.isdigit():
        assert typed.understood(TABLES[table], column, {column: text}, VI) == ""


def test_how_it_was_understood_is_said_in_words():
    row = {"amount": "24650000", "currency": "EUR"}
    assert (
        typed.understood(TABLES["project_amounts"], "amount", row, VI)
        == "24,65 triệu\N{NO-BREAK SPACE}EUR"
    )
    row = {"date": "2018~"}
    assert typed.understood(TABLES["meetings"], "date", row, VI) == "khoảng 2018"


NUMBERS = st.decimals(-90, 90, places=6).map(lambda one: f"{one.normalize():f}")


@given(
    number=NUMBERS | st.integers(0, 10**14).map(str),
    place=st.sampled_from(
        [("project_amounts", "amount"), ("places", "latitude"), ("project_progress", "value")]
    ),
    code=st.sampled_from(list(LANGUAGES)),
)
def test_a_number_that_a_field_shows_is_read_back_as_the_same(number, place, code):
    table, column = place
    field, language = TABLES[table].fields[column], Language(code)
    if field.maximum is not None and abs(float(number)) > field.maximum:
        return
    if number in ("-0", "0") or float(number) == 0:
        number = "0"
    shown = typed.shown(field, number, language)
    assert cells(table, column, shown, language)[column] == number
