"""Cells that say something only together drop together, and rules are asked again afterwards."""

import pytest

from data.desk.checking import check
from data.desk.comparing import Mode, broken, contents
from data.desk.marks import becomes
from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.intake.own_ids import AS_GIVEN, IN_OUR_FORM
from data.language import Language
from data.record.wording import expected
from data.schema import LANGUAGES, TABLES, codelist
from data.sheets.grid import Sheet
from data.values.folding import fold
from tests.data.desk.casework import (
    PUBLISHED,
    SHIPPED,
    TODAY,
    changed,
    checked,
    checked_text,
    publishes,
    read,
    told,
)


@pytest.mark.parametrize("name", ["crash_half.csv", "halfcoord.csv"])
def test_half_a_position_at_fault_leaves_the_published_one_as_it_is(name):
    result = checked(name)

    assert [tier for tier, *_ in told(result)] == ["dropped"]
    assert changed(result, "places") == {}
    assert publishes(result)


def test_a_new_place_has_no_half_of_a_position():
    result = checked("halfcoord_new.csv")

    row = result.rows["places"]["new-place"]
    assert told(result) == [("dropped", "range", 2, "latitude")]
    assert (row["latitude"], row["longitude"]) == ("", "")
    assert publishes(result)


def test_a_period_is_tested_again_when_its_start_is_left_out():
    as_written = Handling(answers={"spoken-date:planned_start": "as-written"})
    result = check(read("order.csv", handling=as_written), SHIPPED, TODAY)

    assert told(result) == [
        ("dropped", "date", 2, "planned_start"),
        ("refused", "order", 2, "planned_end"),
        ("warned", "spoken-date", 2, "planned_start"),
    ]
    assert result.rows["projects"] == {}
    assert result.refused["projects"] == 1


def test_a_number_is_not_kept_with_the_unit_of_another():
    key = next(key for key, row in SHIPPED["project_progress"].items() if row["unit"] == "percent")
    result = checked_text(f"progress_id,value,unit\n{key},12345,buckets\n")

    assert told(result) == [("dropped", "code", 2, "unit")]
    assert changed(result, "project_progress") == {}


def test_a_link_that_goes_takes_its_mark_as_inferred_with_it():
    (key, row), *_ = ((k, r) for k, r in SHIPPED["outcomes"].items() if r["inferred_links"])
    links = dict.fromkeys(("answers_outcome_ids", "project_ids", "follow_up_meeting_ids"), "")
    text = ",".join(["outcome_id", *links]) + "\n" + ",".join([key, *links.values()]) + "\n"

    result = checked_text(text)

    assert ("dropped", "no-link", 2, "inferred_links") in told(result)
    assert changed(result, "outcomes")[key]["inferred_links"] == (row["inferred_links"], "")
    assert publishes(result)


def test_an_answer_left_out_of_a_circle_becomes_as_published():
    text = "outcome_id,answers_outcome_ids\nout-001,out-003\nout-003,out-001\n"
    result = checked_text(text)

    assert [kind for _, kind, *_ in told(result) if kind == "circle"]
    rows = result.rows["outcomes"]
    assert SHIPPED["outcomes"]["out-001"]["answers_outcome_ids"] in {
        rows["out-001"]["answers_outcome_ids"],
        "out-003",
    }
    assert publishes(result)


# Rows that are there twice


ROW = "namrom-multihazard,Nam Rom"


def test_the_same_row_twice_is_kept_once_and_only_pointed_out():
    result = checked_text(f"project_id,short_name_fr\n{ROW}\n{ROW}\n")

    assert told(result) == [("warned", "repeated", 3, "project_id")]
    assert result.accepted
    assert changed(result, "projects")["namrom-multihazard"]["short_name_fr"][1] == "Nam Rom"


def test_two_rows_of_one_id_that_differ_are_refused_the_second_time():
    result = checked_text(f"project_id,short_name_fr\n{ROW}\nnamrom-multihazard,Autre\n")

    assert told(result) == [("refused", "duplicate", 3, "project_id")]
    assert not result.accepted


def test_the_same_row_in_two_files_is_kept_once():
    text = f"project_id,short_name_fr\n{ROW}\n"

    assert told(checked_text(text, text)) == [("warned", "repeated", 2, "project_id")]


# Columns that are missing


def test_a_column_that_new_rows_need_is_missed_once_for_the_file():
    result = checked_text("person_id,name\n" + "".join(f"new-{n},Ai\n" for n in range(40)))

    (first, *_) = (one.fault for one in result.findings)
    assert [(kind, row) for _, kind, row, _ in told(result)] == [("lacks-column", 1)] * 3
    assert first.found == "2–41"
    assert result.refused["people"] == 40


