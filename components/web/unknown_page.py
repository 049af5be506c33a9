"""What is answered where no page is: the way to the page that is meant, or 404 with the way on."""

from collections.abc import Sequence
from difflib import get_close_matches
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from components import links
from components.entrance import gate
from components.web import plain_page
from data.language import Language
from data.roles import STRANGER
from data.store import StoreError
from data.views.search import LONGEST

_INDEX = "index"  # the first page, as many servers call it
_MOST_SHOWN = 60  # characters of an address


def answer(request: Request) -> Response:  # not async: it may ask the store who asks
    """Lead on from an old address, as ``/Visits.html``; else say that there is no such page."""
    name = request.path_params["name"]
    plain = name.lower().removesuffix(".html").removesuffix(".htm")
    path = "" if plain == _INDEX else plain
    if path in {page.path for page in links.pages(Language("en"))}:
        query = request.url.query
        return RedirectResponse(f"/{path}" + (f"?{query}" if query else ""), 301)
    language = Language.of(request.query_params.get("lang"))
    offered = _offered(request, language)
    here = quote(f"/{name.lstrip('/')}")  # browsers take “//host” for another server
    shown = f"/{name}" if len(name) < _MOST_SHOWN else f"/{name[:_MOST_SHOWN]}…"
    return plain_page.answer(
        "unknown_page.html",
        language,
        404,
        here=lambda code: f"{here}?{urlencode({'lang': code})}",
        address=shown,
        meant=_meant(plain, offered),
        pages=offered,
        href=lambda page: links.href(page.path, language.code),
        longest=LONGEST,
    )


def _offered(request: Request, language: Language) -> Sequence[links.Page]:
    try:
        caller = gate.caller_of(request)
    except StoreError:  # who asks is not known
        caller = STRANGER
    return [page for page in links.pages(language) if links.offered(page, caller)]


def _meant(plain: str, offered: Sequence[links.Page]) -> links.Page | None:
    """The page whose address is most like a part of the one asked for, if one is."""
    by_path = {page.path: page for page in offered if page.path}
    for part in plain[:_MOST_SHOWN].split("/"):
        if near := get_close_matches(part, by_path, n=1):
            return by_path[near[0]]
    return None
