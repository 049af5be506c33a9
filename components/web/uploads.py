"""Keeps uploads within limits before they are read: by file, by session and by person.

Streamlit keeps every uploaded file in memory until it is removed or its session ends.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components.entrance import clients, gate
from components.inside import server
from components.inside.server import Held
from data.language import Language
from data.sheets.limits import LIMITS
from data.store import StoreError

ADDRESS = "/_stcore/upload_file/"
_AROUND = 64_000  # bytes of the form around a file
MOST_BYTES = LIMITS.bytes * 1_048_576 // 1_000_000 + _AROUND  # Streamlit's MB are 1024 × 1024
IN_SESSION = Held(files=20, size=200_000_000)
OF_PERSON = Held(files=40, size=400_000_000)


class _Arriving(NamedTuple):
    """An upload on its way."""

    who: str
    session: str
    size: int


class Uploads:
    """Answers an upload over a limit at once; the rest of the request is not read.

    What is on its way counts as kept, so that many at once find no way around the limits.
    """

    def __init__(
        self,
        app: ASGIApp,
        held: Callable[[], Mapping[str, Held]] = server.uploads_held,
    ) -> None:
        self._app = app
        self._held = held
        self._arriving: Counter[_Arriving] = Counter()
        self._whose: dict[str, str] = {}  # sessions that have uploaded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if not _is_upload(scope):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        upload = _Arriving(await _who(connection), _session(scope), _size(connection))
        if refused := self._refused(upload):
            await _refuse(refused, scope, receive, send)
            return
        self._arriving[upload] += 1
        self._whose[upload.session] = upload.who
        try:
            await self._app(scope, receive, send)
        finally:
            self._arriving -= Counter([upload])

    def _refused(self, upload: _Arriving) -> int:
        """The status of a refusal; 0 where there is none."""
        if upload.size < 0:
            return 411
        held = self._held()
        arriving = list(self._arriving.elements())
        on_the_way = {one.session for one in arriving}
        self._whose = {key: who for key, who in self._whose.items() if key in {*held, *on_the_way}}
        mine = [session for session, who in self._whose.items() if who == upload.who]
        in_session = [one.size for one in arriving if one.session == upload.session]
        of_person = [one.size for one in arriving if one.who == upload.who]
        fits = (
            upload.size <= MOST_BYTES
            and _fits([held.get(upload.session, Held())], [*in_session, upload.size], IN_SESSION)
            and _fits([held.get(one, Held()) for one in mine], [*of_person, upload.size], OF_PERSON)
        )
        return 0 if fits else 413


def _fits(kept: list[Held], arriving: list[int], most: Held) -> bool:
    files = sum(one.files for one in kept) + len(arriving)
    return files <= most.files and sum(one.size for one in kept) + sum(arriving) <= most.size


def _is_upload(scope: Scope) -> bool:
    is_file = scope["type"] == "http" and scope["path"].startswith(ADDRESS)
    return is_file and scope["method"] in ("PUT", "POST")


async def _who(connection: HTTPConnection) -> str:
    """The account that asks, or else the address it asks from."""
    try:
        caller = await run_in_threadpool(gate.caller_of, connection)
    except StoreError:
        return clients.address(connection)
    return caller.account or clients.address(connection)


def _session(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(ADDRESS).partition("/")[0]


def _size(connection: HTTPConnection) -> int:
    """The bytes that a request says it has; -1 where it does not say so."""
    said = connection.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else -1


async def _refuse(status: int, scope: Scope, receive: Receive, send: Send) -> None:
    _ = Language.of(HTTPConnection(scope).query_params.get("lang")).text
    sentence = (
        _("The server takes only files whose size is said beforehand.")
        if status == 411
        else _("The file is too large, or too many files are kept here. Remove some first.")
    )
    await PlainTextResponse(sentence, status, {"Connection": "close"})(scope, receive, send)
