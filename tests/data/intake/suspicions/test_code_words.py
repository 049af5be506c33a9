"""An office's own words for codes and dates are proposed, and never taken without an answer."""

import csv

import pytest

from data.intake.handling import Handling
from data.intake.layout import Draft, drafts
from data.intake.suspicions.code_words import likely_codes
from data.intake.suspicions.rewriting import Where
from data.schema import DATA, TABLES
from data.sheets.grid import Sheet
from data.values.code_names import codes_of

with (DATA / "intake" / "code_words.csv").open(encoding="utf-8", newline="") as lines:
    LINES = tuple(csv.DictReader(lines))


def likely(table, column, text):
    return likely_codes([text], Where(TABLES[table].fields[column])).get(text)


@pytest.mark.parametrize(
    ("table", "column", "text", "code"),
    [
        ("meetings", "mode", "trực tiếp", "in_person"),
        ("meetings", "mode", "họp trưc tuyến", "online"),  # a tone forgotten
        ("meetings", "mode", "Hop truc tiep tai UBND", "in_person"),
        ("project_amounts", "kind", "giải ngân", "disbursed"),
        ("project_amounts", "kind", "prêt", "loan"),
        ("project_amounts", "kind", "Viện trợ KHL", "grant"),
        ("projects", "status_code", "đang triển khai", "2"),
        ("projects", "status_code", "Đang triển khai giai đoạn 2", "2"),
        ("projects", "status_code", "implementaton", "2"),  # misspelt
        ("projects", "finance", "viện trợ KHL;prêt", "grant;loan"),
        ("visits", "direction", "entrante", "incoming"),
        ("organisations", "country", "CHLB Đức", "DE"),
    ],
)
def test_the_likely_code_of_an_own_word_is_found(table, column, text, code):
    assert likely(table, column, text) == code


@pytest.mark.parametrize(
    ("table", "column", "text"),
    [
        ("project_amounts", "kind", "chưa giải ngân"),  # says the opposite
        ("projects", "status_code", "chưa hoàn thành"),
        ("projects", "status_code", "đã hoàn thành 80%"),
        ("project_amounts", "kind", "vay và viện trợ không hoàn lại"),  # says two things
        ("meetings", "mode", "Gặp trực tiếp"),  # is a name of the code already
        ("meetings", "mode", "in_person"),
        ("meetings", "mode", "chưa rõ"),
        ("meetings", "mode", "bằng chim bồ câu"),
        ("projects", "finance", "viện trợ KHL;xổ số"),  # only a part is known
    ],
)
def test_what_is_denied_or_says_two_things_or_is_known_is_not_proposed(table, column, text):
    assert likely(table, column, text) is None


ROWS = [["meeting_id", "mode", "date"], ["a", "trực tiếp", "cuối 2024"], ["b", "online", "2024"]]


def read(rows=ROWS, **answers):
    handling = Handling("meetings", {key.replace("__", ":"): way for key, way in answers.items()})
    draft = drafts(Sheet("a.xlsx", "A", rows), handling)
    assert isinstance(draft, Draft)
    return draft


def test_own_words_and_dates_in_words_wait_for_an_answer():
    draft = read()

    assert [(one.key, one.samples) for one in draft.unanswered] == [
        ("spoken-date:date", ("cuối 2024 → 2024-09/2024-12",)),
        ("code-words:mode", ("trực tiếp → in_person",)),
    ]


def test_own_words_and_dates_in_words_are_taken_where_somebody_agrees():
    draft = read(**{"spoken-date__date": "converted", "code-words__mode": "converted"})

    assert (draft.cells["mode"], draft.cells["date"]) == (
        ["in_person", "online"],
        ["2024-09/2024-12", "2024"],
    )
    assert draft.original["mode"] == ["trực tiếp", "online"]
    assert not draft.unanswered
    assert not draft.faults


def test_own_words_and_dates_in_words_are_at_fault_where_somebody_refuses():
    draft = read(**{"spoken-date__date": "as-written", "code-words__mode": "as-written"})

    assert [(one.kind, one.column) for one in draft.faults] == [("date", "date"), ("code", "mode")]


def test_what_is_only_expected_is_no_date_of_what_has_happened():
    rows = [
        ["project_id", "planned_end", "actual_end"],
        ["a", "2025 (dự kiến)", "2025 (dự kiến)"],
    ]
    draft = drafts(Sheet("a.xlsx", "A", rows), Handling("projects"))

    assert isinstance(draft, Draft)
    assert [one.key for one in draft.unanswered] == ["spoken-date:planned_end"]
    assert [(one.kind, one.column) for one in draft.faults] == [("date", "actual_end")]


def test_two_dates_in_a_cell_and_a_day_that_moves_are_not_proposed():
    draft = read([["meeting_id", "date"], ["a", "2018-2022"], ["b", "hôm qua"]])

    assert draft.questions == ()
    assert [one.kind for one in draft.faults] == ["date", "date"]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['codelist']}-{line['code']}")
def test_each_line_of_words_is_of_a_code_that_there_is_and_says_where_it_comes_from(line):
    field = next(
        field
        for table in TABLES.values()
        for field in table.fields.values()
        if field.codelist == line["codelist"]
    )
    codes = codes_of(field)

    assert codes is not None
    assert line["code"] in codes.codes
    assert line["source"]
    others = {codes.of(word) for word in line["words"].split(";")} - {None, line["code"]}
    assert not others
