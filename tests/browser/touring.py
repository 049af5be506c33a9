"""What a tour of all pages finds: kept, so that each page is visited once for many tests."""

from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader, Screen, atlas, plain, words
from tests.browser.settling import settle
from tests.browser.tab import Watch

_GRAVE = ("serious", "critical")
# Rules whose faults are never grave are not run, nor are styles fetched that only they would read.
# Three quarters of axe's work are contrasts. Texts that are alike in place, classes, colours and
# size, as those of a column, have the same: it is computed for the first two of them.
_RUN = """(hasContrasts) => {
  const contrasts = ["color-contrast", "link-in-text-block"];
  const ways = new Map(), computed = [], enough = new WeakSet();
  const walk = (part, outer) => {
    if (!part.checkVisibility()) return;
    const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textShadow}
      = getComputedStyle(part);
    const like = [outer, part.tagName, part.getAttribute("class"), part.getAttribute("style"),
      color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, textShadow].join();
    if (!ways.has(like)) ways.set(like, ways.size);
    const way = ways.get(like);
    computed[way] = (computed[way] || 0) + 1;
    if (computed[way] > 2) enough.add(part);
    for (const child of part.children) walk(child, way);
  };
  if (hasContrasts) walk(document.body, "");
  for (const rule of axe._audit.rules) {
    if (!contrasts.includes(rule.id)) continue;
    rule.isFor ??= rule.matches;
    rule.matches = (part, ...more) => !enough.has(part) && rule.isFor(part, ...more);
  }
  return axe.run({
    resultTypes: ["violations"],
    preload: false,
    rules: Object.fromEntries(axe._audit.rules
      .filter((rule) => ["minor", "moderate"].includes(rule.impact)
        || (!hasContrasts && contrasts.includes(rule.id)))
      .map((rule) => [rule.id, {enabled: false}])),
  });
}"""
_IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"


@dataclass(frozen=True)
class Stop:
    """A page as a reader finds it."""

    url: str
    title: str
    language: str
    heading: str
    menu: list[str]
    marked: list[str]  # where those entries of the menu lead that are marked as open
    words: str
    islands: list[str]
    still: str
    exceptions: int
    picture: bytes  # by day empty: no test looks at it
    faults: list[str]
    watch: Watch


def look_around(page: Page, watch: Watch, *, has_contrasts: bool = True) -> Stop:
    """Write down what is on a page that stands still; its contrasts are half the work of faults."""
    maps = page.locator("iframe").count()
    return Stop(
        url=page.url,
        title=page.title(),
        language=page.locator("html").get_attribute("lang") or "",
        heading=plain(page.locator("h1").inner_text()),
        menu=[plain(text) for text in page.locator(".st-key-nc-menu a").all_inner_texts()],
        marked=page.locator(".st-key-nc-menu a[aria-current='page']").evaluate_all(
            "(links) => links.map((link) => link.pathname)"
        ),
        words=words(page),
        islands=[plain(name) for name in atlas(page).locator(".nc-islands").all_inner_texts()]
        if maps
        else [],
        still=" ".join(
            one.get_attribute("alt") or "" for one in page.locator(".nc-still img").all()
        ),
        exceptions=page.get_by_test_id("stException").count(),
        picture=page.screenshot() if page.evaluate(_IS_DARK) else b"",
        faults=grave_faults(page, has_contrasts=has_contrasts),
        watch=watch,
    )


def turn_to(page: Page, screen: Screen) -> None:
    """Show a page that is open on another screen: in its size, and by day or at night.

    Not in a tab of ``go_on_to``: Chromium then styles anew all that stay open beside it.
    """
    scheme: Literal["dark", "light"] = "dark" if screen.dark else "light"
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", scheme)
    settle(page)


def tour(reader: Reader, code: str, screen: Screen) -> dict[str, Stop]:
    """Every page in a language, gone to by the menu.

    Contrasts are looked at in English: colours are the same in French.
    """
    return {
        path: look_around(page, watch, has_contrasts=code == "en")
        for path, page, watch in reader.tour(code, screen)
    }


def grave_faults(page: Page, *, has_contrasts: bool = True) -> list[str]:
    """What axe finds serious or critical on a page and inside its map: rule and place of each."""
    for frame in page.frames:
        if not frame.evaluate("() => 'axe' in window"):
            frame.evaluate(AXE_SCRIPT)
    report: dict[str, Any] = page.evaluate(_RUN, has_contrasts)
    return [
        f"{fault['id']} ({fault['impact']}): {' '.join(map(str, node['target']))}"
        for fault in report["violations"]
        if fault["impact"] in _GRAVE
        for node in fault["nodes"]
    ]
