"""Papers of a project are document links where everybody may read them, and come back as none."""

import pytest

from data.iati import writing
from data.views.reached import public_address
from tests.data.iati.records import TODAY, lens, published, with_rows
from tests.data.iati.rulesets import broken, invalid, parsed
from tests.data.iati.trial import BODY

PAPER = {
    "subject_table": "projects",
    "subject_ids": "thu-nghiem",
    "language": "vi",
    "date": "2025-02-03",
    "restricted": "false",
    "format": "pdf",
    "size": "1000",
    "content_hash": "a" * 64,
}
CONTENTS = with_rows(
    projects=[BODY],
    papers=[
        {**PAPER, "paper_id": "thoa-thuan", "title": "Thoả thuận <1>"},
        {**PAPER, "paper_id": "mat", "title": "Mật", "restricted": "true"},
        {**PAPER, "paper_id": "khac", "title": "Khác", "subject_table": "places"}
        | {"subject_ids": "caen"},
    ],
)


def links(content):
    found = parsed(content).findall("iati-activity/document-link")
    return {one.get("url"): one.findtext("title/narrative") for one in found}


@pytest.fixture
def _public(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_ADDRESS", "https://nhipcau.example/")


def written():
    return writing.activities(lens(CONTENTS), ["thu-nghiem"], today=TODAY)


@pytest.mark.usefixtures("_public")
def test_a_paper_that_everybody_may_read_is_a_document_link_and_a_restricted_one_is_not():
    content = written()

    assert links(content)["https://nhipcau.example/api/v1/papers/thoa-thuan"] == "Thoả thuận <1>"
    assert len(links(content)) == 2  # and its source
    assert invalid(content) == broken(content) == []


@pytest.mark.usefixtures("_public")
def test_our_own_papers_come_back_as_no_source():
    assert published(written(), CONTENTS)["sources"] == CONTENTS["sources"]


@pytest.mark.parametrize("reading", ["", "signed-in"])
def test_without_a_public_address_or_open_reading_no_paper_leaves(monkeypatch, reading):
    if reading:
        monkeypatch.setenv("NHIP_CAU_ADDRESS", "https://nhipcau.example")
        monkeypatch.setenv("NHIP_CAU_READING", reading)

    assert len(links(written())) == 1


@pytest.mark.parametrize("address", ["nhipcau.example", "https://a/b", "ftp://a", "https://a b"])
def test_a_wrong_public_address_ends_the_start_with_a_sentence(monkeypatch, address):
    monkeypatch.setenv("NHIP_CAU_ADDRESS", address)

    with pytest.raises(SystemExit, match="NHIP_CAU_ADDRESS"):
        public_address()
