"""Each statement has one quiet chip; what it opens names sources, wording and doubts in words."""

import re
from dataclasses import replace
from html import unescape

import pytest

from components import html
from components.page.parts import Figure
from data.views import chains, evidence, telling

SOURCE = {"publisher_vi": "Báo tỉnh", "title": "Tin", "published": "2023-11-24"}
DIFFERENCE = {
    "discrepancy_id": "dis-1",
    "subject_table": "meetings",
    "subject_ids": "paris",
    "what_vi": "Ngày gặp",
    "source_a_id": "one",
    "value_a_vi": "ngày 21",
    "source_b_id": "two",
    "value_b_vi": "ngày 22",
    "shown_vi": "ngày 22",
}


def met(made, **meeting):
    row = {"meeting_id": "paris", "date": "2023-11-22", "source_ids": "one;two"}
    return made(
        sources=[SOURCE | {"source_id": "one"}, SOURCE | {"source_id": "two"}],
        meetings=[row | meeting],
        discrepancies=[DIFFERENCE],
    )


def said(lens):
    """The words of a meeting's chip, and the text of its panel."""
    (row,) = lens.rows("meetings")
    talk = telling.talks(lens, [row])["paris"]
    page = html.render("meeting.html", lens, meeting=row, talk=talk)
    chip, panel = re.findall(r'class="nc-chip"[^>]*>(.*?)</button>(.*?)</article>', page, re.S)[0]
    return words(chip), words(panel)


def words(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_a_chip_counts_sources_and_how_often_they_differ(made):
    assert said(met(made))[0] == "2 nguồn · 1 khác nhau"


def test_a_panel_has_publisher_date_and_what_each_source_says(made):
    panel = said(met(made))[1]

    assert "Báo tỉnh" in panel
    assert "24/11/2023" in panel
    assert "Báo tỉnh – ngày 21" in panel
    assert "Báo tỉnh – ngày 22" in panel


def test_a_vietnamese_publisher_is_marked_as_such_within_other_languages(made):
    names = dict.fromkeys(("publisher_vi", "publisher_fr"), "Báo Lao Động")
    source = {"source_id": "one", "title": "Tin", "language": "vi", **names}
    ours = {**source, "source_id": "two", "publisher_fr": "Journal Lao Dong"}
    met_in_paris = {"meeting_id": "paris", "date": "2023-11-22", "source_ids": "one;two"}
    differ = DIFFERENCE | {"source_b_id": "one", "value_b_fr": "le 22"}
    lens = made("fr", sources=[source, ours], meetings=[met_in_paris], discrepancies=[differ])
    (row,) = lens.rows("meetings")

    page = html.render("meeting.html", lens, meeting=row, talk=telling.talks(lens, [row])["paris"])

    assert page.count("Báo Lao Động") == page.count('<span lang="vi">Báo Lao Động</span>') == 3
    assert '"vi">Journal' not in page


def test_a_panel_names_the_version_that_it_is_of(made):
    lens = met(made)
    published = replace(lens, record=replace(lens.record, number=3))

    assert "Phiên bản 3" in said(published)[1]
    assert "Phiên bản" not in said(lens)[1]  # files that nobody published have none


def test_what_the_editors_inferred_is_in_the_chip_and_in_the_panel(made):
    chip, panel = said(met(made, confidence="inferred"))

    assert chip == "2 nguồn · suy ra · 1 khác nhau"
    assert "Ban biên tập suy ra" in panel


@pytest.mark.parametrize(
    ("written", "told"),
    [("2023-11-22?", "ngày chưa chắc chắn"), ("2023-11", "không rõ ngày chính xác")],
)
def test_a_date_that_is_no_certain_day_is_told_in_words(made, written, told):
    assert told in said(met(made, date=written))[1]


@pytest.mark.parametrize(("written", "told"), [("2023-11-22", ""), (None, "")])
def test_a_certain_day_and_none_need_no_words(made, written, told):
    assert evidence.unsure(met(made), written) == told


@pytest.fixture(scope="module")
def drawn(lens):
    """The trip to France and the project that it led to, as their pages draw them."""
    read = lens("fr")
    visit = read.row("visits", chains.TRIP)
    held = [row for row in read.rows("meetings") if row["visit_id"] == chains.TRIP]
    talks = telling.talks(read, held)
    programme = chains.programme(visit, held)
    trip = {"visit": visit, "programme": programme, "talks": talks, "answers": ()}
    return html.render("visit.html", read, **trip)


def test_no_sign_that_needs_a_key_stands_on_a_page(drawn):
    assert not set("§≠") & set(drawn)
    assert "(?)" not in drawn


def test_each_chip_opens_a_panel_of_its_own(drawn):
    opens = re.findall(r'class="nc-chip" popovertarget="([^"]+)"', drawn)
    panels = re.findall(r'popover id="([^"]+)"', drawn)

    assert opens == panels
    assert len(set(panels)) == len(panels) > 15


def test_a_panel_stands_in_no_paragraph_which_would_end_at_it(drawn):
    paragraphs = re.findall(r"<(?:p|h\d)[ >](?:(?!</(?:p|h\d)>).)*", drawn, re.S)

    assert not [text[:80] for text in paragraphs if "<div" in text]


def test_a_vietnamese_publisher_below_a_figure_is_marked_as_such_too(made):
    names = dict.fromkeys(("publisher_vi", "publisher_fr"), "Báo Lao Động")
    lens = made("fr", sources=[{"source_id": "one", "title": "Tin", "language": "vi", **names}])
    figure = Figure("Prêt", "1", "", "2023", by=["one"])

    page = html.render("figures.html", lens, figures=[figure])

    assert '2023 · <span lang="vi">Báo Lao Động</span></span>' in page
