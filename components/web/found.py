"""What search engines are told: which addresses are worth reading, and which are one page.

A page has addresses without end: what is searched for, filters in all their combinations, marks of
social networks. Told are the page itself, its parts and the records that it opens, each in every
language.
"""

from html import escape
from urllib.parse import urlencode

from starlette.requests import Request

from components import links
from components.entrance import gate
from data.language import Language
from data.schema import LANGUAGES
from data.views.reached import public_address

_UNWRITTEN = Language.of(None).code  # the language of an address that names none
_PAGES = links.pages(Language("en"))
_PARTS = frozenset((links.PART, "country", "report", "section"))
_RECORDS = frozenset(parameter for page in _PAGES for parameter in page.rows.values())
_CLOSED = ("/api/", "/embed/", "/_stcore/", "/sign-in", "/account")
# What makes addresses without end; each of the others leads to one page.
ENDLESS = sorted((links.READ | {links.SET}) - _PARTS - _RECORDS - {"lang"})


def robots() -> str:
    """What a search engine may read: the pages, unless one must sign in; files are without end."""
    apart = (f"/{page.path}" for page in _PAGES if page.least)
    asked = (f"/*{sign}{name}=" for name in ENDLESS for sign in "?&")
    closed = ("/",) if gate.reading_needs_sign_in() else (*_CLOSED, *apart, *asked)
    return "\n".join(("User-agent: *", *(f"Disallow: {path}" for path in closed), ""))


def head(request: Request, page: links.Page) -> str:
    """Lines for the head of a page: its one address, and where it is in the other languages."""
    asked = links.asked(request.query_params)
    kept = {name: asked[name] for name in asked if name in page.rows.values() or name in _PARTS}
    code = Language.of(asked.get("lang")).code
    lines = [
        f'<link rel="canonical" href="{_address(request, page, kept, code)}" />',
        *(
            f'<link rel="alternate" hreflang="{other}" '
            f'href="{_address(request, page, kept, other)}" />'
            for other in LANGUAGES
        ),
    ]
    if not set(asked) <= {*kept, "lang"}:
        lines.append('<meta name="robots" content="noindex" />')
    return "".join(lines)


def _address(request: Request, page: links.Page, kept: dict[str, str], code: str) -> str:
    asked = {**kept, "lang": code} if code != _UNWRITTEN else kept
    query = f"?{urlencode(asked)}" if asked else ""
    server = public_address() or f"{request.url.scheme}://{request.url.netloc}"
    return escape(f"{server}/{page.path}{query}")
