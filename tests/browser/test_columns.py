"""A reader chooses the columns of files in the menu; the browser keeps them for the next visit."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import DESK, PHONE, Reader

pytestmark = pytest.mark.browser
FIELD = "Columns of the files, in the order chosen"


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
    page.keyboard.press("Escape")


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_chosen_columns_stand_in_the_addresses_and_are_there_on_the_next_visit(
    reader: Reader, screen
):
    page = menu(reader.open("/projects?lang=en", screen))
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
    menu(page)
    expect(page.locator("a.nc-file-projects-csv")).to_have_attribute(
        "href", f"/api/v1/projects.csv?{wanted}&lang=en"
    )
    page.locator("[data-tag]", has_text="IATI status").get_by_role("button").click()
    page.locator("[data-tag]", has_text="Planned end").get_by_role("button").click()
    expect(page.locator("a.nc-file-projects-csv")).to_have_attribute(
        "href", "/api/v1/projects.csv?lang=en"
    )
    reader.close_loose()
