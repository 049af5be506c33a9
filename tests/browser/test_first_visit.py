"""A deep link is the first thing that anybody asks of a fresh server."""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from data.language import Language
from tests.browser.reader import MENU, NAMES, Reader, plain
from tests.browser.serving import Server

pytestmark = pytest.mark.browser


class First(NamedTuple):
    """The first visit to a fresh server."""

    page: Page
    path: str
    language: Language


@pytest.fixture(
    scope="module",
    params=[("/map", "vi"), ("/projects?project=namrom-multihazard&lang=fr", "fr")],
    ids=["map", "projects"],
)
def first(request: pytest.FixtureRequest, start: Callable[..., tuple[Server, Reader]]) -> First:
    path, code = request.param
    _, reader = start()
    return First(reader.seen(path), path, Language(code))


def test_the_first_visitor_by_a_deep_link_sees_the_whole_menu(first: First):
    menu = [plain(text) for text in first.page.locator(MENU).all_inner_texts()]

    assert menu == [first.language.text(word) for word in NAMES]


def test_the_first_visitor_by_a_deep_link_sees_that_page(first: First, lens):
    titles = {"/map": first.language.text("Map of Điện Biên and its partners")}
    project = lens("fr").short("projects", ["namrom-multihazard"])

    expect(first.page.locator("h1")).to_have_text(titles.get(first.path, project))


def test_the_first_document_is_marked_as_being_in_its_language(first: First):
    expect(first.page.locator("html")).to_have_attribute("lang", first.language.code)


def test_the_first_visitor_gets_no_other_page_list_of_streamlits_own(first: First):
    expect(first.page.get_by_test_id("stSidebarNav")).to_have_count(0)
