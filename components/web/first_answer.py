"""A page as plain HTML: what its first answer holds, so that it can be read before any script.

The page's own script draws it, once for all who ask for the same. Streamlit's page takes its place
when it is drawn (``first.js``); without a script or a socket it stays.
"""

import logging
import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from functools import partial
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request

from components import assets, html, links, shelf
from components.entrance import gate
from components.entrance.alike import Alike
from components.inside import alone, names
from components.inside.alone import NotDrawnError, Part
from data.language import Language
from data.roles import Caller
from data.schema import LANGUAGES
from data.store import StoreError
from data.views.search import LONGEST

_MOST_KEPT = 32_000_000  # bytes, of all pages together
# In place of the name and port by which a reader came, which stand in it when it is sent. So a page
# is drawn once for all of them, and nobody has it drawn anew by naming a port.
_ANYWHERE = "https://anywhere.invalid"
_AT_ONCE = threading.BoundedSemaphore(2)  # pages that are drawn
_WAIT, _SECONDS = 2, 5  # for a turn, and for the page
_ALIKE = Alike(_WAIT)
_SLASHED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ICON = re.compile(r":material/\w+:")
_LOG = logging.getLogger("nhip-cau")


class First(NamedTuple):
    """What the first answer says: the tab's title, and the page."""

    title: str
    page: str


_KEPT: OrderedDict[Hashable, bytes] = OrderedDict()
_KEPT_LOCK = threading.Lock()


def drawn(
    request: Request, page: links.Page, caller: Caller, *, seconds: float = _SECONDS
) -> First | None:
    """A page for whoever asks; None where it is not for everybody, or does not come about now."""
    first = _anywhere(request, page, caller, seconds)
    here = escape(f"{request.url.scheme}://{request.url.netloc}")
    return first and First(first.title, first.page.replace(_ANYWHERE, here))


def _anywhere(request: Request, page: links.Page, caller: Caller, seconds: float) -> First | None:
    query = urlencode(links.asked(request.query_params))
    if page.least is not None or len(query) > links.LONGEST:
        return None
    try:
        version = shelf.edition(Language.of(request.query_params.get("lang")).code, caller)
    except StoreError:
        return None
    key = (page.path, query, caller, version.lens.key, version.version.number)
    if known := _known(key):
        return known
    if not shelf.is_there():  # what is drawn then says so, and is not to be kept
        return None
    wanted = _Asked(request, page, query, caller, seconds)
    if caller.is_signed_in:  # theirs is not kept
        return _made(key, wanted)
    with _ALIKE.turn(key, lambda: _is_known(key)) as turn:
        return _known(key) if turn is None else _made(key, wanted)


class _Asked(NamedTuple):
    """A page that is to be drawn, for whom, and within how many seconds."""

    request: Request
    page: links.Page
    query: str
    caller: Caller
    seconds: float


def _made(key: Hashable, asked: _Asked) -> First | None:
    if not _AT_ONCE.acquire(timeout=_WAIT):
        return None
    try:
        return _keep(key, _draw(asked), asked.caller)
    except NotDrawnError:
        _LOG.warning("no plain page", exc_info=True)
        return None
    finally:
        _AT_ONCE.release()


def _is_known(key: Hashable) -> bool:
    with _KEPT_LOCK:
        return key in _KEPT


def _draw(asked_for: _Asked) -> First:
    request, page, query, caller, seconds = asked_for
    screen = alone.draw(
        page.path,
        query,
        f"{_ANYWHERE}/{page.path}",
        partial(gate.on_behalf_of, caller),
        seconds=seconds,
    )
    language = Language.of(request.query_params.get("lang"))
    asked = links.asked(request.query_params)
    others = {code: {**asked, "lang": code} for code in LANGUAGES}
    whole = html.plain(
        "first.html",
        language,
        style=Markup(assets.content("first.css")),  # noqa: S704 - ours, as is the next
        unfolded=Markup(assets.content("first-unfolded.css")),  # noqa: S704
        parts=screen.parts,
        at=names.marked,
        words=_words,
        menu_address=_menu_address,
        languages={code: f"/{page.path}?{urlencode(one)}" for code, one in others.items()},
        path=f"/{page.path}",
        kept={name: value for name, value in asked.items() if name not in ("q", *links.PARTS)},
        sought=asked.get("q", "")[:LONGEST],
    )
    return First(screen.title or page.title, whole)


def _words(markdown: str) -> str:
    """A text that our pages gave Streamlit for Markdown, as it is read."""
    return unescape(_SLASHED.sub(r"\1", _ICON.sub("", markdown).replace("**", "")))


def _menu_address(link: Part) -> str:
    query = link.says.query_string
    return f"/{link.says.page}" + (f"?{query}" if query else "")


def _known(key: Hashable) -> First | None:
    with _KEPT_LOCK:
        if key not in _KEPT:
            return None
        _KEPT.move_to_end(key)
        packed = _KEPT[key]
    title, _, page = zlib.decompress(packed).decode().partition("\0")
    return First(title, page)


def _keep(key: Hashable, made: First, caller: Caller) -> First:
    # Somebody who has signed in is told what waits for them, which a version does not say.
    if caller.is_signed_in:
        return made
    packed = zlib.compress(f"{made.title}\0{made.page}".encode())
    with _KEPT_LOCK:
        _KEPT[key] = packed
        while sum(map(len, _KEPT.values())) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def forget() -> None:
    """Keep no page: somebody was struck from the record."""
    with _KEPT_LOCK:
        _KEPT.clear()


shelf.when_struck(forget)
