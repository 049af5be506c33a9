"""The first answer of each page: plain HTML, which can be read before any script or socket."""

import re
import urllib.error
from collections.abc import Iterator
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from components import links
from data.language import Language
from data.schema import LANGUAGES
from data.views import measures, states
from tests.browser.plain_answers import OPEN, got, plain, with_language
from tests.browser.reader import DETAILS, PAGES
from tests.browser.serving import ROOT, Server, serving
from tests.browser.settling import settle
from tests.browser.test_served import ask

pytestmark = pytest.mark.browser
# Streamlit's page alone; and what the plain page may at most weigh, packed as it is sent.
MOST_PACKED = 60_000
MOST = 400_000


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("path", OPEN)
def test_the_first_answer_of_a_page_can_be_read(server, path, code):
    whole = got(server, with_language(path, code))
    page = plain(whole)

    assert f'<html lang="{code}">' in whole
    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]+ · Nhịp Cầu</title>", whole)
    for entry in links.pages(Language(code)):
        if entry.least is None:
            assert re.search(
                rf'href="/{entry.path}[^"]*"[^>]*><p>{re.escape(entry.title)}</p>', page
            )
    assert 'class="nc-footer"' in page
    assert ".invalid" not in whole
    assert len(page) < MOST


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_first_answer_of_the_overview_holds_its_figures(server, lens, code):
    reader = lens(code)
    held = [row for row in reader.rows("visits") if states.visit_state(reader, row) == "held"]
    projects = [row for row in reader.rows("projects") if row["record_kind"] in measures.COUNTED]

    page = plain(got(server, f"/?lang={code}"))

    figures = re.findall(r'class="nc-big"[^>]*>\s*([^<]+?)\s*<', page)
    assert len(figures) == 4
    assert figures[3] == reader.language.number(len(held))
    assert figures[2].endswith(f"/{len(projects)}")


@pytest.mark.parametrize(
    ("path", "table"), [("/projects", "projects"), ("/visits", "visits"), ("/sources", "sources")]
)
def test_the_first_answer_of_a_list_holds_its_rows(server, lens, path, table):
    reader = lens("fr")
    keys = reader.record.by_key(table)

    page = plain(got(server, with_language(path, "fr")))

    named = [key for key in keys if links.to_row(table, key, "fr") in page]
    assert keys
    assert len(named) >= min(len(keys), 20)


@pytest.mark.parametrize("path", DETAILS)
def test_a_record_that_the_address_opens_is_in_the_first_answer(server, path):
    page = plain(got(server, path))

    assert len(re.findall(r"<h1[ >]", page)) == 1
    assert 'class="nc-footer"' in page


def test_filters_of_the_address_hold_in_the_first_answer(server, lens):
    every = plain(got(server, "/projects"))
    french = plain(got(server, "/projects?country=FR"))

    def listed(page: str) -> set[str]:
        return set(re.findall(r'href="/projects\?project=([a-z0-9-]+)', page))

    assert listed(french) < listed(every)


def test_an_unknown_record_is_told_in_the_first_answer(server):
    page = plain(got(server, "/projects?project=no-such&lang=en"))

    assert "“no-such” in the link is not known here" in page


@pytest.mark.parametrize("asked", ["org=afd", "country=FR"])
def test_without_scripts_the_briefing_on_a_partner_comes_as_a_word_file(server, asked):
    page = plain(got(server, f"/partners?{asked}&lang=fr"))

    (address,) = re.findall(r'<a href="([^"]*)" class="nc-file-briefing-docx"', page)
    assert address == f"/api/v1/briefing.docx?{asked}&lang=fr"
    with ask(server, address) as answer:
        words = [one.text for one in Document(BytesIO(answer.read())).paragraphs]
    assert len("".join(words)) > 300


def test_what_the_address_says_is_text_in_the_first_answer(server):
    page = got(server, "/?q=%3Cimg%20src%3Dx%3E&lang=en")

    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


def test_a_page_for_editors_is_not_in_the_first_answer(server):
    assert plain(got(server, "/data")) == ""


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which strangers see no people."""
    settings = {
        "NHIP_CAU_SIGN_IN": "accounts",
        "NHIP_CAU_COOKIE_KEY": "k" * 40,
        "NHIP_CAU_SIGNED_IN_ONLY": "people",
    }
    with serving(ROOT, tmp_path_factory.mktemp("guarded"), **settings) as server:
        yield server


def test_what_strangers_may_not_see_is_not_in_the_first_answer(guarded, server):
    path = "/partners?person=mua-a-son"

    assert "Mùa A Sơn" in plain(got(server, path))
    shut = got(guarded, path)
    assert "nc-first" in shut
    assert "Mùa A Sơn" not in shut


def test_the_menu_of_a_stranger_offers_no_page_for_editors(guarded, server):
    def menu(page: str) -> set[str]:
        return set(re.findall(r'href="(/[a-z]*)[^"]*"[^>]*><p>', page))

    assert menu(plain(got(server, "/"))) - menu(plain(got(guarded, "/"))) >= {"/data", "/audit"}


@pytest.mark.parametrize("path", OPEN)
def test_the_first_answer_is_small_enough_for_a_slow_line(server, path):
    with ask(server, path, Accept_Encoding="br") as answer:
        assert len(answer.read()) < MOST_PACKED


def test_a_browser_that_has_the_page_gets_no_second_copy(server):
    with ask(server, "/visits") as answer:
        tag = answer.headers["ETag"]

    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(server, "/visits", If_None_Match=tag)

    assert refused.value.code == 304
    refused.value.close()


def test_icons_and_letters_are_ours(open_page):
    page = open_page("/sources")

    loaded = page.evaluate(
        "() => performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)"
    )
    fonts = [path for path in loaded if path.endswith(".woff2")]
    assert "/assets/own/fonts/material-symbols-rounded.woff2" in fonts
    assert [path for path in fonts if not path.startswith("/assets/own/fonts/")] == []


def test_a_first_visit_is_small_enough_for_a_slow_line(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    devtools, sizes = context.new_cdp_session(page), []
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda one: sizes.append(one["encodedDataLength"]))
    page.goto("/")
    settle(page)

    assert 300_000 < sum(sizes) < 1_100_000  # and the socket's messages
    context.close()


def test_where_the_reader_was_stays_on_the_screen(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.goto("/sources?lang=en", wait_until="commit")
    first = page.locator("#nc-first h3, #nc-first h2").last
    text = first.text_content()
    first.evaluate("(one) => one.scrollIntoView()")
    page.wait_for_function("() => !document.getElementById('nc-first')")

    same = page.locator("h3, h2").filter(has_text=text).last
    expect(same).to_be_in_viewport()
    context.close()


def test_pages_with_a_plain_answer_are_all_but_those_for_editors():
    assert {*OPEN} < {*PAGES}
