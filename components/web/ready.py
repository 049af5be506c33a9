"""Whether the server can do its work, for whoever watches over it: ``/readyz``."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from components.entrance import gate, openid
from components.pictures.rendering import can_draw
from components.web import warming
from data.accounts import accounts
from data.roles import ALONE, Role
from data.store import NoVersion, StoreError, folder, store

_LOG = logging.getLogger("nhip-cau")
_KEPT = 5  # seconds that an answer is kept: whoever asks without end costs nothing
_LEAST_ROOM = 200 * 1024 * 1024  # bytes on the disk of the store: some hundred publications
_SLACK = timedelta(minutes=5)
_one_at_a_time = threading.Lock()
_known: tuple[float, dict[str, bool]] = (float("-inf"), {})


def answer(_request: Request) -> Response:  # not async: it waits for store and disk
    """200 where all is well, else 503; what is well and what not, and nothing else."""
    checks = {**found(), "warm": warming.is_done()}
    ready = all(well for name, well in checks.items() if name != "pictures")
    headers = {"Cache-Control": "no-store"}
    return JSONResponse({"ready": ready, "checks": checks}, 200 if ready else 503, headers)


def found() -> dict[str, bool]:
    """Each check and whether it is well, as seen in the last seconds.

    Without a browser for pictures the server does its work all the same, and says so.
    """
    global _known  # noqa: PLW0603 -- one answer for everybody who asks
    with _one_at_a_time:
        at, checks = _known
        if time.monotonic() - at > _KEPT:
            checks = {name: _is_well(name, check) for name, check in _checks().items()}
            _known = (time.monotonic(), checks)
        return checks


def _checks() -> dict[str, Callable[[], bool]]:
    needed = {
        "store": _reads_and_writes,
        "disk": _has_room,
        "clock": _is_after_the_newest_version,
        "pictures": can_draw,
    }
    return needed if gate.how() is gate.SignIn.NOBODY else {**needed, "administrator": _has_one}


def _is_well(name: str, check: Callable[[], bool]) -> bool:
    try:
        well = check()
    except (OSError, StoreError) as trouble:
        _LOG.warning("not ready: %s (%s)", name, type(trouble).__name__)
        return False
    if not well:
        _LOG.warning("not ready: %s", name)
    return well


def _reads_and_writes() -> bool:
    with suppress(NoVersion):  # nothing was published yet, and can be
        store().current()
    with store().transaction(writing=True):
        return True


def _has_room() -> bool:
    place = folder()
    return place is None or shutil.disk_usage(place).free >= _LEAST_ROOM


def _is_after_the_newest_version() -> bool:
    try:
        return store().current().created <= datetime.now(UTC) + _SLACK
    except NoVersion:
        return True


def _has_one() -> bool:
    if gate.how() is gate.SignIn.OPENID and openid.makes_administrators():
        return True
    # the server itself asks: what others read of it is a yes or a no
    return any(one.role is Role.ADMINISTRATOR for one in accounts.every(store(), by=ALONE))
