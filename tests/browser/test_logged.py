"""Whatever happens on a server where people sign in, its log tells of no person and no cell."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import quote, urlencode, urlsplit

import pytest

from data.accounts import accounts
from data.roles import ALONE, Role
from data.store import Store
from tests.browser.serving import ROOT, Server, serving

pytestmark = pytest.mark.browser
KEY = "a-key-of-the-tests-that-is-long-enough-1954"
PASSWORD, GUESS = "Hoa ban nở trắng 1954", "hoa ban đoán thử 1954"
PERSON, ACCOUNT, SEARCHED = "Quàng Văn Pâng", "pang@office.example", "Lò Thị Mai"
SECRETS = (KEY, PASSWORD, GUESS, "1954", PERSON, "Pâng", ACCOUNT, "office.example", SEARCHED, "Lò")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    scratch = tmp_path_factory.mktemp("logged")
    store = Store(f"sqlite:///{scratch / 'store.sqlite'}")
    accounts.add(store, ACCOUNT, PERSON, Role.ADMINISTRATOR, PASSWORD, by=ALONE)
    store.close()
    settings = {"NHIP_CAU_SIGN_IN": "accounts", "NHIP_CAU_COOKIE_KEY": KEY}
    with serving(ROOT, scratch, **settings) as server:
        yield server


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_asked: object) -> None:
        return None


def ask(server: Server, path: str, body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Status of the answer, and the cookie that it sets."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.origin + path, body, {"Origin": server.origin, **named})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
            return answer.status, answer.headers.get("Set-Cookie", "")
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers.get("Set-Cookie", "")


def sign_in(server: Server, account: str, password: str) -> tuple[int, str]:
    return ask(server, "/sign-in", urlencode({"account": account, "password": password}).encode())


def test_the_log_tells_of_no_person_password_cookie_search_or_cell(office):
    wrong, _none = sign_in(office, ACCOUNT, GUESS)
    unknown, _none = sign_in(office, f"{PERSON}@{ACCOUNT}", PASSWORD)
    right, cookie = sign_in(office, ACCOUNT, PASSWORD)
    forged, _none = ask(office, "/account", Cookie=cookie.split(";")[0][:-3] + "AAA")
    upload = f"/_stcore/upload_file/{quote(PERSON)}/{quote(SEARCHED)}"
    statuses = [
        wrong,
        unknown,
        forged,
        ask(office, upload, PERSON.encode(), Content_Type="text/plain")[0],
        ask(office, f"/?q={quote(SEARCHED)}")[0],
        ask(office, f"/api/v1/visits.csv?visit={quote(SEARCHED)}")[0],
        ask(office, f"/api/v1/{quote(SEARCHED)}.csv")[0],
        ask(office, f"/{quote(PERSON)}?q={quote(SEARCHED)}")[0],
        ask(office, "/map", Host=f"{quote(PERSON)}.example")[0],
        ask(office, "/sign-in", b"\xff" * 100_000)[0],
    ]
    time.sleep(0.5)

    assert right == 303
    assert {wrong, unknown} == {401}
    assert 500 not in statuses
    said = office.said()
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) > 20
    assert [one for one in (*SECRETS, token, quote(SEARCHED)) if one in said] == []
    assert "127.0.0.1:" not in said.replace(urlsplit(office.origin).netloc, "")


def test_each_line_of_the_log_after_the_start_is_json(office):
    said = office.said()

    lines = [line for line in said[said.index("{") :].splitlines() if line.strip()]
    assert all(json.loads(line)["level"] for line in lines)
