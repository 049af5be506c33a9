"""A page as it arrives on a slow line: its first answer, and Streamlit's page in its place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.reader import NAMROM, PHONE, Screen, in_language
from tests.browser.settling import settle

LEAST = 44  # pixels of what a thumb presses, WCAG 2.2, 2.5.5
# Where a link from elsewhere leads to, each drawn in its own way: figures, a map, a record.
_FIRST_OPENED = ("/", "/map", NAMROM)

_SHIFTS = """window.ncShifts = [];
new PerformanceObserver((list) => list.getEntries().filter((one) => !one.hadRecentInput)
  .forEach((one) => window.ncShifts.push(one.value))
).observe({type: "layout-shift", buffered: true});"""
_SHIFT = "() => window.ncShifts.reduce((all, one) => all + one, 0)"

# Where headings and other landmarks stand, the first of each text.
_STAND = """(root) => {
  const found = {};
  document.querySelectorAll(`${root} :is(h1, h2, h3, .nc-lead, .nc-figures, .nc-definition)`)
    .forEach((one) => {
      const text = one.textContent.trim();
      const isShown = one.offsetHeight && one.checkVisibility();
      if (isShown && !(text in found)) found[text] = one.getBoundingClientRect().top;
    });
  return found;
}"""
# Of the first answer it is noted by the page itself, before another takes its place.
_NOTE = f"""addEventListener("DOMContentLoaded", () => {{
  void document.body.offsetHeight; // has the letters asked for
  window.ncFirst = document.fonts.ready.then(() => ({_STAND})("#nc-first"));
}});"""

# Texts that a page shows, and the addresses that it leads to; not what only a control says. The
# page is the one that is open, or an answer of the server.
TOLD = """([root, html]) => {
  const page = html ? new DOMParser().parseFromString(html, "text/html") : document;
  const parts = [...page.querySelectorAll(
    `${root} :is([data-testid="stHtml"], [data-testid="stHeading"], [data-testid="stAlert"])`)];
  const texts = new Set(), addresses = new Set();
  parts.forEach((part) => {
    const walk = page.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.replace(/\\s+/g, " ").trim();
      if (text && !walk.currentNode.parentElement.closest("style")) texts.add(text);
    }
    part.querySelectorAll("a[href]").forEach((one) => addresses.add(one.getAttribute("href")));
  });
  return [[...texts], [...addresses]];
}"""

# What a reader sees of texts and controls. Left out: what only screen readers have.
_MEASURE = """(least) => {
  const main = document.querySelector('[data-testid="stMain"]');
  const ups = (part) => {
    const all = [];
    for (let up = part; up && up !== main; up = up.parentElement) {
      all.push([up, getComputedStyle(up)]);
    }
    return all;
  };
  const seen = (part) => part.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})
    && !part.closest("[aria-hidden=true], script, style")
    && !ups(part).some(([, style]) => style.clipPath === "inset(50%)");
  const named = (part) => `${part.tagName} ${part.getAttribute("class")}`.slice(0, 50)
    + ` “${part.textContent.trim().slice(0, 40)}”`;
  const texts = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(part)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) texts.push({part, box});
    }
  }
  texts.sort((one, other) => one.box.top - other.box.top);
  const overlaps = texts.flatMap(({part, box}, place) => {
    const found = [];
    for (const other of texts.slice(place + 1)) {
      if (other.box.top >= box.bottom) break;
      const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const high = Math.min(box.bottom, other.box.bottom) - other.box.top;
      const isOn = wide > 3 && high > Math.min(box.height, other.box.height) / 2;
      if (isOn && other.part !== part) found.push(`${named(part)} on ${named(other.part)}`);
    }
    return found;
  });
  // A text of which only some lines are shown says so by its dots. What is scrolled to downwards
  // is not cut; what is scrolled to sideways is, for nothing says that it is there.
  const width = document.documentElement.clientWidth;
  const cut = texts.filter(({part, box}) => {
    for (const [up, style] of ups(part)) {
      if (style.webkitLineClamp !== "none") return false;
      if (style.overflowX === "visible" || ["inline", "contents"].includes(style.display)) continue;
      const frame = up.getBoundingClientRect();
      if (box.right > frame.right + 2 || box.left < frame.left - 2) return true;
      if (/auto|scroll/.test(style.overflowY) && up.scrollHeight > up.clientHeight + 4) continue;
      if (box.bottom > frame.bottom + 4 || box.top < frame.top - 4) return true;
    }
    return box.right > width + 2 || box.left < -2;
  }).map(({part}) => named(part));
  // Exception of WCAG: a link within a line of text is as high as the line.
  const inText = (part) => getComputedStyle(part).display.startsWith("inline")
    && (part.closest("td") || part.closest("p, li, dd, dt, h1, h2, h3, h4, h5, summary, div")
      .innerText.trim() !== part.innerText.trim());
  const small = [...main.querySelectorAll(
    ":is(a[href], button, summary, input, [role=radio], [role=tab])")]
    .filter((part) => seen(part) && !inText(part)).map((part) => {
      // The arrow of a list does what its whole box does.
      const held = part.matches("input, .react-aria-ComboBox button")
        && part.closest('[data-testid="stTextInputRootElement"], [role=group]');
      const box = (held || part).getBoundingClientRect();
      return [box, part];
    })
    .filter(([box]) => box.width && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([box, part]) => `${Math.round(box.width)} × ${Math.round(box.height)} ${named(part)}`);
  return [overlaps, cut, small];
}"""


class Measured(NamedTuple):
    """What was found on a page: what lies on what, is cut, or is too small to press."""

    overlaps: list[str]
    cut: list[str]
    small: list[str]


class Arrival(NamedTuple):
    """How a page came: where landmarks stood at first and at last, how far it jumped.

    ``told`` are its texts and the addresses that it leads to, ``asked`` those that it asked for.
    """

    before: dict[str, float]
    after: dict[str, float]
    shift: float
    heads: int
    told: tuple[list[str], list[str]]
    measured: Measured
    asked: Sequence[str]


@contextmanager
def arriving(browser: Browser, origin: str) -> Iterator[Callable[[str, Screen], Arrival]]:
    """Has pages come in French, whose words are the longest, each as a document of its own.

    The line has 5 Mbit/s and 40 ms. Scripts and letters are kept from the second page on; but on
    a phone some pages come as to those who open them first of all, with nothing kept.
    """
    with ExitStack() as stack:

        @cache
        def tab(screen: Screen) -> tuple[Page, CDPSession, list[str]]:
            context = browser.new_context(reduced_motion="reduce")
            stack.callback(context.close)
            context.add_init_script(_SHIFTS)
            context.add_init_script(_NOTE)
            page, asked = context.new_page(), list[str]()
            page.set_viewport_size({"width": screen.width, "height": screen.height})
            page.on("request", lambda request: asked.append(request.url))
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            speed = {"downloadThroughput": 5e6 / 8, "uploadThroughput": 5e6 / 8}
            slow = {"offline": False, "latency": 40, **speed}
            line.send("Network.emulateNetworkConditions", slow)
            return page, line, asked

        def arrive(path: str, screen: Screen) -> Arrival:
            page, line, asked = tab(screen)
            asked.clear()
            is_first = screen == PHONE and path in _FIRST_OPENED
            line.send("Network.setCacheDisabled", {"cacheDisabled": is_first})
            page.goto(origin + in_language(path, "fr"), wait_until="commit")
            settle(page)
            return Arrival(
                before=page.evaluate("() => window.ncFirst"),
                after=page.evaluate(_STAND, "#root"),
                shift=page.evaluate(_SHIFT),
                heads=page.locator("h1").count(),
                told=page.evaluate(TOLD, ["#root", ""]),
                measured=measured(page),
                asked=tuple(asked),
            )

        yield arrive


def measured(page: Page) -> Measured:
    """What is found on a page as it is now."""
    return Measured(*page.evaluate(_MEASURE, LEAST))
