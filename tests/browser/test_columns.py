"""A reader chooses the columns of files in the menu; the browser keeps them for the next visit."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from components.page.columns import COOKIE
from tests.browser.reader import DESK, PHONE, Reader, Screen
from tests.browser.settling import settle

pytestmark = pytest.mark.browser
FIELD = "Columns of the files, in the order chosen"


@pytest.fixture
def projects(reader: Reader) -> Iterator[Callable[[Screen], Page]]:
    """A tab at the projects; whatever columns are chosen in it, the browser then forgets."""
    opened: list[Page] = []

    def one(screen: Screen) -> Page:
        opened.append(reader.open("/projects?lang=en", screen))
        return opened[-1]

    yield one
    for page in opened:
        page.context.clear_cookies(name=COOKIE)
    reader.close_loose()


def menu(page: Page) -> Page:
    """Open the menu of files of projects."""
    page.locator(".st-key-nc-download-projects button").first.click()
    expect(page.get_by_role("combobox", name=FIELD)).to_be_visible()
    return page


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        field = page.get_by_role("combobox", name=FIELD)
        field.click()
        field.press_sequentially(label)
        page.get_by_role("option", name=label, exact=True).click()
        expect(page.locator("[data-tag]", has_text=label)).to_be_visible()
        settle(page)  # the page is run again, and the field then forgets what is typed in it
    page.keyboard.press("Escape")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_chosen_columns_stand_in_the_addresses_and_are_there_on_the_next_visit(projects, screen):
    page = menu(projects(screen))
    choose(page, "Planned end", "IATI status")

    wanted = "columns=project_id,planned_end,status_code"
    link = page.locator("a.nc-file-projects-csv")
    expect(link).to_have_attribute("href", f"/api/v1/projects.csv?{wanted}&lang=en")
    assert "columns" not in str(
        page.locator("a.nc-file-projects-iati\\.xml").get_attribute("href")
    ), "IATI has its own"
    heads = page.request.get(str(link.evaluate("link => link.href"))).text().splitlines()[0]
    assert heads.lstrip("\ufeff") == "project_id,planned_end,status_code"

    page.reload()
    settle(page)
    menu(page)
    expect(page.locator("a.nc-file-projects-csv")).to_have_attribute(
        "href", f"/api/v1/projects.csv?{wanted}&lang=en"
    )
    page.locator("[data-tag]", has_text="IATI status").get_by_role("button").click()
    page.locator("[data-tag]", has_text="Planned end").get_by_role("button").click()
    expect(page.locator("a.nc-file-projects-csv")).to_have_attribute(
        "href", "/api/v1/projects.csv?lang=en"
    )
