"""Streamlit's page takes the place of the first answer: nothing is lost, and nothing jumps."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from components.maps.ground import islands
from tests.browser.arriving import TOLD, Arrival, Measured, arriving, measured
from tests.browser.plain_answers import OPEN, got
from tests.browser.reader import (
    DESK,
    DETAILS,
    NAMROM,
    PAGES,
    PHONE,
    PHONE_AT_NIGHT,
    Reader,
    Screen,
    in_language,
)
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser
ON_SCREEN = 844  # pixels from the top: as high as a phone
MOST_MOVED = 16  # pixels: a gap
MOST_SHIFT = 0.1  # what web.dev calls good

on_both = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
every_page = pytest.mark.parametrize("path", [*PAGES, NAMROM])


@pytest.fixture(scope="module")
def arrive(browser, server) -> Iterator[Callable[[str, Screen], Arrival]]:
    with arriving(browser, server.origin) as arrive:
        yield arrive


@pytest.fixture(scope="module")
def arrivals() -> dict[tuple[str, Screen], Arrival]:
    """Pages that have come already."""
    return {}


@pytest.fixture
def arrived(
    request: pytest.FixtureRequest,
    arrive: Callable[[str, Screen], Arrival],
    arrivals: dict[tuple[str, Screen], Arrival],
) -> Callable[[str, Screen], Arrival]:
    """How a page came, once for all tests: ``arrived("/visits", PHONE)``.

    A test that is tried a second time has it come again.
    """
    if getattr(request.node, "execution_count", 1) > 1:
        arrivals.clear()

    def one(path: str, screen: Screen) -> Arrival:
        if (path, screen) not in arrivals:
            arrivals[path, screen] = arrive(path, screen)
        return arrivals[path, screen]

    return one


@on_both
@pytest.mark.parametrize("path", OPEN)
def test_streamlit_takes_over_and_what_is_on_the_screen_stays_there(arrived, path, screen):
    page = arrived(path, screen)

    assert page.heads == 1
    on_screen = {text: top for text, top in page.before.items() if 0 <= top < ON_SCREEN}
    assert len(on_screen) >= 2
    assert {
        text: (top, page.after.get(text))
        for text, top in on_screen.items()
        if abs(page.after.get(text, -999) - top) > MOST_MOVED
    } == {}


@on_both
@every_page
def test_nothing_that_is_read_is_pushed_away_while_a_page_comes(arrived, path, screen):
    assert arrived(path, screen).shift < MOST_SHIFT


@on_both
@every_page
def test_no_text_lies_on_another(arrived, path, screen):
    assert arrived(path, screen).measured.overlaps == []


@on_both
@every_page
def test_no_text_is_cut(arrived, path, screen):
    assert arrived(path, screen).measured.cut == []


@pytest.mark.parametrize("path", PAGES)
def test_whatever_is_pressed_by_itself_is_as_large_as_a_thumb_on_a_phone(arrived, path):
    assert arrived(path, PHONE).measured.small == []


@every_page
def test_no_page_asks_for_plotly(arrived, path):
    asked = arrived(path, DESK).asked

    assert len(asked) > 20
    assert [name for name in asked if "plotly" in name.lower()] == []


_PARTS = "const [h1, brand] = ['h1', '.nc-brand'].map((one) => document.querySelector(one));"


@pytest.fixture(scope="module")
def spoilt(reader: Reader) -> Callable[[str], Measured]:
    """What is found on a page while its title or the name of the house is styled so."""
    page = reader.seen("/sources?lang=fr", PHONE)
    assert not any(measured(page)), "found without a fault"

    def measure(style: str) -> Measured:
        page.evaluate(f"() => {{ {_PARTS} {style}; }}")
        there = measured(page)
        page.evaluate(f"() => {{ {_PARTS} for (const part of [h1, brand]) part.style = ''; }}")
        return there

    return measure


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


@pytest.mark.parametrize("path", OPEN)
def test_all_that_the_page_tells_is_in_its_first_answer(arrived, server, seen, path):
    first = seen(DETAILS[0]).evaluate(TOLD, ["#nc-first", got(server, in_language(path, "fr"))])

    nothing_is_lost(first, arrived(path, DESK).told)


@pytest.mark.parametrize("path", DETAILS)
def test_all_that_an_opened_record_tells_is_in_its_first_answer(server, seen, path):
    page = seen(path)

    first = page.evaluate(TOLD, ["#nc-first", got(server, path)])

    nothing_is_lost(first, page.evaluate(TOLD, ["#root", ""]))


def nothing_is_lost(first: list[list[str]], last: list[list[str]]) -> None:
    assert len(last[0]) > 20
    assert sorted(set(last[0]) - set(first[0])) == []
    assert sorted(set(last[1]) - set(first[1])) == []


# Grave faults of records are looked for by night; by day test_axe does so, of the same parts.
EXAMINED = [
    *((path, DESK) for path in OPEN),
    *((path, PHONE_AT_NIGHT) for path in (*OPEN, *DETAILS)),
]


class Look(NamedTuple):
    """What is found on a first answer: grave faults, levels of headings, how far it is too wide."""

    faults: list[str]
    levels: list[int]
    beyond: int


@pytest.fixture(scope="module")
def first(browser, server) -> Iterator[Callable[[str], dict[Screen, Look]]]:
    """First answers that stay, for Streamlit's scripts are kept away from them.

    Each is opened once, on a desk by day, and looked at as well on a phone by night.
    """
    context = browser.new_context(base_url=server.origin)
    page = context.new_page()
    # Not by a route of Playwright's, for which the browser would keep no styles and letters.
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setBlockedURLs", {"urls": ["*/static/js/*"]})

    @cache
    def looks(path: str) -> dict[Screen, Look]:
        page.goto(path)
        expect(page.locator("#nc-first h1")).to_have_count(1)
        return {screen: look(page, path, screen) for screen in (DESK, PHONE_AT_NIGHT)}

    yield looks
    context.close()


def look(page: Page, path: str, screen: Screen) -> Look:
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.emulate_media(color_scheme="dark" if screen.dark else "light")
    levels = page.locator("#nc-first :is(h1, h2, h3, h4, h5, h6)").evaluate_all(
        "(heads) => heads.filter((one) => one.checkVisibility()).map((one) => +one.tagName[1])"
    )
    beyond = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    faults = grave_faults(page) if (path, screen) in EXAMINED else []
    return Look(faults, levels, beyond)


@pytest.mark.parametrize(("path", "screen"), EXAMINED)
def test_the_first_answer_has_no_grave_fault(first, path, screen):
    assert first(path)[screen].faults == []


@pytest.mark.parametrize("screen", [DESK, PHONE_AT_NIGHT], ids=["desk", "phone"])
@pytest.mark.parametrize("path", [*OPEN, *DETAILS])
def test_the_headings_of_the_first_answer_have_an_order_and_it_is_not_too_wide(first, path, screen):
    _faults, levels, beyond = first(path)[screen]

    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 2] == []
    assert beyond <= 0


def test_printed_without_scripts_the_map_is_light_on_the_first_sheet(browser, server):
    context = browser.new_context(
        java_script_enabled=False, base_url=server.origin, color_scheme="dark"
    )
    page = context.new_page()
    page.goto("/map?lang=fr")
    text = PdfDocument(page.pdf(format="A4"))[0].get_textpage().get_text_bounded()
    context.close()

    assert "Carte de Diên Biên" in text
    for label in islands("fr"):
        assert all(line.strip() in text for line in label.lines)
    assert "Rapports" not in text  # which the menu leads to