# State beside dates


def test_a_state_that_its_dates_contradict_is_pointed_out():
    result = checked("n2_status_dates.csv")

    assert told(result) == [
        ("warned", "running-ended", 2, "status_code"),
        ("warned", "unstarted-started", 3, "status_code"),
        ("warned", "closed-ahead", 4, "status_code"),
    ]
    assert result.accepted


# Lines of other lengths than the header


def test_a_line_with_a_cell_too_many_is_not_kept():
    result = checked("ragged.csv")

    assert told(result) == [("refused", "ragged", 2, None)]
    assert result.rows["places"] == {}
    assert result.refused["places"] == 1
    assert not result.accepted


def test_a_shifted_line_whose_cells_would_all_pass_is_not_kept_either():
    result = checked_text("project_id,short_name_vi,short_name_fr\nnamrom-multihazard,Nậm, Rốm,x\n")

    assert told(result) == [("refused", "ragged", 2, None)]
    assert result.rows["projects"] == {}


def test_a_line_that_ends_early_empties_nothing_and_is_named():
    result = checked("short.csv")

    assert told(result) == [("warned", "short-line", 2, "latitude")]
    assert changed(result, "places") == {}


def test_empty_cells_that_are_there_empty_what_is_published():
    result = checked_text("place_id,name_vi,latitude,longitude\ndien-bien-phu,Điện Biên Phủ,,\n")

    assert set(changed(result, "places")["dien-bien-phu"]) == {"latitude", "longitude"}


ORGANISATIONS = "org_id,name_vi,website\n"


def organisations(*, with_website: bool) -> list[str]:
    """Ids and names of published organisations that have a website, or that have none."""
    rows = [row for row in SHIPPED["organisations"].values() if "," not in row["name_vi"]]
    found = [row for row in rows if bool(row["website"]) == with_website]
    return [f"{row['org_id']},{row['name_vi']}" for row in found[:12]]


def test_lines_without_the_empty_cells_at_their_end_are_told_once_where_something_stays():
    result = checked_text(ORGANISATIONS + "\n".join(organisations(with_website=True)))

    assert told(result) == [("warned", "short-lines", None, None)]
    assert changed(result, "organisations") == {}


def test_lines_without_the_empty_cells_at_their_end_are_as_usual_where_nothing_stays():
    lines = organisations(with_website=False)

    assert len(lines) == 12
    assert told(checked_text(ORGANISATIONS + "\n".join(lines))) == []


def test_a_cut_line_among_many_that_a_spreadsheet_shortened_is_still_named():
    lines = organisations(with_website=False)
    lines[7] = lines[7].split(",")[0]

    result = checked_text(ORGANISATIONS + "\n".join(lines))

    assert told(result) == [("warned", "short-line", 9, "name_vi")]
    assert changed(result, "organisations") == {}


def test_a_column_without_a_heading_at_the_end_is_left_out_and_its_rows_are_kept():
    result = checked("unnamed.csv")

    assert result.findings == []
    assert list(result.rows["places"]) == ["dien-bien-phu"]


def test_a_row_of_a_workbook_that_is_shorter_than_its_header_has_empty_cells():
    rows = [["place_id", "name_vi", "note_vi"], ["dien-bien-phu", "Điện Biên Phủ"]]
    draft = drafts(Sheet("a.xlsx", "A", rows))
    assert isinstance(draft, Draft)

    result = check([draft], SHIPPED, TODAY)

    assert result.rows["places"]["dien-bien-phu"]["note_vi"] == ""


# A column given twice


def test_a_column_given_twice_is_pointed_out_and_where_it_disagrees_the_cell_is_left_out():
    text = "place_id,name_vi,note_en,note_en\ndien-bien-phu,Điện Biên Phủ,A,B\nhanoi,Hà Nội,A,A\n"
    result = checked_text(text)

    assert told(result) == [
        ("warned", "duplicate-column", 1, "note_en"),
        ("dropped", "given-twice", 2, "note_en"),
    ]
    assert result.findings[1].fault.found == "A | B"
    rows = result.rows["places"]
    assert rows["dien-bien-phu"]["note_en"] == SHIPPED["places"]["dien-bien-phu"]["note_en"]
    assert rows["hanoi"]["note_en"] == "A"


