"""One list of pages: a file in pages/, a route and a place in the menu for each, and no other."""

from pathlib import Path

import pytest
from starlette.routing import Route

from components import links
from components.web import routes
from data.exports import feeds, formats
from data.language import Language
from data.schema import LANGUAGES, TABLES

PAGES = links.pages(Language("en"))
FOLDER = Path(__file__).parents[1] / "pages"


def test_every_file_of_a_page_is_in_the_list_and_no_other():
    files = {path.name for path in FOLDER.glob("*.py")} - {"router.py", "__init__.py"}

    assert {page.file for page in PAGES} == files


def test_every_page_has_its_own_address_on_the_server():
    served = {route.path for route in routes.routes() if isinstance(route, Route)}

    assert {f"/{page.path}" for page in PAGES} <= served


@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_have_names_of_their_own_in_each_language(code):
    names = [page.title for page in links.pages(Language(code))]

    assert len(set(names)) == len(PAGES)


def test_each_table_opens_its_rows_on_one_page():
    opened = [table for page in PAGES for table in page.rows]

    assert sorted(opened) == sorted(TABLES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_file_that_can_be_taken_has_words_for_its_button(code):
    for one in formats.FORMATS.values():
        for what in one.holds:
            if what != "report":  # its button says which report
                assert formats.label(Language(code), one.ending, what).endswith(f"(.{one.ending})")


def test_every_file_of_a_table_can_be_written():
    for table in TABLES:
        assert set(formats.endings("table", table)) <= set(feeds._WRITERS)
