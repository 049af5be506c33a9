"""A person is struck on the page, place by place: readers, files and the database know no more."""

import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.settling import settle

pytestmark = pytest.mark.browser
PERSON, NAME, MARK = "mua-a-son", "Mùa A Sơn", "(đã xóa theo yêu cầu)"
FORM = '[data-testid="stForm"]'


@pytest.fixture(scope="module")
def office(start):
    """A server with a store of its own, and its reader."""
    return start()


def tick_all(page: Page) -> None:
    """Confirm every place; the first is the person's own row, which is ticked and fixed."""
    for label in page.locator(f'{FORM} [data-testid="stCheckbox"] label').all()[1:]:
        label.click()


def test_a_person_is_struck_on_the_page_and_no_reader_sees_the_name_again(office):
    server, reader = office
    shown = reader.open(f"/partners?person={PERSON}")
    expect(shown.locator("body")).to_contain_text(NAME)
    api = f"{server.origin}/api/v1/people.csv"
    with urllib.request.urlopen(api) as answer:
        tag = answer.headers["ETag"]
        assert NAME in answer.read().decode()

    page = reader.open(f"/audit?part=strike&person={PERSON}")
    places = page.locator(f'{FORM} [data-testid="stCheckbox"]')
    expect(places.first).to_contain_text("Dòng của chính người này")
    assert places.count() > 10
    expect(places.nth(1)).to_contain_text(f"[{NAME}]")
    tick_all(page)
    author, reason = page.locator(f'{FORM} [data-testid="stTextInput"] input').all()
    author.fill("Lò Thị Mai")
    reason.fill("Đơn ngày 20/11/2026")
    page.locator(f'{FORM} [data-testid="stFormSubmitButton"] button').click()

    expect(page.locator("body")).to_contain_text("Đã xóa khỏi 1 phiên bản", timeout=60_000)
    settle(page)
    again = reader.open("/visits")
    expect(again.locator("body")).not_to_contain_text(NAME)
    wanted = urllib.request.Request(api, headers={"If-None-Match": tag})
    with urllib.request.urlopen(wanted) as answer:
        text = answer.read().decode()
    assert NAME not in text
    assert MARK in text
    trail = reader.open("/audit")
    expect(trail.locator("body")).to_contain_text("Xóa thông tin của một cá nhân")
    expect(trail.locator("body")).to_contain_text("Nhật ký toàn vẹn")
    assert NAME not in server.said()
    assert left(server.log.parent) == []


def left(folder: Path) -> list[str]:
    """Files of the database in which the name still is."""
    files = list(folder.glob("store.sqlite*"))
    assert files
    return [one.name for one in files if NAME.encode() in one.read_bytes()]
