"""The ring of the keyboard is whole and seen on every ground; forced colours hide nothing."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.reader import (
    DESK,
    NAMROM,
    NIGHT,
    PAGES,
    PHONE,
    Reader,
    Screen,
    in_language,
)
from tests.browser.touring import turn_to

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WALKED = (*PAGES, NAMROM, "/partners?org=afd", "/sources?section=quality", "/data?part=drafts")
# Of each control, in turn the one with the keyboard: that its ring is missing, pale or cut off. The
# ring may be that of its box. What lies in a frame of its own, as the map, has its own rings.
_FAULTS = """() => {
  const named = (part) => `${part.tagName} ${part.getAttribute("class")}`.slice(0, 60)
    + ` “${(part.textContent || part.ariaLabel || "").trim().slice(0, 30)}”`;
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const seen = function (colours) {
    canvas.fillStyle = "white";
    canvas.fillRect(0, 0, 1, 1);
    colours.forEach((one) => { canvas.fillStyle = one; canvas.fillRect(0, 0, 1, 1); });
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((one) => one / 255)
    .map((one) => one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((all, one, place) => all + one * [0.2126, 0.7152, 0.0722][place], 0);
  const contrast = function (one, other) {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ups = function (part) {
    const all = [];
    for (let up = part; up; up = up.parentElement) all.push(up);
    return all;
  };
  const fault = function (part) {
    const holder = ups(part).slice(0, 4).find(function (one) {
      const {outlineStyle, outlineWidth} = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    if (!holder) return "no ring";
    const style = getComputedStyle(holder);
    const width = parseFloat(style.outlineWidth), off = parseFloat(style.outlineOffset);
    const around = off + width > 0 ? ups(holder).slice(1) : ups(holder);
    const ground = seen(around.map((one) => getComputedStyle(one).backgroundColor).reverse());
    const ratio = contrast(seen([style.outlineColor]), ground);
    if (ratio < 3) return `pale: ${ratio.toFixed(1)}`;
    const box = holder.getBoundingClientRect(), far = off + width;
    const cutter = ups(holder).slice(1).find(function (up) {
      const {overflowX, display} = getComputedStyle(up);
      if (overflowX === "visible" || /inline$|contents/.test(display)) return false;
      const frame = up.getBoundingClientRect();
      return box.left - far < frame.left - 0.6 || box.right + far > frame.right + 0.6
        || (box.height < frame.height - 90 // what fills the window is seen in parts
          && (box.top - far < frame.top - 0.6 || box.bottom + far > frame.bottom + 0.6));
    });
    return cutter && `cut off by ${named(cutter)}`;
  };
  const all = [...document.querySelectorAll(
    "a[href], button, summary, input, textarea, [tabindex='0']")].filter((part) =>
    part.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !part.disabled
    && part.tabIndex >= 0 && !part.closest("[popover]:not(:popover-open)"));
  const found = {};
  all.forEach(function (part) {
    part.focus();
    const box = part.getBoundingClientRect();
    if (document.activeElement !== part || !box.width) return;
    const wrong = fault(part);
    const kind = `${part.tagName} ${part.dataset.testid || part.className}`;
    if (wrong) found[`${kind}: ${wrong}`] = named(part);
  });
  return [all.length, Object.entries(found).map((one) => one.join(" – "))];
}"""


@pytest.fixture(scope="module")
def rings(reader: Reader) -> dict[tuple[str, Screen], tuple[int, list[str]]]:
    """How many controls each page has, and what is wrong with their rings."""
    found = {}
    for screens in ((NIGHT, DESK), (PHONE,)):
        for path, page in reader.trip([in_language(path, "fr") for path in WALKED], screens[-1]):
            page.keyboard.press("Tab")  # from here on the browser shows where the keyboard is
            for screen in screens:
                turn_to(page, screen)
                found[path, screen] = tuple(page.evaluate(_FAULTS))
    return found


@pytest.mark.parametrize("path", WALKED)
@pytest.mark.parametrize("screen", [DESK, NIGHT, PHONE], ids=["desk", "night", "phone"])
def test_the_ring_of_the_keyboard_is_whole_and_seen_on_every_control(rings, path, screen):
    controls, faults = rings[in_language(path, "fr"), screen]

    assert controls > 10
    assert faults == []


@pytest.fixture
def forced(go_on_to):
    """A page as seen by a reader whose system sets the colours."""
    shown: list[Page] = []

    def one(path: str) -> Page:
        page: Page = go_on_to(path)
        shown.append(page)
        page.emulate_media(forced_colors="active")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        return page

    yield one
    for page in shown:
        page.emulate_media(forced_colors="none")


_STYLE = "(part, name) => getComputedStyle(part)[name]"


def test_in_forced_colours_what_is_chosen_differs_from_what_is_not(forced):
    page = forced("/map")
    for chosen, other in [
        ('[role="radio"][aria-checked="true"]', '[role="radio"][aria-checked="false"]'),
        (".st-key-nc-here a", ".st-key-nc-menu > :not(:has(.st-key-nc-here)) a"),
    ]:
        looks = [
            page.locator(one).first.evaluate(
                "(part) => { const s = getComputedStyle(part);"
                " return [s.backgroundColor, s.borderBottomColor]; }"
            )
            for one in (chosen, other)
        ]
        assert looks[0] != looks[1]


def test_in_forced_colours_bars_chips_and_tiles_have_their_outlines(forced):
    page = forced("/?lang=fr")

    for part in (".nc-figure", ".nc-chip", ".nc-state", "meter.nc-share"):
        first = page.locator(part).first
        assert first.evaluate(_STYLE, "borderTopStyle") != "none", part
        assert first.evaluate(_STYLE, "borderTopWidth") != "0px", part
    bar = Image.open(BytesIO(page.locator("meter.nc-share").first.screenshot())).convert("L")
    line = bar.tobytes()[bar.width * (bar.height // 2) :][: bar.width]
    assert abs(line[6] - line[-6]) > 100  # a part of the whole is told by light and dark


def test_in_forced_colours_the_ring_of_the_keyboard_is_there(forced):
    page = forced("/reports?lang=fr")
    page.keyboard.press("Tab")
    button = page.get_by_test_id("stBaseButton-primary")
    button.focus()

    expect(button).to_have_css("outline-style", "solid")
    expect(button).to_have_css("outline-width", "3px")
