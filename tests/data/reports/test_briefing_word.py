"""The briefing in Word: two pages at most, in sentences, in each language."""

import io

import pytest
from docx import Document

from data.language import Language
from data.record.loading import CURATED, load
from data.reports import briefing
from data.schema import LANGUAGES
from data.views.briefing import of_partner
from data.views.lens import Lens
from tests.hostile_names import NAMES

PARTNERS = (("afd", None), (None, "FR"))


@pytest.fixture(scope="module")
def written():
    """``written("fr", "afd", None)``: a briefing on the shipped record."""
    record = load(CURATED)

    def make(code, body, country):
        lens = Lens(record, Language(code))
        name = lens.short("organisations", [body]) if body else lens.language.country(country)
        return briefing.document(lens, of_partner(lens, body, country), name)

    return make


def said(content):
    return [line.text for line in Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("partner", PARTNERS)
def test_it_speaks_in_sentences_without_arrows_and_question_marks(written, code, partner):
    lines = said(written(code, *partner))

    assert len(lines) > 25
    assert not [line for line in lines if "→" in line or "(?)" in line]
    told = [line for line in lines if line.startswith("– ")]
    assert [line for line in told if not line.endswith(".")] == []


def test_it_says_who_owes_whom_since_when_and_what_came_of_it(written):
    found = [one for one in said(written("en", "afd", None)) if "relic complex in order" in one]

    assert found
    assert "Asked by Điện Biên Party Committee of AFD, 22 Nov 2023, 3 years ago" in found[0]
    assert "Some follow-up: The history trail was handed over on 23 November 2024." in found[0]


@pytest.mark.slow
def test_it_fits_on_two_pages_for_each_partner_and_language(written, as_pdf):
    papers = {
        f"{code}-{body or country}": written(code, body, country)
        for code in LANGUAGES
        for body, country in PARTNERS
    }

    assert {name: len(paper) for name, paper in as_pdf(papers).items() if len(paper) > 2} == {}


def test_of_a_partner_without_anything_it_says_so_in_short_sentences(made):
    lens = made(organisations=[{"org_id": "gret", "country": "FR"}])

    lines = said(briefing.document(lens, of_partner(lens, "gret", None), "GRET"))

    assert f"– {lens.language.text('Nothing is known to be late.')}" in lines
    assert len(lines) < 25


@pytest.mark.parametrize("name", [*NAMES, "Tên rất dài " * 20])
def test_a_hostile_or_long_name_stays_text_and_short(made, name):
    organisations = [{"org_id": "gret", "country": "FR", "name_vi": name.strip()}]
    lens = made(organisations=organisations)

    lines = said(briefing.document(lens, of_partner(lens, "gret", None), name))

    assert max(map(len, lines)) < 420
