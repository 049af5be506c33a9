"""Opens a page without a browser, and reads which files it offers."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from components.page import handing

_ROUTER = str(Path(__file__).parents[2] / "pages" / "router.py")
_LINK = re.compile(r'<a href="/api/v1/([^"]+)" class="nc-file-')


def opened(name: str, **parameters: str) -> AppTest:
    """A page as its reader sees it; it must show no error."""
    app = AppTest.from_file(_ROUTER, default_timeout=60)
    app.query_params.update(parameters)
    app.switch_page(f"{name}.py").run()
    assert not app.exception
    return app


def links(app: AppTest) -> dict[str, str]:
    """The files that a page links to: their address by their path."""
    drawn = "".join(str(part.proto.body) for part in app.get("html"))
    files: dict[str, str] = {}
    for link in map(unescape, _LINK.findall(drawn)):
        files.setdefault(link.partition("?")[0], f"/api/v1/{link}")
    return files


def handed_out(monkeypatch: Any) -> dict[str, Callable[[], bytes]]:
    """The files behind the buttons of pages opened from now on: how each is made, by its name."""
    files: dict[str, Callable[[], bytes]] = {}

    def noted(_label: str, content: bytes | Callable[[], bytes], *, name: str, **_: Any) -> None:
        files[name] = content if callable(content) else lambda: content

    monkeypatch.setattr(handing, "button", noted)
    return files
