"""Names in words where ids are asked, and rows without an id, are settled by a tick."""

from datetime import date

import pytest

from data.desk.checkup import examine
from data.desk.uploads import Upload
from data.intake.handling import Handling
from data.record.loading import CURATED
from data.store import seed
from tests.data.intake.written import CASES

NAME = "x24_names.xlsx"
ANSWERS = {
    "new-ids:project_id": "converted",
    "named-rows:funder_org_ids": "converted",
    "named-rows:implementing_org_ids": "converted",
}


@pytest.fixture
def checkup(store):
    seed(store, CURATED)

    def of(answers, name=NAME, content=None):
        content = (CASES / NAME).read_bytes() if content is None else content
        handlings = {(name, ""): Handling(answers=answers)}
        return examine([Upload(name, content)], store, date(2026, 11, 26), handlings=handlings)

    return of


def test_the_rows_that_names_mean_and_new_ids_are_asked_for(checkup):
    asking = checkup({})

    (draft,) = asking.drafts
    samples = {one.key: one.samples for one in draft.unanswered}
    assert samples == {
        "new-ids:project_id": ("Dự án thử → du-an-thu-2",),
        "named-rows:funder_org_ids": ("AFD → afd",),
        "named-rows:implementing_org_ids": ("UBND tỉnh Điện Biên → ppc-dien-bien",),
    }
    assert asking.is_asking
    assert not asking.accepted


def test_with_consent_they_are_taken(checkup):
    agreed = checkup(ANSWERS)

    (draft,) = agreed.drafts
    assert agreed.accepted
    assert draft.cells["project_id"] == ["du-an-thu-2", "du-an-thu"]
    assert draft.cells["funder_org_ids"] == ["afd", "afd"]
    assert set(agreed.changes("update")["projects"].added) == {"du-an-thu", "du-an-thu-2"}


def test_a_name_that_several_rows_or_none_have_is_not_guessed(checkup):
    content = "project_id,record_kind,name_vi,funder_org_ids\nx,project,A,Hội nào đó\n".encode()

    (draft,) = checkup({}, "projects.csv", content).drafts

    assert not draft.questions
