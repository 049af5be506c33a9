"""The shipped record: whole, sourced, in three languages, and true to the two first reports.

Files are read with the csv module alone, so that nothing here rests on the code under test.
"""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from data.dates import parse
from data.record import CURATED
from data.schema import TABLES, Field, codelist

COUNTS = {
    "visits": 39,
    "meetings": 59,
    "outcomes": 74,
    "projects": 36,
    "project_amounts": 70,
    "project_progress": 49,
    "organisations": 82,
    "people": 65,
    "places": 48,
    "sources": 132,
    "discrepancies": 40,
}


def rows_of(table: str) -> list[dict[str, str]]:
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


ROWS = {table: rows_of(table) for table in COUNTS}
KEYED = {table: {row[TABLES[table].key]: row for row in rows} for table, rows in ROWS.items()}


def several(cell: str) -> list[str]:
    return cell.split(";") if cell else []


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
    assert list(ROWS[table][0]) == list(TABLES[table].fields)


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

    found = [
        (name, cell)
        for row in ROWS[table]
        for name, cell in row.items()
        if name not in ("url", "website") and private.search(cell)
    ]

    assert found == []


# What the two first reports say: the Embassy's and the Party portal's (23/11/2023).

FRANCE = "2023-11-dien-bien-to-france"
EMBASSY = "2023-11-21-embassy-paris"
AFD = "2023-11-22-afd-paris"
BY_EMBASSY = "embassy-vn-paris-2023-11"
BY_PARTY = "dangbo-dienbien-2023-11-23"


def outcomes(meeting: str, kind: str) -> list[dict[str, str]]:
    return [row for row in ROWS["outcomes"] if (row["meeting_id"], row["kind"]) == (meeting, kind)]


def test_the_trip_to_france_is_shown_from_the_embassy_call_to_its_last_day():
    visit = KEYED["visits"][FRANCE]

    assert (visit["start_date"], visit["end_date"]) == ("2023-11-21", "2023-11-25")


def test_the_days_of_the_trip_bear_a_mark_of_both_reports():
    marks = [
        (row["source_a_id"], row["source_b_id"])
        for row in ROWS["discrepancies"]
        if row["subject_table"] == "visits" and FRANCE in several(row["subject_ids"])
    ]

    assert marks == [(BY_EMBASSY, BY_PARTY)]


def test_the_trip_rests_on_both_reports():
    assert several(KEYED["visits"][FRANCE]["source_ids"]) == [BY_EMBASSY, BY_PARTY]


def test_the_trip_holds_five_meetings():
    meetings = [row["meeting_id"] for row in ROWS["meetings"] if row["visit_id"] == FRANCE]

    assert len(meetings) == 5


def test_the_embassy_call_was_the_day_before_the_session_with_afd():
    days = KEYED["meetings"][EMBASSY]["date"], KEYED["meetings"][AFD]["date"]

    assert days == ("2023-11-21", "2023-11-22")


@pytest.mark.parametrize("meeting", [EMBASSY, AFD])
def test_the_order_of_the_first_two_meetings_bears_a_mark(meeting):
    marks = [
        row
        for row in ROWS["discrepancies"]
        if row["subject_table"] == "meetings"
        and row["subject_field"] == "date"
        and meeting in several(row["subject_ids"])
    ]

    assert len(marks) == 1


def test_three_meetings_in_lyon_fall_somewhere_within_the_days_of_the_trip():
    in_lyon = [
        row["date"]
        for row in ROWS["meetings"]
        if row["visit_id"] == FRANCE and row["place_id"] in ("lyon", "lec-lyon")
    ]

    assert in_lyon == ["2023-11-22/2023-11-25"] * 3


def test_the_province_put_five_requests_to_afd():
    asked = outcomes(AFD, "request")

    assert len(asked) == 5
    assert {(row["from_org_ids"], row["to_org_ids"]) for row in asked} == {
        ("provincial-party-dien-bien", "afd")
    }


@pytest.mark.parametrize(
    "words",
    [
        "bảo vệ môi trường",
        "giai đoạn 2 Dự án quản lý đa thiên tai sông Nậm Rốm",
        "quần thể di tích Điện Biên Phủ",
        "di sản văn hóa địa phương, dân tộc",
        "giới thiệu một địa phương đối tác của Pháp",
    ],
)
def test_each_request_to_afd_is_told(words):
    assert len([row for row in outcomes(AFD, "request") if words in row["text_vi"]]) == 1


def test_afd_promised_to_introduce_the_province_to_cites_unies_france():
    [asked] = [row for row in outcomes(AFD, "request") if "địa phương đối tác" in row["text_vi"]]
    [promise] = [row for row in outcomes(AFD, "commitment") if "CUF" in row["text_vi"]]

    assert promise["from_org_ids"] == "afd"
    assert promise["answers_outcome_ids"] == asked["outcome_id"]


def test_afd_promised_to_study_all_five_requests():
    asked = {row["outcome_id"] for row in outcomes(AFD, "request")}

    answered = [set(several(row["answers_outcome_ids"])) for row in outcomes(AFD, "commitment")]

    assert asked in answered


