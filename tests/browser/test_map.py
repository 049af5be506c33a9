"""The map: its ground, its lines, its places, what a reader gets by clicking or typing on it."""

from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, expect

from components.look import LIGHT
from components.maps.ground import archipelago_labels
from data.language import Language
from data.schema import LANGUAGES
from tests.browser.reader import PHONE, atlas, plain, settle

pytestmark = pytest.mark.browser

FRAMES = ("link", "province", "city", "france", "vietnam", "world")
every_frame = pytest.mark.parametrize("frame", FRAMES)


def in_frame(frame: str) -> str:
    return "/map" if frame == "link" else f"/map?frame={frame}"


def box(drawn: Locator) -> dict[str, float]:
    size = drawn.bounding_box()
    assert size is not None
    return {
        "left": size["x"],
        "right": size["x"] + size["width"],
        "top": size["y"],
        "bottom": size["y"] + size["height"],
    }


def overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["left"] < other["right"]
        and other["left"] < one["right"]
        and one["top"] < other["bottom"]
        and other["top"] < one["bottom"]
    )


def holds(outer: dict[str, float], inner: dict[str, float]) -> bool:
    return (
        outer["left"] <= inner["left"]
        and inner["right"] <= outer["right"]
        and outer["top"] <= inner["top"]
        and inner["bottom"] <= outer["bottom"]
    )


