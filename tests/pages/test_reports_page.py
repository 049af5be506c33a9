"""The reports page: what is chosen is in the address, previewed, made, and handed over."""

import io
import zipfile

import pytest
from docx import Document

from components.pictures import rendering, report_charts
from data.language import Language
from data.reports.kinds import titles
from tests.pages.test_pages import curated, opened, shipped, shown  # noqa: F401 -- fixtures

HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}"


def make(app, code="vi"):
    label = Language(code).text("Make the Word document")
    next(button for button in app.button if button.label == label).click()
    return app.run()


def made(app):
    """Bytes of the document that the session holds."""
    return app.session_state["report-made"][1]


@pytest.mark.parametrize("kind", [*titles(Language("en"))])
@pytest.mark.parametrize(("code", "edition"), [("vi", "fr"), ("en", "vi"), ("fr", "fr")])
def test_a_report_is_previewed_in_its_own_language(kind, code, edition):
    app = opened("reports", report=kind, lang=code, edition=edition)

    assert not app.exception
    assert not app.warning
    assert f'<section class="nc-sheet" lang="{edition}">' in shown(app)
    has_national_heading = edition == "vi" and kind != "briefing"  # which nobody signs
    assert ("Độc lập - Tự do - Hạnh phúc" in shown(app)) == has_national_heading


def test_the_address_chooses_visit_partner_and_issuing_body():
    visit = opened("reports", visit="2018-11-philippe", edition="en", body="dfa-dien-bien")
    partner = opened("reports", report="partner", org="city-lyon", edition="en")

    assert "Philippe" in shown(visit)
    assert "Cooperation with City of Lyon" in shown(partner)


def test_a_visit_not_known_to_have_been_held_gives_a_plan_and_no_report():
    app = opened("reports", visit="2025-09-batna-planned", body="ppc-dien-bien")

    assert "KẾ HOẠCH" in shown(app)
    assert "KH-UBND" in shown(app)
    assert "BÁO CÁO<br>" not in shown(app)


def test_a_dissolved_body_in_the_address_is_refused_and_left_blank():
    app = opened("reports", body="dpc-tuan-giao", lang="en")

    assert "The issuing body is left blank" in app.warning[0].value.replace("\\", "")


def test_filters_narrow_the_projects_and_are_named():
    app = opened("reports", report="projects", country="JP", edition="en")

    assert "This report covers: Partner: Japan." in shown(app)
    assert "JICA" in shown(app)
    assert "KOICA" not in shown(app)


def test_filters_that_match_nothing_say_so_and_offer_no_document():
    app = opened("reports", report="projects", country="DZ", status="6", lang="en")

    assert "No project fits" in app.info[0].value.replace("\\", "")
    assert not [button for button in app.button if button.label == "Make the Word document"]


def test_a_document_is_made_on_demand_and_says_what_the_preview_says():
    app = make(opened("reports", body="dfa-dien-bien"))

    assert not app.exception
    said = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(made(app))).paragraphs)
    assert "Làm việc với Cơ quan Phát triển Pháp (AFD) tại Paris" in said
    assert "Làm việc với Cơ quan Phát triển Pháp (AFD) tại Paris" in shown(app)


def test_another_choice_takes_the_old_document_away():
    app = make(opened("reports"))
    before = len(app.get("download_button"))

    app.query_params["visit"] = "2018-11-philippe"
    after = len(app.run().get("download_button"))

    assert after == before - 1


def test_without_a_browser_the_document_is_made_of_its_tables(monkeypatch):
    def silent(_figure):
        raise rendering.NoPicture

    monkeypatch.setattr(report_charts, "drawn", silent)

    app = make(opened("reports", report="projects", lang="en"), "en")

    assert not app.exception
    assert "holds tables only" in app.warning[0].value.replace("\\", "")
    with zipfile.ZipFile(io.BytesIO(made(app))) as file:
        assert not [name for name in file.namelist() if name.startswith("word/media/")]


@pytest.mark.browser
def test_a_browser_draws_the_charts_into_the_document():
    app = make(opened("reports", report="projects", country="FR"))

    assert not app.warning
    pictures = Document(io.BytesIO(made(app))).inline_shapes
    assert [round(picture.width.mm) for picture in pictures] == [160, 160]


def test_a_hostile_name_is_text_in_preview_and_document(curated):  # noqa: F811
    path = curated / "visits.csv"
    written = path.read_text(encoding="utf-8")
    old = "Đoàn công tác tỉnh Điện Biên thăm và làm việc tại Pháp"
    assert old in written
    path.write_text(written.replace(old, HOSTILE), encoding="utf-8")

    app = make(opened("reports"))

    assert not app.exception
    assert "<img src=x" not in shown(app)
    assert "&lt;img src=x" in shown(app)
    title = Document(io.BytesIO(made(app))).core_properties.title
    assert HOSTILE in title
