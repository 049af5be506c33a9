"""Every page is measured as it is opened: nothing jumps, overlaps, is cut or too small to press."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pytest

from tests.browser.reader import DESK, NAMROM, PAGES, PHONE, Reader, in_language, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = {"desk": DESK, "phone": PHONE}
MOST_SHIFT = 0.1  # what web.dev calls good
LEAST = 44  # pixels of what a thumb presses, WCAG 2.2, 2.5.5

_NOTE_SHIFTS = """window.ncShifts = [];
new PerformanceObserver((list) => list.getEntries().filter((one) => !one.hadRecentInput)
  .forEach((one) => window.ncShifts.push(one.value))
).observe({type: "layout-shift", buffered: true});"""

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
  return [window.ncShifts.reduce((all, one) => all + one, 0), overlaps, cut, small];
}"""


class Measured(NamedTuple):
    """What was found on a page: how far it jumped, what lies on what, is cut, or is too small.

    ``asked`` are the addresses that it asked for.
    """

    shift: float
    overlaps: list[str]
    cut: list[str]
    small: list[str]
    asked: Sequence[str] = ()


@pytest.fixture(scope="module")
def measured(reader: Reader) -> dict[tuple[str, str], Measured]:
    """Every page in French, whose words are the longest, as a document of its own."""
    found = {}
    asked: list[str] = []
    for name, screen in SCREENS.items():
        page = reader.load(in_language(PAGES[-1], "fr"), screen)
        page.add_init_script(_NOTE_SHIFTS)
        page.on("request", lambda request: asked.append(request.url))
        for path in (*PAGES, NAMROM):
            asked.clear()
            page.goto(reader.origin + in_language(path, "fr"))
            settle(page)
            shift, overlaps, cut, small = page.evaluate(_MEASURE, LEAST)
            found[path, name] = Measured(shift, overlaps, cut, small, tuple(asked))
        page.close()
    return found


every_page = pytest.mark.parametrize("path", PAGES)
on_both = pytest.mark.parametrize("screen", SCREENS)


@every_page
@on_both
def test_nothing_that_is_read_is_pushed_away_while_a_page_comes(measured, path, screen):
    assert measured[path, screen].shift < MOST_SHIFT


@every_page
@on_both
def test_no_text_lies_on_another(measured, path, screen):
    assert measured[path, screen].overlaps == []


@every_page
@on_both
def test_no_text_is_cut(measured, path, screen):
    assert measured[path, screen].cut == []


@every_page
def test_whatever_is_pressed_by_itself_is_as_large_as_a_thumb_on_a_phone(measured, path):
    assert measured[path, "phone"].small == []


@pytest.fixture(scope="module")
def spoilt(reader: Reader) -> Iterator[Callable[[str], Measured]]:
    """What is found on a page while its title or the name of the house is styled so."""
    page = reader.load("/sources?lang=fr", PHONE)
    page.evaluate("window.ncShifts = []")
    assert not any(page.evaluate(_MEASURE, LEAST)), "found without a fault"

    def measure(style: str) -> Measured:
        page.evaluate(f"() => {{ {_PARTS} {style}; }}")
        there = Measured(*page.evaluate(_MEASURE, LEAST))
        page.evaluate(f"() => {{ {_PARTS} for (const part of [h1, brand]) part.style = ''; }}")
        return there

    yield measure
    page.close()


_PARTS = "const [h1, brand] = ['h1', '.nc-brand'].map((one) => document.querySelector(one));"


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("h1.style.marginBottom = '-40px'", "overlaps"),
        ("h1.style.cssText = 'height: 9px; overflow: hidden'", "cut"),
        ("h1.style.cssText = 'width: 30px; overflow: auto; white-space: nowrap'", "cut"),
        ("h1.style.cssText = 'position: relative; left: 350px'", "cut"),
        ("brand.style.minHeight = '0'", "small"),
    ],
)
def test_each_of_these_would_be_found(spoilt, fault, found):
    assert getattr(spoilt(fault), found)


@pytest.mark.parametrize("path", [*PAGES, NAMROM])
def test_no_page_asks_for_plotly(measured, path):
    asked = measured[path, "desk"].asked

    assert len(asked) > 20
    assert [name for name in asked if "plotly" in name.lower()] == []
