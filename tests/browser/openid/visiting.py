"""Somebody who signs in at the provider, and what our server then takes them for."""

import re
from html import unescape
from urllib.parse import urlsplit

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.entrance import gate
from components.web import openid_sign_in
from data.roles import Caller, Role
from data.store import Store, audit
from tests.browser.office import (
    COOKIE_SECRET,
)

HERE = "http://127.0.0.1:8501"
AN = Caller("an", "An", Role.ADMINISTRATOR)


def browser() -> TestClient:
    """Somebody's browser at a server of ours, with an address that says who it takes them for."""

    def me(request: Request) -> JSONResponse:
        caller = gate.caller_of(request)
        return JSONResponse([caller.account, caller.name, caller.role])

    app = Starlette(
        routes=[*openid_sign_in.routes(), Route("/me", me)],
        middleware=[Middleware(SessionMiddleware, secret_key=COOKIE_SECRET)],
    )
    return TestClient(app, base_url=HERE, follow_redirects=False)


def back_from(there: httpx2.Client, away: str, name: str) -> str:
    """Sign in at the provider under a name; gives the address that it sends the browser back to."""
    answer = there.get(away)
    while True:
        if answer.is_redirect:
            target = str(answer.url.join(answer.headers["location"]))
            if target.startswith(HERE):
                return target
            answer = there.get(target)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        assert form, answer.text
        fields = dict(re.findall(r'name="(prompt)" value="(\w+)"', answer.text))
        answer = there.post(
            answer.url.join(unescape(form[1])), data={**fields, "login": name, "password": "x"}
        )


def sign_in(here: TestClient, name: str, to: str = "/projects") -> httpx2.Response:
    """The answer with which somebody comes back from the provider."""
    away = here.get("/sign-in/begin", params={"lang": "en", "to": to})
    assert away.status_code == 302, away.text
    with httpx2.Client() as there:
        target = urlsplit(back_from(there, away.headers["location"], name))
    return here.get(f"{target.path}?{target.query}")


def said(answer: httpx2.Response) -> str:
    """What the page says is wrong."""
    found = re.search(r'role="alert"><p>(.*?)</p>', answer.text)
    return unescape(found[1]) if found else ""


def role(here: TestClient) -> str:
    """What the server takes the owner of a browser for."""
    account, _name, role = here.get("/me").json()
    return str(role) if account else "stranger"


def trail(store: Store) -> list[tuple[str, str]]:
    with store.transaction() as connection:
        return [(one.act, one.who) for one in audit.entries(connection)]
