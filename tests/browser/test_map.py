"""The map: its ground, its lines, its places, what a reader gets by clicking or typing on it."""

from itertools import combinations
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Route, expect

from components.look import LIGHT
from components.maps.frames import FRAMES as CORNERS
from components.maps.ground import archipelago_labels
from data.language import Language
from data.schema import LANGUAGES
from tests.browser.reader import DESK, PHONE, atlas, plain
from tests.browser.settling import settle

pytestmark = pytest.mark.browser

FRAMES = ("link", "province", "city", "france", "vietnam", "world")
# Of the module: pytest has all tests of one frame follow each other, so it is gone to once.
every_frame = pytest.mark.parametrize("frame", FRAMES, scope="module")
# In which sizes the picture of the overview has been fetched.
_ASKED = """() => performance.getEntriesByType("resource").map((one) => new URL(one.name))
  .filter((one) => one.pathname === "/map-small.svg").map((one) => one.searchParams.get("size"))"""


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


@pytest.mark.parametrize("path", ["/map"])  # so named, it is with the tour in that language
@pytest.mark.parametrize("code", LANGUAGES)
def test_both_archipelagos_are_named_in_each_language(stop, path, code):
    assert stop(path, code).islands == [name for name, _, _ in archipelago_labels(code)]


@pytest.mark.parametrize("path", ["/"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_picture_of_the_map_on_the_overview_names_both_archipelagos(stop, path, code):
    said = stop(path, code).still

    assert all(said.count(name) == 1 for name, _, _ in archipelago_labels(code))


def test_the_picture_on_the_overview_opens_the_map_and_is_no_map_itself(seen):
    page = seen("/")

    expect(page.locator(".nc-still a img:visible")).to_have_count(1)
    assert page.locator(".nc-still img").evaluate("(one) => one.decode().then(() => true)")
    assert set(page.evaluate(_ASKED)) == {"wide"}
    assert page.locator(".nc-still a").get_attribute("href") == "/map"
    expect(page.locator("iframe")).to_have_count(0)


@every_frame
def test_both_archipelagos_are_named_in_every_frame(seen, frame):
    labels = atlas(seen(in_frame(frame))).locator(".nc-islands")

    names = [plain(text) for text in labels.all_text_contents()]

    assert names == [name.replace(" (", "(") for name, _, _ in archipelago_labels("vi")]


@every_frame
def test_both_archipelagos_are_seen_by_name_within_every_frame(seen, frame):
    """On the map itself, or on the small map in its corner."""
    page = seen(in_frame(frame))
    ground = box(atlas(page).locator(".leaflet-container"))
    small = atlas(page).locator(".nc-corner-sea:visible .nc-m-islands").all()

    names = small or atlas(page).locator(".nc-islands span:visible").all()

    assert len(names) == 2
    assert all(holds(ground, box(name)) for name in names)


@every_frame
def test_no_name_of_a_place_lies_on_another_or_over_the_edge(seen, frame):
    page = seen(in_frame(frame))
    ground = box(atlas(page).locator(".leaflet-container"))

    names = [box(name) for name in atlas(page).locator(".nc-named:visible .nc-pinname").all()]

    assert names
    assert all(holds(ground, name) for name in names)
    assert not any(overlap(one, other) for one, other in combinations(names, 2))


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_every_place_seen_from_afar_has_its_name(seen, screen):
    places = atlas(seen("/map", screen)).locator(".nc-marker:visible")

    expect(places.and_(atlas(seen("/map", screen)).locator(".nc-named"))).to_have_count(
        places.count()
    )


@pytest.mark.parametrize("frame", ["link", "vietnam", "world"], scope="module")
def test_the_archipelago_names_do_not_lie_on_each_other(seen, frame):
    one, other = atlas(seen(in_frame(frame))).locator(".nc-islands span").all()

    assert not overlap(box(one), box(other))


@every_frame
def test_the_map_is_not_blank(seen, frame):
    ground = box(atlas(seen(in_frame(frame))).locator(".leaflet-container"))

    assert ground["bottom"] - ground["top"] > 400


def test_land_is_drawn_as_outlines(seen):
    assert atlas(seen("/map")).locator(".leaflet-ncbase-pane path").count() > 100


@pytest.mark.parametrize("frame", ["province"], scope="module")
def test_the_province_is_drawn_over_the_land(seen, frame):
    outline = atlas(seen(in_frame(frame))).locator(
        f'.leaflet-ncbase-pane path[stroke="{LIGHT.province}"][fill="{LIGHT.province}"]'
    )

    assert max(box(part)["right"] - box(part)["left"] for part in outline.all()) > 200


def test_the_province_lies_on_the_land_also_where_the_land_comes_later(go_on_to, server):
    page = go_on_to("/sources")
    held: list[Route] = []
    page.route("**/geo/world.geojson*", lambda route: held.append(route))  # noqa: PLW0108 - Playwright looks at its handler

    with page.expect_response("**/geo/dien-bien.geojson*"):
        page.goto(f"{server.origin}/map?frame=province")
    page.wait_for_timeout(300)
    held[0].continue_()
    settle(page)
    page.unroute("**/geo/world.geojson*")

    fills = (
        atlas(page)
        .locator("body")
        .evaluate(
            "() => [...document.querySelectorAll('.leaflet-ncbase-pane path')]"
            ".map((path) => path.getAttribute('fill'))"
        )
    )
    assert fills.index(LIGHT.province) > fills.index(LIGHT.land)
    assert LIGHT.land not in fills[fills.index(LIGHT.province) :]


def test_no_picture_of_a_map_is_fetched(seen):
    expect(atlas(seen("/map")).locator(".leaflet-tile-pane img")).to_have_count(0)


def test_lines_lead_to_the_partners(seen):
    assert atlas(seen("/map")).locator("path.nc-link").count() > 10


@pytest.mark.parametrize("frame", ["city"], scope="module")
def test_the_two_bridges_are_drawn_apart(seen, lens, frame):
    pins = atlas(seen(in_frame(frame))).locator(".nc-marker")

    one, other = (
        box(pins.and_(atlas(seen(in_frame(frame))).get_by_title(name, exact=True)))
        for name in (
            str(lens("vi").name("places", key).name)
            for key in ("thanh-binh-bridge", "muong-thanh-bridge")
        )
    )

    assert not overlap(one, other)


def test_the_enter_key_on_a_place_tells_what_took_place_there_and_how_far_it_is_known(
    go_on_to, lens
):
    page = go_on_to("/map?frame=city")
    name = str(lens("vi").name("places", "muong-thanh-bridge").name)
    expect(atlas(page).locator("path.nc-area")).to_have_count(0)

    atlas(page).get_by_title(name, exact=True).press("Enter")

    expect(atlas(page).locator(".nc-popup b")).to_have_text(name)
    expect(atlas(page).locator("path.nc-area[stroke-dasharray]")).to_have_count(1)


def test_a_card_takes_the_focus_and_gives_it_back_when_it_is_closed_by_escape(go_on_to, lens):
    page = go_on_to("/map?frame=city&lang=en")
    place = atlas(page).get_by_title(
        str(lens("en").name("places", "muong-thanh-bridge").name), exact=True
    )
    place.press("Enter")
    card = atlas(page).get_by_role("dialog")
    expect(card).to_be_focused()

    page.keyboard.press("Escape")

    expect(card).to_have_count(0)
    expect(place).to_be_focused()


def test_the_wheel_zooms_only_with_ctrl(go_on_to):
    page = go_on_to("/map?lang=en")
    zoom = "() => document.querySelector('iframe').contentDocument.ncMap.getZoom()"
    ground = atlas(page).locator(".leaflet-container")
    before = page.evaluate(zoom)
    ground.hover(position={"x": 500, "y": 60})

    page.mouse.wheel(0, -100)
    expect(atlas(page).locator(".nc-hinted .nc-hint")).to_contain_text("Ctrl")
    assert page.evaluate(zoom) == before

    drawn = ground.get_attribute("data-settled") or ""
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(ground).not_to_have_attribute("data-settled", drawn)
    assert page.evaluate(zoom) > before


def test_a_click_on_a_place_tells_what_took_place_there(go_on_to, lens):
    page = go_on_to("/map?frame=city")
    name = str(lens("vi").name("places", "muong-thanh-bridge").name)

    atlas(page).get_by_title(name, exact=True).click()

    expect(atlas(page).locator(".nc-popup b")).to_have_text(name)


def test_who_asked_for_less_motion_sees_the_map_slide_and_swell_nowhere(go_on_to, lens):
    page = go_on_to("/map?frame=city&lang=en")
    ground = atlas(page).locator(".leaflet-container")
    ground.evaluate("""(box) => {
      box.dataset.steps = box.dataset.slides = "0";
      const count = (name) => () => { box.dataset[name] = Number(box.dataset[name]) + 1; };
      box.ownerDocument.ncMap.on("move", count("steps")).on("zoomanim", count("slides"));
    }""")

    for doing in (
        atlas(page).get_by_title(
            str(lens("en").name("places", "muong-thanh-bridge").name), exact=True
        ),
        atlas(page).get_by_role("button", name="Zoom in"),
    ):
        drawn = ground.get_attribute("data-settled") or ""
        doing.press("Enter")
        expect(ground).not_to_have_attribute("data-settled", drawn)

    # One step each: to make room for the card, and to the next zoom.
    assert ground.get_attribute("data-steps") == "2"
    assert ground.get_attribute("data-slides") == "0"


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


def test_a_layer_that_is_put_away_leaves_the_map_and_the_address_has_the_others(go_on_to):
    page = go_on_to("/map")

    page.get_by_role("button", name=Language("vi").text("Lines to partners")).click()

    expect(atlas(page).locator("path.nc-link")).to_have_count(0)
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


# Of a frame's corners, and of the places within it, those that a small map hides.
_HIDDEN = """([south, west], [north, east]) => {
  const box = document.ncMap.getContainer().getBoundingClientRect();
  const inset = [...document.querySelectorAll(".nc-corner:not([hidden])")]
    .map((part) => part.getBoundingClientRect());
  const lies = (x, y) => inset.some((one) => x > one.left - box.left && x < one.right - box.left
    && y > one.top - box.top && y < one.bottom - box.top);
  const corners = [[south, west], [south, east], [north, west], [north, east]]
    .map((at) => document.ncMap.latLngToContainerPoint(at)).filter(({x, y}) => lies(x, y));
  const places = [...document.querySelectorAll(".nc-marker")].filter(function (part) {
    const pin = part.getBoundingClientRect();
    const [x, y] = [pin.left - box.left + 13, pin.top - box.top + 13];
    const at = document.ncMap.containerPointToLatLng([x, y]);
    const isIn = at.lat > south && at.lat < north && at.lng > west && at.lng < east;
    return isIn && part.checkVisibility() && lies(x, y);
  }).map((part) => part.title);
  return [...corners.map(String), ...places];
}"""


@pytest.mark.parametrize("frame", ["province", "city", "france"])
def test_on_a_phone_no_small_map_hides_a_part_of_the_frame(seen, frame):
    page = seen(f"/map?frame={frame}&lang=fr", PHONE)

    shown = atlas(page)
    hidden = shown.locator("body").evaluate(
        f"(_, corners) => ({_HIDDEN})(...corners)", CORNERS[frame]
    )

    expect(shown.locator(".nc-corner-sea")).to_be_visible()
    assert hidden == []
