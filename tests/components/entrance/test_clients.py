"""Whose address limits are counted by: that of the socket, or what a trusted proxy says."""

from typing import Any

import pytest
from starlette.requests import HTTPConnection
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from components.entrance import clients
from tests import loops

TRUSTED = "127.0.0.1,::1"  # as uvicorn has it where nothing is set


def seen(socket: str, *forwarded: str) -> str:
    """The address that the program sees behind uvicorn's own reading of the headers."""
    found = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        found.append(clients.address(HTTPConnection(scope)))

    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    scope: Any = {"type": "http", "client": (socket, 40000), "headers": headers, "scheme": "http"}
    proxied: Any = ProxyHeadersMiddleware(app, TRUSTED)
    loops.run(proxied(scope, None, None))
    return found[0]


def test_without_a_proxy_it_is_the_address_of_the_socket():
    assert seen("203.0.113.7") == "203.0.113.7"


def test_behind_the_proxy_of_this_machine_it_is_the_one_the_proxy_names():
    assert seen("127.0.0.1", "203.0.113.7") == "203.0.113.7"


def test_a_stranger_who_is_no_proxy_is_not_believed():
    assert seen("203.0.113.7", "198.51.100.1") == "203.0.113.7"


def test_what_a_stranger_wrote_before_the_proxy_is_not_believed():
    assert seen("127.0.0.1", "198.51.100.1, 203.0.113.7") == "203.0.113.7"
    assert seen("127.0.0.1", "198.51.100.1", "203.0.113.7") == "203.0.113.7"


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:cb00:7107", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", ""),
    ],
)
def test_one_person_has_one_address(written, counted):
    assert clients.address(HTTPConnection({"type": "http", "client": (written, 1)})) == counted


def test_a_socket_without_address_has_none():
    assert clients.address(HTTPConnection({"type": "http", "client": None})) == ""


def many(host: str) -> bool:
    return clients.are_many(HTTPConnection({"type": "websocket", "client": (host, 1)}))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_programs_of_this_machine_are_not_told_apart(host):
    assert many(host)


def test_readers_behind_a_proxy_that_names_nobody_are_not_told_apart(monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.0/24, 192.0.2.1,2001:db8::/48")

    hosts = ("10.0.0.9", "192.0.2.1", "2001:db8::5", "10.0.1.9", "192.0.2.2", "2001:db8:1::5")
    assert [many(host) for host in hosts] == [True] * 3 + [False] * 3


@pytest.mark.parametrize("listed", ["", "*"])
def test_a_stranger_is_one(monkeypatch, listed):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", listed)

    assert not many("203.0.113.7")
    assert not clients.are_many(HTTPConnection({"type": "websocket", "client": None}))