def test_rows_are_refused_where_a_needed_column_given_twice_disagrees():
    text = "place_id,name_vi,name_vi\ndien-bien-phu,Điện Biên Phủ,Mường Thanh\n"

    assert ("refused", "given-twice", 2, "name_vi") in told(checked_text(text))


# What is said


def test_the_cell_that_goes_with_another_is_named():
    (finding,) = checked("halfcoord.csv").findings

    assert becomes(finding, Language("en")) == "cell left out, and “Longitude” with it"


def test_what_would_break_is_named_by_the_row_of_the_file_or_by_what_the_row_is_called():
    kept = {"hanoi": SHIPPED["places"]["hanoi"]}
    replaced = contents(SHIPPED, {"places": kept}, Mode.REPLACE)

    faults = broken(PUBLISHED, replaced)

    assert faults
    assert all(one.kind == "reference" and one.row is None for one in faults)
    assert faults[0].sentence(Language("en")).startswith("the published row “")
    key = next(k for k, row in SHIPPED["visits"].items() if "dien-bien-phu" in row["place_ids"])
    files = read("0.csv", f"visit_id,title_en\n{key},Another\n".encode())
    assert ("0.csv", 2) in {(one.file, one.row) for one in broken(PUBLISHED, replaced, files)}


# Numbers


def test_a_number_with_more_decimals_than_we_keep_is_rounded_and_said():
    result = checked("float15.xlsx")

    assert told(result) == [("warned", "rounded", 2, "latitude")]
    assert result.findings[0].fault.found == "21.02833333333333"
    assert result.rows["places"]["new-place"]["latitude"] == "21.028333333333"
    assert publishes(result)


# Ids and codes


@pytest.mark.parametrize(
    ("given", "ours"),
    [("Điện Biên 01", "dien-bien-01"), ("DA.2024/7", "da-2024-7"), (" PL_3 ", "pl-3")],
)
def test_an_id_in_another_form_is_refused_and_ours_is_proposed(given, ours):
    refused = Handling(answers={"own-ids:place_id": AS_GIVEN})
    text = f"place_id,name_vi\n{given},Nơi mới\n".encode()
    result = check(read("a.csv", text, refused), SHIPPED, TODAY)

    fault = next(one.fault for one in result.findings if one.fault.kind == "pattern")
    assert (fault.found, fault.expected) == (given, ours)
    english = Language("en")
    said = expected(TABLES["places"], fault, english, SHIPPED)
    assert said == f"lower-case letters without accents, digits and hyphens, such as “{ours}”"


PLACE = "place_id,name_vi,kind,precision,source_ids\n{},Nơi mới,commune,commune,baodbp-2025-10-23\n"


def test_a_row_is_kept_under_the_id_proposed_where_that_was_chosen():
    text = PLACE.format("Điện Biên 01").encode()
    (asked,) = read("a.csv", text)
    (question,) = asked.questions
    chosen = Handling(answers={question.key: IN_OUR_FORM})

    result = check(read("a.csv", text, chosen), SHIPPED, TODAY)

    assert question.ways == (IN_OUR_FORM, AS_GIVEN)
    assert (question.read_as, question.samples) == ("", ("Điện Biên 01 → dien-bien-01",))
    assert told(result) == [("warned", "renamed", 2, "place_id")]
    assert list(result.rows["places"]) == ["dien-bien-01"]
    assert publishes(result)


def test_no_id_is_proposed_that_two_rows_would_have():
    (draft,) = read("a.csv", b"place_id,name_vi\nA 1,x\na.1,y\n")

    assert draft.questions == ()


def test_of_a_long_list_of_codes_the_nearest_are_told():
    result = checked_text("project_id,sector_code\nnamrom-multihazard,43069\n")

    (finding,) = result.findings
    assert finding.fault.expected == "43060 | …"
    said = expected(TABLES["projects"], finding.fault, Language("en"), SHIPPED)
    assert said == "43060 – Disaster risk reduction, …"


def test_every_dac_sector_and_every_type_of_organisation_is_known():
    sectors, types = codelist("sector"), codelist("organisation_type")

    assert len(sectors) == 325  # of the list of January 2026, with the codes withdrawn since
    assert {"11110", "23231", "41050", "74020", "93018", "99820"} <= sectors.keys()
    wanted = "10 11 15 21 22 23 24 30 40 60 70 71 72 73 80 90"
    assert " ".join(types) == wanted


@pytest.mark.parametrize("name", ["sector", "organisation_type"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_codes_have_one_name(name, language):
    names = [fold(code.names[language]) for code in codelist(name).values()]

    assert len(set(names)) == len(names)
