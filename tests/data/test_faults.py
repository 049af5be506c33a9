"""A fault is one sentence in the reader's language, with all that is known of it."""

import pytest

from data.faults import Fault
from data.language import Language
from tests.data.record.mistakes import PROVOKED


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
def test_a_fault_is_one_sentence_that_holds_all_of_it(code):
    fault = Fault("range", "places.csv", 37, "latitude", "91.5", "-90 … 90")

    sentence = fault.sentence(Language(code))

    for part in ("places.csv", "37", "latitude", "91.5", "-90 … 90"):
        assert part in sentence


@pytest.mark.parametrize("code", ["vi", "en", "fr"])
@pytest.mark.parametrize("kind", sorted({fault[0] for _, _, fault in PROVOKED}))
def test_every_kind_of_fault_has_a_sentence(code, kind):
    sentence = Fault(kind, "visits.csv", 4, "status").sentence(Language(code))

    assert sentence.startswith("visits.csv, ")
    assert sentence.endswith(".")


def test_a_fault_reads_as_english():
    fault = Fault("range", "places.csv", 3, "latitude", "91.5", "-90 … 90")

    assert fault.sentence(Language("en")) == (
        "places.csv, row 3, column “latitude”: the number is out of range. "
        "Found: “91.5”. Expected: -90 … 90."
    )


def test_a_fault_of_the_whole_file_names_no_row():
    fault = Fault("no-file", "people.csv")

    assert fault.sentence(Language("en")) == "people.csv: the file is missing."


def test_a_long_cell_is_cut_in_the_sentence_only():
    fault = Fault("date", "visits.csv", 2, "start_date", "x" * 500)

    sentence = fault.sentence(Language("en"))

    assert "x" * 79 + "…" in sentence
    assert "x" * 80 not in sentence
