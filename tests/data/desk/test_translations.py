"""A Vietnamese text that changes leaves its translations behind: they are marked and named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.desk.checked import Checked, Tier
from data.desk.checking import check
from data.desk.comparing import compare
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.record.loading import CURATED
from data.record.rows import Rows, tables_of
from data.schema import TABLES
from data.sheets.grid import Sheet

TODAY = date(2026, 11, 26)
SHIPPED = tables_of({name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES})
VISIT = "2023-11-dien-bien-to-france"
NEW = "Đoàn công tác của tỉnh thăm Pháp"
BOTH = "title_en;title_fr"


def draft(table: str, *given: dict[str, str]) -> Draft:
    """Rows of a CSV with the columns of the first one."""
    lines = [list(given[0]), *(list(row.values()) for row in given)]
    read = drafts(Sheet(f"{table}.csv", "", lines, "utf-8", ",", ()), Handling(table))
    assert isinstance(read, Draft), read
    return read


def published(**changes: str) -> dict[str, Rows]:
    """The shipped record with some cells of the first visit changed."""
    row = {**SHIPPED["visits"][VISIT], **changes}
    return {**SHIPPED, "visits": {**SHIPPED["visits"], VISIT: row}}


def checked(
    before: dict[str, Rows] | None = None, *, confirmed: bool = False, **given: str
) -> Checked:
    """The check of a file with these cells of the first visit and no others."""
    one = draft("visits", {"visit_id": VISIT, **given})
    return check([one], before or published(), TODAY, confirmed=confirmed)


def whole(
    before: dict[str, Rows] | None = None, *, confirmed: bool = False, **given: str
) -> Checked:
    """The check of a file with every column of the first visit, some cells changed."""
    row = (before or published())["visits"][VISIT]
    one = draft("visits", {**row, **given})
    return check([one], before or published(), TODAY, confirmed=confirmed)


def marked(result: Checked) -> str:
    return result.rows["visits"][VISIT]["older_translations"]


def named(result: Checked) -> list[tuple[Tier, str, int | None, str | None]]:
    """What the check finds, without the sentence."""
    return [(f.tier, f.fault.kind, f.fault.row, f.fault.column) for f in result.findings]


BEHIND = [(Tier.WARNED, "stale", 2, "title_en"), (Tier.WARNED, "stale", 2, "title_fr")]


def test_a_new_vietnamese_text_marks_the_translations_it_leaves_behind_and_names_them():
    result = checked(title_vi=NEW)

    assert (marked(result), named(result)) == (BOTH, BEHIND)
    assert result.findings[0].fault.found == SHIPPED["visits"][VISIT]["title_en"]
    assert result.accepted


def test_a_file_with_every_column_marks_them_too():
    result = whole(title_vi=NEW)

    assert (marked(result), named(result)) == (BOTH, BEHIND)


def test_a_translation_that_comes_with_its_new_text_is_not_marked():
    result = checked(title_vi=NEW, title_en="The delegation visits France")

    assert (marked(result), named(result)) == ("title_fr", BEHIND[1:])


def test_a_translation_that_is_missing_is_not_marked():
    result = checked(published(title_en=""), title_vi=NEW)

    assert (marked(result), named(result)) == ("title_fr", BEHIND[1:])


def test_a_translation_done_anew_is_no_longer_marked():
    result = checked(published(older_translations=BOTH), title_fr="La délégation en France")

    assert (marked(result), named(result)) == ("title_en", [])


def test_a_translation_done_anew_in_a_file_that_still_marks_it_is_no_longer_marked():
    result = whole(published(older_translations=BOTH), title_fr="La délégation en France")

    assert (marked(result), named(result)) == ("title_en", [])


def test_a_translation_that_is_emptied_is_no_longer_marked():
    result = whole(published(older_translations=BOTH), title_fr="")

    assert (marked(result), named(result)) == ("title_en", [])


def test_a_file_without_the_column_keeps_the_published_marks():
    result = checked(published(older_translations=BOTH), end_date="2023-11-30")

    assert (marked(result), named(result)) == (BOTH, [])


@pytest.mark.parametrize("cell", ["", "title_fr"])
def test_a_mark_that_a_file_lacks_stays_and_is_named_until_it_is_confirmed(cell):
    before = published(older_translations="title_fr;title_en")

    result = whole(before, older_translations=cell)

    assert marked(result) == "title_fr;title_en"
    assert named(result) == [one for one in BEHIND if one[3] not in cell.split(";")]
    assert marked(whole(before, confirmed=True, older_translations=cell)) == cell


@pytest.mark.parametrize("cell", ["", "title_fr"])
def test_a_file_of_marks_alone_confirms_those_that_it_empties(cell):
    result = checked(published(older_translations=BOTH), older_translations=cell)

    assert (marked(result), named(result)) == (cell, [])


def test_a_file_of_marks_and_translations_alone_confirms_those_that_it_empties():
    before = published(older_translations=BOTH)
    english = before["visits"][VISIT]["title_en"]

    result = checked(before, title_en=english, older_translations="title_fr")

    assert (marked(result), named(result)) == ("title_fr", [])


def test_a_file_of_other_cells_confirms_nothing():
    before = published(older_translations=BOTH)

    assert marked(checked(before, end_date="2023-11-30")) == BOTH


def test_the_same_file_once_more_changes_nothing():
    first = whole(title_vi=NEW)
    before = {**SHIPPED, "visits": {**SHIPPED["visits"], **first.rows["visits"]}}

    again = whole(before, older_translations="")

    assert not compare(before["visits"], again.rows["visits"])
    assert named(again) == BEHIND


def test_what_somebody_confirms_is_neither_marked_nor_named():
    result = checked(confirmed=True, title_vi=NEW)

    assert (marked(result), named(result)) == ("", [])
    assert result.rows["visits"][VISIT]["title_vi"] == NEW


def test_marked_translations_that_another_text_leaves_behind_are_named_again_and_confirmed():
    before = published(older_translations=BOTH)

    assert named(checked(before, title_vi=NEW)) == BEHIND
    assert marked(checked(before, title_vi=NEW)) == BOTH
    assert marked(checked(before, confirmed=True, title_vi=NEW)) == ""


def test_a_confirmation_is_only_of_what_the_file_leaves_behind():
    before = published(older_translations="note_fr")

    assert marked(checked(before, confirmed=True, title_vi=NEW)) == "note_fr"


def test_a_mark_that_a_file_sets_anew_is_believed():
    result = whole(title_en="An earlier text", older_translations="title_en")

    assert (marked(result), named(result)) == ("title_en", [])


def test_a_mark_of_what_is_no_translation_is_left_out_and_the_published_marks_stay():
    before = published(older_translations="title_en")

    result = whole(before, older_translations="title_vi;title_en")

    assert marked(result) == "title_en"
    assert named(result) == [(Tier.DROPPED, "no-translation", 2, "older_translations")]


def test_a_new_row_has_the_marks_of_its_file():
    row = {**SHIPPED["visits"][VISIT], "visit_id": "new", "older_translations": "title_en"}

    result = check([draft("visits", row)], SHIPPED, TODAY)

    assert result.rows["visits"]["new"]["older_translations"] == "title_en"
    assert result.findings == []


def test_spaces_and_line_breaks_alone_mark_nothing():
    text = SHIPPED["visits"][VISIT]["note_vi"].replace(" ", "  ", 1)

    assert text != SHIPPED["visits"][VISIT]["note_vi"]
    result = checked(note_vi=text)

    assert (marked(result), named(result)) == ("", [])


@st.composite
def same_texts(draw: st.DrawFn) -> tuple[str, str, dict[str, str], str]:
    """A row of a table, some of its cells as published, and marks of some of its translations."""
    table = TABLES[draw(st.sampled_from(sorted(name for name, rows in SHIPPED.items() if rows)))]
    key = draw(st.sampled_from(sorted(SHIPPED[table.name])))
    row = SHIPPED[table.name][key]
    filled = [name for name in table.translations if row[name]]
    marks = ";".join(draw(st.lists(st.sampled_from(filled), unique=True))) if filled else ""
    columns = draw(st.sets(st.sampled_from(list(table.fields))))
    cells = {name: row[name] for name in table.fields if name in columns or name == table.key}
    return table.name, key, cells, marks


@given(same_texts())
def test_a_file_that_changes_no_text_marks_nothing_and_unmarks_nothing(upload):
    table, key, cells, marks = upload
    row = {**SHIPPED[table][key], "older_translations": marks}
    before = {**SHIPPED, table: {**SHIPPED[table], key: row}}
    if "older_translations" in cells:
        cells["older_translations"] = marks

    result = check([draft(table, cells)], before, TODAY)

    assert not compare(before[table], result.rows[table])
    assert "stale" not in {one.fault.kind for one in result.findings}


@pytest.mark.parametrize(
    "table", [one for one in TABLES.values() if one.texts], ids=lambda table: table.name
)
def test_every_table_can_say_which_of_its_translations_are_older(table):
    assert table.older == list(table.fields)[-1] == "older_translations"
    assert set(table.translations.values()) == {f"{text}_vi" for text in table.texts}
    assert table.translations


def test_only_papers_have_no_text_to_translate():
    assert [name for name, table in TABLES.items() if not table.texts] == ["papers"]
