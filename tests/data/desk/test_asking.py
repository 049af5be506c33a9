"""Questions in words: what a reader sees of a file and of what would become of it."""

from data.desk import asking, samples
from data.faults import Fault
from data.intake.handling import Question
from data.language import Language
from data.record import wording

VIETNAMESE = Language("vi")


def test_an_amount_of_the_file_is_shown_as_it_stands_there():
    asked = Question("unit", "amount", "", ("converted",), ("1.500 → 1500000000", "triệu đồng"))

    assert list(samples.shown(asked, "project_amounts", VIETNAMESE)) == [
        "1.500 → 1.500.000.000",
        "triệu đồng",
    ]


def test_days_are_shown_as_the_reader_writes_them():
    asked = Question("swapped-days", "start_date", "", ("converted",), ("2023-05-11 → 2023-11-05",))

    assert list(samples.shown(asked, "visits", VIETNAMESE)) == ["11/5/2023 → 05/11/2023"]


def test_a_picture_of_a_table_has_an_advice_and_a_shortcut_says_it_itself():
    assert "Excel" in asking.advice(Fault("is-pdf", "a.pdf"), Language("en"))
    assert asking.advice(Fault("is-shortcut", "a.url"), Language("en")) == ""


def test_a_line_with_a_cell_too_many_says_what_to_do():
    told = wording.sentence("places", Fault("ragged", "a.csv", 2), Language("en"), {})

    assert told.endswith(
        "Expected: as many cells as there are headings; a text with a comma in quotation marks."
    )


def test_a_row_of_the_same_upload_is_named_by_its_id_once():
    fault = Fault("lookalike", "a.csv", 2, "name_vi", "Sở", "new-one")

    assert "Expected: new-one." in wording.sentence("organisations", fault, Language("en"), {})
