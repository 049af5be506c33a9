"""Two rows become one: everything that named the one that goes names the kept one, nothing else."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.desk import comparing
from data.desk.comparing import Mode
from data.desk.merging import MERGEABLE, groups, merged
from data.record import rows as records
from data.record.canonical import canonical
from data.record.loading import CURATED, Record, record_of
from data.schema import TABLES

CONTENTS = {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}
SHIPPED = records.tables_of(CONTENTS)
PAIRS = [(table, *pair) for table in MERGEABLE for pair in combinations(SHIPPED[table], 2)]


def whole(merging):
    """The record after a merge."""
    tables = {name: {**rows, **merging.rows.get(name, {})} for name, rows in SHIPPED.items()}
    del tables[merging.table][merging.goes]
    return tables


def references(tables, target):
    """Every id of a table that stands in a column of references, with its place."""
    for name, rows in tables.items():
        for field in TABLES[name].referring:
            for key, row in rows.items():
                if target in (field.references, row.get(field.references_in or "")):
                    for one in row[field.name].split(field.delimiter or ";"):
                        yield name, key, field.name, one


@pytest.fixture(scope="module")
def read() -> Record:
    """The shipped record, read once."""
    return record_of(CONTENTS)


@pytest.mark.slow
@settings(max_examples=10)
@given(st.sampled_from(PAIRS), st.booleans())
def test_after_any_merge_nothing_names_the_row_that_went_and_no_fault_is_new(read, pair, swap):
    table, keep, goes = pair
    keep, goes = (goes, keep) if swap else (keep, goes)

    merging = merged(SHIPPED, table, keep, goes)

    after = whole(merging)
    named = list(references(after, table))
    assert goes not in {one for *_place, one in named}
    assert len(named) == len(set(named))
    places = {
        (name, key)
        for name, key, _column, one in references(SHIPPED, table)
        if one in (keep, goes) and (name, key) != (table, goes)
    }
    assert {(name, key) for name, key, _column, one in named if one == keep} == places
    written = {
        name: canonical(TABLES[name], rows.values())
        for name, rows in after.items()
        if rows != SHIPPED[name]
    }
    contents = {**CONTENTS, **written}
    assert comparing.newly_broken(read, contents, written.keys(), ()) == ()


@given(st.sampled_from(PAIRS))
def test_a_merge_changes_references_and_the_kept_row_and_removes_one_row(pair):
    table, keep, goes = pair

    merging = merged(SHIPPED, table, keep, goes)

    after = whole(merging)
    for name, rows in SHIPPED.items():
        gone = {goes} if name == table else set()
        assert set(after[name]) == set(rows) - gone
        referring = {field.name for field in TABLES[name].referring}
        for key, row in after[name].items():
            changed = {column for column in row if row[column] != rows[key][column]}
            assert changed <= referring or (name, key) == (table, keep)


def test_names_of_the_row_that_goes_are_aliases_of_the_kept_one():
    row = {"name_vi": "Hội Bắc cầu", "short_name_vi": "HBC", "aliases": "Bắc Cầu;Asso Pont"}
    tables = of_two({"name_vi": "Hội bắc cầu", "aliases": "Le Pont"}, row)

    kept = merged(tables, "organisations", "one", "other").rows["organisations"]["one"]

    assert kept["name_vi"] == "Hội bắc cầu"
    assert kept["short_name_vi"] == "HBC"
    # a name that differs in capital letters alone is no other name
    assert kept["aliases"] == "Le Pont;Bắc Cầu;Asso Pont"


def test_empty_cells_are_filled_sources_united_and_what_differs_is_told():
    tables = of_two(
        {"name_vi": "A", "note_vi": "Một", "website": "", "source_ids": "x;y"},
        {
            "name_vi": "B",
            "note_vi": "Hai",
            "note_en": "Two",
            "website": "https://b.example",
            "source_ids": "y;z",
        },
    )

    merging = merged(tables, "organisations", "one", "other")

    kept = merging.rows["organisations"]["one"]
    assert (kept["website"], kept["source_ids"]) == ("https://b.example", "x;y;z")
    assert (kept["note_vi"], kept["note_en"]) == ("Một", ""), "a translation of another text"
    assert [group[0] for group in merging.differing] == ["name_vi", "note_vi"]


def test_what_is_chosen_is_taken_with_its_translations_and_the_other_name_becomes_an_alias():
    tables = of_two(
        {
            "name_vi": "A",
            "name_en": "A en",
            "note_vi": "Một",
            "note_en": "One",
            "older_translations": "note_en",
        },
        {
            "name_vi": "B",
            "name_en": "B en",
            "note_vi": "Hai",
            "note_en": "Two",
            "note_fr": "Deux",
            "older_translations": "note_fr",
        },
    )
    taken = [one for one in groups(TABLES["organisations"]) if one[0] in ("name_vi", "note_vi")]

    kept = merged(tables, "organisations", "one", "other", taken).rows["organisations"]["one"]

    assert [kept[f"note_{code}"] for code in ("vi", "en", "fr")] == ["Hai", "Two", "Deux"]
    assert kept["older_translations"] == "note_fr"
    assert (kept["name_vi"], kept["aliases"]) == ("B", "A;A en")


def test_a_position_is_taken_whole_or_not_at_all():
    here = {"latitude": "21.4", "longitude": "103.0", "precision": "exact", "radius_km": "1"}
    tables = of_two({"name_vi": "A", "precision": "unknown"}, {"name_vi": "B", **here}, "places")

    merging = merged(tables, "places", "one", "other")

    kept = merging.rows["places"]["one"]
    assert {name: kept[name] for name in here} == here
    assert [group[0] for group in merging.differing] == ["name_vi"]


def test_a_list_never_holds_the_kept_row_twice_and_two_sides_that_become_one_are_told():
    meeting = {"meeting_id": "m", "vietnamese_org_ids": "one;third", "foreign_org_ids": "other"}
    listed = {"meeting_id": "n", "foreign_org_ids": "other;third;one"}
    blank = dict.fromkeys(TABLES["meetings"].fields, "")
    tables = of_two({"name_vi": "A"}, {"name_vi": "B"})
    tables["meetings"] = {"m": {**blank, **meeting}, "n": {**blank, **listed}}

    merging = merged(tables, "organisations", "one", "other")

    assert merging.rows["meetings"]["n"]["foreign_org_ids"] == "one;third"
    assert merging.both == (("meetings", "m"),)
    assert merging.referring == 2


def test_a_disagreement_follows_its_subject_and_not_another_table_with_the_same_id():
    blank = dict.fromkeys(TABLES["discrepancies"].fields, "")
    tables = of_two({"name_vi": "A"}, {"name_vi": "B"})
    tables["discrepancies"] = {
        "d": {**blank, "subject_table": "organisations", "subject_ids": "one;other"},
        "e": {**blank, "subject_table": "places", "subject_ids": "other"},
    }

    changed = merged(tables, "organisations", "one", "other").rows["discrepancies"]

    assert {key: row["subject_ids"] for key, row in changed.items()} == {"d": "one"}


def test_what_changes_is_a_draft_that_holds_only_the_cells_that_change():
    merging = merged(SHIPPED, "places", "caen", "paris")

    edits = merging.edits(SHIPPED)

    assert edits["places"]["paris"] is None
    for table, rows in merging.rows.items():
        published = SHIPPED[table]
        change = comparing.compare(published, rows, Mode.UPDATE).changed
        found: dict[str, Any] = {key: cells for key, cells in edits[table].items() if cells}
        assert found == {
            key: {name: new for name, (_old, new) in cells.items()} for key, cells in change.items()
        }


@pytest.mark.parametrize(("keep", "goes"), [("afd", "afd"), ("afd", "nobody"), ("", "afd")])
def test_a_row_is_not_merged_with_itself_nor_with_one_that_is_not_there(keep, goes):
    with pytest.raises(ValueError, match="organisations"):
        merged(SHIPPED, "organisations", keep, goes)


def of_two(first, second, table="organisations"):
    """A record of two rows."""
    blank = dict.fromkeys(TABLES[table].fields, "")
    key = TABLES[table].key
    rows = {"one": {**blank, key: "one", **first}, "other": {**blank, key: "other", **second}}
    return {name: rows if name == table else {} for name in TABLES}
