"""A page that fails for a reason nobody foresaw: a sentence with a number, details in the log."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from data.language import Language
from data.schema import LANGUAGES
from tests.browser.reader import Reader, in_language
from tests.browser.serving import Server, copied_tree

pytestmark = pytest.mark.browser
SECRET = "Lò Thị Mai 1954"


@pytest.fixture(scope="module")
def spoilt(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, Reader]:
    """A server on which the page of visits fails."""
    tree = copied_tree(tmp_path_factory.mktemp("spoilt"))
    page = tree / "pages" / "visits.py"
    page.write_text(f"{page.read_text('utf-8')}\nraise ValueError({SECRET!r})\n", "utf-8")
    return start(tree)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_that_fails_tells_a_number_under_which_the_log_has_the_rest(spoilt, code):
    server, reader = spoilt
    page = reader.open(in_language("/visits", code))
    told = page.get_by_test_id("stAlert").last

    expect(told).to_be_visible()
    (number,) = re.findall(r"\b[0-9A-F]{8}\b", told.inner_text())
    sentence = Language(code).text(
        "Something failed that should not. Try again; if it stays, give this number to the "
        "administrator: {reference}"
    )
    assert told.inner_text().strip() == sentence.format(reference=number)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    entries = [json.loads(line) for line in server.said().splitlines() if line[:1] == "{"]
    (entry,) = [one for one in entries if one.get("reference") == number]
    assert entry["errors"][0]["kind"] == "builtins.ValueError"
    assert any("visits.py" in place for place in entry["errors"][0]["at"])
    assert "1954" not in server.said()
    assert sum("1954" in text for text in (told.inner_text(), page.content())) == 0
    reader.close_loose()
