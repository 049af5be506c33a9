"""A drop-down list offers words; the code behind them is what counts."""

import pytest

from data.intake.reading_columns import _codes
from data.schema import TABLES
from data.values.offered import code_of, offered


@pytest.mark.parametrize(
    ("code", "words", "entry"),
    [
        ("loan", "Vốn vay", "Vốn vay [loan]"),
        ("Asia/Ho_Chi_Minh", "", "Asia/Ho_Chi_Minh"),
        ("EUR", "EUR", "EUR"),
        ("afd", "Agence [française]", "Agence [française] [afd]"),
        ("long", "x" * 300, "x" * 200 + " [long]"),
    ],
)
def test_an_entry_holds_its_words_and_gives_its_code_again(code, words, entry):
    assert offered(code, words) == entry
    assert code_of(entry) == code


@pytest.mark.parametrize("text", ["loan", "[loan]", "Vốn vay", "Vốn vay[loan]", "a [b] c", "x []"])
def test_a_text_that_is_no_entry_stays_as_it_is(text):
    assert code_of(text) == text


@pytest.mark.parametrize(
    ("table", "column", "written", "read"),
    [
        ("project_amounts", "kind", "Prêt engagé [loan]", "loan"),
        ("project_amounts", "charted", "có [true]", "true"),
        ("meetings", "visit_id", "Chuyến thăm Pháp [2023-11-france]", "2023-11-france"),
        ("project_amounts", "kind", "Vay [ODA]", "Vay [ODA]"),
        ("meetings", "visit_id", "Agence de développement [AFD]", "Agence de développement [AFD]"),
        ("project_amounts", "note_en", "Cầu [giai đoạn] [loan]", "Cầu [giai đoạn] [loan]"),
    ],
)
def test_an_entry_of_a_list_is_read_as_its_code_and_an_offices_own_brackets_stay(
    table, column, written, read
):
    assert _codes(TABLES[table].fields[column], [written]) == [read]
