"""Lets nobody through who may not: strangers where reading needs sign-in, uploads of readers."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from components.entrance import gate
from components.links import ROBOTS
from components.web.sign_in import SIGN_IN, form_for
from data.exports.openapi import ROOT
from data.language import Language
from data.roles import Act
from data.store import StoreError

_UPLOADS = "/_stcore/upload_file/"
# What a stranger needs to sign in, and what machines ask.
_OPEN = (
    SIGN_IN,
    "/assets/",
    "/healthz",
    "/readyz",
    ROBOTS,
    "/auth/",
    "/oauth2callback",
    "/static/",
)


class Doors:
    """Stands behind ``SameOrigin``; each act is checked once more where it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        act = _act(scope)
        if act is None or await self._may(scope, act):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _answer(scope, act)(scope, receive, send)

    async def _may(self, scope: Scope, act: Act) -> bool:
        connection = HTTPConnection(scope)
        try:
            caller = await run_in_threadpool(gate.caller_of, connection)
        except StoreError:  # who asks is not known; pages and API say what is wrong with the store
            return act is Act.READ and not gate.reading_needs_sign_in()
        return caller.may(act) and (caller.is_signed_in or act is not Act.READ)


def _act(scope: Scope) -> Act | None:
    """What is asked that not everybody may; None for what everybody may."""
    if scope["type"] == "lifespan" or gate.how() is gate.SignIn.NOBODY:
        return None
    if scope["path"].startswith(_UPLOADS):
        return Act.PROPOSE
    is_open = scope["path"].startswith(_OPEN)
    return Act.READ if gate.reading_needs_sign_in() and not is_open else None


def _answer(scope: Scope, act: Act) -> Response:
    """A page sends to the form; whatever is no page gets a sentence."""
    language = Language.of(HTTPConnection(scope).query_params.get("lang"))
    _ = language.text
    if act is not Act.READ:
        return PlainTextResponse(_("Your account may not do this."), 403)
    sentence = _("Sign in to read this.")
    if scope["path"].startswith(f"{ROOT}/"):
        return JSONResponse({"error": sentence, "status": 401}, 401)
    asked = HTTPConnection(scope).url
    return RedirectResponse(form_for(f"{asked.path}?{asked.query}".rstrip("?"), language), 303)
