"""What a stranger, a reader and an editor may ask of the server, by cookie alone."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components.entrance import gate
from components.web.doors import Doors
from data.accounts import accounts, sign_ins
from data.roles import ALONE, Role
from data.store import Store

UPLOAD = "/_stcore/upload_file/session/1"


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A server with an account of each role, and the cookie of each."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/store.sqlite")
    monkeypatch.setenv("NHIP_CAU_SIGN_IN", "accounts")
    monkeypatch.setenv("NHIP_CAU_COOKIE_KEY", "k" * 32)
    store = Store(f"sqlite:///{tmp_path}/store.sqlite")
    cookies = {None: "", "forged": "eyJ.forged"}
    for role in Role:
        accounts.add(store, role, role, role, None, by=ALONE.called("test"))
        cookies[role] = gate.cookie_of(sign_ins.begin(store, role))
    yield cookies
    store.close()


@pytest.fixture
def status(office):
    """The status that somebody gets at an address."""
    every = Route("/{path:path}", lambda _request: PlainTextResponse("in"), methods=["GET", "PUT"])
    app = Starlette(routes=[every], middleware=[Middleware(Doors)])

    def ask(path: str, who: Role | str | None, method: str = "GET") -> int:
        with TestClient(app, follow_redirects=False) as client:
            headers = {"Cookie": f"{gate.COOKIE}={office[who]}"}
            return client.request(method, path, headers=headers).status_code

    return ask


@pytest.mark.parametrize("who", [None, "forged", Role.READER])
def test_who_may_not_edit_cannot_upload(status, who):
    assert status(UPLOAD, who, "PUT") == 403


@pytest.mark.parametrize("who", [Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR])
def test_who_may_edit_can_upload(status, who):
    assert status(UPLOAD, who, "PUT") == 200


def test_anybody_reads_where_no_setting_says_otherwise(status):
    assert [status(path, None) for path in ("/", "/api/v1/visits.json")] == [200, 200]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/projects", 303), ("/api/v1/visits.json", 401), ("/_stcore/stream", 303), ("/healthz", 200)],
)
@pytest.mark.parametrize("who", [None, "forged"])
def test_where_reading_needs_sign_in_a_stranger_is_sent_to_it(
    status, monkeypatch, path, expected, who
):
    monkeypatch.setenv("NHIP_CAU_READING", "signed-in")

    assert status(path, who) == expected
    assert status(path, Role.READER) == 200
