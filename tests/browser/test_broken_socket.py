"""A check of a large upload goes on while the connection is broken, and is found again."""

import pytest
from playwright.sync_api import expect

from tests.pages.desk import shipped, written

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENT = 120_000  # milliseconds
KEEP_SOCKETS = """
window.kept = [];
window.WebSocket = class extends window.WebSocket {
  constructor(...args) { super(...args); window.kept.push(this); }
};
"""


@pytest.fixture(scope="module")
def office(start, tmp_path_factory):
    """A server with a store of its own."""
    path = tmp_path_factory.mktemp("socket") / "desk.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        return start()[0]


def amounts(rows: int) -> bytes:
    known = list(shipped("project_amounts").values())
    return written(
        "project_amounts",
        [{**known[number % len(known)], "amount_id": f"them-{number}"} for number in range(rows)],
    )


def test_an_upload_survives_a_socket_that_breaks_during_its_check(office, browser, tmp_path):
    file = tmp_path / "so-tien.csv"
    file.write_bytes(amounts(8_000))
    context = browser.new_context()
    context.add_init_script(KEEP_SOCKETS)
    page = context.new_page()
    page.goto(f"{office.origin}/data?lang=en")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(file)
    page.get_by_text("Step 1 of 3").wait_for(timeout=PATIENT)

    page.evaluate("window.kept.forEach(socket => socket.close())")

    expect(page.locator('[aria-label="What was read"]')).to_be_visible(timeout=PATIENT)
    assert page.evaluate("window.kept.length") > 1
    assert page.get_by_text("8,000", exact=False).count()
    context.close()
