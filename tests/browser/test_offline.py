"""No page asks anything of another host, nor does the server behind it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import DETAILS, LANGUAGES, PAGES, Reader, in_language
from tests.browser.serving import Server

pytestmark = pytest.mark.browser

# Every page in every language; each kind of opened record in one, in turn.
ADDRESSES = [in_language(path, code) for path in PAGES for code in LANGUAGES] + [
    in_language(path, LANGUAGES[turn % 3]) for turn, path in enumerate(DETAILS)
]
every_address = pytest.mark.parametrize("address", ADDRESSES)


@every_address
def test_a_page_asks_nothing_of_another_host(reader: Reader, address):
    assert reader.watched(address).foreign == []


@every_address
def test_a_page_opens_sockets_to_its_own_server_only(reader: Reader, address):
    assert reader.watched(address).sockets == []


@every_address
def test_a_page_gets_each_file_it_asks_for(reader: Reader, address):
    assert reader.watched(address).missing == []


@every_address
def test_a_page_raises_no_error_in_the_browser(reader: Reader, address):
    assert reader.watched(address).errors == []


@every_address
def test_a_page_shows_no_exception(reader: Reader, address):
    page = reader.seen(address)

    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_attempt_to_reach_another_host_fails_and_is_seen(reader: Reader):
    page = reader.open("/sources")

    page.evaluate("fetch('https://example.org/font.css').catch(() => null)")

    (watch,) = reader.close_loose()
    assert watch.foreign == ["https://example.org/font.css"]
    assert any("ERR_NAME_NOT_RESOLVED" in error for error in watch.errors)


def test_the_server_connects_to_no_one(server: Server, seen: Callable[..., Page]):
    for path in PAGES:
        seen(path)

    assert not server.calls.exists(), server.calls.read_text()


def test_no_page_makes_the_server_log_an_error(server: Server, reader: Reader):
    for address in ADDRESSES:
        reader.watched(address)

    assert "Traceback" not in server.said()
