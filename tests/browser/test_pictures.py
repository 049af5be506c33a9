"""Files of charts and maps, downloaded from the page and opened without any network."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def download(page: Page, key: str, ending: str) -> bytes:
    page.locator(f".st-key-nc-download-of-{key} button").first.click()
    with page.expect_download() as started:
        page.locator(f".nc-files a.nc-file-{ending}").click()
    path = started.value.path()
    return path.read_bytes()


@pytest.fixture
def offline(browser, tmp_path):
    """Opens a page from its bytes with no network; whatever it asks for is noted."""
    context = browser.new_context(offline=True)

    def opened(content: bytes) -> tuple[Page, list[str]]:
        (tmp_path / "page.html").write_bytes(content)
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.goto((tmp_path / "page.html").as_uri())
        return page, asked[1:]

    yield opened
    context.close()


def test_a_chart_opens_offline_with_the_numbers_of_the_screen(go_on_to, offline):
    page = go_on_to("/projects?country=FR")
    shown = page.locator(".st-key-nc-chart-state .nc-tally-bar b").all_text_contents()

    assert shown
    saved, asked = offline(download(page, "state", "html"))

    expect(saved.locator(".bars .bartext").first).to_be_visible()
    assert saved.locator(".bars .bartext").all_text_contents() == shown
    assert saved.locator("tbody td:last-child").all_text_contents() == shown
    assert "Pháp" in saved.locator("body").inner_text()
    assert not asked


def test_a_chart_opened_offline_saves_itself_as_a_picture(go_on_to, offline):
    saved, asked = offline(download(go_on_to("/projects?country=FR"), "gantt", "html"))

    for form, begins in (("png", b"\x89PNG"), ("svg", b"<svg")):
        with saved.expect_download() as kept:
            saved.locator(f'button[data-form="{form}"]').click()
        assert kept.value.path().read_bytes().startswith(begins)
    assert not [address for address in asked if not address.startswith(("data:", "blob:"))]


def test_a_chart_comes_as_a_picture(go_on_to):
    assert download(go_on_to("/outcomes"), "states", "png").startswith(b"\x89PNG")


def test_a_map_opens_offline_with_land_lines_and_both_archipelagos(go_on_to, offline):
    page = go_on_to("/map")

    saved, asked = offline(download(page, "map", "html"))

    expect(saved.locator(".nc-islands")).to_have_count(2)
    expect(saved.locator("path.nc-link").first).to_be_attached()
    assert saved.locator(".leaflet-ncbase-pane path").count() > 100
    assert saved.locator(".nc-islands").all_inner_texts()[0].startswith("Quần đảo")
    assert not asked
