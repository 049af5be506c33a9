"""Closes those addresses of Streamlit that no page of ours needs."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from components import assets
from components.entrance import gate
from components.streamlit_inside import ADDRESSES, NEEDED, OWN_PAGE, SIGN_IN, shipped_files
from data.exports.openapi import ROOT

# Below these lie files of ours; what else begins as they do is nobody's.
_FILES = (f"{ROOT}/", *(f"{assets.ROOT}/{folder}/" for folder in assets.FOLDERS), *NEEDED)
_TAKEN = {*ADDRESSES, ROOT.split("/")[1], assets.ROOT.strip("/")}


class Closed:
    """Answers 404 where Streamlit would tell of itself, or give its own page for any address."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "lifespan" or _is_open(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse("Not Found", 404)(scope, receive, send)


def _is_open(scope: Scope) -> bool:
    path = scope["path"]
    if scope["type"] == "websocket" or path.split("/")[1] in _TAKEN:
        return path.startswith(_FILES) or path in shipped_files()
    if path.startswith(SIGN_IN):
        return gate.how() is gate.SignIn.OPENID
    return "." not in path.rpartition("/")[2] or path in shipped_files() or _is_page(path)


def _is_page(path: str) -> bool:
    """Whether it is an old address of a page, which leads to the page."""
    return path.endswith((".html", ".htm")) and path != OWN_PAGE
