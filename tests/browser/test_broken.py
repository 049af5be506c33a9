"""One broken cell: the page that needs it says where it is; the others keep working."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reader import Reader, in_language
from tests.browser.serving import Server, copied_tree

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def broken(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Server, Reader]:
    """A server over a record in which one amount is no number."""
    tree = copied_tree(tmp_path_factory.mktemp("broken"))
    path = tree / "data" / "curated" / "project_amounts.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "amt-001,namrom-multihazard,loan,24650000,", "amt-001,namrom-multihazard,loan,24.65 m,"
        ),
        encoding="utf-8",
    )
    return start(tree)


@pytest.fixture(params=["vi", "fr"])
def projects(request: pytest.FixtureRequest, broken: tuple[Server, Reader]) -> Page:
    return broken[1].seen(in_language("/projects", request.param))


@pytest.mark.parametrize(
    "fact",
    [r"project_amounts\.csv", r"\b2\b", r"\bamount\b", r"24\.65 m", r"1234\.5"],
    ids=["file", "row", "column", "found", "expected"],
)
def test_the_notice_tells_the_fault(projects, fact):
    expect(projects.get_by_role("alert")).to_contain_text(re.compile(fact))


def test_there_is_one_notice_for_one_fault(projects):
    expect(projects.get_by_role("alert")).to_have_count(1)


def test_no_traceback_reaches_the_reader(projects):
    expect(projects.get_by_test_id("stException")).to_have_count(0)
    expect(projects.locator("body")).not_to_contain_text("Traceback")


@pytest.mark.parametrize("path", ["/visits", "/outcomes"])
def test_a_page_that_does_not_need_the_broken_file_works(broken, path):
    page = broken[1].seen(path)

    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".nc-footer")).to_be_visible()


def test_the_server_logs_no_traceback(broken, projects):
    assert '"level": "ERROR"' not in broken[0].said()
    assert "Traceback" not in broken[0].said()
