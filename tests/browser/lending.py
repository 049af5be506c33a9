"""Browsers of people who have never been at a server, each lent to one test after the other."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.reader import DESK, Screen
from tests.browser.tab import put_away

Lend = Callable[[], AbstractContextManager[BrowserContext]]


@contextmanager
def lending(browser: Browser, origin: str, *, touch: bool = False) -> Iterator[Lend]:
    """Lends browsers for one server; whoever gets one finds nothing in it of those before.

    Only the scripts are read already, which costs a new browser seconds: the process that read
    them lives as long as a tab of the server is open, so a plain one stays. ``touch`` asks for
    those of phones.
    """
    idle: list[tuple[BrowserContext, Page]] = []
    with ExitStack() as stack:

        def opened() -> tuple[BrowserContext, Page]:
            context = browser.new_context(
                viewport={"width": DESK.width, "height": DESK.height},
                reduced_motion="reduce",
                has_touch=touch,
                is_mobile=touch,
            )
            stack.callback(context.close)
            context.set_default_timeout(45_000)
            plain = context.new_page()
            plain.goto(f"{origin}/healthz")
            return context, plain

        @contextmanager
        def lend() -> Iterator[BrowserContext]:
            context, plain = idle.pop() if idle else opened()
            yield context
            for page in context.pages:
                if page != plain:
                    put_away(page)
            plain.evaluate("localStorage.clear()")
            context.clear_cookies()
            idle.append((context, plain))

        yield lend


def tab(context: BrowserContext, screen: Screen) -> Page:
    """A further tab, as large and as dark as a screen."""
    page = context.new_page()
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    page.emulate_media(color_scheme="dark" if screen.dark else "light")
    return page
