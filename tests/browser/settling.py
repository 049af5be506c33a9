"""Waits until a page stands still."""

import time

from playwright.sync_api import Error, Page

PATIENCE_MS = 45_000
_SPELL_MS = 1_000  # of it spent in one document, which another may be about to replace

# Waits in the page until it is as it will stay, for so many milliseconds at most; what is not yet.
_UNSETTLED = """async (patience) => {
  const all = (css) => [...document.querySelectorAll(css)];
  const drawn = (frame) => frame.offsetHeight
    && frame.contentDocument.querySelectorAll(".leaflet-ncbase-pane path").length > 100
    && frame.contentDocument.querySelector(".nc-islands");
  const unsettled = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const maps = location.pathname === "/map" && !all('[role="alert"]').length;
    return Object.entries({
      script: app && app.dataset.testScriptState === "notRunning",
      taken: !document.getElementById("nc-first"),
      connection: app && app.dataset.testConnectionState === "CONNECTED",
      heading: document.querySelector("h1"),
      end: document.querySelector('.nc-footer, [data-testid="stAlert"]'),
      parts: !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]'),
      maps: all("iframe").every(drawn) && (!maps || all("iframe").length),
    }).filter(([name, settled]) => !settled).map(([name]) => name);
  };
  const by = performance.now() + patience;
  let names = unsettled();
  while (names.length && performance.now() < by) {
    await new Promise((done) => setTimeout(done, 50));
    names = unsettled();
  }
  return names;
}"""


def settle(page: Page) -> None:
    """Wait until Streamlit has drawn all it has to draw, charts and maps included."""
    # Not by Playwright's own waiting, which would evaluate text, as our pages forbid.
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while unsettled := _unsettled(page):
        if time.monotonic() > deadline:
            raise AssertionError(f"{page.url} does not settle: {unsettled}")
        page.wait_for_timeout(50)


def _unsettled(page: Page) -> list[str]:
    try:
        names: list[str] = page.evaluate(_UNSETTLED, _SPELL_MS)
    except Error as gone:
        if "context was destroyed" not in str(gone):  # else the page is being left for another
            raise
        return ["document"]
    return names
