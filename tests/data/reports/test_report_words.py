"""What a document to sign says: by subject and addressee, in sentences, and nothing invented."""

import io

import pytest
from docx.oxml.ns import qn
from PIL import Image

from data.reports.addressing import addressed
from data.reports.issuing import issuing_bodies
from data.reports.kinds import KINDS
from data.schema import LANGUAGES
from tests.data.reports.reporting import fields_of, made, opened, text

EVERY = [(kind, code) for kind in KINDS for code in LANGUAGES]


@pytest.fixture(scope="module")
def documents(lens):
    """Every kind in every language, issued by the province's committee from version 3."""
    return {
        (kind, code): opened(made(lens(code), kind, body="ppc-dien-bien", version=3))
        for kind, code in EVERY
    }


@pytest.fixture(scope="module")
def visit(lens):
    return fields_of(lens("en"), "visit", body="dfa-dien-bien")


def points(items):
    return [point for item in items for point in item["points"]]


def test_a_body_that_was_dissolved_or_merged_issues_nothing(lens, request):
    offered = issuing_bodies(lens("vi"))
    small = request.getfixturevalue("made")  # a small record; here "made" is a document
    closed = {"org_id": "dfa-dien-bien", "country": "VN", "closed_date": "2026-03"}

    assert {"ppc-dien-bien", "dfa-dien-bien"} <= set(offered)
    assert not {"dpc-tuan-giao", "dpc-nam-po", "mard-vn", "mpi-vn"} & set(offered)
    assert issuing_bodies(small(organisations=[closed])) == {}


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_it_speaks_in_sentences_and_names_no_page_and_no_hash(documents, lens, kind, code):
    said = text(documents[kind, code])

    assert [sign for sign in ("→", "(?)", "trên hệ thống", "dashboard") if sign in said] == []
    assert lens(code).record.version[:8] not in said
    assert lens(code).language.text("Version {number}").format(number=3) in said


def test_gifts_and_thanks_are_no_results(visit):
    told = " ".join(points(visit["results"]))

    assert "souvenir" not in told
    assert "thanks" not in told
    assert "The two sides agree to go on strengthening their cooperation" in told


def test_the_known_follow_up_of_a_promise_is_told_with_it(visit):
    [promise] = [point for point in points(visit["results"]) if "will examine, support" in point]

    assert "In progress: The Tuần Giáo and Nậm Pồ projects were being prepared" in promise


def test_results_stand_by_subject_and_not_by_meeting(visit):
    lyon = [one for one in visit["results"] if one["subject"] == "Cooperation with City of Lyon"]

    assert len(lyon) == 1
    assert "Meeting with Sylvain Godinot" in lyon[0]["intro"]
    assert "Lyon lighting survey" in lyon[0]["intro"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_nobody_of_the_province_is_asked_by_the_province(lens, code):
    fields = fields_of(lens(code), "visit")
    own = [
        lens(code).short("organisations", [key])
        for key in ("ppc-dien-bien", "provincial-party-dien-bien")
    ]

    asked = " ".join(one["to"] for one in fields["proposals"])
    assert [name for name in own if name in asked] == []
    assert len(fields["tasks"]) == 2


def test_the_judgement_and_the_cause_are_left_to_who_signs(visit):
    assert visit["assessment"][1].startswith("[Judgement of the issuing body")
    assert visit["shortcomings"][-1].endswith("cause not known. […]")


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_late_tells_why_only_where_the_record_does(lens, code):
    delays = fields_of(lens(code), "projects")["delays"]
    unknown = lens(code).language.text("Cause not known.")

    assert "93" in delays[0]
    assert unknown not in delays[0]
    assert delays[1].endswith(unknown)


def test_french_addresses_with_preposition_and_article(lens):
    asked = " ".join(points(fields_of(lens("fr"), "visit")["proposals"]))
    french = lens("fr")

    assert "Demande adressée à l'AFD\u00a0: " in asked
    assert addressed(french, "city-lyon") == "à la Ville de Lyon"
    assert addressed(french, "memorial-caen") == "au Mémorial de Caen"
    assert addressed(french, "embassy-vn-france") == "à l'Ambassade du Vietnam en France"


def test_a_plan_tells_no_result_and_says_that_nothing_is_confirmed(documents):
    said = text(documents["plan", "vi"])

    assert "KẾ HOẠCH" in said
    assert "KẾT QUẢ" not in said
    assert "chưa có nguồn nào xác nhận chuyến thăm đã diễn ra" in said


def test_number_and_date_share_a_line_however_long_the_name_is(documents):
    heading = documents["projects", "vi"].tables[0]
    last = [cell.text for cell in heading.rows[-1].cells]

    assert len(heading.rows) == 2
    assert last[0].endswith("/BC-UBND")
    assert last[1].startswith("Điện Biên, ngày")


@pytest.mark.parametrize("kind", KINDS)
def test_the_signature_keeps_to_the_last_sentence(documents, kind):
    body = list(documents[kind, "vi"].element.body)
    signature = next(one for one in body if "CHỦ TỊCH" in "".join(one.itertext()))
    before = body[body.index(signature) - 2 : body.index(signature)]

    assert "TM. ỦY BAN NHÂN DÂN" in "".join(signature.itertext())
    assert "".join(before[0].itertext()).endswith("./.")
    lines = [*before, *signature.iter(qn("w:p"))]
    assert [line for line in lines if not line.xpath("w:pPr/w:keepNext")] == []


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_each_annex_names_its_document_and_counts_its_own_pages(documents, kind, code):
    document = documents[kind, code]
    annexes = document.sections[1:]
    tied = {"vi": "(Kèm theo ", "en": "(Annexed to document ", "fr": "(Annexé au document "}[code]

    assert len(annexes) == {"visit": 3, "projects": 2}.get(kind, 1)
    for section in annexes:
        assert section._sectPr.xpath("string(w:pgNumType/@w:start)") == "1"
        assert not section.different_first_page_header_footer
    assert text(document).count(tied) == len(annexes)


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_its_properties_tell_title_issuer_language_and_day(documents, lens, kind, code):
    told = documents[kind, code].core_properties

    assert told.title == kind
    assert told.author == lens(code).full_name("organisations", "ppc-dien-bien")
    assert told.language == lens(code).language.tag
    assert told.created.date() == lens(code).day


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_picture_is_told_in_words_to_who_cannot_see_it(lens, code):
    target = io.BytesIO()
    Image.new("RGB", (400, 100), "white").save(target, "PNG")
    document = opened(made(lens(code), "projects", pictures={"status_chart": target.getvalue()}))
    [shape] = document.inline_shapes

    described = shape._inline.docPr.get("descr")
    assert lens(code).label("project_state", "ended").lower() in described.lower()


@pytest.mark.slow
def test_all_projects_take_eight_pages_at_most(lens, as_pdf):
    target = io.BytesIO()
    Image.new("RGB", (700, 250), "white").save(target, "PNG")
    pictures = {"status_chart": target.getvalue()}
    papers = as_pdf({code: made(lens(code), "projects", pictures=pictures) for code in LANGUAGES})

    assert {code: len(paper) for code, paper in papers.items() if len(paper) > 8} == {}
