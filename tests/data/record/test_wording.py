"""Cells of an upload in the reader's words."""

import pytest

from data.faults import Fault
from data.language import Language
from data.record.wording import difference, expected, translations, value
from data.schema import TABLES

PROJECTS = TABLES["projects"].fields
KNOWN = {"organisations": {"afd": {"short_name_vi": "AFD", "name_vi": "Cơ quan Phát triển Pháp"}}}


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("status_code", "2", "Implementation"),
        ("planned_start", "2024-03", "March 2024"),
        ("planned_start", "not a date", "not a date"),
        ("funder_org_ids", "afd;unknown", "AFD, unknown"),
        ("name_vi", "=1+1", "=1+1"),
        ("name_vi", "", ""),
        ("planned_start", "", ""),
    ],
)
def test_a_value_is_told_as_a_person_reads_it(column, text, shown):
    assert value(PROJECTS[column], {}, text, Language("en"), KNOWN) == shown


def test_translations_are_called_by_the_labels_of_their_columns():
    text = "name_en;name_fr;gone"

    told = translations(TABLES["projects"], text, Language("en"))

    assert told == "Name (English), Name (French), gone"
    assert translations(TABLES["projects"], "", Language("en")) == ""


def test_what_was_expected_names_codes_and_tables():
    english = Language("en")
    code = Fault("code", "a.csv", 2, "status_code", "9", "1 | 2")
    lost = Fault("reference", "a.csv", 2, "funder_org_ids", "x", "organisations.org_id")
    form = Fault("pattern", "a.csv", 2, "project_id", "Ạ", "[a-z0-9][a-z0-9-]*")

    assert "2 – Implementation" in expected(TABLES["projects"], code, english, {})
    assert expected(TABLES["projects"], lost, english, {}).startswith("an id of the table")
    assert "[" not in expected(TABLES["projects"], form, english, {})


def test_long_texts_differ_word_by_word():
    old = "Dự án cấp nước sạch cho ba bản vùng cao của huyện Nậm Pồ"
    gone, come = difference(old, old.replace("ba bản", "bốn bản"))

    assert [text for text, differs in gone if differs] == ["ba"]
    assert [text for text, differs in come if differs] == ["bốn"]
    assert "".join(text for text, _ in come) == old.replace("ba bản", "bốn bản")


@pytest.mark.parametrize(
    "pair", [("", "x"), ("x", ""), ("short", "texts"), ("x" * 9000, "y" * 9000)]
)
def test_other_texts_differ_as_a_whole(pair):
    assert difference(*pair) == ([(pair[0], True)], [(pair[1], True)])
