"""The curated projects: their money, figures, and the last word on each."""

import datetime
import re

import pytest

from data.values.dates import parse
from tests.data.record.curated import KEYED, ROWS, several


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


def test_an_amount_that_only_a_thesis_gives_says_so():
    for key, row in KEYED["project_amounts"].items():
        if all(source.startswith("thesis-") for source in several(row["source_ids"])):
            assert "luận văn của sinh viên" in row["note_vi"], key


def test_a_figure_said_to_be_about_so_much_is_not_exact():
    exact = [
        key
        for key, row in KEYED["project_progress"].items()
        if row["value"]
        and f"khoảng {row['value'].replace('.', ',')}" in row["statement_vi"]
        and row["qualifier"] == "exact"
    ]

    assert exact == []


def test_the_last_word_on_a_project_was_said_by_some_day():
    open_ended = [key for key, row in KEYED["projects"].items() if ".." in row["status_date"]]

    assert open_ended == []


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
