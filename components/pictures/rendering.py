"""Pictures of figures and drawings, made by one browser that the server keeps open.

Kaleido draws a figure as SVG; the same browser turns any SVG into PNG or PDF. Nothing is fetched:
plotly.js comes from its package, our fonts are in the page, and the browser is given a proxy that
does not exist. Pictures are made one at a time, in a thread of their own.
"""

import asyncio
import atexit
import logging
import os
import shutil
import signal
import threading
from base64 import b64decode
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Literal

import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from choreographer.errors import DevtoolsProtocolError
from kaleido import Kaleido, PageGenerator
from kaleido.errors import KaleidoError

from components.pictures.lettering import faces, lettered
from data.language import Language

Form = Literal["png", "svg", "pdf"]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "msedge")
_A4 = (210, 297)  # millimetres
_EDGE = 10  # millimetres of white around a drawing
_SCALES = (0.1, 2.0)  # that the browser can print in
_NOWHERE = "127.0.0.1:9"  # nothing answers on the port of "discard"
_AFTER_FONTS = """<script>(function () {
  const draw = kaleido_scopes.plotly;
  const loaded = () => Promise.all([...document.fonts].map((face) => face.load()));
  kaleido_scopes.plotly = (...all) => loaded().then(() => draw(...all));
})();</script>"""
_SECONDS = 45  # for one try, a cold start of the browser included
_QUEUE_SECONDS = 120
_WEIGHTS = frozenset({"400", "500", "600", "700"})
_LOG = logging.getLogger("nhip-cau")
# A pipe that closed, a browser that did not start or refused a command, time that ran out.
_FAILURES = (OSError, RuntimeError, DevtoolsProtocolError, KaleidoError, CancelledError)


class NoPicture(Exception):  # noqa: N818 - what the reader gets
    """Raised when no picture could be made, after a second try with a fresh browser."""

    def sentence(self, language: Language) -> str:
        """What to tell the reader."""
        return language.text(
            "The file could not be made. Try again in a minute, or take another format."
        )


def can_draw() -> bool:
    """Whether this machine has a browser to make pictures with."""
    return _program() is not None


def picture(figure: go.Figure, form: Form, *, width: int, height: int, scale: float = 1) -> bytes:
    """A figure as a file, in CSS pixels; ``scale`` multiplies the pixels of a PNG.

    Raises:
        NoPicture: the browser failed twice, or there is none.

    """
    drawn = drawing(figure, width=width, height=height)
    return converted(drawn, form, width=width, height=height, scale=scale)


def drawing(figure: go.Figure, *, width: int, height: int) -> str:
    """A figure as SVG, still without its fonts. Raises NoPicture."""
    options = {"format": "svg", "width": width, "height": height}

    async def draw(browser: Kaleido) -> bytes:
        made: bytes = await browser.calc_fig(figure.to_dict(), options)
        return made

    return _BROWSER.use(draw).decode()


def converted(
    svg: str, form: Form, *, width: int, height: int, scale: float = 1, title: str = ""
) -> bytes:
    """An SVG with its fonts, as it is or as PNG or PDF; a script in it never runs.

    Raises:
        NoPicture: the browser failed twice, or there is none.
    """
    whole = lettered(svg)
    if form == "svg":
        return whole.encode()

    async def convert(browser: Kaleido) -> bytes:
        return await _converted(browser, _page(whole, title), form, (width, height), scale)

    return _BROWSER.use(convert)


