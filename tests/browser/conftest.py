"""One Chromium and one server for all browser tests; a few tests start servers of their own."""

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from data.language import Language
from data.record.loading import load
from data.views.lens import Lens
from tests.browser import chromium
from tests.browser.reader import NIGHT, PAGES, Reader
from tests.browser.serving import ROOT, Server, serving, serving_by_command
from tests.browser.touring import Stop, look_around, tour

# No name but our own is found: an attempt to reach another host fails even where Playwright could
# not see it.
_NO_HOST_BUT_OURS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# A page of a test lives for seconds: to compile its scripts for longer costs more than it gains.
_COMPILE_LITTLE = "--js-flags=--no-maglev --no-turbofan"
Begun = Callable[[Path, Path], AbstractContextManager[Server]]
_servers: list[Server] = []
_read: dict[Path, int] = {}
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts the machine's own Chromium, without a window: ``launch(*further_flags)``."""
    program = chromium.program()
    if program is None:
        pytest.fail(f"no Chromium on PATH: install one of {', '.join(chromium.PROGRAMS)}")
    with sync_playwright() as playwright, ExitStack() as stack:

        def one(*flags: str) -> Browser:
            started = playwright.chromium.launch(
                executable_path=program,
                args=[*chromium.FLAGS, _COMPILE_LITTLE, *(flags or (_NO_HOST_BUT_OURS,))],
            )
            stack.callback(started.close)
            return started

        yield one


@pytest.fixture(scope="session")
def browser(launch: Callable[..., Browser]) -> Browser:
    """The Chromium of almost every test."""
    return launch()


@contextmanager
def _starting(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, begun: Begun = serving
) -> Iterator[Callable[..., tuple[Server, Reader]]]:
    with ExitStack() as stack:

        def one(tree: Path = ROOT, **options: Any) -> tuple[Server, Reader]:
            server = stack.enter_context(begun(tree, tmp_path_factory.mktemp("server")))
            _servers.append(server)
            reader = Reader(browser, server.origin, **options)
            stack.callback(reader.leave)
            return server, reader

        yield one


@pytest.fixture(scope="module")
def start(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., tuple[Server, Reader]]]:
    """Starts a further server of a tree, with a reader of its own; both end with the module."""
    with _starting(browser, tmp_path_factory) as one:
        yield one


@pytest.fixture(scope="session")
def served(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, Reader]]:
    """The server that most tests share, started as people do it, and its reader."""
    with _starting(browser, tmp_path_factory, serving_by_command) as start:
        yield start(has_many=True)


@pytest.fixture(scope="session")
def server(served: tuple[Server, Reader]) -> Server:
    """The shared server."""
    return served[0]


@pytest.fixture(scope="session")
def reader(served: tuple[Server, Reader]) -> Reader:
    """The reader of the shared server."""
    return served[1]


@pytest.fixture(scope="session")
def seen(reader: Reader) -> Callable[..., Page]:
    """A page shared between tests that only look: ``seen("/map", PHONE)``."""
    return reader.seen


@pytest.fixture(scope="session")
def stop(reader: Reader) -> Callable[[str, str], Stop]:
    """What is on a page in a language: ``stop("/map", "fr")``.

    The Vietnamese pages are opened by their address, by day; the others by the menu, at night.
    """

    @cache
    def stops(code: str) -> dict[str, Stop]:
        if code == "vi":
            return {path: look_around(reader.seen(path), reader.watched(path)) for path in PAGES}
        return tour(reader, code, NIGHT)

    return lambda path, code: stops(code)[path]


@pytest.fixture
def open_page(reader: Reader) -> Iterator[Callable[..., Page]]:
    """A freshly loaded page of the test's own; whatever it does there, it must do no harm."""
    yield reader.open
    do_no_harm(reader)


@pytest.fixture
def go_on_to(reader: Reader) -> Iterator[Callable[..., Page]]:
    """A page of the test's own, gone to in a tab of an earlier test; else as ``open_page``."""
    yield reader.borrow
    do_no_harm(reader)


def do_no_harm(reader: Reader) -> None:
    for watch in reader.close_loose():
        assert not watch.foreign, f"asked of other hosts: {watch.foreign}"
        assert not watch.errors, f"errors in the browser: {watch.errors}"


@pytest.fixture(scope="session")
def lens() -> Callable[[str], Lens]:
    """The shipped record as a reader of one language sees it: ``lens("fr")``."""
    record = load()
    return lambda code: Lens(record, Language(code))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what each server logged during a test that failed."""
    report = yield
    for server in _servers:
        said = server.said(_read.get(server.log, 0))
        if report.failed and said.strip():
            report.sections.append((f"log of {server.origin}", said[-6000:]))
        if report.when == "teardown":
            _read[server.log] = len(server.log.read_bytes())
    return report
