"""The curated files keep the record's rules: keys, references, codes, dates, sources, places."""

import csv
import datetime
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.record.loading import CURATED
from data.schema import TABLES, Field, codelist
from data.values.dates import parse
from tests.data.record.curated import COUNTS, KEYED, ROWS, several


def cells(table: str, name: str) -> Iterator[tuple[str, str]]:
    """(key of the row, one value) for every value in a column, lists taken apart."""
    field = TABLES[table].fields[name]
    for key, row in KEYED[table].items():
        for value in several(row[name]) if field.is_list else filter(None, [row[name]]):
            yield key, value


def columns(wanted: Callable[[Field], Any]) -> list[Any]:
    """Columns of every table whose field is wanted, as parameters."""
    return [
        pytest.param(table.name, name, id=f"{table.name}.{name}")
        for table in TABLES.values()
        for name, field in table.fields.items()
        if wanted(field)
    ]


every_table = pytest.mark.parametrize("table", COUNTS)


def test_the_record_has_no_fault(record):
    assert not any(record.faults.values())


@every_table
def test_every_fact_gathered_has_its_row(table):
    assert len(ROWS[table]) == COUNTS[table]


@every_table
def test_columns_are_those_of_the_schema_in_its_order(table):
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        assert next(csv.reader(lines)) == list(TABLES[table].fields)


@every_table
def test_no_two_rows_share_a_key(table):
    assert len(KEYED[table]) == len(ROWS[table])


@every_table
def test_keys_are_small_letters_digits_and_hyphens(table):
    assert [key for key in KEYED[table] if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", key)] == []


@pytest.mark.parametrize("table", sorted(set(COUNTS) - {"sources", "discrepancies"}))
def test_every_row_cites_a_source_that_exists(table):
    uncited = [
        key
        for key, row in KEYED[table].items()
        if not row["source_ids"] or not set(several(row["source_ids"])) <= set(KEYED["sources"])
    ]

    assert uncited == []


def test_every_discrepancy_cites_the_sources_that_disagree():
    sources = set(KEYED["sources"])

    for key, row in KEYED["discrepancies"].items():
        cited = {row["source_a_id"], *filter(None, [row["source_b_id"]])}
        cited.update(several(row["other_source_ids"]))
        assert row["source_a_id"], key
        assert cited <= sources, key


def test_every_discrepancy_is_about_rows_and_a_column_that_exist():
    for key, row in KEYED["discrepancies"].items():
        table = row["subject_table"]
        assert set(several(row["subject_ids"])) <= set(KEYED[table]), key
        assert row["subject_field"] in {"", *TABLES[table].fields}, key


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.references))
def test_every_reference_names_a_row(table, column):
    target = TABLES[table].fields[column].references or ""

    assert [one for one in cells(table, column) if one[1] not in KEYED[target]] == []


@pytest.mark.parametrize(
    ("table", "column"), columns(lambda field: field.codelist and field.codelist != "country")
)
def test_every_code_is_in_its_list(table, column):
    known = codelist(TABLES[table].fields[column].codelist)

    assert [one for one in cells(table, column) if one[1] not in known] == []


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.is_edtf))
def test_every_date_can_be_read(table, column):
    for _, written in cells(table, column):
        parse(written)


@pytest.mark.parametrize(("table", "column"), columns(lambda field: field.is_edtf))
def test_no_date_is_before_cooperation_or_after_the_plans_of_today(table, column):
    for key, written in cells(table, column):
        span = parse(written)
        assert span.first is None or 1990 <= span.first.year <= 2035, key


@pytest.mark.parametrize("table", sorted(set(COUNTS) - {"sources"}))
def test_vietnamese_is_filled_wherever_another_language_is(table):
    gaps = [
        (key, text)
        for key, row in KEYED[table].items()
        for text in TABLES[table].texts
        if not row[f"{text}_vi"] and (row[f"{text}_en"] or row[f"{text}_fr"])
    ]

    assert gaps == []


@pytest.mark.parametrize("language", ["en", "fr"])
@every_table
def test_every_vietnamese_text_is_translated(table, language):
    gaps = [
        (key, text)
        for key, row in KEYED[table].items()
        for text in TABLES[table].texts
        if row[f"{text}_vi"] and not row[f"{text}_{language}"]
    ]

    assert gaps == []


@every_table
def test_texts_are_composed_letters(table):
    text = (CURATED / f"{table}.csv").read_text(encoding="utf-8")

    assert unicodedata.is_normalized("NFC", text)


@every_table
def test_no_cell_begins_or_ends_with_space(table):
    assert [cell for row in ROWS[table] for cell in row.values() if cell != cell.strip()] == []


# Rough boxes, mainland only: south, north, west, east.
BOXES = {
    "VN": (8.0, 23.5, 102.0, 110.0),
    "FR": (41.0, 51.5, -5.5, 10.0),
    "LA": (13.5, 22.8, 100.0, 108.0),
    "CN": (18.0, 54.0, 73.0, 135.5),
    "RU": (41.0, 78.0, 19.0, 180.0),
    "DZ": (18.5, 37.5, -9.0, 12.5),
    "JP": (24.0, 46.0, 122.0, 146.5),
}


