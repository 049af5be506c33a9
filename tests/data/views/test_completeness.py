"""What the record lacks is counted over the rows that can have it."""

import pytest

from data.schema import TABLES
from data.views import completeness
from data.views.completeness import MATTERS, Empty, LastWord, Share, Untold


def share(lens, table, column):
    return next(
        one.share for one in completeness.filled(lens) if (one.table, one.column) == (table, column)
    )


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, cs in MATTERS.items() for c in cs])
def test_only_columns_that_may_be_empty_are_counted(table, column):
    assert not TABLES[table].fields[column].required


def test_filled_cells_are_counted_by_column(made):
    lens = made("en", visits=[{"start_date": "2025"}, {"start_date": "2024"}, {}])

    assert share(lens, "visits", "start_date") == Share(2, 3)
    assert share(lens, "visits", "end_date") == Share(0, 3)


def test_a_number_that_is_missing_is_an_empty_cell(made):
    lens = made("en", places=[{"latitude": "21.4", "longitude": "103"}, {}])

    assert share(lens, "places", "latitude") == Share(1, 2)


def test_a_cell_is_missed_only_where_the_row_can_have_it(made):
    kinds = ("request", "commitment", "thanks")
    lens = made(
        "en",
        outcomes=[{"kind": kind, "status": "done"} for kind in kinds],
        projects=[
            {"record_kind": "project", "planned_end": "2025"},
            {"record_kind": "project", "actual_end": "2025"},
            {"record_kind": "aggregate"},
        ],
        places=[{"kind": "online"}, {"kind": "city"}],
    )

    assert share(lens, "outcomes", "status") == Share(2, 2)
    assert share(lens, "outcomes", "due_date") == Share(0, 1)
    assert share(lens, "projects", "planned_end") == Share(1, 1)
    assert share(lens, "places", "latitude") == Share(0, 1)


def test_each_empty_cell_that_is_counted_is_listed_with_its_row(made):
    lens = made("en", visits=[{"visit_id": "a", "start_date": "2025"}, {"visit_id": "b"}])
    listed = completeness.empty(lens)

    assert [one for one in listed if one.column == "start_date"] == [
        Empty("visits", "b", "start_date")
    ]
    missing = sum(one.share.counted - one.share.having for one in completeness.filled(lens))
    assert len(listed) == missing


def test_translations_older_than_their_original_are_listed(made):
    text = {"title_vi": "Thăm", "title_en": "A visit", "title_fr": "Une visite"}
    lens = made(
        "en",
        visits=[{**text, "visit_id": "a", "older_translations": "title_fr;title_en"}, text],
    )

    assert completeness.outdated(lens) == [
        Untold("visits", "a", "title", "fr"),
        Untold("visits", "a", "title", "en"),
    ]


def test_a_table_without_rows_is_not_counted(made):
    assert {one.table for one in completeness.filled(made("en", visits=[{}]))} == {
        "visits",
        "sources",
    }


def test_projects_are_listed_by_their_last_word_the_oldest_first(made):
    one = {"record_kind": "project", "status_code": "2"}
    lens = made(
        "en",
        projects=[
            {**one, "project_id": "new", "status_date": "2026-05"},
            {**one, "project_id": "old", "status_date": "2015?"},
            {**one, "project_id": "none"},
            {**one, "project_id": "many", "record_kind": "aggregate"},
        ],
    )

    assert completeness.last_words(lens) == [
        LastWord("none", None, "unclear"),
        LastWord("old", "2015?", "unclear"),
        LastWord("new", "2026-05", "running"),
    ]


def test_places_that_nobody_can_find_are_listed(made):
    seen = {"latitude": "21.4", "longitude": "103", "precision": "city"}
    lens = made(
        "en",
        places=[
            {"place_id": "found", "kind": "city", **seen},
            {"place_id": "lost", "kind": "city", "precision": "not_located"},
            {"place_id": "unsaid", "kind": "city", **seen, "precision": "not_located"},
            {"place_id": "video", "kind": "online", "precision": "not_located"},
        ],
    )

    assert completeness.unplaced(lens) == ["lost", "unsaid"]


def test_rows_that_rest_on_one_source_are_listed_by_table(made):
    lens = made(
        "en",
        sources=[{"source_id": "s"}, {"source_id": "t"}],
        visits=[{"visit_id": "one", "source_ids": "s"}, {"visit_id": "two", "source_ids": "s;t"}],
    )

    assert completeness.single_source(lens) == {"visits": ["one"]}


def test_a_text_is_missed_in_each_language_that_lacks_it_and_an_empty_one_in_none(made):
    lens = made(
        "en",
        visits=[{"visit_id": "v", "title_vi": "Chuyến thăm", "title_en": "Visit"}],
    )

    missing = [one for one in completeness.untranslated(lens) if one.table == "visits"]
    assert missing == [Untold("visits", "v", "title", "fr")]
    counts = completeness.translated(lens)
    assert [counts["visits", code] for code in ("vi", "en", "fr")] == [
        Share(1, 1),
        Share(1, 1),
        Share(0, 1),
    ]


def test_the_shipped_record_is_translated_whole_and_two_places_are_not_found(lens):
    assert completeness.untranslated(lens("vi")) == []
    assert completeness.unplaced(lens("vi")) == ["muong-mun", "chieng-sinh"]
