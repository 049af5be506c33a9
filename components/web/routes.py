"""What the server answers beside the Streamlit session: the index page, assets, health."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from components import assets, links
from components.entrance import gate
from components.inside import document, names
from components.web import (
    api,
    chosen,
    embed,
    first_answer,
    found,
    headers,
    openid_sign_in,
    papers,
    ready,
    sign_in,
    small_map,
    unknown_page,
)
from components.web.etag import etag_of, has
from data.exports import feeds
from data.exports.openapi import ROOT
from data.language import Language
from data.schema import LANGUAGES, TABLES
from data.store import StoreError

_TAKEN = ("api", "assets", *names.ADDRESSES)
# Tables offered to a reader whose page does not come about.
_OFFERED = ("visits", "meetings", "outcomes", "projects", "organisations", "sources")
_YEAR = 365 * 24 * 3600
_STYLES = f"{assets.ROOT}/own/streamlit.css"


class _PageName(StringConvertor):
    # No file, no address of Streamlit's, and none of those that we give to programs.
    regex = rf"(?!(?:{'|'.join(_TAKEN)})/)(?:[^/]*/)*(?:[^./]+|[^/]*(?i:\.html?))"


register_url_convertor("page", _PageName())


class _Cached(StaticFiles):
    """Static files that a browser may keep: a changed file has another hash in its address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = f"public, immutable, max-age={_YEAR}"
        return response


def routes() -> Sequence[BaseRoute]:
    """Every address that is not Streamlit's own."""
    for code in LANGUAGES:
        _shell(code)  # ends the start if Streamlit's page cannot be changed
    return [
        Route(_STYLES, _styles),
        Route("/healthz", _health),
        Route(links.ROBOTS, _robots),
        Route("/readyz", ready.answer),
        *papers.routes(),
        *api.routes(),
        *embed.routes(),
        Route(links.SMALL_MAP, small_map.answer),
        *(openid_sign_in.routes() if gate.how() is gate.SignIn.OPENID else ()),
        *sign_in.routes(),
        *(
            Mount(f"{assets.ROOT}/{name}", _Cached(directory=folder))
            for name, folder in assets.FOLDERS.items()
        ),
        *(Route(f"/{page.path}", _answering(page)) for page in links.pages(Language("en"))),
        Route("/{name:page}", unknown_page.answer),
    ]


def scripts() -> list[str]:
    """The scripts that stand in our page itself: the only such ones that a browser may run."""
    return document.inline_scripts(_shell("vi"))


async def _styles(_request: Request) -> Response:
    """Streamlit's style sheet with our letters and icons: its own weigh half a megabyte."""
    headers = {"Cache-Control": f"public, immutable, max-age={_YEAR}"}
    return Response(_style_sheet(), media_type="text/css", headers=headers)


@cache
def _style_sheet() -> str:
    return assets.content("instead-fonts.css") + document.style_sheet()


async def _health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def _robots(_request: Request) -> Response:
    return PlainTextResponse(found.robots())


def _answering(page: links.Page) -> Callable[[Request], Response]:
    """What answers at a page's address; 403 where whoever asks may not use it."""

    def answer(request: Request) -> Response:  # not async: it may ask the store who asks
        if address := chosen.address(request):
            return RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        language = Language.of(request.query_params.get("lang"))
        try:
            caller = gate.caller_of(request)
        except StoreError:  # who asks is not known; the page itself says what is wrong
            return _said(_shell(language.code), request, 503)
        if page.least is not None and not caller.may(page.least):
            return _said(_shell(language.code), request, 403)
        first = first_answer.drawn(request, page, caller)
        if first is None:
            return _said(_shell(language.code, is_late=page.least is None), request)
        whole = _shell(language.code, first=True).replace(document.BEFORE, first.page, 1)
        head = f"<title>{escape(first.title)}</title>{found.head(request, page)}"
        whole = whole.replace("<title>Nhịp Cầu</title>", head, 1)
        return _said(whole, request, is_own=caller.is_signed_in)

    return answer


def _said(page: str, request: Request, status: int = 200, *, is_own: bool = False) -> Response:
    """A page that a browser asks for again each time, and gets again only if it has changed.

    ``is_own`` is for one that names who has signed in: no proxy may keep it.
    """
    content = page.encode()
    tag = etag_of(content)
    kept = "private, no-cache" if is_own else "no-cache"
    headers = {"Cache-Control": kept, "ETag": tag, "Vary": "Cookie"}
    if status == 200 and has(request, tag):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(content, status, headers)


@cache
def _shell(code: str, *, first: bool = False, is_late: bool = False) -> str:
    """The page into which Streamlit draws, with our language, title, icon, fonts and styles.

    ``first`` is for one that can be read before that, ``is_late`` for one that could not be made
    in time, but in a moment can.
    """
    _ = Language(code).text
    late = _("Without JavaScript this page cannot be shown just now. Load it again in a moment.")
    needed = f"<p>{escape(late if is_late else _('This page needs JavaScript.'))}</p>"
    return document.index_page(
        language=code,
        title="Nhịp Cầu",
        icon=assets.url("own/mark.svg"),
        no_script="" if first else needed,
        head=_head(Language(code)),
        styles=f"{_STYLES}?v={hashlib.sha256(_style_sheet().encode()).hexdigest()[:12]}",
    )


def _head(language: Language) -> str:
    feed = escape(feeds.changes_address(language, {}))
    title = escape(language.text("What changed"))
    follow = f'<link rel="alternate" type="application/atom+xml" href="{feed}" title="{title}" />'
    fonts = "".join(
        f'<link rel="preload" href="{_font(subset)}" as="font" type="font/woff2" crossorigin />'
        for subset in ("latin", "vietnamese")
    )
    styles = "".join(
        f'<link rel="stylesheet" href="{assets.url(f"own/{name}.css")}" />'
        for name in ("fonts", "nhip-cau")
    )
    scripts = "".join(
        f'<script defer src="{assets.url(f"own/{name}.js")}"></script>'
        for name in ("translation", "first", "connection", "nhip-cau", "going-back")
    )
    words = {code: names.words(Language(code)) for code in LANGUAGES}
    unreached = {code: _unreached(Language(code)) for code in LANGUAGES}
    told = _told(ncWords=words, ncApart=headers.APART, ncUnreached=unreached)
    return fonts + styles + follow + told + scripts


def _unreached(language: Language) -> Mapping[str, object]:
    """What is said where the page gets no word from the server, and the files offered instead."""
    _ = language.text
    files = {
        _("The whole record (XLSX)"): "record.xlsx",
        **{
            f"{table.labels[language.code]} (CSV)": f"{name}.csv"
            for name, table in TABLES.items()
            if name in _OFFERED
        },
    }
    return {
        "sentence": _(
            "This page has no connection to the server: very many people may be reading at this "
            "moment, or a network or a proxy on the way may block it (WebSocket). The page will go "
            "on by itself once it is let through. The record is in these files all the same:"
        ),
        "files": [(label, f"{ROOT}/{path}?lang={language.code}") for label, path in files.items()],
    }


def _told(**values: object) -> str:
    """A script that tells ours these values."""
    lines = (f"window.{name}={json.dumps(value)};" for name, value in values.items())
    return f"<script>{''.join(lines).replace('<', chr(92) + 'u003c')}</script>"


def _font(subset: str) -> str:
    # Without the hash, as the style sheet names it: a preload must be the same address.
    return f"{assets.ROOT}/own/fonts/be-vietnam-pro-{subset}-400-normal.woff2"
