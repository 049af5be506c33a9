"""The page of a partner is a briefing: who it is, what runs, what was asked and what came of it."""

import re
from html import unescape

import pytest

from data.language import Language
from data.schema import LANGUAGES
from tests.pages.test_pages import opened, shown

FRENCH = Language("fr").text


def test_a_head_office_and_its_office_link_to_each_other():
    assert 'href="/partners?org=afd-vietnam&amp;lang=fr"' in shown(
        opened("partners", org="afd", lang="fr")
    )
    office = shown(opened("partners", org="afd-vietnam", lang="fr"))
    assert f'{FRENCH("Part of")} <a href="/partners?org=afd&amp;lang=fr"' in office


def test_every_sentence_leads_to_its_record():
    page = shown(opened("partners", org="afd", lang="fr"))
    (briefing,) = re.findall(r'<div class="nc-briefing">.*?<div class="nc-every"', page, re.DOTALL)

    items = re.findall(r"<li>(.*?)</li>", briefing, re.DOTALL)

    assert len(items) > 8
    assert [one for one in items if "<a href=" not in one and "nc-nothing" not in one] == []


def test_a_country_opens_as_a_briefing_with_its_lists_folded_below():
    app = opened("partners", country="FR", lang="fr")

    assert '<h1 class="nc-title">France</h1>' in shown(app)
    label = FRENCH("Organisations and people of {country}").format(country="France")
    assert label in [one.label for one in app.expander]


@pytest.mark.parametrize(
    "sentence",
    [
        "No project is known to be under way.",
        "Nothing is known to be late.",
        "No meeting is on record.",
        "Nothing on record.",
    ],
)
def test_what_is_empty_is_one_short_sentence(sentence):
    assert FRENCH(sentence) in unescape(shown(opened("partners", org="lfay", lang="fr")))


def test_a_visit_opens_with_its_result_in_at_most_five_lines():
    page = shown(opened("visits", visit="2023-11-dien-bien-to-france", lang="en"))
    (lines,) = re.findall(r'<ul class="nc-answers">(.*?)</ul>', page, re.DOTALL)

    said = re.findall(r"<li>(.*?)</li>", lines)

    assert 3 <= len(said) <= 5
    assert "Something came of 3 of 7 requests; nothing is known of 4." in said


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_meeting_of_no_visit_stands_alone_until_a_visit_is_chosen(code):
    app = opened("visits", meeting="2021-11-afd-signing", lang=code)
    (picker,) = [box for box in app.selectbox if box.key == "pick-visit"]

    assert 'id="2021-11-afd-signing"' in shown(app)
    assert 'class="nc-visit"' not in shown(app)
    assert picker.options[0] == Language(code).text("Choose a visit")

    app = picker.set_value("2024-05-lecornu").run()
    assert 'id="2021-11-afd-signing"' not in shown(app)
    assert 'class="nc-visit"' in shown(app)
    assert "meeting" not in app.query_params


def test_gifts_and_thanks_stand_folded_after_requests_and_promises():
    page = shown(opened("visits", meeting="2023-11-22-afd-paris", lang="en"))
    card = page[page.index('id="2023-11-22-afd-paris"') :]

    gift = card.index("present a souvenir to AFD")
    assert card.rindex('<details class="nc-folded nc-others">', 0, gift) > card.index(
        'id="out-008"'
    )


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("visits", {"meeting": "2023-11-22-afd-paris"}),
        ("outcomes", {"outcome": "out-007"}),
        ("partners", {"org": "afd"}),
    ],
)
def test_one_row_tells_the_same_on_every_page(page, address):
    html = shown(opened(page, lang="en", **address))
    row = html[html.index('id="out-007"') :].partition("</article>")[0]

    assert "No report of this introduction has been found." in row
    assert "AFD to deliver to" in row
    assert "22 Nov 2023, 3 years ago" in row
