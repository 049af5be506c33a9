"""A server is killed while somebody types: the browser comes to another, with all that is typed."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from data.desk.editing import sketching
from data.roles import Caller, Role
from tests.browser.settling import settle
from tests.deploy.machines import NAME
from tests.deploy.servers import EDITOR, Servers, servers

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MEETING, LABEL = "2023-11-22-afd-paris", "Title (English)"
MOMENTS = (0, 0.3, 1, 2)  # seconds after the kill at which somebody types
BEGUN = "Typed before the end, left after it"
SOON = 40  # seconds on a busy machine; a browser tries again after one, two, four …


@pytest.fixture
def both(tmp_path_factory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("many") / "machine") as running:
        yield running


def test_what_is_typed_around_the_end_of_a_server_is_kept_at_its_address(
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
    page.goto(f"{both.origin}/data?lang=en&part=drafts&table=meetings&row={MEETING}")
    field = page.get_by_label(LABEL)
    expect(field).to_be_visible(timeout=60_000)
    settle(page)
    address = page.url

    for number, moment in enumerate(MOMENTS):
        text = f"Working session {number} in Paris"
        served = _server(context.cookies())
        both.kill(served)
        page.wait_for_timeout(moment * 1000)
        field.fill(text)  # at the first instant at which the browser lets anybody type
        field.blur()

        assert _holds(both, "title_en", text), f"{moment} seconds after the kill"
        assert page.url == address
        expect(field).to_have_value(text, timeout=SOON * 1000)
        assert _server(context.cookies()) != served
        both.start(served)

    field.fill(BEGUN)
    both.kill(_server(context.cookies()))
    _choose(page, "Form", "Online")
    field.focus()
    field.blur()

    assert _holds(both, "mode", "online")
    assert _holds(both, "title_en", BEGUN)
    expect(field).to_have_value(BEGUN)
    context.close()


def _choose(page: Page, label: str, option: str) -> None:
    """Choose in a list, which closes when the browser notices that its server is gone."""
    deadline = time.monotonic() + SOON
    while True:
        page.get_by_role("combobox", name=label).click()
        try:
            page.get_by_role("option", name=option, exact=True).click(timeout=2000)
        except TooLate:
            assert time.monotonic() < deadline
            page.keyboard.press("Escape")
        else:
            return


def _server(cookies: Sequence[Any]) -> int:
    return int(next(one["value"] for one in cookies if one["name"] == "nhip_cau_server"))


def _holds(both: Servers, column: str, text: str) -> bool:
    """Whether the draft comes to hold this text in a cell of the meeting."""
    by = Caller(EDITOR, EDITOR.title(), Role.EDITOR)
    deadline = time.monotonic() + SOON
    while time.monotonic() < deadline:
        for sketch in sketching.listed(both.store, by=by):
            edit = sketch.rows.get("meetings", {}).get(MEETING)
            if edit and edit.cells and edit.cells.get(column) == text:
                return True
        time.sleep(0.2)
    return False
