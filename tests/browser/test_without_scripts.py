"""Without scripts, or without a socket, a page can be read, searched, filtered and left."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page, ViewportSize, expect

from components.maps.ground import islands
from data.schema import LANGUAGES
from data.views.filters import select
from tests.browser.serving import Server

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def without_scripts(browser: Browser, server: Server) -> Iterator[Page]:
    """A phone by day without scripts; what it did before is nowhere but in its history."""
    context = browser.new_context(java_script_enabled=False, base_url=server.origin, viewport=PHONE)
    yield context.new_page()
    context.close()


def test_without_scripts_every_row_and_the_menu_are_on_the_screen(without_scripts, lens):
    without_scripts.goto("/projects?lang=fr")

    expect(without_scripts.locator("h1")).to_be_visible()
    rows = without_scripts.locator("#nc-first .nc-projects tbody tr")
    assert rows.count() == len(lens("fr").record.by_key("projects"))
    expect(rows.last).to_be_visible()
    without_scripts.get_by_role("link", name="Visites", exact=True).click()
    expect(without_scripts).to_have_url(re.compile("/visits"))
    expect(without_scripts.locator("h1")).to_have_text(re.compile("Visites|Délégations"))


def test_without_scripts_the_search_and_the_language_work(without_scripts):
    without_scripts.goto("/partners?lang=en")
    without_scripts.get_by_role("searchbox").fill("AFD")
    without_scripts.keyboard.press("Enter")

    expect(without_scripts.locator(".nc-found")).to_contain_text("AFD")
    without_scripts.get_by_role("link", name="FR", exact=True).click()
    expect(without_scripts.locator("html")).to_have_attribute("lang", "fr")
    expect(without_scripts.locator(".nc-found")).to_contain_text("AFD")


def test_without_scripts_a_filter_is_chosen_from_a_list(without_scripts, lens):
    without_scripts.goto("/projects?lang=fr&page=1")
    form = without_scripts.locator("form", has=without_scripts.get_by_label("Partenaire"))
    form.get_by_role("combobox").select_option(label="Laos")
    form.get_by_role("button").click()

    expect(without_scripts).to_have_url(
        f"{without_scripts.url.partition('/projects')[0]}/projects?lang=fr&country=LA"
    )
    expect(form.get_by_role("combobox").locator("option:checked")).to_have_text("Laos")
    found, _filters = select(lens("fr"), "projects", {"country": "LA"})
    assert without_scripts.locator("#nc-first .nc-projects tbody tr").count() == len(found)


@pytest.mark.parametrize("code", LANGUAGES)
def test_without_scripts_the_map_is_a_picture_whose_names_lead_to_their_places(
    without_scripts, code
):
    without_scripts.goto(f"/map?frame=vietnam&lang={code}")
    atlas = without_scripts.locator(".nc-atlas > div:visible")

    told = " ".join(atlas.locator("svg text").all_text_contents())
    for label in islands(code):
        assert all(line.strip() in told for line in label.lines)
    assert atlas.bounding_box()["height"] == 600
    atlas.get_by_role("link", name="Hà Nội" if code != "fr" else "Hanoï").click()
    expect(without_scripts).to_have_url(re.compile(r"/map\?.*frame=vietnam.*place=hanoi"))


def test_without_scripts_a_layer_of_the_map_is_taken_out_and_put_in_by_links(without_scripts):
    without_scripts.goto("/map?lang=en")
    layers = without_scripts.get_by_role("group", name="Layers")
    layers.get_by_role("link", name="Visits").click()
    expect(without_scripts).to_have_url(re.compile(r"layers=links%2Cmeetings%2Cprojects$"))
    assert layers.locator("[aria-current]").count() == 3
    layers.get_by_role("link", name="Visits").click()

    expect(without_scripts).to_have_url(re.compile(r"/map\?lang=en$"))
    assert layers.locator("[aria-current]").count() == 4


@pytest.fixture
def by_night(without_scripts: Page) -> Iterator[Page]:
    """A desk by night without scripts."""
    without_scripts.set_viewport_size({"width": 1280, "height": 720})
    without_scripts.emulate_media(color_scheme="dark")
    yield without_scripts
    without_scripts.set_viewport_size(PHONE)
    without_scripts.emulate_media(color_scheme="light")


@pytest.mark.parametrize("path", ["/", "/map"])
def test_by_night_the_pictures_of_the_first_answer_are_dark(by_night, path):
    page = by_night
    page.goto(path)
    picture = page.locator(".nc-still img:visible, .nc-atlas").first
    picture.scroll_into_view_if_needed()
    shot = picture.screenshot()

    assert _brightness(shot) < 90
    page.emulate_media(color_scheme="light")
    assert _brightness(picture.screenshot()) > 180


def _brightness(png: bytes) -> float:
    """Of a picture, from 0 to 255."""
    return float(ImageStat.Stat(Image.open(BytesIO(png)).convert("L")).mean[0])


def test_without_a_socket_the_page_stays_readable_and_says_what_is_wrong(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.clock.install()
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto("/?lang=fr", wait_until="domcontentloaded")
    page.clock.fast_forward(9_000)

    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.locator("#nc-first .nc-figures")).to_be_visible()
    page.locator("#nc-first").get_by_role("link", name="Projets", exact=True).click()
    expect(page).to_have_url(re.compile("/projects"))
    expect(page.locator("#nc-first h1")).to_have_text("Projets")
    context.close()


def test_without_a_socket_what_is_chosen_in_a_list_is_shown_at_once(browser, server):
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    page.route_web_socket("**/*", lambda socket: socket.close())
    page.goto("/visits?lang=en", wait_until="domcontentloaded")
    partner = page.get_by_role("combobox", name="Partner", exact=True)
    partner.select_option(label="Laos")

    expect(page).to_have_url(re.compile(r"/visits\?lang=en&country=LA$"))
    expect(partner.locator("option:checked")).to_have_text("Laos")
    context.close()
