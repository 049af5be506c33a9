"""A server is killed while somebody types: the browser comes to another, with page and draft."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from data.desk.editing import sketching
from data.roles import Caller, Role
from tests.browser.reader import ends_a_run, settle
from tests.deploy.machines import NAME
from tests.deploy.servers import EDITOR, Servers, servers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MEETING, LABEL = "2023-11-22-afd-paris", "Title (English)"
FIRST, SECOND = "Working session in Paris", "Working session on water in Paris"
SOON = 40  # seconds on a busy machine; a browser tries again after one, two, four …


@pytest.fixture
def both(tmp_path_factory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("many") / "machine") as running:
        yield running


def test_the_draft_and_the_address_stay_when_the_server_is_killed(
    both: Servers, launch: Callable[..., Browser]
):
    browser = launch(f"--host-resolver-rules=MAP {NAME} 127.0.0.1")
    context = browser.new_context(ignore_https_errors=True)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": both.origin}
            for name, value in both.cookies(EDITOR).items()
        ]
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    runs = _runs(page)
    page.goto(f"{both.origin}/data?lang=en&part=drafts&table=meetings&row={MEETING}")
    field = page.get_by_label(LABEL)
    expect(field).to_be_visible(timeout=60_000)
    settle(page)
    field.fill(FIRST)
    field.blur()
    settle(page)
    address = page.url
    assert _holds(both, FIRST)

    served = _server(context.cookies())
    before = len(runs)
    both.kill(served)
    begun = time.monotonic()
    while _server(context.cookies()) == served or len(runs) == before:
        assert time.monotonic() - begun < SOON
        page.wait_for_timeout(200)
    settle(page)

    assert page.url == address
    expect(field).to_have_value(FIRST)
    field.fill(SECOND)
    field.blur()
    settle(page)
    assert _holds(both, SECOND)
    assert _server(context.cookies()) != served
    context.close()


def _runs(page: Page) -> list[WebSocket]:
    """Grows by one with each run of a page's script that comes to its end."""
    ended: list[WebSocket] = []

    def connected(socket: WebSocket) -> None:
        socket.on("framereceived", lambda said: ended.extend([socket] * ends_a_run(said)))

    page.on("websocket", connected)
    return ended


def _server(cookies: Sequence[Any]) -> int:
    return int(next(one["value"] for one in cookies if one["name"] == "nhip_cau_server"))


def _holds(both: Servers, text: str) -> bool:
    """Whether the store comes to hold this text of the field in the draft."""
    by = Caller(EDITOR, EDITOR.title(), Role.EDITOR)
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for sketch in sketching.listed(both.store, by=by):
            edit = sketch.rows.get("meetings", {}).get(MEETING)
            if edit and edit.cells and edit.cells.get("title_en") == text:
                return True
        time.sleep(0.2)
    return False
