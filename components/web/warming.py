"""After a start: the pages are drawn once, so that the first reader does not wait for all of it.

Only where other machines can reach the server: who starts one for this machine alone opens a page
at once, and would wait behind all others. It stands in the way of nothing, and ``/readyz`` says
when it is done.
"""

import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from streamlit import runtime

from components import links
from components.entrance import gate, hosts
from components.web import ahead, first_answer, patience
from data.language import Language
from data.schema import LANGUAGES
from data.store import StoreError

_LOG = logging.getLogger("nhip-cau")
_PATIENCE = 60  # seconds for one page: the first of them reads the record
_PAUSE = 0.05  # seconds at least after each page, for readers who have come
_under_way = threading.Event()


def is_done() -> bool:
    """Whether nothing is being drawn ahead of its readers."""
    return not _under_way.is_set()


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """Begin when the server begins."""
    async with patience.finished(app):
        if ahead.is_wanted() and not hosts.is_for_this_machine():
            _under_way.set()
            threading.Thread(target=_warm, daemon=True).start()
        yield


def _warm() -> None:
    begun = time.monotonic()
    try:
        while not runtime.exists() and time.monotonic() - begun < _PATIENCE:
            time.sleep(_PAUSE)
        drawn = sum(map(_draw, LANGUAGES))
        _LOG.info("%d pages were drawn before their readers came", drawn)
    except StoreError as trouble:  # each page says so by itself
        _LOG.warning("no page was drawn before its readers came: %s", trouble)
    finally:
        _under_way.clear()


def _draw(code: str) -> int:
    """Draw every page for a stranger who reads a language; gives how many there are now."""
    drawn = 0
    for page in links.pages(Language(code)):
        request = _asked(page.path, code)
        caller = gate.caller_of(request)
        begun = time.monotonic()
        drawn += first_answer.drawn(request, page, caller, seconds=_PATIENCE) is not None
        time.sleep(max(_PAUSE, time.monotonic() - begun))  # half the time is theirs
    return drawn


def _asked(path: str, code: str) -> Request:
    """What a browser asks that opens a page; Vietnamese, the default, is not written.

    A page is the same under each name of the server.
    """
    query = "" if code == Language.of(None).code else f"lang={code}"
    return Request(
        {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "path": f"/{path}",
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost")],
        }
    )
