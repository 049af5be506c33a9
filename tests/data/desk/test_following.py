"""References of an upload follow rows that are kept under an id in our form."""

from datetime import date

import pytest

from data.desk.checkup import examine
from data.desk.uploads import Upload
from data.faults import Fault
from data.intake.handling import Handling
from data.language import Language
from data.record.loading import CURATED
from data.record.wording import expected
from data.schema import TABLES
from data.store import seed

SOURCE = "vna-2025-03-17"
OFFICES = (
    "org_id,name_vi,name_en,name_fr,short_name_vi,short_name_en,short_name_fr,type_code,country,"
    f"source_ids\nSNV_01,Sở N,Dept N,Dép N,SN,DN,DN,10,VN,{SOURCE}\n"
)
PEOPLE = (
    "person_id,name,role_vi,role_en,role_fr,org_id,country,source_ids,confidence\n"
    f"le-an,Lê An,GĐ,Dir,Dir,SNV_01,VN,{SOURCE},stated\n"
)
OURS = Handling(answers={"own-ids:org_id": "in-our-form"})


@pytest.fixture
def checkup(store):
    seed(store, CURATED)

    def of(handlings=None, **texts):
        uploads = [Upload(f"{name}.csv", text.encode()) for name, text in texts.items()]
        return examine(uploads, store, date(2026, 11, 26), handlings=handlings or {})

    return of


def kinds(found):
    return [one.fault.kind for one in found.checked.findings]


def test_a_row_of_another_file_refers_to_the_id_that_is_kept(checkup):
    found = checkup({("offices.csv", ""): OURS}, offices=OFFICES, people=PEOPLE)
    assert found.checked.rows["people"]["le-an"]["org_id"] == "snv-01"
    assert kinds(found) == ["renamed"]


def test_where_the_ids_are_not_taken_the_reference_names_no_row(checkup):
    refused = Handling(answers={"own-ids:org_id": "as-given"})
    found = checkup({("offices.csv", ""): refused}, offices=OFFICES, people=PEOPLE)
    assert "reference" in kinds(found)
    assert not found.is_asking


def test_until_somebody_answers_nothing_can_be_published_and_no_reference_is_at_fault(checkup):
    found = checkup(offices=OFFICES, people=PEOPLE)
    assert kinds(found) == []
    assert found.is_asking


def test_a_second_row_with_an_id_names_the_first(checkup):
    lines = OFFICES.replace("SNV_01", "so-n").splitlines()
    found = checkup(offices="\n".join([*lines, lines[1].replace("Sở N", "Sở M")]))
    (one,) = [finding.fault for finding in found.checked.findings]
    assert (one.kind, one.row, one.expected) == ("duplicate", 3, "2")
    assert expected(TABLES["organisations"], one, Language("en"), {}) == (
        "an id of its own; row 2 has this one"
    )
    assert "row 2 has this one" in one.sentence(Language("en"))


def test_a_second_row_in_another_file_names_that_file_too(checkup):
    one = OFFICES.replace("SNV_01", "so-n")
    found = checkup(first=one, second=one.replace("Sở N", "Sở M"))
    (finding,) = found.checked.findings
    assert finding.fault.expected == "first.csv · 2"


def test_what_is_missing_says_what_to_do():
    fault = Fault("lacks-column", "a.csv", 1, "country", "2–3")
    assert "choose table and columns" in expected(
        TABLES["organisations"], fault, Language("en"), {}
    )


MEETING = (
    "meeting_id,title_vi,date,mode,foreign_org_ids,source_ids,confidence\n"
    "hop-1,Họp,2024-03-05,in_person,{},{},stated\n"
)


def test_two_names_of_one_row_become_one_id(checkup):
    names = MEETING.format("AFD;Cơ quan Phát triển Pháp", SOURCE)
    answers = Handling(answers={"named-rows:foreign_org_ids": "converted"})
    found = checkup({("m.csv", ""): answers}, m=names)
    assert found.drafts[0].cells["foreign_org_ids"] == ["afd"]


def test_a_question_without_an_answer_is_no_fault_as_well(checkup):
    found = checkup(m=MEETING.format("AFD", SOURCE))
    assert found.is_asking
    assert "reference" not in kinds(found)


def test_times_of_greenwich_without_an_answer_are_no_fault_of_a_date(checkup):
    text = MEETING.format("afd", SOURCE).replace("2024-03-05", "2024-03-05T20:00:00Z")
    found = checkup(m=text)
    assert found.is_asking
    assert "date" not in kinds(found)
    assert "greenwich" in kinds(found)


def test_a_unit_behind_our_own_heading_is_asked_about(checkup):
    text = (
        "Mã số tiền,Dự án,Loại tiền,Số tiền (triệu đồng),Đồng tiền\n"
        "x-1,namrom-multihazard,total,24650,VND\n"
    )
    (draft,) = checkup(a=text).drafts
    assert draft.cells["amount"] == ["24650"]
    (question,) = draft.unanswered
    assert question.samples == ("Số tiền (triệu đồng)", "24650 → 24650000000")
