"""Names that hold HTML, JavaScript, Markdown or TeX are text wherever they are shown."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.schema import TABLES
from tests.browser.reader import PAGES, Reader, atlas, settle
from tests.browser.serving import Server, copied_tree

pytestmark = pytest.mark.browser

NAMES = (
    "<img src=x onerror=window.pwned=1>",
    "`+(window.pwned=1)+`",
    "${window.pwned=1}",
    '"><script>window.pwned=1</script>',
    "[a](javascript:window.pwned=1)",
    ":red[x] **b**",
    "$x^2$ &lt;b&gt;",
)
SPOILT = {
    "visits": ("title_vi", "purpose_vi", "head_role_vi"),
    "meetings": ("title_vi", "topics_vi"),
    "outcomes": ("text_vi", "status_text_vi"),
    "projects": ("name_vi", "short_name_vi", "status_text_vi", "components_vi"),
    "project_amounts": ("label_vi",),
    "project_progress": ("statement_vi",),
    "organisations": ("name_vi", "short_name_vi", "aliases"),
    "people": ("name", "role_vi"),
    "places": ("name_vi",),
    "sources": ("title", "publisher"),
    "discrepancies": ("what_vi", "value_a_vi", "shown_vi"),
}
OPENED = (
    "/projects?project=namrom-multihazard",
    "/visits?meeting=2021-11-afd-signing",
    "/partners?org=afd",
    "/partners?person=mua-a-son",
    "/sources?source=afd-press-2021-11",
    "/sources?section=discrepancies",
    "/sources?q=window",
)
_OPEN_ALL = """async () => {
  const parts = [...document.querySelectorAll(".nc-marker, path.nc-link")];
  const told = [];
  const turn = () => new Promise((done) => setTimeout(done, 15));
  for (const part of parts) {
    for (const name of ["mouseover", "mousemove", "click"]) {
      part.dispatchEvent(new MouseEvent(name, {bubbles: true}));
    }
    await turn();
    told.push(...[...document.querySelectorAll(".nc-popup, .leaflet-tooltip")]
      .map((shown) => shown.innerText));
  }
  return told.join(" ");
}"""


def spoil(tree: Path) -> None:
    """Put a hostile name into every cell of the columns above that holds a text."""
    for table, columns in SPOILT.items():
        path = tree / "data" / "curated" / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for number, row in enumerate(rows):
            for turn, column in enumerate(columns):
                if row[column]:
                    row[column] = NAMES[(number + turn) % len(NAMES)]
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(TABLES[table].fields))
            writer.writeheader()
            writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile(
    start: Callable[..., tuple[Server, Reader]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Page]:
    """Every page over the spoilt record, with what can be unfolded unfolded."""
    tree = copied_tree(tmp_path_factory.mktemp("hostile"))
    spoil(tree)
    _, reader = start(tree)
    return {path: unfolded(reader.seen(path)) for path in (*PAGES, *OPENED)}


def unfolded(page: Page) -> Page:
    folds = page.locator("details:not([open]) > summary")
    while folds.count():
        folds.evaluate_all("(folds) => folds.forEach((fold) => fold.click())")
        settle(page)
    return page


every_page = pytest.mark.parametrize("path", [*PAGES, *OPENED])


@every_page
def test_a_hostile_name_never_runs_as_code(hostile, path):
    frames = hostile[path].frames

    assert [frame.evaluate("typeof window.pwned") for frame in frames] == ["undefined"] * len(
        frames
    )


@every_page
def test_a_hostile_name_makes_no_element(hostile, path):
    made = hostile[path].locator("img[src='x'], a[href^='javascript:'], .katex")

    expect(made).to_have_count(0)


@pytest.mark.parametrize("path", ["/map", "/visits", "/projects", "/outcomes", "/sources"])
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_as_it_is_written(hostile, path, name):
    assert name in (hostile[path].locator("body").text_content() or "")


def test_a_hostile_title_is_read_as_it_is_written_in_the_list_of_visits(hostile):
    chosen = hostile["/visits"].locator(".st-key-pick-visit").get_by_role("combobox")

    assert chosen.input_value().endswith(NAMES[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_is_read_as_it_is_written_in_a_chart(hostile, name):
    labels = hostile["/projects"].locator(".main-svg .ytick text").all_text_contents()

    assert any(name in label for label in labels)


def test_no_popup_or_tooltip_of_the_map_runs_a_name_as_code(hostile):
    frame = hostile["/map"].frames[-1]

    frame.evaluate(_OPEN_ALL)

    assert frame.evaluate("typeof window.pwned") == "undefined"


@pytest.mark.parametrize("name", NAMES)
def test_a_popup_or_tooltip_of_the_map_tells_a_name_as_it_is_written(hostile, name):
    told = hostile["/map"].frames[-1].evaluate(_OPEN_ALL)

    assert name in told


def test_a_hostile_name_is_read_as_it_is_written_beside_its_pin(hostile):
    names = atlas(hostile["/map"]).locator(".nc-pinname").all_text_contents()

    assert set(NAMES) <= set(names)
