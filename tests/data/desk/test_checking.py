"""What a check keeps, leaves out and refuses; what would change; what is never published."""

import csv
import io
from datetime import date

import pytest

from data.desk import comparing
from data.desk.checked import Tier
from data.desk.checking import check
from data.desk.comparing import Mode, compare, merged
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.record import loading, row_rules, rows
from data.record.loading import CURATED
from data.record.reading import read_bytes
from data.record.row_rules import rings
from data.schema import TABLES
from data.sheets.grid import Sheet

TODAY = date(2026, 11, 26)


@pytest.fixture(scope="module")
def contents() -> dict[str, bytes]:
    return {name: (CURATED / f"{name}.csv").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def published(contents):
    return rows.tables_of(contents)


def draft(table: str, *given: dict[str, str]) -> Draft:
    """A draft of some rows with some columns, as if from a CSV."""
    columns = list(dict.fromkeys(column for row in given for column in row))
    lines = [columns, *([row.get(column, "") for column in columns] for row in given)]
    read_draft = drafts(Sheet(f"{table}.csv", "", lines, "utf-8", ",", ()), Handling(table))
    assert isinstance(read_draft, Draft), read_draft
    return read_draft


def faults_of(checked, tier):
    return [(f.fault.kind, f.fault.row, f.fault.column) for f in checked.of(tier)]


def test_the_shipped_record_checks_clean_and_changes_nothing(contents, published):
    read = []
    for name, text in contents.items():
        lines = list(csv.reader(io.StringIO(text.decode())))
        one = drafts(Sheet(f"{name}.csv", "", lines, None, ",", ()))
        assert isinstance(one, Draft)
        read.append(one)

    checked = check(read, published, TODAY)

    assert checked.findings == []
    assert not any(compare(published[name], checked.rows[name], Mode.REPLACE) for name in TABLES)


def test_a_column_that_the_file_does_not_have_stays_as_published(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "short_name_fr": "Nam Rom"})

    checked = check([given], published, TODAY)

    change = compare(published["projects"], checked.rows["projects"])
    before = published["projects"]["namrom-multihazard"]["short_name_fr"]
    assert change.changed == {"namrom-multihazard": {"short_name_fr": (before, "Nam Rom")}}


def test_a_new_row_without_its_required_cells_is_refused(published):
    checked = check([draft("people", {"person_id": "new", "name": "Ai"})], published, TODAY)

    assert ("lacks-column", 1, "role_vi") in faults_of(checked, Tier.REFUSED)
    assert checked.rows["people"] == {}
    assert checked.refused["people"] == 1


def test_an_optional_cell_that_is_wrong_keeps_what_is_published(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "status_date": "32/13/2024"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.DROPPED) == [("date", 2, "status_date")]
    kept = checked.rows["projects"]["namrom-multihazard"]["status_date"]
    assert kept == published["projects"]["namrom-multihazard"]["status_date"]


def test_an_id_twice_in_one_upload_is_refused_the_second_time(published):
    row = {"project_id": "namrom-multihazard", "short_name_fr": "Nam Rom"}
    other = {**row, "short_name_fr": "Nậm Rốm"}

    checked = check([draft("projects", row, other)], published, TODAY)

    assert faults_of(checked, Tier.REFUSED) == [("duplicate", 3, "project_id")]


def test_a_reference_may_name_a_row_of_the_same_upload(published):
    person = {
        "person_id": "new",
        "name": "Ai",
        "role_vi": "Chuyên viên",
        "org_id": "new-body",
        "source_ids": "embassy-vn-paris-2023-11",
        "confidence": "stated",
    }
    body = {
        "org_id": "new-body",
        "name_vi": "Cơ quan mới",
        "short_name_vi": "Cơ quan mới",
        "type_code": "10",
        "source_ids": "embassy-vn-paris-2023-11",
    }

    checked = check([draft("people", person), draft("organisations", body)], published, TODAY)

    assert checked.accepted
    assert checked.rows["people"]["new"]["org_id"] == "new-body"


def test_one_unknown_id_of_several_is_left_out_and_the_others_kept(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "funder_org_ids": "afd;nobody"})

    checked = check([given], published, TODAY)

    assert checked.rows["projects"]["namrom-multihazard"]["funder_org_ids"] == "afd"
    assert [f.fault.found for f in checked.of(Tier.DROPPED)] == ["nobody"]