@pytest.mark.parametrize(
    "place", [row for row in ROWS["places"] if row["latitude"]], ids=lambda row: row["place_id"]
)
def test_a_point_lies_in_its_country(place):
    south, north, west, east = BOXES[place["country"]]

    assert south <= float(place["latitude"]) <= north
    assert west <= float(place["longitude"]) <= east


def test_a_place_has_both_coordinates_or_says_that_it_is_not_located():
    for key, row in KEYED["places"].items():
        located = bool(row["latitude"]), bool(row["longitude"]), row["precision"] != "not_located"
        assert len(set(located)) == 1, key


def test_nothing_lies_at_the_null_island():
    assert [row for row in ROWS["places"] if row["latitude"] == row["longitude"] != ""] == []


@every_table
def test_no_private_contacts_are_kept(table):
    private = re.compile(
        r"[\w.+-]+@[\w-]+\.\w+"  # e-mail
        r"|\+\d{1,3}[ .-]?(?:\(0\))?(?:[ .-]?\d){8,}"  # international telephone
        r"|\b0\d{2,3}[ .-]\d{3,4}[ .-]\d{3,4}\b"  # Vietnamese telephone
        r"|\b0\d(?:[ .-]\d{2}){4}\b"  # French telephone
        r"|\b[A-Z]\d{7,8}\b"  # Vietnamese passport
        r"|\b\d{2}[A-Z]{2}\d{5}\b"  # French passport
    )

    strange = [
        (name, cell)
        for row in ROWS[table]
        for name, cell in row.items()
        if name not in ("url", "website") and private.search(cell)
    ]

    assert strange == []


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


def test_money_that_goes_out_is_never_told_as_a_loan_or_grant_received():
    given = {
        key
        for key, row in KEYED["project_amounts"].items()
        if row["kind"] in ("loan", "grant", "pledge")
        and KEYED["organisations"].get(row["funder_org_id"], {}).get("country") == "VN"
    }
    outgoing = {key for key, row in KEYED["projects"].items() if row["record_kind"] == "outbound"}
    kinds = {row["kind"] for row in ROWS["project_amounts"] if row["project_id"] in outgoing}

    assert given == set()
    assert kinds == {"aid_abroad"}


def test_a_place_known_as_the_very_site_lies_within_a_kilometre():
    wide = [
        key
        for key, row in KEYED["places"].items()
        if row["precision"] == "site" and float(row["radius_km"]) > 1
    ]

    assert wide == []


def test_the_last_word_on_a_project_was_said_by_some_day():
    open_ended = [key for key, row in KEYED["projects"].items() if ".." in row["status_date"]]

    assert open_ended == []


def test_a_figure_said_to_be_about_so_much_is_not_exact():
    exact = [
        key
        for key, row in KEYED["project_progress"].items()
        if row["value"]
        and f"khoảng {row['value'].replace('.', ',')}" in row["statement_vi"]
        and row["qualifier"] == "exact"
    ]

    assert exact == []


def test_an_amount_that_only_a_thesis_gives_says_so():
    for key, row in KEYED["project_amounts"].items():
        if all(source.startswith("thesis-") for source in several(row["source_ids"])):
            assert "luận văn của sinh viên" in row["note_vi"], key


@pytest.mark.parametrize(
    ("visit", "direction", "country"),
    [
        ("2025-05-dien-bien-to-saint-petersburg", "outgoing", "RU"),
        ("lao-ambassador-first-visit", "incoming", "LA"),
    ],
)
def test_a_held_visit_that_was_left_out_is_on_record_with_its_meeting(visit, direction, country):
    row = KEYED["visits"][visit]
    [held] = [meeting for meeting in ROWS["meetings"] if meeting["visit_id"] == visit]

    assert (row["status"], row["direction"], row["partner_country"]) == (
        "held",
        direction,
        country,
    )
    assert held["source_ids"] == row["source_ids"]


def test_thirty_nine_visits_were_held_nine_of_them_abroad():
    held = [row["direction"] for row in ROWS["visits"] if row["status"] == "held"]

    assert (len(held), held.count("outgoing")) == (39, 9)


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


def test_three_projects_under_way_were_heard_of_in_the_24_months_before_26_november_2026():
    since = datetime.date(2024, 11, 26)
    heard = {
        key
        for key, row in KEYED["projects"].items()
        if row["status_code"] == "2"
        and row["record_kind"] in ("project", "programme", "proposal", "outbound")
        and (last := parse(row["status_date"]).last)
        and last >= since
    }

    assert heard == {"namrom-multihazard", "caen-museum-partnership", "wvi-boarding-2025"}


@pytest.mark.parametrize(
    "project",
    [
        "care-teal",
        "jica-susform-now",
        "asset-agroecology",
        "japan-ggp-2017-school",
        "japan-ggp-pakhoang-road",
        "wvi-2017-2022",
    ],
)
def test_a_status_that_no_source_states_is_marked_with_its_reason(project):
    row = KEYED["projects"][project]

    assert row["confidence"] == "inferred"
    assert re.search("ình trạng.* suy ra từ", row["note_vi"])
