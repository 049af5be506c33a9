"""A server where people sign in, and browsers that do."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.entrance import gate
from components.web import sign_in
from components.web.doors import Doors
from components.web.origins import SameOrigin
from data.accounts import accounts, passwords
from data.roles import Role
from data.store import Store
from tests.components.web.signing_in.entering import HOME, PASSWORD, SHELL


@pytest.fixture
def office(tmp_path, monkeypatch) -> Iterator[Store]:
    """The store of a server where people sign in, with an account; hashing takes no time."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    real = passwords.hashed
    monkeypatch.setattr(
        passwords, "hashed", lambda password: real(password) and f"hash of {password}"
    )
    monkeypatch.setattr(passwords, "fits", lambda kept, password: kept == f"hash of {password}")
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    accounts.add(store, "ban", "Lò Thị Ban", Role.EDITOR, PASSWORD, by=SHELL)
    yield store
    store.close()


@pytest.fixture
def browser(office) -> Iterator[Callable[..., TestClient]]:
    """Browsers of this server: each keeps its own cookies."""

    def who(request: Any) -> PlainTextResponse:
        return PlainTextResponse(gate.caller_of(request).account or "stranger")

    app = Starlette(
        routes=[*sign_in.routes(), Route("/{path:path}", who)],
        middleware=[Middleware(SameOrigin, named={"desk.example"}), Middleware(Doors)],
    )
    opened = []

    def one(origin: str = HOME, **options: Any) -> TestClient:
        client = TestClient(app, base_url=origin, headers={"Origin": origin}, **options)
        opened.append(client)
        return client

    yield one
    for client in opened:
        client.close()
