"""Closes what no page of ours needs of Streamlit: addresses, and messages over its socket."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components import assets
from components.entrance import gate
from components.inside.document import shipped_files
from components.inside.names import ADDRESSES, NEEDED, SIGN_IN, SOCKET
from components.inside.server import is_needed
from components.links import ROBOTS, SMALL_MAP
from data.exports.openapi import ROOT

# Below these lie files of ours; what else begins as they do is nobody's.
_API = f"/{ROOT.split('/')[1]}/"  # what is not there is told in JSON
_ADDRESSES = frozenset(one for one in NEEDED if not one.endswith("/"))
_FOLDERS = tuple(one for one in NEEDED if one.endswith("/"))
_FILES = (_API, *(f"{assets.ROOT}/{folder}/" for folder in assets.FOLDERS), *_FOLDERS)
_TAKEN = {*ADDRESSES, _API.strip("/"), assets.ROOT.strip("/")}
_OURS = (_API.rstrip("/"), ROBOTS, SMALL_MAP)


_NO_MESSAGE = 1007  # the code with which a socket ends that brings what cannot be read


class Closed:
    """Answers 404 where Streamlit would tell of itself, or give its own page for any address.

    Of what comes over a socket, it passes on what our pages say, and ends a socket that brings
    what is no message at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "websocket" and _is_open(scope):
            await self._app(scope, _only_needed(receive), send)
        elif scope["type"] == "lifespan" or _is_open(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Not Found", 404)(scope, receive, send)


def _only_needed(receive: Receive) -> Receive:
    """Receives like ``receive``, without messages that no page of ours sends."""

    async def receiving() -> Message:
        while True:
            event = await receive()
            if event["type"] != "websocket.receive":
                return event
            try:
                if is_needed(event.get("bytes")):
                    return event
            except ValueError:
                return {"type": "websocket.disconnect", "code": _NO_MESSAGE}

    return receiving


def _is_open(scope: Scope) -> bool:
    path: str = scope["path"]
    if path in _OURS:
        return bool(scope["type"] == "http")
    if path == SOCKET:
        return bool(scope["type"] == "websocket")
    if scope["type"] == "websocket" or path.split("/")[1] in _TAKEN:
        return path.startswith(_FILES) or path in _ADDRESSES or path in shipped_files()
    if path.startswith(SIGN_IN):
        return gate.how() is gate.SignIn.OPENID
    return "." not in path.rpartition("/")[2] or path in shipped_files() or _is_page(path)


def _is_page(path: str) -> bool:
    """Whether it is an old address of a page, which leads to the page."""
    return path.lower().endswith((".html", ".htm"))
