"""Whoever published a source is named in the reader's language, in files made before that too."""

import pytest

from data.intake.layout import Draft, drafts
from data.record.canonical import renewed
from data.schema import LANGUAGES, TABLES
from data.sheets.grid import Sheet
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


@pytest.mark.parametrize(
    ("code", "heading"), [("vi", "Nơi đăng"), ("en", "Publisher"), ("fr", "Éditeur")]
)
def test_a_workbook_taken_from_a_page_before_is_still_read(code, heading):
    fields = TABLES["sources"].fields.values()
    others = {one.labels[code]: "" for one in fields if one.text_of != "publisher"}
    row = {**others, TABLES["sources"].fields["source_id"].labels[code]: "s-1", heading: "VNA"}

    draft = drafts(Sheet("tap-tin.xlsx", "Sheet1", [list(row), list(row.values())]))

    assert isinstance(draft, Draft)
    assert draft.cells["publisher_vi"] == ["VNA"]
    assert draft.unknown == ()
