"""No page asks anything of another host, nor does the server behind it; none fails."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from data.schema import LANGUAGES
from tests.browser.reader import DETAILS, PAGES, Reader
from tests.browser.serving import Server, watching
from tests.browser.tab import Tab, Watch
from tests.browser.touring import Stop

pytestmark = pytest.mark.browser

TOURED = [(code, path) for path in PAGES for code in LANGUAGES]
everywhere = pytest.mark.parametrize(("code", "path"), [*TOURED, *(("", path) for path in DETAILS)])


@pytest.fixture(scope="session")
def watched(reader: Reader, stop: Callable[[str, str], Stop]) -> Callable[[str, str], Watch]:
    """What a page did while it was opened; a record's own page has its language in its path."""
    return lambda path, code: stop(path, code).watch if code else reader.watched(path)


@everywhere
def test_a_page_asks_nothing_of_another_host(watched, code, path):
    assert watched(path, code).foreign == []


@everywhere
def test_a_page_opens_sockets_to_its_own_server_only(watched, code, path):
    assert watched(path, code).sockets == []


@everywhere
def test_a_page_gets_each_file_it_asks_for(watched, code, path):
    assert watched(path, code).missing == []


@everywhere
def test_a_page_raises_no_error_in_the_browser(watched, code, path):
    assert watched(path, code).errors == []


@pytest.mark.parametrize(("code", "path"), TOURED)
def test_a_page_shows_no_exception(stop, code, path):
    assert stop(path, code).exceptions == 0


@pytest.mark.parametrize("path", DETAILS)
def test_an_opened_record_shows_no_exception(seen, path):
    expect(seen(path).get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("notes_all", [True, False])
def test_an_attempt_to_reach_another_host_fails_and_is_seen(reader: Reader, notes_all):
    page = reader.open("/sources")
    page.goto("about:blank")  # without our policy, which would stop it before
    watch = Tab(page, reader.origin, notes_all=notes_all).watch

    page.evaluate("fetch('https://example.org/font.css').catch(() => null)")

    reader.close_loose()
    assert watch.foreign == ["https://example.org/font.css"]
    assert any("ERR_NAME_NOT_RESOLVED" in error for error in watch.errors)


@pytest.mark.parametrize("notes_all", [True, False])
def test_a_file_that_is_not_there_is_seen(reader: Reader, notes_all):
    page = reader.open("/sources")
    watch = Tab(page, reader.origin, notes_all=notes_all).watch

    page.evaluate("fetch('/assets/own/none.css').then(() => null)")

    reader.close_loose()
    assert watch.missing == [f"404 {reader.origin}/assets/own/none.css"] * notes_all
    assert any("404" in error for error in watch.errors)


def test_our_pages_may_not_even_try_to_reach_another_host(reader: Reader):
    page = reader.open("/sources")

    page.evaluate("fetch('https://example.org/font.css').catch(() => null)")

    (watch,) = reader.close_loose()
    assert watch.foreign == []
    assert any("Content Security Policy" in error for error in watch.errors)


@pytest.mark.parametrize(
    ("reaching", "seen"),
    [
        ("socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 1))", "connect 192.0.2.1"),
        ("socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 1))", "sendto 192.0.2.1"),
        ("socket.socket().connect(('192.0.2.1', 1))", "connect 192.0.2.1"),
        ("socket.getaddrinfo('example.invalid', 80)", "getaddrinfo example.invalid"),
        ("socket.gethostbyname('example.invalid')", "gethostbyname example.invalid"),
    ],
)
def test_whatever_a_server_would_reach_is_written_down(tmp_path, reaching, seen):
    calls = tmp_path / "calls.txt"
    code = f"import socket; socket.setdefaulttimeout(0.1); {reaching}"

    subprocess.run(
        (sys.executable, "-c", code),
        env=watching(tmp_path, calls),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert calls.read_text() == f"socket.{seen}\n"


@everywhere
def test_the_server_connects_to_no_one_from_its_start_on(server: Server, watched, path, code):
    watched(path, code)

    assert not server.calls.exists(), server.calls.read_text()


@everywhere
def test_no_page_makes_the_server_log_an_error(server: Server, watched, path, code):
    watched(path, code)

    assert '"level": "ERROR"' not in server.said()
    assert "Traceback" not in server.said()