def test_an_unknown_id_does_not_empty_what_is_published(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "funder_org_ids": "nobody"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.DROPPED) == [("reference", 2, "funder_org_ids")]
    kept = checked.rows["projects"]["namrom-multihazard"]["funder_org_ids"]
    assert kept == published["projects"]["namrom-multihazard"]["funder_org_ids"] != ""


def test_a_row_that_rests_on_no_known_source_is_refused(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "source_ids": "hearsay"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.REFUSED) == [("reference", 2, "source_ids")]


def test_a_circle_of_answers_is_left_out_and_named(published):
    given = draft(
        "outcomes",
        {**published["outcomes"]["out-001"], "answers_outcome_ids": "out-002"},
        {**published["outcomes"]["out-002"], "answers_outcome_ids": "out-001"},
    )

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.DROPPED) == [("circle", 2, "answers_outcome_ids")]
    rows = checked.rows["outcomes"]
    assert rows["out-001"]["answers_outcome_ids"] == ""
    assert rows["out-002"]["answers_outcome_ids"] == "out-001"


@pytest.mark.parametrize(
    ("before", "given", "fault"),
    [
        ({}, {"out-001": {"same_as": "out-002", "answers_outcome_ids": "out-002"}}, "out-001"),
        (
            {"out-003": {"same_as": "out-002"}},
            {"out-001": {"same_as": "out-002", "answers_outcome_ids": "out-003"}},
            "out-001",
        ),
        (
            {},
            {"out-001": {"same_as": "out-002"}, "out-002": {"answers_outcome_ids": "out-001"}},
            "out-002",
        ),
    ],
)
def test_a_row_that_answers_what_it_repeats_is_named(published, before, given, fault):
    rows = {key: {**row, **before.get(key, {})} for key, row in published["outcomes"].items()}
    lines = [{**rows[key], **cells} for key, cells in given.items()]

    checked = check([draft("outcomes", *lines)], {**published, "outcomes": rows}, TODAY)

    number = list(given).index(fault) + 2
    assert ("circle", number, "answers_outcome_ids") in faults_of(checked, Tier.DROPPED)
    assert checked.rows["outcomes"][fault]["answers_outcome_ids"] == ""
    kept = {**rows, **checked.rows["outcomes"]}
    assert not list(rings(TABLES["outcomes"], kept))


def test_a_file_with_many_circles_is_gone_through_a_few_times_only(published, monkeypatch):
    passes = []
    real = row_rules.circles

    def counted(links):
        passes.append(links)
        return real(links)

    monkeypatch.setattr(row_rules, "circles", counted)
    sample = published["outcomes"]["out-001"]
    lines = [
        {**sample, "outcome_id": f"new-{n}", "answers_outcome_ids": f"new-{n ^ 1}", "same_as": ""}
        for n in range(400)
    ]

    checked = check([draft("outcomes", *lines)], published, TODAY)

    dropped = [one for one in checked.findings if one.fault.kind == "circle"]
    assert len(dropped) == 200
    assert len(passes) < 20


def test_where_the_answer_is_published_the_repetition_of_the_file_is_left_out(published):
    rows = {key: dict(row) for key, row in published["outcomes"].items()}
    rows["out-001"] |= {"answers_outcome_ids": "out-003", "same_as": "out-002"}
    given = draft("outcomes", {**rows["out-002"], "same_as": "out-003"})

    checked = check([given], {**published, "outcomes": rows}, TODAY)

    assert faults_of(checked, Tier.DROPPED) == [("circle", 2, "same_as")]


def test_a_link_that_is_left_out_is_no_longer_called_inferred(published):
    row = {**published["outcomes"]["out-003"], "project_ids": "no-such;namrom-phase2"}
    given = draft("outcomes", {**row, "inferred_links": "no-such;namrom-phase2"})

    checked = check([given], published, TODAY)

    assert checked.rows["outcomes"]["out-003"]["project_ids"] == "namrom-phase2"
    assert checked.rows["outcomes"]["out-003"]["inferred_links"] == "namrom-phase2"


