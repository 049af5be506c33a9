"""Which requests come in at all: judged by the host they name and the page they come from."""

from collections.abc import Iterable
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from components.entrance import hosts
from components.web.origins import SameOrigin
from tests import loops

OWN = "127.0.0.1:8501"
# What a foreign page, or somebody with a socket, could write as the host.
FOREIGN_HOSTS = (
    "evil.example",
    "evil.example:8501",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "evil.localhost:8501",
    "127.0.0.1@evil.example",
    "evil.example@127.0.0.1:8501",
    "user:word@127.0.0.1:8501",
    "127.0.0.1:8501@evil.example",
    "127.0.0.1:8501#evil.example",
    "127.0.0.1/evil.example",
    "127.0.0.1, evil.example",
    "127.0.0.1 evil.example",
    "127.0.0.1:",
    "127.0.0.1:port",
    "127.0.0.1:٨٥٠١",
    "127.0.0.1:8501\n",
    "127.0.0.1.",
    "localhost.:8501",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0.0.0.0:8501",
    "[::]:8501",
    "[::ffff:127.0.0.1]:8501",
    "::1",
    "[::1",
    "*",
    "",
    " ",
    "ľocalhost",
)
FOREIGN_ORIGINS = (
    "http://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:8502",
    "http://127.0.0.1:85010",
    "http://localhost:8501",
    "https://127.0.0.1:8501",
    "ftp://127.0.0.1:8501",
    "http://127.0.0.1:8501/",
    "http://127.0.0.1:8501 http://evil.example",
    "http://127.0.0.1:8501@evil.example",
    "http://evil.example@127.0.0.1:8501",
    "HTTP://127.0.0.1:8501",
    "//127.0.0.1:8501",
    "127.0.0.1:8501",
    "null",
    "file://",
    "",
)


class Asked:
    """A server behind the middleware, and what came through to it."""

    def __init__(self, *named: str) -> None:
        self.came: list[Scope] = []
        self._door = SameOrigin(self._answer, frozenset(named))

    def __call__(
        self,
        hosts: Iterable[str] = (OWN,),
        origins: Iterable[str] = (),
        *,
        path: str = "/data",
        method: str = "GET",
        **scope: Any,
    ) -> int:
        """The status of the answer; 101 for a socket let in, 403 for one closed before."""
        sent = self.messages(hosts, origins, path=path, method=method, **scope)
        return int(sent[0].get("status", 403))

    def messages(
        self, hosts: Iterable[str] = (OWN,), origins: Iterable[str] = (), **scope: Any
    ) -> list[Message]:
        headers = [(b"host", one.encode("utf-8")) for one in hosts]
        headers += [(b"origin", one.encode("utf-8")) for one in origins]
        whole = {
            "type": "http",
            "scheme": "http",
            "query_string": b"",
            "server": ("127.0.0.1", 8501),
            "headers": headers,
            **scope,
        }
        sent: list[Message] = []

        async def receive() -> Message:
            raise AssertionError("what was sent along is read")

        async def send(message: Message) -> None:
            sent.append(message)

        loops.run(self._door(whole, receive, send))
        return sent

    async def _answer(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.came.append(scope)
        status = 101 if scope["type"] == "websocket" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", OWN, "localhost:8501", "LocalHost:8501", "[::1]:8501", "[::1]", "127.0.0.1:80"],
)
def test_this_machine_is_served_by_its_loopback_names(asked, host):
    assert asked([host]) == 200
    assert asked([host], [f"http://{host}"], method="POST") == 200


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_no_other_host_is_served(asked, host, kind):
    assert asked([host], type=kind) in (400, 403)
    assert asked([host], [f"http://{host}"], type=kind) in (400, 403)
    assert not asked.came


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/v1/visits.csv", "/_stcore/stream"])
def test_the_host_is_looked_at_whatever_is_asked_for(asked, path):
    assert asked(["evil.example"], path=path) == 400


@pytest.mark.parametrize("hosts", [(), (OWN, "evil.example"), ("evil.example", OWN), (OWN, OWN)])
@pytest.mark.parametrize("server", [("127.0.0.1", 8501), ("/run/socket", None), None])
def test_a_request_names_one_host(asked, hosts, server):
    assert asked(hosts, server=server) == 400


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_a_page_of_another_origin_is_refused(asked, origin, method):
    assert asked(origins=[origin], method=method) == 403
    assert not asked.came


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
@pytest.mark.parametrize("path", ["/_stcore/stream", "/api/v1/stream"])
def test_a_socket_of_another_origin_is_closed_before_it_opens(asked, origin, path):
    sent = asked.messages(origins=[origin], type="websocket", scheme="ws", path=path)

    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert not asked.came


def test_a_socket_of_a_page_of_ours_opens(asked):
    assert asked(origins=[f"http://{OWN}"], type="websocket", scheme="ws") == 101
    assert asked(origins=[f"https://{OWN}"], type="websocket", scheme="wss") == 101


def test_one_origin_of_two_is_not_enough(asked):
    own = f"http://{OWN}"

    assert asked(origins=[own, "http://evil.example"]) == 403
    assert asked(origins=["http://evil.example", own]) == 403
    assert asked(origins=[own, own]) == 403


