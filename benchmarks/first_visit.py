"""What somebody on a slow line waits for at the first visit, and at the second one."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.slow_line import Line, slow_line
from tests.browser import chromium

_PATIENCE_MS = 90_000


class Visit(NamedTuple):
    """Seconds until the figures can be read and until the first picture stands; megabytes."""

    figures: float
    picture: float
    megabytes: float


class Page(NamedTuple):
    """A page, and what of it stands for its figures and for its first chart or map."""

    path: str
    figures: str
    picture: str = ""


OURS = Page("/", ".nc-figures", ".nc-still img, iframe")
BARE = Page("/", '[data-testid="stMarkdown"]')
BARE_CHARTS = Page("/", '[data-testid="stMarkdown"]', ".js-plotly-plot .main-svg")
DASH = Page("/", "#_dash-app-content p, p", ".js-plotly-plot .main-svg")


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's Chromium, as people have it."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium.program(chromium.WHOLE), args=[*chromium.FLAGS]
        )
        yield started
        started.close()


def visits(chrome: Browser, origin: str, page: Page, times: int = 3) -> tuple[Visit, Visit]:
    """Medians of a first visit with an empty cache and of the visit after it."""
    pairs = []
    with slow_line(origin) as line:
        for _ in range(times):
            context = chrome.new_context()
            pairs.append((_visit(context, line, page), _visit(context, line, page)))
            context.close()
    first, second = zip(*pairs, strict=True)
    return _median(first), _median(second)


def _median(visits: tuple[Visit, ...]) -> Visit:
    return Visit(*(statistics.median(column) for column in zip(*visits, strict=True)))


def _visit(context: BrowserContext, line: Line, page: Page) -> Visit:
    tab, before, begun = context.new_page(), line.bytes, time.monotonic()
    tab.goto(line.origin + page.path, wait_until="commit")
    tab.locator(page.figures).first.wait_for(timeout=_PATIENCE_MS)
    figures = time.monotonic() - begun
    if page.picture:
        tab.locator(page.picture).first.wait_for(timeout=_PATIENCE_MS)
    picture = time.monotonic() - begun
    _wait_for_quiet(line)
    tab.close()
    return Visit(figures, picture, (line.bytes - before) / 1e6)


def _wait_for_quiet(line: Line) -> None:
    """Wait until a second goes by in which nothing comes."""
    known = -1
    while line.bytes != known:
        known = line.bytes
        time.sleep(1)
