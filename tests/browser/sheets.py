"""Pictures of every page, to be looked at: one sheet a page, in each language, width and light.

``python -m tests.browser.sheets build/sheets [/visits /projects?project=…]``
"""

import re
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from data.schema import LANGUAGES
from tests.browser import chromium
from tests.browser.reader import (
    DESK,
    NIGHT,
    PAGES,
    PHONE,
    PHONE_AT_NIGHT,
    Reader,
    Screen,
    in_language,
)
from tests.browser.serving import ROOT, serving
from tests.browser.settling import settle

SCREENS = (PHONE, PHONE_AT_NIGHT, DESK, NIGHT)
_TALLEST = 3000  # pixels of one picture; what is below is left out
_GAP = 16


def picture(reader: Reader, path: str) -> Image.Image:
    """A page in each language, one below the other; its four screens side by side."""
    rows = [
        [_whole(reader, in_language(path, code), code, screen) for screen in SCREENS]
        for code in LANGUAGES
    ]
    width = sum(screen.width + _GAP for screen in SCREENS)
    heights = [max(one.height for one in row) + _GAP for row in rows]
    sheet = Image.new("RGB", (width, sum(heights)), "#808080")
    for place, row in enumerate(rows):
        left = 0
        for one in row:
            sheet.paste(one, (left, sum(heights[:place])))
            left += one.width + _GAP
    return sheet


def _whole(reader: Reader, path: str, code: str, screen: Screen) -> Image.Image:
    page = reader.borrow(path, screen)
    expect(page.locator("html")).to_have_attribute("lang", code)
    settle(page)
    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": screen.width, "height": min(height, _TALLEST)})
    settle(page)
    taken = Image.open(BytesIO(page.screenshot()))
    page.set_viewport_size({"width": screen.width, "height": screen.height})
    reader.close_loose()
    return taken.convert("RGB")


def main(folder: Path, paths: list[str]) -> None:
    """Write the sheets of all pages, or of the addresses given, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as scratch,
        serving(ROOT, Path(scratch)) as server,
        sync_playwright() as driver,
    ):
        started = driver.chromium.launch(executable_path=chromium.program(), args=chromium.FLAGS)
        reader = Reader(started, server.origin)
        for path in paths or PAGES:
            name = re.sub(r"\W+", "-", path).strip("-") or "overview"
            picture(reader, path).save(folder / f"{name}.png")
            sys.stdout.write(f"{folder / name}.png\n")
        reader.leave()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
