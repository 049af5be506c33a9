"""Units are read alike wherever they stand: in a cell, a heading, a line above the table."""

import pytest

from data.intake import splitting, unit_words
from data.intake.suspicions.units import announced
from data.intake.unit_words import Unit


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("tr.đ", Unit(6, "VND")),
        ("nghìn tỷ đồng", Unit(12, "VND")),
        ("triệu đô la Mỹ", Unit(6, "USD")),
        ("ngh. USD", Unit(3, "USD")),
        ("tỷ đồng Việt Nam", Unit(9, "VND")),
        ("milliards d'euros", Unit(9, "EUR")),
        ("US$ million", Unit(6, "USD")),
        ("Mrd yen", Unit(9, "JPY")),
        ("mln won", Unit(6, "KRW")),
    ],
)
def test_a_cell_a_heading_and_a_line_above_say_the_same(words, unit):
    above = announced(f"Đơn vị tính: {words}")

    assert unit_words.read(words) == unit
    assert unit_words.named_in(f"Tổng vốn ({words})") == unit
    assert splitting.amount(f"1.250 {words}") == ("1.250", unit)
    assert above is not None
    assert above.unit == unit


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Giá trị hợp đồng (JPY)", Unit(0, "JPY")),  # "đồng" is part of "contract"
        ("Vốn (triệu đồng, tương đương USD)", Unit(6, "VND")),  # the currency beside the million
        ("Chiều dài (m)", None),
        ("Tình hình", None),
    ],
)
def test_a_heading_names_the_currency_beside_its_unit_or_the_certain_one(heading, unit):
    assert unit_words.named_in(heading) == unit


@pytest.mark.parametrize("cell", ["≈ 100 USD", "35 %", "100 USD/năm", "khoảng 5 tỷ"])
def test_an_amount_with_other_words_or_signs_is_left_as_it_is(cell):
    assert splitting.amount(cell) == (cell, None)