@pytest.mark.parametrize("origin", FOREIGN_ORIGINS)
def test_every_page_may_read_the_api_but_nothing_else_of_it(asked, origin):
    def status(method, path="/api/v1/visits.csv"):
        return asked(origins=[origin], method=method, path=path)

    assert {status(method) for method in ("GET", "HEAD", "OPTIONS")} == {200}
    assert {status(method) for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE")} == {403}
    assert {status("GET", path) for path in ("/api/v1", "/api/v10/x", "//api/v1/x")} == {403}


def test_a_named_host_is_served_with_and_without_encryption_before_it():
    asked = Asked("desk.example")

    assert asked(["desk.example"], ["https://desk.example"], method="POST") == 200
    assert asked(["Desk.example:8080"], ["http://Desk.example:8080"], method="POST") == 200
    assert asked(["desk.example"], ["https://desk.example:444"], method="POST") == 403
    assert asked(["desk.example."]) == asked(["www.desk.example"]) == 400


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("192.168.1.20", "192.168.1.20:8501"),
        ("::ffff:192.168.1.20", "192.168.1.20:8501"),
        ("fd00::20", "[fd00::20]:8501"),
    ],
)
def test_the_address_that_a_request_came_in_at_is_a_known_host(asked, address, host):
    assert asked([host], [f"http://{host}"], method="POST", server=(address, 8501)) == 200
    assert asked([host]) == 400


@pytest.mark.parametrize(
    ("code", "words"), [("vi", "Máy chủ"), ("en", "This server"), ("fr", "Ce serveur")]
)
def test_a_refusal_is_one_sentence_in_the_readers_language(asked, code, words):
    start, body = asked.messages(["evil.example"], path="/", query_string=f"lang={code}".encode())

    headers = dict(start["headers"])
    assert headers[b"content-type"] == b"text/plain; charset=utf-8"
    assert headers[b"connection"] == b"close"
    assert body["body"].decode().startswith(words)
    assert "evil" not in body["body"].decode()


def test_starting_and_stopping_come_through(asked):
    asked.messages(type="lifespan")

    assert [scope["type"] for scope in asked.came] == ["lifespan"]


@pytest.mark.parametrize(
    ("setting", "names"),
    [
        ("", set()),
        (" , ", set()),
        ("Desk.example", {"desk.example"}),
        ("desk.example, 192.168.1.20 ,[fd00::20]", {"desk.example", "192.168.1.20", "[fd00::20]"}),
        ("[fd00:0:0::20]", {"[fd00::20]"}),
        ("[FD00:0:0:0:0:0:0:20], [fd00::0020]", {"[fd00::20]"}),
        ("cầu.example", {"xn--cu-x5s.example"}),
        ("Ca\u0302\u0300u.example", {"xn--cu-x5s.example"}),
        ("xn--cu-x5s.example", {"xn--cu-x5s.example"}),
    ],
)
def test_the_setting_lists_names(monkeypatch, setting, names):
    monkeypatch.setenv("NHIP_CAU_HOSTS", setting)

    assert hosts.named_hosts() == names


@pytest.mark.parametrize(
    "setting",
    ["*", "https://desk.example", "desk.example:443", "desk.example.", "*.example", "a b"],
)
def test_a_setting_that_is_no_list_of_names_ends_the_start_with_a_sentence(monkeypatch, setting):
    monkeypatch.setenv("NHIP_CAU_HOSTS", f"good.example,{setting}")

    with pytest.raises(SystemExit) as ended:
        hosts.named_hosts()
    assert f"NHIP_CAU_HOSTS cannot hold “{setting}”" in str(ended.value)


@pytest.mark.parametrize(
    ("setting", "advice"),
    [
        ("fd00::20", "write an IPv6 address in brackets, [fd00::20]"),
        ("fd00:0:0::20]", "write an IPv6 address in brackets, [fd00::20]"),
        ("[fd00::20]:8501", "without http:// and port"),
        ("straße.example", "xn--…"),
        ("192.168.1.020", "four numbers, as in 192.168.1.20"),
        ("10.1", "four numbers, as in 192.168.1.20"),
    ],
)
def test_the_sentence_says_what_to_write_instead(monkeypatch, setting, advice):
    monkeypatch.setenv("NHIP_CAU_HOSTS", setting)

    with pytest.raises(SystemExit) as ended:
        hosts.named_hosts()
    assert f"NHIP_CAU_HOSTS cannot hold “{setting}”: " in str(ended.value)
    assert advice in str(ended.value)


def test_a_host_of_the_setting_is_served_as_browsers_write_it(monkeypatch):
    monkeypatch.setenv("NHIP_CAU_HOSTS", "[fd00:0:0::20],cầu.example")
    asked = Asked(*hosts.named_hosts())

    assert asked(["[fd00::20]:8501"]) == asked(["xn--cu-x5s.example"]) == 200


@pytest.mark.parametrize(("setting", "is_open"), [("", True), ("desk.example", False)])
def test_a_server_that_answers_to_a_further_name_is_reached_by_others(
    monkeypatch, setting, is_open
):
    monkeypatch.setenv("NHIP_CAU_HOSTS", setting)
    monkeypatch.setattr("streamlit.get_option", lambda _name: "127.0.0.1")

    assert hosts.is_for_this_machine() is is_open
