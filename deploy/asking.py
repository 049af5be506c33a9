"""Asks the server as a browser does, over the raw socket: also what no library would send."""

import base64
import http.client
import json
import os
import re
import socket
import ssl
from pathlib import Path
from typing import NamedTuple

_SECONDS = 10
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LOCATION = re.compile(rb"(?im)^location: *(\S+)\r?$")
_SOCKET = "/_stcore/stream"
_LISTENING = "0A"


class Answer(NamedTuple):
    """The status of an answer, and where it leads."""

    status: int
    leads_to: str


def plain(port: int, host: str, path: str, *lines: str) -> Answer | None:
    """The answer of what listens on a port of this machine; None where nothing answers."""
    try:
        with socket.create_connection(("127.0.0.1", port), _SECONDS) as connection:
            return _asked(connection, host, path, lines)
    except OSError:
        return None


def secure(port: int, host: str, path: str, *lines: str) -> Answer | None:
    """The same over TLS; whether the certificate is good is asked elsewhere."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    name = host.partition(":")[0]
    try:
        with (
            socket.create_connection(("127.0.0.1", port), _SECONDS) as connection,
            context.wrap_socket(connection, server_hostname=name) as wrapped,
        ):
            return _asked(wrapped, host, path, lines)
    except OSError:
        return None


def readiness(port: int) -> dict[str, bool]:
    """What the program says of each thing that it needs; nothing where it does not say."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", "/readyz")
        said = json.load(connection.getresponse())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    finally:
        connection.close()
    return dict(said["checks"])


def opens_socket(port: int, https: int, host: str) -> bool:
    """Whether a websocket asked of the proxy reaches the program as one.

    The program may refuse it to strangers; then the proxy must give the same refusal.
    """
    key = base64.b64encode(os.urandom(16)).decode()
    lines = (
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
    )
    direct = plain(port, f"127.0.0.1:{port}", _SOCKET, *lines)
    through = secure(https, host, _SOCKET, *lines)
    return direct is not None and through is not None and direct.status == through.status


def _asked(connection: socket.socket, host: str, path: str, lines: tuple[str, ...]) -> Answer:
    lines = lines or ("Connection: close",)
    asked = (f"GET {path} HTTP/1.1", f"Host: {host}", *lines, "", "")
    connection.sendall("\r\n".join(asked).encode())
    head = b""
    while b"\r\n\r\n" not in head and (part := connection.recv(4096)):
        head += part
    status, location = _STATUS.match(head), _LOCATION.search(head)
    if status is None:
        raise OSError("no answer in HTTP")
    return Answer(int(status[1]), location[1].decode("latin-1") if location else "")


def is_open_to_others(port: int) -> bool:
    """Whether what listens on a port of this machine does so on other addresses than loopback."""
    loopback = {"0100007F", "00000000000000000000000001000000"}
    for name in ("tcp", "tcp6"):
        listed = Path("/proc/net") / name
        for line in listed.read_text().splitlines()[1:] if listed.exists() else ():
            _number, local, _remote, state, *_rest = line.split()
            address, _colon, number = local.partition(":")
            if state == _LISTENING and int(number, 16) == port and address not in loopback:
                return True
    return False
