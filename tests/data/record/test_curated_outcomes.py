"""The curated outcomes: what was asked, promised and agreed, and what is known of it since."""

import re

import pytest

from tests.data.record.curated import KEYED


def test_links_that_are_inferred_say_by_whom_and_no_others_do():
    for key, row in KEYED["outcomes"].items():
        assert bool(row["inferred_links"]) is bool(row["inferred_by"]), key


def test_an_outcome_told_again_is_of_the_same_kind_and_projects_as_the_row_that_counts():
    again = {key: row for key, row in KEYED["outcomes"].items() if row["same_as"]}
    counted = {key: KEYED["outcomes"][row["same_as"]] for key, row in again.items()}

    assert again
    for key, row in again.items():
        same = counted[key]
        assert (row["kind"], row["project_ids"]) == (same["kind"], same["project_ids"]), key
        assert same["same_as"] == "", key


def test_a_request_made_again_is_no_step_towards_what_was_asked():
    row = KEYED["outcomes"]["out-002"]

    assert (row["status"], KEYED["outcomes"]["out-024"]["same_as"]) == ("no_report", "out-002")


def test_an_agreement_between_two_sides_names_both():
    alone = [
        key
        for key, row in KEYED["outcomes"].items()
        if row["kind"] == "agreement" and not row["to_org_ids"]
    ]

    assert alone == []


def test_a_promise_reported_to_be_planned_only_is_information():
    row = KEYED["outcomes"]["out-051"]

    assert (row["kind"], row["status"], row["checked_date"]) == (
        "information",
        "no_report",
        "2026-11-26",
    )


@pytest.mark.parametrize(
    ("outcome", "by", "source"),
    [
        ("out-075", "ppc-dien-bien", "vna-2025-03-17"),
        ("out-076", "memorial-caen", "vns-caen-2025-09-11"),
        ("out-077", "ppc-dien-bien", "baodbp-afd-three-projects"),
    ],
)
def test_a_promise_that_a_headline_or_text_makes_is_on_record(outcome, by, source):
    row = KEYED["outcomes"][outcome]

    assert row["kind"] in ("commitment", "goodwill")
    assert (row["from_org_ids"], row["source_ids"]) == (by, source)


def test_standing_goodwill_has_nothing_due_and_promises_nothing_to_deliver():
    goodwill = {key: row for key, row in KEYED["outcomes"].items() if row["kind"] == "goodwill"}

    assert sorted(goodwill) == ["out-015", "out-039", "out-041", "out-052", "out-075", "out-077"]
    assert [key for key, row in goodwill.items() if row["due_date"] or row["status"]] == []


def test_a_day_of_search_stands_only_where_somebody_searched():
    assert [
        key for key, row in KEYED["outcomes"].items() if row["checked_date"] and not row["status"]
    ] == []


def test_what_was_searched_and_not_found_is_told_in_words():
    silent = [
        key
        for key, row in KEYED["outcomes"].items()
        if row["status"] == "no_report" and not row["status_text_vi"]
    ]

    assert silent == []


def test_no_text_repeats_that_a_link_is_inferred_where_a_column_says_it():
    told = re.compile(r"mối liên hệ[^.;)]*suy ra|link[^.;)]*inferred|lien[^.;)]*dédui")
    repeated = [
        (key, name)
        for key, row in KEYED["outcomes"].items()
        for name, text in row.items()
        if name.startswith(("status_text_", "note_")) and told.search(text)
    ]

    assert repeated == []
