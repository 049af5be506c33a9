"""The machine's own Chromium, as browser tests and pictures start it."""

import shutil
from collections.abc import Iterable

# As people have it; and the same engine without windows, which takes a fifth less of the processor.
WHOLE = ("chromium", "chromium-browser", "google-chrome", "msedge")
PROGRAMS = ("chromium-headless-shell", *WHOLE)
# All tabs share one process, which reads the scripts of a page once and not for each tab anew.
FLAGS = (
    "--process-per-site",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def program(names: Iterable[str] = PROGRAMS) -> str | None:
    """The path of the browser; None on a machine without one."""
    return next(filter(None, map(shutil.which, names)), None)