@pytest.mark.parametrize(("meeting", "host"), [(EMBASSY, "embassy-vn-france"), (AFD, "afd")])
def test_the_delegation_gave_souvenirs_to_both_hosts(meeting, host):
    [gift] = outcomes(meeting, "courtesy")

    assert gift["to_org_ids"] == host
    assert "tặng quà lưu niệm" in gift["text_vi"]


@pytest.mark.parametrize(
    ("name", "post", "meeting"),
    [
        ("Mùa A Sơn", "Phó Bí thư Thường trực Tỉnh ủy", EMBASSY),
        ("Mùa A Sơn", "Phó Bí thư Thường trực Tỉnh ủy", AFD),
        ("Đinh Toàn Thắng", "Đại sứ", EMBASSY),
        ("Julie Marsaudon", "Vụ phương Đông", AFD),
        ("Sylvain Godinot", "Phó Thị trưởng", "2023-11-lyon-city"),
        ("Thierry Marsick", "Giám đốc Sở Chiếu sáng đô thị", "2023-11-lyon-city"),
        ("Sébastien Rolland", "Giám đốc Cơ quan Quy hoạch đô thị", "2023-11-lyon-city"),
    ],
)
def test_a_person_of_the_reports_is_at_the_meeting_with_the_post_of_then(name, post, meeting):
    [person] = [row for row in ROWS["people"] if row["name"] == name]
    held = KEYED["meetings"][meeting]

    assert post in person["role_vi"]
    assert person["person_id"] in [
        *several(held["vietnamese_person_ids"]),
        *several(held["foreign_person_ids"]),
    ]


def test_mua_a_son_headed_the_delegation():
    assert KEYED["visits"][FRANCE]["head_person_id"] == "mua-a-son"


def test_the_river_is_nam_rom_and_the_other_spelling_is_kept_with_a_mark():
    river = KEYED["places"]["nam-rom-river"]
    marked = [several(row["subject_ids"]) for row in ROWS["discrepancies"]]

    assert river["name_vi"] == "Sông Nậm Rốm"
    assert "Nậm Rốn" in several(river["aliases"])
    assert ["nam-rom-river"] in marked


def test_the_two_bridges_are_two_places():
    trial, lit = KEYED["places"]["thanh-binh-bridge"], KEYED["places"]["muong-thanh-bridge"]

    assert (trial["name_vi"], lit["name_vi"]) == ("Cầu Thanh Bình", "Cầu Mường Thanh")


def test_the_trial_seen_in_lyon_and_the_lighting_of_2024_are_two_projects_with_a_mark():
    pair = ["thanhbinh-lighting", "muongthanh-lighting"]

    assert set(pair) <= set(KEYED["projects"])
    assert pair in [several(row["subject_ids"]) for row in ROWS["discrepancies"]]


# The Nậm Rốm project.


@pytest.mark.parametrize(
    ("kind", "amount", "currency", "funder"),
    [
        ("loan", 24_650_000, "EUR", "afd"),
        ("grant", 1_500_000, "EUR", "eu-intpa"),
        ("counterpart", 275_028_000_000, "VND", ""),
    ],
)
def test_the_money_of_nam_rom_is_stated_once_with_date_and_source(kind, amount, currency, funder):
    [stated] = [
        row
        for row in ROWS["project_amounts"]
        if row["project_id"] == "namrom-multihazard"
        and (row["kind"], float(row["amount"]), row["currency"]) == (kind, amount, currency)
    ]

    assert stated["funder_org_id"] == funder
    assert stated["date"]
    assert stated["source_ids"]
    assert stated["restates_amount_id"] == ""


@pytest.mark.parametrize(
    ("percent", "metric", "written", "source"),
    [
        ("17.42", "completed_value", "2024-03/2024-12-31", "baodbp-site-clearance-2024"),
        ("16.6", "completed_value", "2024-08-15/2024-12-31", "baodbp-afd-three-projects"),
        ("35.1", "completed_value", "2025-03-19?", "baodbp-afd-2025-03"),
        ("44.55", "completed_volume", "2025-07/2025-10-23", "laodong-keyprojects-2025"),
    ],
)
def test_each_progress_figure_of_nam_rom_has_its_date_and_source(percent, metric, written, source):
    [figure] = [
        row
        for row in ROWS["project_progress"]
        if row["project_id"] == "namrom-multihazard"
        and (row["value"], row["unit"]) == (percent, "percent")
    ]

    assert (figure["metric"], figure["date"], figure["source_ids"]) == (metric, written, source)


def test_a_restated_amount_is_of_the_same_project_and_kind():
    for key, row in KEYED["project_amounts"].items():
        if stated := KEYED["project_amounts"].get(row["restates_amount_id"]):
            assert (row["project_id"], row["kind"]) == (stated["project_id"], stated["kind"]), key
            assert stated["restates_amount_id"] == "", key


def test_no_amount_is_zero_or_less():
    assert [row for row in ROWS["project_amounts"] if float(row["amount"]) <= 0] == []


def test_national_facilities_and_aggregates_are_never_scoped_to_one_project():
    wide = {
        key
        for key, row in KEYED["projects"].items()
        if row["record_kind"] in ("facility", "aggregate")
    }

    scopes = {row["scope"] for row in ROWS["project_amounts"] if row["project_id"] in wide}

    assert "project" not in scopes