async def _converted(
    browser: Kaleido, page: str, form: Form, size: tuple[int, int], scale: float
) -> bytes:
    width, height = size
    tab = await browser.create_tab("about:blank")
    try:

        async def ask(command: str, **what: Any) -> dict[str, Any]:
            answer = await tab.send_command(command, what)
            if "error" in answer:
                raise DevtoolsProtocolError(answer)
            result: dict[str, Any] = answer["result"]
            return result

        frame = (await ask("Page.getFrameTree"))["frameTree"]["frame"]["id"]
        sized = {"width": width, "height": height, "mobile": False}
        await ask("Emulation.setDeviceMetricsOverride", **sized, deviceScaleFactor=scale)
        await ask("Page.setDocumentContent", frameId=frame, html=page)
        ready = "document.fonts.ready.then(() => document.fonts.size)"
        await ask("Runtime.evaluate", expression=ready, awaitPromise=True)
        if form == "png":
            clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
            answer = await ask("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
        else:
            answer = await ask("Page.printToPDF", **_paper(width, height))
        return b64decode(answer["data"])
    finally:
        await browser.close_tab(tab)


def _paper(width: int, height: int) -> dict[str, object]:
    """How a drawing is printed: on one A4, upright or lying, whichever shows it larger."""
    sheets = (_A4, _A4[::-1])
    across, down = max(sheets, key=lambda sheet: _scale(sheet, width, height))
    least, most = _SCALES
    return {
        "paperWidth": across / 25.4,
        "paperHeight": down / 25.4,
        **{f"margin{side}": _EDGE / 25.4 for side in ("Top", "Bottom", "Left", "Right")},
        "scale": min(max(_scale((across, down), width, height), least), most),
        "printBackground": True,
        "pageRanges": "1",
    }


def _scale(sheet: tuple[int, int], width: int, height: int) -> float:
    """How much larger a drawing can be on a sheet; a little less, or it would need a second."""
    across, down = ((side - 2 * _EDGE) / 25.4 * 96 for side in sheet)
    return 0.99 * min(across / width, down / height)


def _page(svg: str, title: str) -> str:
    """A page that holds the drawing and may neither run nor fetch anything."""
    policy = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'"
    return (
        f'<!doctype html><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        "<style>html,body{margin:0;background:#fff}body>svg{display:block}</style>"
        + svg[max(svg.find("<svg"), 0) :]
    )


class _Page(PageGenerator):  # type: ignore[misc]
    """Kaleido's page with our fonts, which are loaded before texts are measured."""

    def generate_index(self) -> str:
        """The page, with the fonts in it."""
        page: str = super().generate_index()
        return page.replace("</head>", f"<style>{faces(_WEIGHTS)}</style></head>", 1) + _AFTER_FONTS


class _Browser:
    """The one browser of this server: opened at the first picture, closed with the server."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._kaleido: Kaleido | None = None

    def use(self, work: Callable[[Kaleido], Awaitable[bytes]]) -> bytes:
        """What ``work`` makes with the browser; a second try gets a new browser."""
        if not can_draw() or not self._one_at_a_time.acquire(timeout=_QUEUE_SECONDS):
            raise NoPicture
        try:
            for _attempt in range(2):
                try:
                    made: bytes = _wait(self._tried(work), _SECONDS)
                    return made
                except _FAILURES:
                    _LOG.warning("no picture from the browser", exc_info=True)
                    self.drop()
            raise NoPicture
        finally:
            self._one_at_a_time.release()

    async def _tried(self, work: Callable[[Kaleido], Awaitable[bytes]]) -> bytes:
        if self._kaleido is None:
            self._kaleido = Kaleido(
                page_generator=_Page(mathjax=False),
                path=_program(),
                enable_sandbox=not _is_root(),
                proxy_server=_NOWHERE,
            )
            await self._kaleido.open()
        return await work(self._kaleido)

    def drop(self) -> None:
        """End the browser, if there is one."""
        kaleido, self._kaleido = self._kaleido, None
        if kaleido is None:
            return
        process = getattr(kaleido, "subprocess", None)  # none if it did not start
        with suppress(OSError):
            _end(process)
        # Once the browser is gone, choreographer would wait for what it says until time runs out.
        with suppress(*_FAILURES, AttributeError):
            kaleido._channel.close()
        with suppress(*_FAILURES):
            _wait(kaleido.close(), 5)


_BROWSER = _Browser()
atexit.register(_BROWSER.drop)


def _end(process: Any) -> None:
    """End a browser that we started, with its children, which are in its process group."""
    if process is None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _wait(work: Awaitable[Any], seconds: float) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(work, seconds)

    result: Future[Any] = asyncio.run_coroutine_threadsafe(bounded(), _loop())
    try:
        return result.result(seconds + 5)
    except TimeoutError:
        result.cancel()
        raise


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="pictures", daemon=True).start()
    return loop


def _program() -> str | None:
    """The path of the browser; where it was found is remembered, as every page asks for it."""
    asked = os.environ.get("PATH", "")
    known = _FOUND.get(asked)
    if known is None or not Path(known).exists():
        found = _search()
        _FOUND.clear()
        if found is None:
            return None
        known = _FOUND[asked] = found
    return known


_FOUND: dict[str, str] = {}  # by the PATH that was searched


def _search() -> str | None:
    """By its usual names, or where Windows and macOS install it."""
    named = next(filter(None, map(shutil.which, PROGRAMS)), None)
    elsewhere = os.name == "nt" or os.uname().sysname == "Darwin"
    return named or (Chromium.find_browser(skip_local=True) if elsewhere else None)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
