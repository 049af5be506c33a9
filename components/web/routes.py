"""What the server answers beside the Streamlit session: page shells, assets, health."""

import json
import logging
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from components import assets
from components.gate import editing_is_open
from components.web import api
from data.language import Language
from data.schema import LANGUAGES

PATHS = ("", "map", "visits", "projects", "outcomes", "partners", "sources", "reports", "data")
# Streamlit's page would else look for its server under each part of the address first.
_BACKEND = '<script>window.__streamlit={BACKEND_BASE_URL:location.origin+"/"}</script>'
_YEAR = 365 * 24 * 3600


class _PageName(StringConvertor):
    # Not a file, and neither one of Streamlit's own addresses nor one of ours for programs.
    regex = r"(?!_|(?:api|app|assets|component|media|static)/)(?:[^/]+/)*[^./]+(?:\.html?)?"


register_url_convertor("page", _PageName())


class _Cached(StaticFiles):
    """Static files that a browser need never ask for again: their address holds their hash."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = f"public, immutable, max-age={_YEAR}"
        return response


def routes() -> Sequence[BaseRoute]:
    """Every address that is not Streamlit's own."""
    return [
        Route("/healthz", _health),
        *api.routes(),
        *(
            Mount(f"{assets.ROOT}/{name}", _Cached(directory=folder))
            for name, folder in assets.FOLDERS.items()
        ),
        *(Route(f"/{path}", _page) for path in PATHS),
        Route("/{name:page}", _unknown_page),
    ]


def log_and_apologise(error: Exception) -> bool:
    """Log an uncaught error; Streamlit then shows its one-line notice, never a traceback."""
    logging.getLogger("nhip-cau").error("page failed", exc_info=error)
    return False


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _page(request: Request) -> Response:
    language = Language.of(request.query_params.get("lang"))
    refused = request.url.path == "/data" and not editing_is_open()
    return HTMLResponse(
        _shell(language.code),
        status_code=403 if refused else 200,
        headers={"Cache-Control": "no-cache"},
    )


async def _unknown_page(request: Request) -> Response:
    target = request.url.include_query_params(unknown=request.path_params["name"])
    return RedirectResponse(f"/?{target.query}")


@cache
def _shell(code: str) -> str:
    """Streamlit's index page with our language, title, icon, fonts and style sheet.

    Its own font is not preloaded: it is never used.
    """
    _ = Language(code).text
    page = files("streamlit").joinpath("static/index.html").read_text(encoding="utf-8")
    page = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "", page)
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(
        r"<noscript>.*?</noscript>",
        f"<noscript><p>{escape(_('This page needs JavaScript.'))}</p></noscript>",
        page,
        flags=re.DOTALL,
    )
    page = page.replace('<html lang="en">', f'<html lang="{code}">')
    page = page.replace("<title>Streamlit</title>", "<title>Nhịp Cầu</title>")
    page = page.replace("./favicon.png", assets.url("own/mark.svg"))
    return page.replace("</head>", f"{_head()}</head>")


def _head() -> str:
    fonts = "".join(
        f'<link rel="preload" href="{_font(subset)}" as="font" type="font/woff2" crossorigin />'
        for subset in ("latin", "vietnamese")
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{assets.url(f"own/{name}.css")}" />'
        for name in ("fonts", "nhip-cau")
    )
    script = f'<script src="{assets.url("own/nhip-cau.js")}"></script>'
    words = json.dumps({code: _streamlit_words(Language(code)) for code in LANGUAGES})
    known = f"<script>window.ncWords={words.replace('<', chr(92) + 'u003c')}</script>"
    return fonts + styles + _BACKEND + known + script


def _streamlit_words(language: Language) -> dict[str, str]:
    """Streamlit's own words that a reader can meet, in the reader's language."""
    _ = language.text
    return {
        "Skip to main content": _("Skip to main content"),
        "Choose an option": _("Choose an option"),
        "Open": _("Open"),
        "Dismiss": _("Dismiss"),
        "Clear": _("Clear"),
        "Clear value": _("Clear"),
        "Clear input": _("Clear"),
        "No results": _("No results"),
        "Failed to generate file for download": _(
            "The file could not be made. Try again in a minute, or take another format."
        ),
        "{n} options available.": _("{n} options available."),
        "{n} option available.": _("{n} options available."),
        "Pagination": _("Pages of the list"),
        "Previous page": _("Previous page"),
        "Next page": _("Next page"),
        "Page {n}": _("Page {n}"),
        "streamlit_folium.st_folium": _("Map of Điện Biên and its partners"),
        "Upload": _("Choose files"),
        "Add files": _("Add files"),
        "file upload": _("Choose files"),
        "add icon": _("Add files"),
        "Remove {name}": _("Remove {name}"),
        "Drag and drop files here": _("Drop the files here"),
        "{n}MB per file": _("up to {n} MB per file"),
        "File must be {n}.0MB or smaller.": _("The file is larger than {n} MB."),
        "Press Enter to submit form": _("Press Enter to send"),
        "Press Enter to apply": _("Press Enter to send"),
        "Connection error": _("Connection lost"),
        "Connecting": _("Connecting"),
        "Please wait...": _("Please wait…"),
        "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in "
        "your terminal:": _("The server does not answer. Reload the page in a moment."),
    }


def _font(subset: str) -> str:
    # Without the hash, as the style sheet names it: a preload must be the same address.
    return f"{assets.ROOT}/own/fonts/be-vietnam-pro-{subset}-400-normal.woff2"
