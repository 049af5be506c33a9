"""Lists of many rows: without a script every row is reached by links, which Streamlit knows too."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from benchmarks import grown
from benchmarks.visitor import visiting
from data.record.loading import CURATED, load
from tests.browser.serving import ROOT, serving

pytestmark = pytest.mark.browser
TIMES = 10
NEXT = re.compile(r'<nav id="nc-(?P<list>[a-z-]+)"[^>]*>(?P<links>.*?)</nav>', re.DOTALL)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = grown.store_in(tmp_path_factory.mktemp("long") / "store", {"": TIMES})
    with serving(ROOT, folder) as us:
        yield us.origin


def followed(origin: str, path: str, name: str) -> list[str]:
    """The page, and all that its links to the next part of a list lead to."""
    pages, address = [], f"{origin}{path}"
    while address:
        answer = httpx2.get(address.partition("#")[0], timeout=60)
        assert answer.status_code == 200
        pages.append(answer.text)
        (links,) = [one["links"] for one in NEXT.finditer(answer.text) if one["list"] == name]
        onward = re.search(r'<a href="([^"]+)" rel="next">', links)
        address = urljoin(address, unescape(onward[1])) if onward else ""
        assert len(pages) < 100
    return pages


@pytest.mark.parametrize(
    ("path", "name", "table", "parameter"),
    [
        ("/projects?lang=fr", "page", "projects", "project"),
        ("/partners?lang=fr", "page-people", "people", "person"),
        ("/sources?lang=fr", "page", "sources", "source"),
        ("/map?lang=fr", "page-places", "places", "place"),
    ],
)
def test_links_lead_to_every_row_of_a_list(large, path, name, table, parameter):
    shipped = load(CURATED).by_key(table)

    pages = followed(large, path, name)

    told = unescape("".join(pages))
    found = set(re.findall(rf'href="/[a-z]+\?{parameter}=([^"&]+)', told))
    ends = "" if table == "places" else f"-{TIMES - 1}"
    rows = [key for key in shipped if table != "places" or key in found]
    assert len(pages) > 2
    assert len(rows) > 20
    assert {f"{key}{ends}" for key in rows} <= found
    if table != "places":
        assert len(found) >= TIMES * len(shipped)


def test_both_kinds_of_partners_are_reached(large):
    told = unescape(
        "".join(
            followed(large, "/partners?lang=en", "page")
            + followed(large, "/partners?lang=en", "page-organisations")
        )
    )

    found = set(re.findall(r'href="/partners\?org=([^"&]+)', told))
    assert len(found) >= TIMES * len(load(CURATED).by_key("organisations"))


def test_without_scripts_a_reader_turns_to_the_next_page_and_back(browser: Browser, large: str):
    context = browser.new_context(java_script_enabled=False, base_url=large)
    page = context.new_page()
    page.goto("/projects?lang=en")
    parts = page.get_by_role("navigation", name="Pages of the list").last
    first = page.locator(".nc-projects tbody tr").first.inner_text()
    parts.get_by_role("link", name="Next page").click()

    expect(page).to_have_url(re.compile(r"lang=en&page=2#nc-page"))
    expect(parts).to_be_in_viewport()
    expect(parts.locator("[aria-current]")).to_have_text("2")
    assert page.locator(".nc-projects tbody tr").first.inner_text() != first
    parts.get_by_role("link", name="Previous page").click()
    expect(page.locator(".nc-projects tbody tr").first).to_have_text(re.compile(first[:20]))
    assert "page=" not in page.url
    context.close()


def test_where_all_rows_stand_there_without_scripts_no_links_to_others_do(browser, large):
    context = browser.new_context(java_script_enabled=False, base_url=large)
    page = context.new_page()
    page.goto("/projects?lang=en&country=FR")

    assert page.locator(".nc-projects tbody tr").count() > 36
    expect(page.locator(".nc-projects tbody tr").last).to_be_visible()
    expect(page.locator("#nc-page")).to_be_hidden()
    context.close()


def test_the_page_of_streamlit_knows_the_same_address(large):
    async def opened(query: str) -> str:
        async with visiting(large) as visitor:
            await visitor.run("partners", query)
            return visitor.text

    with ThreadPoolExecutor(1) as apart:  # a loop of Playwright's runs in this thread
        second = apart.submit(asyncio.run, opened("lang=en&page-people=2")).result()
        unknown = apart.submit(asyncio.run, opened("lang=en&page-people=99")).result()

    assert re.search(r"101–200 of 650", second)
    assert re.search(r"1–100 of 650", unknown)
    assert "99" in unknown.replace("\\", "").partition("in the link is not known here")[0][-20:]