@pytest.mark.parametrize("path", ["/", "/map"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_both_archipelagos_are_named_in_each_language(stop, path, code):
    assert stop(path, code).islands == [name for name, _, _ in archipelago_labels(code)]


@every_frame
def test_both_archipelagos_are_named_in_every_frame(seen, frame):
    labels = atlas(seen(in_frame(frame))).locator(".nc-islands")

    names = [plain(text) for text in labels.all_text_contents()]

    assert names == [name.replace(" (", "(") for name, _, _ in archipelago_labels("vi")]


@pytest.mark.parametrize("frame", ["link", "vietnam", "world"])
def test_both_archipelago_names_lie_within_the_map(seen, frame):
    page = seen(in_frame(frame))
    ground = box(atlas(page).locator(".leaflet-container"))

    names = atlas(page).locator(".nc-islands span").all()

    assert all(holds(ground, box(name)) for name in names)


@pytest.mark.parametrize("frame", ["link", "vietnam", "world"])
def test_the_archipelago_names_do_not_lie_on_each_other(seen, frame):
    one, other = atlas(seen(in_frame(frame))).locator(".nc-islands span").all()

    assert not overlap(box(one), box(other))


@every_frame
def test_the_map_is_not_blank(seen, frame):
    ground = box(atlas(seen(in_frame(frame))).locator(".leaflet-container"))

    assert ground["bottom"] - ground["top"] > 400


def test_land_is_drawn_as_outlines(seen):
    assert atlas(seen("/map")).locator(".leaflet-ncbase-pane path").count() > 100


def test_the_province_is_drawn_over_the_land(seen):
    outline = atlas(seen("/map?frame=province")).locator(
        f'.leaflet-ncbase-pane path[stroke="{LIGHT.province}"][fill="{LIGHT.province}"]'
    )

    assert max(box(part)["right"] - box(part)["left"] for part in outline.all()) > 200


def test_no_picture_of_a_map_is_fetched(seen):
    expect(atlas(seen("/map")).locator(".leaflet-tile-pane img")).to_have_count(0)


def test_lines_lead_to_the_partners(seen):
    assert atlas(seen("/map")).locator("path.nc-link").count() > 10


def test_the_two_bridges_are_drawn_apart(seen, lens):
    pins = atlas(seen("/map?frame=city")).locator(".nc-marker")

    one, other = (
        box(pins.and_(atlas(seen("/map?frame=city")).get_by_title(name, exact=True)))
        for name in (
            str(lens("vi").name("places", key).name)
            for key in ("thanh-binh-bridge", "muong-thanh-bridge")
        )
    )

    assert not overlap(one, other)


def test_each_place_known_only_within_an_area_has_a_dashed_ring(seen, lens):
    links = seen("/map").locator(".nc-table").last.locator("tbody td:first-child a").all()
    listed = [parse_qs(urlsplit(link.get_attribute("href")).query)["place"][0] for link in links]
    places = [lens("vi").row("places", key) for key in listed]
    rough = [row for row in places if row["precision"] != "site" and row["radius_km"]]

    rings = atlas(seen("/map")).locator("path.nc-area[stroke-dasharray]")

    expect(rings).to_have_count(len(rough))


def test_a_click_on_a_place_tells_what_took_place_there(go_on_to, lens):
    page = go_on_to("/map?frame=city")
    name = str(lens("vi").name("places", "muong-thanh-bridge").name)

    atlas(page).get_by_title(name, exact=True).click()

    expect(atlas(page).locator(".nc-popup b")).to_have_text(name)


def test_the_enter_key_on_a_place_tells_what_took_place_there(go_on_to, lens):
    page = go_on_to("/map?frame=city")
    name = str(lens("vi").name("places", "muong-thanh-bridge").name)

    atlas(page).get_by_title(name, exact=True).press("Enter")

    expect(atlas(page).locator(".nc-popup b")).to_have_text(name)


def test_a_link_in_a_popup_leads_to_the_record(go_on_to):
    page = go_on_to("/map?frame=city&lang=fr")
    atlas(page).get_by_title(plain("Pont de Muong Thanh"), exact=True).press("Enter")
    link = atlas(page).locator(".nc-popup a[href*='project=']").first
    target = link.get_attribute("href")

    link.click()

    page.wait_for_url(f"**{target}")
    settle(page)
    assert urlsplit(page.url).path == "/projects"


def test_a_click_on_a_line_tells_who_is_at_its_end(go_on_to, lens):
    page = go_on_to("/map")

    atlas(page).locator("path.nc-link").last.dispatch_event("click")

    expect(atlas(page).locator(".nc-popup a[href*='org=']").first).to_be_visible()


def test_a_layer_that_is_put_away_leaves_the_map(go_on_to):
    page = go_on_to("/map")

    page.get_by_role("button", name=Language("vi").text("Lines to partners")).click()

    expect(atlas(page).locator("path.nc-link")).to_have_count(0)


def test_the_layers_chosen_are_in_the_address(go_on_to):
    page = go_on_to("/map")

    page.get_by_role("button", name=Language("vi").text("Lines to partners")).click()

    page.wait_for_url("**/map?layers=visits*")


def test_a_place_opened_by_its_link_is_in_the_middle_of_the_map(seen, lens):
    page = seen("/map?place=muong-thanh-bridge")
    name = str(lens("vi").name("places", "muong-thanh-bridge").name)
    ground = box(atlas(page).locator(".leaflet-container"))

    pin = box(atlas(page).get_by_title(name, exact=True))

    assert abs(pin["left"] + pin["right"] - ground["left"] - ground["right"]) / 2 < 100


def test_the_zoom_buttons_speak_the_readers_language(seen):
    page = seen("/map")

    expect(atlas(page).get_by_role("button", name=Language("vi").text("Zoom in"))).to_be_visible()


def test_the_document_of_the_map_is_marked_as_being_in_its_language(seen):
    expect(atlas(seen("/map")).locator("html")).to_have_attribute("lang", "vi")


def test_the_map_as_a_table_lists_the_far_end_of_each_line(seen):
    page = seen("/map")
    lines = atlas(page).locator("path.nc-link").count()

    expect(page.locator(".nc-table").first.locator("tbody tr")).to_have_count(lines)


def test_the_map_on_a_phone_names_both_archipelagos_and_the_province_apart(seen):
    shown = atlas(seen("/map", PHONE))
    names = [box(name) for name in shown.locator(".nc-islands span").all()]
    names.append(box(shown.locator(".nc-home .nc-pinname")))

    assert len(names) == 3
    assert not any(overlap(one, other) for one, other in combinations(names, 2))