def test_an_end_before_its_start_is_refused(published):
    given = draft("projects", {"project_id": "namrom-multihazard", "planned_end": "2019"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.REFUSED) == [("order", 2, "planned_end")]


@pytest.mark.parametrize(
    ("latitude", "longitude", "kind"),
    [("103.01", "21.38", "range"), ("48.85", "2.35", "elsewhere")],
)
def test_coordinates_far_from_their_country_are_pointed_out(published, latitude, longitude, kind):
    given = draft("places", {"place_id": "a1-hill", "latitude": latitude, "longitude": longitude})

    checked = check([given], published, TODAY)

    assert kind in {finding.fault.kind for finding in checked.findings}


def test_a_start_in_the_future_is_kept_with_a_warning(published):
    given = draft("projects", {"project_id": "nampo-multihazard", "actual_start": "2027-01"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.WARNED) == [("future", 2, "actual_start")]
    assert checked.rows["projects"]["nampo-multihazard"]["actual_start"] == "2027-01"


def test_a_name_that_another_organisation_has_is_pointed_out(published):
    body = {
        "org_id": "afd-2",
        "name_vi": "CO QUAN PHAT TRIEN PHAP (AFD)",
        "short_name_vi": "AFD 2",
        "type_code": "10",
        "source_ids": "embassy-vn-paris-2023-11",
    }
    known = published["organisations"]["afd"]["name_vi"]
    body["name_vi"] = known.upper()

    checked = check([draft("organisations", body)], published, TODAY)

    assert faults_of(checked, Tier.WARNED) == [("lookalike", 2, "name_vi")]


def test_an_update_keeps_rows_that_the_upload_does_not_have(published):
    upload = {"afd": published["organisations"]["afd"]}

    assert merged(published["organisations"], upload, Mode.UPDATE) == published["organisations"]
    assert compare(published["organisations"], upload, Mode.UPDATE).removed == ()


def test_a_replacement_removes_them_and_says_so(published):
    upload = {"afd": published["organisations"]["afd"]}

    change = compare(published["organisations"], upload, Mode.REPLACE)

    assert list(merged(published["organisations"], upload, Mode.REPLACE)) == ["afd"]
    assert len(change.removed) == len(published["organisations"]) - 1


def test_removing_a_row_that_others_refer_to_would_break_the_record(contents, published):
    upload = {"organisations": {"afd": published["organisations"]["afd"]}}

    faults = comparing.broken(contents, comparing.contents(published, upload, Mode.REPLACE))

    assert "reference" in {fault.kind for fault in faults}


def test_an_upload_that_only_adds_breaks_nothing(contents, published):
    row = {**published["organisations"]["afd"], "org_id": "another", "name_vi": "Khác"}
    upload = {"organisations": {"another": row}}

    assert comparing.broken(contents, comparing.contents(published, upload, Mode.UPDATE)) == ()


def test_of_a_record_that_changes_in_one_table_only_that_one_is_read_twice(
    contents, published, monkeypatch
):
    read = []

    def counted(table, file, content):
        read.append(table.name)
        return read_bytes(table, file, content)

    monkeypatch.setattr(loading, "read_bytes", counted)
    upload = {"visits": published["visits"]}

    comparing.broken(contents, comparing.contents(published, upload, Mode.UPDATE))

    assert sorted(read) == sorted([*TABLES, "visits"])


def test_a_contradiction_that_an_upload_brings_in_is_pointed_out_at_its_cell(published):
    given = draft("outcomes", {"outcome_id": "out-050", "due_date": "2025-05-27"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.WARNED) == [("due-before", 2, "due_date")]
    assert [(one.fault.found, one.fault.expected) for one in checked.findings] == [
        ("2025-05-27", "≥ 2025-05-28")
    ]
    assert checked.accepted
    assert checked.rows["outcomes"]["out-050"]["due_date"] == "2025-05-27"


def test_a_contradiction_with_a_published_row_is_pointed_out_at_the_row_that_came_in(published):
    given = draft("meetings", {"meeting_id": "2025-05-28-caen-signing", "date": "2026-01-05"})

    checked = check([given], published, TODAY)

    warned = faults_of(checked, Tier.WARNED)
    assert ("due-before", 2, "date") in warned
    assert {(row, column) for _kind, row, column in warned} == {(2, "date")}


def test_a_contradiction_that_is_published_already_is_not_pointed_out_again(published):
    row = {**published["visits"]["2025-09-batna-planned"], "title_fr": "Batna"}

    assert check([draft("visits", row)], published, TODAY).findings == []


def test_what_contradicts_itself_in_the_future_is_told_once(published):
    given = draft("outcomes", {"outcome_id": "out-050", "status_date": "2027-01"})

    checked = check([given], published, TODAY)

    assert faults_of(checked, Tier.WARNED) == [("future", 2, "status_date")]
