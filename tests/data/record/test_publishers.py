"""Whoever published a source is named in the reader's language, in files made before that too."""

import pytest

from data.record.canonical import renewed
from data.schema import LANGUAGES, TABLES
from tests.terms import record_texts


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_publisher_is_named_in_each_language(code):
    column = f"publisher_{code}"
    names = {text.row: text.told for text in record_texts() if text.column == column}

    assert names
    assert [row for row, told in names.items() if not told] == []


def test_a_file_with_one_name_for_a_publisher_is_still_read():
    header, line = renewed(TABLES["sources"], b"source_id,publisher\ns-1,VNA\n").decode().split()

    cells = dict(zip(header.split(","), line.split(","), strict=True))
    assert (cells["publisher_vi"], cells["publisher_fr"]) == ("VNA", "")
