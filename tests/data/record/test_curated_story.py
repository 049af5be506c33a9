"""The curated files tell what the first two reports and the Nậm Rốm project's sources tell."""

import re

import pytest

from data.views.chains import TRIP
from tests.data.record.curated import KEYED, ROWS, several

# What the two first reports say: the Embassy's and the Party portal's (23/11/2023).
FRANCE = TRIP
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


@pytest.mark.parametrize(
    ("language", "words"), [("vi", ", như: (1)"), ("en", "such as: (1)"), ("fr", "tels que : (1)")]
)
def test_the_five_requests_to_afd_are_told_as_examples_of_an_open_list(language, words):
    topics = KEYED["meetings"][AFD][f"topics_{language}"]

    assert words in topics
    assert re.search(r"\(5\)[^.]*\.\.\.", topics)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("out-013", ("Mùa A Sơn", "Đinh Toàn Thắng", "toàn thể cán bộ, nhân viên")),
        ("out-014", ("Mùa A Sơn", "Đinh Toàn Thắng", "các cán bộ, nhân viên")),
        ("out-018", ("Mùa A Sơn tặng quà lưu niệm",)),
    ],
)
def test_who_spoke_and_gave_at_the_embassy_is_named_as_in_the_report(outcome, words):
    text = KEYED["outcomes"][outcome]["text_vi"]

    assert [one for one in words if one not in text] == []


@pytest.mark.parametrize("answer", ["out-011", "out-015"])
def test_an_answer_that_joins_the_two_reports_is_marked_as_inferred(answer):
    row = KEYED["outcomes"][answer]

    assert row["inferred_links"] == row["answers_outcome_ids"] != ""


def test_no_source_names_who_would_light_the_thanh_binh_bridge():
    assert KEYED["projects"]["thanhbinh-lighting"]["implementing_org_ids"] == ""


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
