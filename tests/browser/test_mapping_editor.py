"""The editor of columns: no grave fault of access, and all of it is done by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.settling import settle
from tests.browser.touring import grave_faults

pytestmark = pytest.mark.browser
_FOCUSED = """() => {
  const at = document.activeElement;
  return at.getAttribute("aria-label") || at.innerText;
}"""
SHEET = Path(__file__).parents[1] / "data" / "cases" / "18_official_headings.xlsx"


@pytest.fixture(scope="module")
def editor(start, tmp_path_factory):
    """The desk with an office's own sheet, on a server with a store of its own."""
    path = tmp_path_factory.mktemp("mapping") / "desk.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{path}")
        _server, reader = start()
    page = reader.load("/data?lang=en")
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').set_input_files(SHEET)
    page.get_by_role("combobox", name="Each row is one of").wait_for()
    settle(page)
    yield page
    page.close()


def choose(page: Page, name: str, row: int) -> None:
    """Open a list by keyboard, and take its entry of this number."""
    box = page.get_by_role("combobox", name=name)
    box.focus()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    for _ in range(row):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    settle(page)


def test_a_table_is_chosen_and_columns_are_reached_by_keyboard(editor):
    choose(editor, "Each row is one of", 0)
    done = editor.get_by_role("button", name="Read the sheet this way")
    expect(done).to_be_visible()

    names = []
    for _ in range(60):
        editor.keyboard.press("Tab")
        names.append(editor.evaluate(_FOCUSED))
        if "Read the sheet this way" in (names[-1] or ""):
            break
    assert "Read the sheet this way" in names[-1]
    columns = [name for name in names if "Tên dự án" in (name or "")]
    assert columns, names


def test_the_open_editor_has_no_grave_fault(editor):
    if not editor.get_by_role("button", name="Read the sheet this way").count():
        choose(editor, "Each row is one of", 0)
    assert grave_faults(editor) == []
