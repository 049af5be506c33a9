"""Every page over records that are sound and hard to show: it answers, and within its bounds."""

import io
import re
from html import unescape

import pytest
from docx import Document

from components import shelf
from components.charts import named
from data.exports import charted
from data.language import Language
from data.reports import projects
from data.reports.filling import fill
from data.reports.kinds import KINDS
from data.schema import LANGUAGES
from data.views import measures
from tests import bad_input
from tests.data.reports.reporting import text
from tests.pages.spoilt import over
from tests.pages.test_many_rows import MOST_BYTES, sent
from tests.pages.test_pages import PAGES, shown

pytestmark = pytest.mark.slow
PROJECT = f"/projects?project={bad_input.PROJECT}"
WITHOUT_ROWS = {"/overview", "/map", "/data", "/reports"}  # they show none, or other things
LISTS = [f"/{name}" for name in PAGES if name not in {"accounts", "audit"}]
ADDRESSES = [
    *LISTS,
    "/partners?org=afd",
    "/partners?country=FR",
    "/sources?section=discrepancies",
    "/sources?section=quality",
]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """3,500 projects, forty statements of money of one of them, names of 200 letters."""
    spoil = (bad_input.multiply, bad_input.state_often, bad_input.name_long)
    yield from over(tmp_path_factory, *spoil)


@pytest.fixture(scope="module")
def unmet(tmp_path_factory):
    """A partner of whom nothing is known but the name, next to the shipped record."""
    yield from over(tmp_path_factory, bad_input.add_partner)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """No row in any table."""
    yield from over(tmp_path_factory, bad_input.empty)


@pytest.mark.parametrize("address", [*ADDRESSES, PROJECT])
def test_a_page_of_very_many_rows_and_long_names_answers_within_its_bounds(large, address):
    app = large(address)

    assert not app.exception
    assert not app.error
    assert sent(app) < MOST_BYTES


def test_forty_statements_of_money_are_drawn_in_parts_and_all_told(large):
    app = large(PROJECT)
    page = shown(app)

    assert "1–12 trong số 60" in page
    assert "3.500" in shown(large("/projects"))
    for row in bad_input.statements():
        assert f'id="{row["amount_id"]}"' in page


def test_a_word_file_of_a_project_with_forty_statements_of_money_tells_how_many_more(large):
    """The page has all of them; a row of the annex tells two and counts the others."""
    shown(large(PROJECT))  # so that the store holds this record
    edition = shelf.edition("en")
    project = edition.lens.rows_at("projects", [bad_input.PROJECT])

    fields = projects.context(edition.lens, project)
    template = KINDS["projects"].template(edition.lens.language)
    pictures = dict.fromkeys(KINDS["projects"].pictures, b"")
    document = fill(template, fields, pictures, title="projects")

    stated = measures.own_money(
        edition.lens.naming("project_amounts", "project_id", bad_input.PROJECT)
    )
    assert len(stated) > 40
    said = text(Document(io.BytesIO(document)))
    assert re.search(r"; 1[0-9] more amounts", said)
    assert max(map(len, said.splitlines())) < 1000


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_partner_without_a_single_meeting_answers_first(unmet, code):
    app = unmet(f"/partners?org={bad_input.PARTNER}&lang={code}")
    _ = Language(code).text

    assert not app.exception
    assert not app.error
    page = unescape(shown(app))
    briefing = page[page.index('class="nc-briefing"') : page.index('id="nc-every"')]
    for sentence in (
        "No meeting is on record.",
        "No project is known to be under way.",
        "Nothing is known to be late.",
        "The sources read name nobody.",
    ):
        assert _(sentence) in briefing
    assert briefing.count(_("Nothing on record.")) == 4
    assert page.index(_("Nothing on record.")) < page.index('id="nc-every"')
    assert _("Asked, answered and what came of it") not in page


@pytest.mark.parametrize("address", LISTS)
def test_a_page_without_a_row_says_so_and_draws_no_empty_chart(bare, address):
    app = bare(address)

    assert not app.exception
    assert not app.error
    assert re.findall(r'class="nc-(?:tally|time|sums)[ "]', shown(app)) == []
    assert app.info or address in WITHOUT_ROWS


def test_a_chart_without_a_row_says_why_in_its_place(bare):
    head = 'class="nc-chart-head"'
    page = shown(bare("/overview"))

    assert page.count(head) == 2
    assert all("nc-definition" in after[:600] for after in page.split(head)[1:])


def test_a_file_without_a_row_says_why(bare):
    edition = shelf.edition("vi")

    for name in ("outcomes-by-state", "projects-by-state", "visits-over-time", "money-by-project"):
        plate = named.drawn(edition, name, {}).plate
        assert plate.nothing()
        assert plate.nothing() in charted.as_csv(plate).decode()
